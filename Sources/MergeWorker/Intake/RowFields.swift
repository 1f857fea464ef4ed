internal import AccountModel
internal import BatchIntake
internal import ByteScanning

/// Where a field's bytes stand: in the row's block, or in the arena of mapped values.
struct FieldLocation {
    var range: Range<Int>
    var isMapped: Bool

    static let empty = FieldLocation(range: 0..<0, isMapped: false)
}

/// The fields of one row of a block, by column, after the value map.
///
/// Made once for a block and moved from row to row: what a row needs is borrowed once, not counted for each.
struct RowFields: ~Copyable, ~Escapable {
    private let block: RawSpan
    private let ends: Span<UInt32>
    private var rowStart = 0
    private var firstEnd = 0
    private let plan: ColumnPlan
    private let arena: [UInt8]
    private let hasValueMap: Bool
    /// Ranges in the arena of the columns whose value is mapped, by column; empty without a value map.
    private var mapped: [Range<Int>?] = []

    @_lifetime(borrow block)
    init(_ block: borrowing RowBlock, _ plan: ColumnPlan) {
        self.block = block.bytes.raw
        ends = block.fieldEnds.span
        self.plan = plan
        arena = plan.values.arena
        hasValueMap = !plan.values.isEmpty
    }

    /// Moves to a row of the block.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func select(_ row: BlockRow) {
        rowStart = Int(row.start)
        firstEnd = Int(row.firstEnd)
        if hasValueMap { applyValueMap() }
    }

    /// Bytes of all fields as they were exported.
    var byteCount: Int { plan.slotCount == 0 ? 0 : Int(ends[firstEnd + plan.slotCount - 1]) - rowStart }

    /// Looks every field up in the value map.
    @_lifetime(self: copy self)
    private mutating func applyValueMap() {
        mapped = (0..<plan.slotCount).map { column in
            plan.values.canonical(block.bytes(exported(column)), column: column)
        }
    }

    @inline(__always)
    private func exported(_ column: Int) -> Range<Int> {
        let start = column == 0 ? rowStart : Int(ends[firstEnd + column - 1]) + 1
        return start..<Int(ends[firstEnd + column])
    }

    @inline(__always)
    func location(column: Int) -> FieldLocation {
        if !mapped.isEmpty, let range = mapped[column] { return FieldLocation(range: range, isMapped: true) }
        return FieldLocation(range: exported(column), isMapped: false)
    }

    @inline(__always)
    func location(_ column: InputColumn) -> FieldLocation {
        let position = plan.position(column)
        return position < 0 ? .empty : location(column: position)
    }

    @inline(__always)
    func length(_ column: InputColumn) -> Int { location(column).range.count }

    @inline(__always)
    @_lifetime(borrow self)
    func source(_ location: FieldLocation) -> RawSpan { location.isMapped ? arena.raw : block }

    @inline(__always)
    @_lifetime(borrow self)
    func value(_ column: InputColumn) -> Span<UInt8> {
        let place = location(column)
        return source(place).bytes(place.range)
    }

    /// Whether a field has a byte below 0x20, or 0x7F.
    func hasControlCharacter(_ column: InputColumn) -> Bool {
        let bytes = value(column)
        for index in bytes.indices where bytes[index] < 0x20 || bytes[index] == 0x7F { return true }
        return false
    }
}

/// The lengths of the common fields, packed as the header stores them.
struct FieldLengths {
    private var words: (UInt64, UInt64) = (0, 0)

    subscript(field: CommonField) -> Int {
        get { Int((field.rawValue < 4 ? words.0 : words.1) >> UInt64((field.rawValue & 3) * 16) & 0xFFFF) }
        set {
            let shifted = UInt64(newValue) << UInt64((field.rawValue & 3) * 16)
            if field.rawValue < 4 { words.0 |= shifted } else { words.1 |= shifted }
        }
    }

    func store(_ output: inout MutableRawSpan) {
        output.storeBytes(of: words.0, toByteOffset: RecordLayout.lengths, as: UInt64.self)
        output.storeBytes(of: words.1, toByteOffset: RecordLayout.lengths + 8, as: UInt64.self)
    }
}

/// Starts an extra: tag, length of its name, length of its value.
func startExtra(
    _ tag: AccountExtra, nameBytes: Int, valueBytes: Int, _ output: inout MutableRawSpan, _ cursor: inout Int
) {
    let head = UInt32(tag.rawValue) | UInt32(nameBytes) << 8 | UInt32(valueBytes) << 16
    output.storeBytes(of: head, toByteOffset: cursor, as: UInt32.self)
    cursor += 4
}
