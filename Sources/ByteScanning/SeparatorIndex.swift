internal import CVectors

/// How separators are looked for. Every level finds the same; tests compare them.
public enum SeparatorSearch: CaseIterable, Sendable {
    case portable, sse2, avx512

    /// The fastest one that this processor has.
    public static let best = SeparatorSearch(cvectors_best_level())

    /// The ones that this processor has.
    public static let available = allCases.filter { $0.level.rawValue <= best.level.rawValue }

    private init(_ level: cvectors_level) {
        switch level {
        case cvectors_avx512: self = .avx512
        case cvectors_sse2: self = .sse2
        default: self = .portable
        }
    }

    fileprivate var level: cvectors_level {
        switch self {
        case .portable: cvectors_portable
        case .sse2: cvectors_sse2
        case .avx512: cvectors_avx512
        }
    }
}

/// Where a line ends, as an index into the separator positions.
public struct LineEnd: Sendable {
    private let bits: UInt64

    /// The end of a row: the separator it stands at, and how many quotation marks came before.
    public init(position index: Int, quotesBefore: Int) {
        bits = UInt64(UInt32(index)) | UInt64(UInt32(quotesBefore)) &<< 32
    }

    /// The index of the line feed in the positions.
    @inline(__always)
    public var index: Int { Int(truncatingIfNeeded: bits & 0xFFFF_FFFF) }

    /// The number of quotes before it in the block.
    @inline(__always)
    public var quotesBefore: Int { Int(truncatingIfNeeded: bits &>> 32) }
}

/// What a block holds besides its separators.
public struct SeparatorSummary: Equatable, Sendable {
    /// Delimiters, line feeds and quotes.
    public var positionCount: Int
    /// Line feeds.
    public var lineCount: Int
    /// Quotes.
    public var quoteCount: Int
    /// Carriage returns that no line feed follows inside the block.
    public var loneCarriageReturnCount: Int
    /// Whether there is a byte of value 0.
    public var hasNUL: Bool
    /// Whether there is a byte above 0x7F.
    public var hasNonASCII: Bool

    /// Separators of one block.
    public init(
        positionCount: Int, lineCount: Int, quoteCount: Int, loneCarriageReturnCount: Int,
        hasNUL: Bool, hasNonASCII: Bool
    ) {
        self.positionCount = positionCount
        self.lineCount = lineCount
        self.quoteCount = quoteCount
        self.loneCarriageReturnCount = loneCarriageReturnCount
        self.hasNUL = hasNUL
        self.hasNonASCII = hasNonASCII
    }
}

/// The unused entries that `positions` needs after one per byte: whole vectors are stored.
public let separatorPositionSlack = 64

/// Finds every delimiter, line feed and quote of `bytes[range]`.
///
/// One pass at 64 bytes a step; the caller walks the positions and never the bytes.
///
/// - Parameters:
///   - positions: Receives the positions, counted from the start of `bytes`, ascending.
///   - lineEnds: Receives one entry for each line feed.
/// - Precondition: `positions` has room for one entry a byte and `separatorPositionSlack` more,
///   `lineEnds` for one a byte.
public func indexSeparators(
    of bytes: borrowing Span<UInt8>, in range: Range<Int>, delimiter: UInt8,
    positions: inout MutableSpan<UInt32>, lineEnds: inout MutableSpan<LineEnd>,
    search: SeparatorSearch = .best
) -> SeparatorSummary {
    precondition(
        range.lowerBound >= 0 && range.upperBound <= bytes.count, "range outside the block")
    precondition(positions.count >= range.count + separatorPositionSlack, "too few positions")
    precondition(lineEnds.count >= range.count, "too few line ends")
    precondition(bytes.count < Int(UInt32.max), "block too large for 32-bit positions")
    let found = unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe positions.withUnsafeMutableBufferPointer { positions in
            unsafe lineEnds.withUnsafeMutableBufferPointer { lineEnds in
                unsafe separators(
                    of: UnsafeBufferPointer(rebasing: bytes[range]), base: range.lowerBound,
                    delimiter: delimiter, positions: positions, lineEnds: lineEnds, search: search)
            }
        }
    }
    return SeparatorSummary(
        positionCount: Int(found.position_count), lineCount: Int(found.line_count),
        quoteCount: Int(found.quote_count),
        loneCarriageReturnCount: Int(found.carriage_return_count &- found.crlf_count),
        hasNUL: found.has_nul != 0, hasNonASCII: found.has_non_ascii != 0)
}

private func separators(
    of bytes: UnsafeBufferPointer<UInt8>, base: Int, delimiter: UInt8,
    positions: UnsafeMutableBufferPointer<UInt32>, lineEnds: UnsafeMutableBufferPointer<LineEnd>,
    search: SeparatorSearch
) -> cvectors_summary {
    guard let start = bytes.baseAddress, let positionsStart = positions.baseAddress,
        let lineEndsStart = lineEnds.baseAddress
    else { return cvectors_summary() }
    // A line end is one UInt64 and nothing else.
    return unsafe lineEndsStart.withMemoryRebound(
        to: UInt64.self, capacity: lineEnds.count
    ) { lineEnds in
        unsafe cvectors_index_separators(
            search.level, start, bytes.count, delimiter, UInt32(base), positionsStart, lineEnds)
    }
}

/// Whether some byte must be escaped in a JSON string; for `needsJSONEscape`.
func hasByteToEscape(_ bytes: RawSpan) -> Bool {
    unsafe bytes.withUnsafeBytes { buffer in
        guard let start = unsafe buffer.bindMemory(to: UInt8.self).baseAddress else { return false }
        return unsafe cvectors_needs_json_escape(start, buffer.count) != 0
    }
}
