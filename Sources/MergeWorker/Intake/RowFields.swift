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
    private let memberNames: [UInt8]
    private let hasValueMap: Bool
    /// Ranges in the arena of the columns whose value is mapped, by column; empty without a value map.
    private var mapped: [Range<Int>?] = []

    @_lifetime(borrow block)
    init(_ block: borrowing RowBlock, _ plan: ColumnPlan) {
        self.block = block.bytes.raw
        ends = block.fieldEnds.span
        self.plan = plan
        arena = plan.values.arena
        memberNames = plan.memberNames
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
        if hasValueMap, let range = mapped[column] { return FieldLocation(range: range, isMapped: true) }
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

    /// The names of the members of families, for `ColumnPlan.Member.nameRange`.
    @inline(__always)
    var names: RawSpan {
        @_lifetime(borrow self)
        borrowing get { memberNames.raw }
    }

    /// The field as a word, for comparing.
    @inline(__always)
    func word(_ column: InputColumn) -> FieldWord { word(location(column)) }

    @inline(__always)
    func word(_ location: FieldLocation) -> FieldWord {
        if location.range.isEmpty { return .empty }
        return FieldWord(source(location), location.range)
    }
}
