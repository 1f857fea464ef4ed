internal import ByteScanning
internal import DurableFiles

/// Walks all pages of one state of a store and compares everything that is said twice.
///
/// It reads the file itself, page by page, with every offset checked, because LMDB trusts its pages
/// and dies on damaged ones. Nobody may write the store meanwhile.
struct StoreWalk {
    /// What a tree holds.
    enum Role: Equatable {
        case freePages, tables
        case block(BlockTable)
        /// Changes over a block table.
        case layer(BlockTable, Int)
        case small(SmallTable)
    }

    /// What has been seen of the tree that is being walked.
    private struct Tally {
        var branchPages: UInt64 = 0
        var leafPages: UInt64 = 0
        var overflowPages: UInt64 = 0
        var entries: UInt64 = 0
        var lastKey: [UInt8]?
        /// Entries inside blocks, and the greatest key among them.
        var blockEntries: UInt64 = 0
        var lastBlockKey: Hash128?
    }

    private let pages: RawPages
    private let header: StoreHeader
    /// Otherwise blocks are not read, only the pages that lead to them.
    private let readsBlocks: Bool
    private(set) var findings: [StoreFinding] = []
    /// The store's own facts, by key.
    private(set) var facts: [[UInt8]: [UInt8]] = [:]

    private var role = Role.tables
    private var tally = Tally()
    private var records: [[UInt8]: RawTableRecord] = [:]
    private var blockEntries: [BlockTable: UInt64] = [:]
    private var layerEntries: [BlockTable: [Int: UInt64]] = [:]
    private var filters = FilterCheck()
    private var usedPages: PageSet
    private var freePages: PageSet

    /// More would only repeat what the first ones say.
    private static let findingsMax = 100
    /// LMDB's trees are never deeper.
    private static let depthMax = 32

    init(_ pages: RawPages, _ header: StoreHeader, readsBlocks: Bool) {
        self.pages = pages
        self.header = header
        self.readsBlocks = readsBlocks
        let filePages = UInt64(pages.fileBytes / header.pageBytes)
        usedPages = PageSet(below: min(filePages, header.lastPage + 1))
        freePages = usedPages
    }

    /// Walks everything.
    mutating func walkAll() {
        walkTree(header.free, .freePages)
        walkTree(header.main, .tables)
        // First of all, for the entries of the block tables are held against them.
        walkSmall(.filter)
        for table in BlockTable.allCases {
            role = .block(table)
            if let problem = filters.begin(table) { find(problem) }
            walkTable(table.rawValue, .block(table))
            for slot in 0..<LayerList.slots { walkLayer(table, slot) }
        }
        for table in SmallTable.allCases where table != .filter { walkSmall(table) }
        if !records.isEmpty { find("a table of an unknown name") }
        if readsBlocks { checkEntryCounts() }
        checkPageBalance()
    }

    /// Walks only what leads to the store's own facts.
    mutating func walkFacts() {
        walkTree(header.main, .tables)
        walkTable(SmallTable.meta.rawValue, .small(.meta))
    }

    private mutating func walkSmall(_ table: SmallTable) {
        guard table.isOfFirstFormat || records[Array(table.rawValue.utf8)] != nil else { return }
        walkTable(table.rawValue, .small(table))
    }

    private mutating func walkTable(_ name: String, _ role: Role) {
        guard let record = records.removeValue(forKey: Array(name.utf8)) else {
            self.role = role
            return find("the table is missing")
        }
        walkTree(record, role)
    }

    /// A store that was last written in the first format has no tables for layers.
    private mutating func walkLayer(_ table: BlockTable, _ slot: Int) {
        guard let record = records.removeValue(forKey: Array(table.layerName(slot).utf8)) else { return }
        walkTree(record, .layer(table, slot))
    }

    private mutating func walkTree(_ record: RawTableRecord, _ role: Role) {
        tally = Tally()
        self.role = role
        guard hasKnownOptions(record, role) else { return find("unknown options of a table") }
        if record.root == RawTableRecord.noPage {
            if record.depth != 0 { find("an empty table with a depth") }
        } else {
            walkPage(record.root, depth: 1, of: record.depth, from: nil, to: nil)
        }
        switch role {
        case .block(let table): blockEntries[table] = tally.blockEntries
        case .layer(let table, let slot): layerEntries[table, default: [:]][slot] = tally.blockEntries
        case .freePages, .tables, .small: break
        }
        let hasCounts =
            tally.branchPages == record.branchPages && tally.leafPages == record.leafPages
            && tally.entries == record.entries
        let hasLarge = tally.overflowPages == record.overflowPages || skipsLargeValues
        if !hasCounts || !hasLarge { find("a table whose counts do not fit") }
    }

    /// The lower bits say how keys are ordered. The upper ones are options of the whole file in the two trees that the
    /// header names; a table has none, and LMDB refuses one that has.
    private func hasKnownOptions(_ record: RawTableRecord, _ role: Role) -> Bool {
        switch role {
        case .freePages: record.flags & 0x7F == 8
        case .tables: record.flags & 0x7F == 0
        case .block, .layer, .small: record.flags == 0
        }
    }

