internal import AccountModel
internal import Glibc

/// Finds the rows of NDJSON text, one object a line, a block at a time.
///
/// The values of a line are laid out as the fields of a CSV row would be, so that whoever reads
/// rows sees no difference. A key that a line does not have, and `null`, are empty fields.
struct JSONRows: ~Copyable {
    private let limits: BatchLimits
    private let encodingFault: RowFault
    private var parser: JSONLineParser
    private var keys: JSONKeys
    /// For each column the member of the current line, or -1.
    private var memberOfColumn: [Int]
    private var path: [UInt8] = []
    private var nextLine: UInt64 = 1
    private var isSkippingLine = false
    private var isAtStart = true

    init(_ names: ColumnNames, limits: BatchLimits, encodingFault: RowFault) {
        self.limits = limits
        self.encodingFault = encodingFault
        // A line may have ignored keys as well.
        parser = JSONLineParser(membersMax: 2 * limits.columnsMax)
        keys = JSONKeys(names, slotsMax: limits.columnsMax)
        memberOfColumn = [Int](repeating: -1, count: keys.slots.count)
    }

    var slots: [ColumnSlot] { keys.slots }

    // MARK: Blocks

    /// Puts the next rows into `block`, and new columns into `slots`; false at the end of the text.
    mutating func nextBlock(
        _ text: inout TextBuffer, _ block: inout RowBlock, _ slots: inout [ColumnSlot]
    ) throws(BatchFault) -> Bool {
        block.rows.removeAll(keepingCapacity: true)
        block.rowOffsets.removeAll(keepingCapacity: true)
        block.fieldEnds.removeAll(keepingCapacity: true)
        while true {
            try text.fill()
            if isSkippingLine {
                skipLine(&text)
                continue
            }
            if text.start == text.end {
                if isAtStart { throw emptyFile() }
                return false
            }
            isAtStart = false
            if text.isAtEnd && text.bytes[text.end - 1] != lineFeedByte { text.endWithLineFeed() }
            try takeLines(&text, &block)
            if block.rows.isEmpty { continue }
            if slots.count < block.columnCount { slots = Array(keys.slots[..<block.columnCount]) }
            return true
        }
    }

    private mutating func skipLine(_ text: inout TextBuffer) {
        if let end = lineFeed(in: text.bytes.span, text.start..<text.end) {
            text.consume(to: end + 1)
            nextLine += 1
            isSkippingLine = false
        } else {
            text.consume(to: text.end)
            if text.isAtEnd { isSkippingLine = false }
        }
    }

    /// Takes lines until the text or the block's room is used up, or a line brings a new column.
    private mutating func takeLines(
        _ text: inout TextBuffer, _ block: inout RowBlock
    ) throws(BatchFault) {
        block.firstLine = nextLine
        block.firstByteOffset = text.firstByteOffset
        var used = 0
        while let end = lineFeed(in: text.bytes.span, text.start..<text.end) {
            let line = text.start..<end
            let lineFault = try parse(text.bytes.span, line, text.firstByteOffset)
            if block.rows.isEmpty {
                block.columnCount = slots.count
            } else if lineFault == nil && !hasRoom(block, used) {
                return
            }
            append(line, lineFault, &block, &used)
            text.consume(to: end + 1)
            nextLine += 1
        }
        guard block.rows.isEmpty else { return }
        if text.end - text.start > limits.rowBytesMax + 2 {
            append(text.start..<text.end, .rowTooLong, &block, &used)
            text.consume(to: text.end)
            isSkippingLine = true
        } else {
            text.grow(to: limits.rowBytesMax + 64)
        }
    }

    // MARK: Lines

    /// Parses a line and finds the column of each member.
    private mutating func parse(
        _ bytes: borrowing Span<UInt8>, _ line: Range<Int>, _ firstByteOffset: UInt64
    ) throws(BatchFault) -> RowFault? {
        guard line.count <= limits.rowBytesMax else { return .rowTooLong }
        switch parser.parse(bytes, line: line) {
        case .parsed: break
        case .notUTF8: return encodingFault
        case .notObject: return faultOfNoObject(bytes, line)
        case .tooManyMembers: throw tooManyKeys()
        }
        for column in memberOfColumn.indices { memberOfColumn[column] = -1 }
        var fault: RowFault?
        var parent: (member: Int, meaning: JSONKeyMeaning)?
        for index in 0..<parser.memberCount {
            let member = parser.member(index)
            if member.isNested {
                guard let parent else { preconditionFailure("a nested member without a parent") }
                if parent.meaning != .parent { continue }
            }
            let meaning = try meaning(
                of: index, in: member.isNested ? parent?.member : nil,
                offset: firstByteOffset + UInt64(line.lowerBound))
            if !member.isNested { parent = (index, meaning) }
            fault = first(of: fault, take(index, member, meaning))
        }
        return fault
    }

