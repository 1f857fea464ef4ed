internal import AccountModel
internal import ByteScanning

/// A field of up to sixteen bytes in two words, filled up with zeros; of a longer one only the length is told.
struct FieldWord {
    private(set) var count: Int
    /// Little-endian, as exported.
    private(set) var low: UInt64 = 0
    private(set) var high: UInt64 = 0

    static let empty = FieldWord(count: 0)

    private init(count: Int) { self.count = count }

    /// - Parameter range: not empty.
    @inline(__always)
    init(_ source: RawSpan, _ range: Range<Int>) {
        count = range.count
        if count <= 8 {
            low = FieldWord.load(source, range.lowerBound, count)
        } else if count <= 16 {
            low = loadWord(source, at: range.lowerBound)
            high = FieldWord.load(source, range.lowerBound + 8, count - 8)
        }
    }

    /// One to eight bytes.
    @inline(__always)
    private static func load(_ source: RawSpan, _ start: Int, _ count: Int) -> UInt64 {
        if start + 8 <= source.byteCount { return loadWord(source, at: start) & (~0 &>> UInt64(64 - 8 * count)) }
        return loadTail(source.extracting(start..<start + count), from: 0)
    }

    /// A word to compare with; the compiler makes constants of it.
    @inline(__always)
    private init(_ word: StaticString) {
        count = word.utf8CodeUnitCount
        let letters = unsafe word.utf8Start
        for place in 0..<min(count, 8) { low |= unsafe UInt64(letters[place]) << UInt64(8 * place) }
        for place in 8..<max(count, 8) { high |= unsafe UInt64(letters[place]) << UInt64(8 * (place - 8)) }
    }

    /// Whether the field is this word, ASCII case ignored.
    @inline(__always)
    func isWord(_ word: StaticString) -> Bool {
        let other = FieldWord(word)
        let lowered: UInt64 = 0x2020_2020_2020_2020
        return count == other.count && low | lowered == other.low | lowered && high | lowered == other.high | lowered
    }

    /// `true` or `false` in any case, or `1` or `0`; `nil` for anything else.
    @inline(__always)
    var boolean: Bool? {
        if isWord("false") { return false }
        if isWord("true") { return true }
        guard count == 1 else { return nil }
        return low == UInt64(UInt8(ascii: "1")) ? true : low == UInt64(UInt8(ascii: "0")) ? false : nil
    }

    /// Whether these are the two letters of a country, in either case.
    @inline(__always)
    func isCountry(_ letters: (UInt8, UInt8)) -> Bool {
        count == 2 && low & 0xDFDF == UInt64(letters.0) | UInt64(letters.1) << 8
    }
}

/// Whether the value looks like an RFC 5646 language tag: two or three letters, then sub-tags of up to
/// eight letters or digits behind `-` or `_`.
func isLanguageTag(_ value: borrowing Span<UInt8>) -> Bool {
    var part = 0
    var length = 0
    for index in value.indices {
        let byte = value[index]
        if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") {
            guard part == 0 ? (2...3).contains(length) : (1...8).contains(length) else { return false }
            part += 1
            length = 0
            continue
        }
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        guard isLetter || (isDigit && part > 0) else { return false }
        length += 1
    }
    return part == 0 ? (2...3).contains(length) : (1...8).contains(length)
}

/// Copies bytes with `A`–`Z` turned into `a`–`z`.
/// - Precondition: `output` has eight bytes more room than `input` has bytes.
func lowercaseASCII(_ input: RawSpan, into output: inout [UInt8]) {
    var span = output.mutableSpan
    var bytes = unsafe span.mutableBytes
    var offset = 0
    while offset + 8 <= input.byteCount {
        bytes.storeBytes(of: lowercasedASCII(loadWord(input, at: offset)), toByteOffset: offset, as: UInt64.self)
        offset += 8
    }
    bytes.storeBytes(of: lowercasedASCII(loadTail(input, from: offset)), toByteOffset: offset, as: UInt64.self)
}

/// Where an account stands in the accounts index: its country, then a keyed hash of its id.
///
/// The country comes first so that each country's part of the index is one run in key order.
func accountIndexKey(_ country: Country, _ accountID: RawSpan, key: SipKey) -> Hash128 {
    let hash = sipHash128(prefix: UInt64(country.rawValue), accountID, key: key)
    return Hash128(high: UInt64(country.rawValue) << 59 | hash.high >> 5, low: hash.low)
}

/// A veto is not what the version at hand said: without it, the same row again is known.
private func hashRecordHead(_ record: RawSpan, seed: UInt64) -> UInt64 {
    let head = record.extracting(RecordLayout.country..<RecordLayout.sequence)
    let flags = AccountFlags(rawValue: loadHalfWord(head, at: RecordLayout.flags - RecordLayout.country))
    guard flags.isVetoed else { return foldedHash(head, seed: seed) }
    var bytes = InlineArray<8, UInt8>(repeating: 0)
    let word = loadWord(head, at: 0) & ~(UInt64(AccountFlags.vetoed.rawValue) << 32)
    for place in 0..<8 { bytes[place] = UInt8(truncatingIfNeeded: word >> UInt64(place * 8)) }
    return foldedHash(bytes.span.raw, seed: seed)
}

/// The hash of everything in a record that its country said: all but the source (batch, line, row), the
/// manifest sequence, and the hash itself.
func hashRecordContent(_ record: RawSpan, seed: UInt64) -> UInt64 {
    let head = hashRecordHead(record, seed: seed)
    let middle = foldedHash(record.extracting(RecordLayout.updatedAt..<RecordLayout.contentHash), seed: head)
    return foldedHash(record.extracting(RecordLayout.headerBytes..<record.byteCount), seed: middle)
}