    private var skipsLargeValues: Bool {
        switch role {
        case .block, .layer: !readsBlocks
        case .freePages, .tables, .small: false
        }
    }

    // MARK: Pages

    private mutating func walkPage(
        _ number: UInt64, depth: Int, of depthMax: Int, from lower: [UInt8]?, to upper: [UInt8]?
    ) {
        guard depth <= min(depthMax, StoreWalk.depthMax) else {
            return find("a tree that is deeper than it says")
        }
        guard use(number, 1), let bytes = read(number, header.pageBytes) else { return }
        let isLeaf = depth == depthMax
        let parsed = unsafe bytes.withUnsafeBytes {
            unsafe RawTreePage($0, number: number, isLeaf: isLeaf)
        }
        guard let page = parsed else { return find("page \(number) is no sound page of a tree") }
        if isLeaf {
            tally.leafPages += 1
            for node in page.nodes { visitNode(node, bytes, number, from: lower, to: upper) }
            return
        }
        tally.branchPages += 1
        var from = lower
        for (index, node) in page.nodes.enumerated() {
            let isLast = index + 1 == page.nodes.count
            let to = isLast ? upper : Array(bytes[page.nodes[index + 1].key])
            walkPage(node.child, depth: depth + 1, of: depthMax, from: from, to: to)
            from = to
        }
    }

    private mutating func visitNode(
        _ node: RawTreePage.Node, _ bytes: [UInt8], _ number: UInt64, from lower: [UInt8]?,
        to upper: [UInt8]?
    ) {
        let key = Array(bytes[node.key])
        tally.entries += 1
        let isAfterLast = tally.lastKey.map { precedes($0, key) } ?? true
        let isInside =
            (lower.map { !precedes(key, $0) } ?? true) && (upper.map { precedes(key, $0) } ?? true)
        if !isAfterLast || !isInside { find("keys out of order on page \(number)") }
        tally.lastKey = key
        if node.isTable != (role == .tables) || node.hasUnknownFlags {
            find("an entry of another kind on page \(number)")
        } else if node.isLarge {
            guard let value = largeValue(node, bytes) else { return }
            visit(key, value[...])
        } else {
            visit(key, bytes[node.value])
        }
    }

    /// Reads a value that has pages of its own; `nil` if it is unsound or is to be skipped.
    private mutating func largeValue(_ node: RawTreePage.Node, _ bytes: [UInt8]) -> [UInt8]? {
        let number = unsafe bytes.withUnsafeBytes { unsafe field64($0, node.value.lowerBound) }
        let whole = node.valueBytes + RawTreePage.headerBytes
        let needed = (whole + header.pageBytes - 1) / header.pageBytes
        guard use(number, needed), !skipsLargeValues else { return nil }
        guard let value = read(number, whole) else { return nil }
        let (isSound, reserved) = unsafe value.withUnsafeBytes { raw in
            let isSound = unsafe field64(raw, 0) == number && field16(raw, 10) == 4
            return (isSound, unsafe Int(field32(raw, 12)))
        }
        guard isSound, reserved >= needed else {
            find("page \(number) is no sound page of a large value")
            return nil
        }
        // A value that became shorter keeps its pages.
        guard reserved == needed || use(number + UInt64(needed), reserved - needed) else {
            return nil
        }
        tally.overflowPages += UInt64(reserved)
        return Array(value[RawTreePage.headerBytes...])
    }

    /// Notes that pages are in use; `false` if they cannot be.
    private mutating func use(_ number: UInt64, _ count: Int) -> Bool {
        let (end, overflow) = number.addingReportingOverflow(UInt64(count))
        guard number >= 2, !overflow, end <= header.lastPage + 1 else {
            find("page \(number), which is none of the store's")
            return false
        }
        guard end <= usedPages.bound else {
            find("page \(number) stands behind the end of the file", .beyondEnd)
            return false
        }
        for page in number..<end where !usedPages.insert(page) {
            find("page \(page) is in use twice")
            return false
        }
        return true
    }

    private mutating func read(_ number: UInt64, _ count: Int) -> [UInt8]? {
        do {
            if let bytes = try pages.bytes(at: Int(number) * header.pageBytes, count: count) {
                return bytes
            }
            find("page \(number) stands behind the end of the file", .beyondEnd)
        } catch {
            find(error.description, .unreadable)
        }
        return nil
    }

    // MARK: Entries

    private mutating func visit(_ key: [UInt8], _ value: ArraySlice<UInt8>) {
        switch role {
        case .freePages: visitFreePages(value)
        case .tables: visitTable(key, value)
        case .block(let table), .layer(let table, _): visitBlock(key, value, table)
        case .small(let table): visitSmallEntry(key, value, table)
        }
    }