    private func faultOfNoObject(_ bytes: borrowing Span<UInt8>, _ line: Range<Int>) -> RowFault {
        if !isUTF8(bytes, in: line) { return encodingFault }
        if contains(bytes, 0, in: line) { return .nulByte }
        let isEmpty =
            line.isEmpty || (line.count == 1 && bytes[line.lowerBound] == carriageReturnByte)
        return isEmpty ? .emptyLine : .invalidJSON
    }

    private mutating func meaning(
        of index: Int, in parent: Int?, offset: UInt64
    ) throws(BatchFault) -> JSONKeyMeaning {
        if parent == nil, let known = parser.withKey(index, { keys.known($0) }) { return known }
        var path: [UInt8] = []
        swap(&path, &self.path)
        defer { swap(&path, &self.path) }
        path.removeAll(keepingCapacity: true)
        if let parent {
            parser.appendKey(parent, to: &path)
            path.append(UInt8(ascii: "."))
        }
        parser.appendKey(index, to: &path)
        if let known = keys.known(path.span) { return known }
        switch keys.learn(path) {
        case .success(let meaning):
            while memberOfColumn.count < keys.slots.count { memberOfColumn.append(-1) }
            return meaning
        case .failure(.unknown):
            let name = ColumnNames.shown(String(decoding: path, as: UTF8.self), position: index + 1)
            throw ColumnNames.unknownColumn(name, line: nextLine, byteOffset: offset)
        case .failure(.tooMany):
            throw tooManyKeys()
        }
    }

    /// Notes which member fills a column.
    private mutating func take(
        _ index: Int, _ member: JSONMember, _ meaning: JSONKeyMeaning
    ) -> RowFault? {
        switch meaning {
        case .ignored: return nil
        case .parent:
            let isObject = member.kind == .object && !member.isNested
            return isObject || member.kind == .null ? nil : .wrongJSONType
        case .column(let column):
            guard memberOfColumn[column] < 0 else { return .duplicateKey }
            memberOfColumn[column] = index
            guard fits(member.kind, keys.slots[column]) else { return .wrongJSONType }
            return parser.valueContains(index, 0) ? .nulByte : nil
        }
    }

    private func fits(_ kind: JSONKind, _ slot: ColumnSlot) -> Bool {
        switch kind {
        case .string, .null: true
        case .integer: true
        // 42 and 42.0 are the same number, and would be two accounts or one by accident.
        case .fraction, .boolean: slot != .column(.accountID)
        case .list: slot == .column(.orders)
        case .otherArray, .object: false
        }
    }

    // MARK: Fields

    /// Whether the parsed line fits into the block behind its other rows.
    private func hasRoom(_ block: borrowing RowBlock, _ used: Int) -> Bool {
        slots.count == block.columnCount && used + bytesNeeded() <= block.bytes.count
    }

    private func bytesNeeded() -> Int {
        var needed = slots.count + blockPaddingBytes
        for member in memberOfColumn where member >= 0 {
            needed += parser.member(member).valueCount
        }
        return needed
    }

    private mutating func append(
        _ line: Range<Int>, _ fault: RowFault?, _ block: inout RowBlock, _ used: inout Int
    ) {
        block.rows.append(
            BlockRow(
                start: UInt32(used), firstEnd: UInt32(block.fieldEnds.count),
                lineOffset: UInt32(nextLine - block.firstLine), fault: fault))
        block.rowOffsets.append(UInt32(line.lowerBound))
        guard fault == nil else { return }
        let needed = max(used + bytesNeeded(), limits.blockBytes + blockPaddingBytes)
        if block.bytes.count < needed {
            block.bytes.append(contentsOf: repeatElement(0, count: needed - block.bytes.count))
        }
        var ends: [UInt32] = []
        swap(&ends, &block.fieldEnds)
        var bytes = block.bytes.mutableSpan
        for member in memberOfColumn {
            if member >= 0 {
                parser.copyValue(member, to: &bytes, at: used)
                used += parser.member(member).valueCount
            }
            ends.append(UInt32(used))
            used += 1
        }
        swap(&ends, &block.fieldEnds)
    }

    // MARK: Refusals

    private func emptyFile() -> BatchFault {
        BatchFault(
            .emptyFile, "The file is empty", wayOut: "Export again; a batch has at least one row.")
    }

    private func tooManyKeys() -> BatchFault {
        BatchFault(
            .tooManyColumns,
            "The lines have more keys than the \(limits.columnsMax) columns that are possible",
            wayOut: "Export fewer attributes, or ignore them in the country's column map.",
            line: nextLine)
    }
}

/// The first line feed of `bytes[range]`.
func lineFeed(in bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int? {
    precondition(
        range.lowerBound >= 0 && range.upperBound <= bytes.count, "range outside the block")
    return unsafe bytes.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress,
            let found = unsafe memchr(start + range.lowerBound, CInt(lineFeedByte), range.count)
        else { return nil }
        return unsafe start.distance(to: found)
    }
}