    /// A list of pages that one transaction freed: their count, then their numbers, descending.
    private mutating func visitFreePages(_ value: ArraySlice<UInt8>) {
        let numbers = unsafe value.withUnsafeBytes { raw in
            stride(from: 0, through: raw.count - 8, by: 8).map { unsafe field64(raw, $0) }
        }
        guard let count = numbers.first, count < numbers.count else {
            return find("a list of free pages that is shorter than it says")
        }
        var last = UInt64.max
        for page in numbers[1...Int(count)] {
            guard page < last, page >= 2, page <= header.lastPage else {
                return find("a list of free pages with the impossible page \(page)")
            }
            last = page
            if page >= freePages.bound {
                freeBeyondEnd += 1
            } else if !freePages.insert(page) {
                find("page \(page) is free twice")
            }
        }
    }

    private var freeBeyondEnd: UInt64 = 0

    private mutating func visitTable(_ name: [UInt8], _ value: ArraySlice<UInt8>) {
        guard value.count == RawTableRecord.bytes else {
            return find("a table's record of \(value.count) bytes")
        }
        records[name] = unsafe value.withUnsafeBytes { unsafe RawTableRecord($0, at: 0) }
    }

    private mutating func visitBlock(
        _ key: [UInt8], _ value: ArraySlice<UInt8>, _ table: BlockTable
    ) {
        guard readsBlocks else { return }
        let problem = unsafe key.withUnsafeBytes { keyBytes in
            unsafe value.withUnsafeBytes {
                unsafe blockProblem($0, under: keyBytes, in: table)
            }
        }
        if let problem { return find("damaged bytes in \(problem)") }
        let entries = value.dropFirst(BlockLayout.headerBytes)
        let stated = unsafe value.withUnsafeBytes { unsafe field16($0, 12) }
        var seen = 0
        var offset = 0
        while let entry = unsafe entries.withUnsafeBytes({ unsafe blockEntry($0, at: offset) }) {
            if let last = tally.lastBlockKey, entry.key <= last {
                find("entries out of order at key \(entry.key.hexadecimal)")
            }
            tally.lastBlockKey = entry.key
            if role == .block(table), !filters.mayHold(entry.key) {
                find("the entry of key \(entry.key.hexadecimal), which the filter rules out")
            }
            offset = entry.end
            seen += 1
        }
        if offset != entries.count || seen != stated { find("a block whose counts do not fit") }
        tally.blockEntries += UInt64(seen)
    }

    private mutating func visitSmallEntry(
        _ key: [UInt8], _ value: ArraySlice<UInt8>, _ table: SmallTable
    ) {
        let checked = unsafe value.withUnsafeBytes { unsafe smallValue($0, under: key, in: table) }
        guard let checked else { return find("damaged bytes in an entry") }
        if table == .meta && key.first == 0 { facts[key] = checked }
        if table == .filter, !filters.take(key, checked) { find("a page that is none") }
    }

    // MARK: Sums

    private mutating func checkEntryCounts() {
        for table in BlockTable.allCases {
            role = .block(table)
            let stated = facts[OwnFact.entries(of: table)].map { littleEndianNumber($0) } ?? 0
            let seen = blockEntries[table] ?? 0
            if stated != seen { find("\(seen) entries, and \(stated ?? 0) are recorded") }
            checkLayerCounts(of: table)
        }
    }

    private mutating func checkLayerCounts(of table: BlockTable) {
        let stored = facts[OwnFact.layers(of: table)]
        guard let list = stored.map(LayerList.init(stored:)) ?? LayerList() else {
            return find("a list of layers that is none")
        }
        for slot in 0..<LayerList.slots {
            role = .layer(table, slot)
            let stated = list.layers.first { $0.slot == slot }?.entries ?? 0
            let seen = layerEntries[table]?[slot] ?? 0
            if UInt64(stated) != seen { find("\(seen) entries, and \(stated) are recorded") }
        }
    }

    private mutating func checkPageBalance() {
        role = .freePages
        for page in 2..<max(usedPages.bound, 2)
        where usedPages.contains(page) && freePages.contains(page) {
            find("page \(page) is both free and in use")
        }
        let known = usedPages.count + freePages.count + freeBeyondEnd + 2
        if findings.isEmpty && known != header.lastPage + 1 {
            find("\(header.lastPage + 1) pages, of which \(known) are in use or free", .lostRoom)
        }
    }

    private mutating func find(_ problem: String, _ kind: StoreFinding.Kind = .damaged) {
        guard findings.count < StoreWalk.findingsMax else { return }
        let place =
            switch role {
            case .freePages: "list of free pages"
            case .tables: "list of tables"
            case .block(let table): "table \(table.rawValue)"
            case .layer(let table, let slot): "table \(table.layerName(slot))"
            case .small(let table): "table \(table.rawValue)"
            }
        findings.append(StoreFinding(kind: kind, place: place, problem: problem))
    }

    /// The order of keys in the tree that is being walked.
    private func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        if role == .freePages { return left.reversed().lexicographicallyPrecedes(right.reversed()) }
        return left.lexicographicallyPrecedes(right)
    }
}
