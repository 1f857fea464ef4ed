internal import AccountModel

/// What the names in a header, or the keys of NDJSON, mean.
struct ColumnNames: Sendable {
    private let map: [String: ColumnSlot]
    /// What stands before the first dot of mapped names.
    let parents: Set<String>

    /// Only the mapped names mean anything, and none of them is required.
    private let isClosed: Bool

    init(_ map: [String: ColumnSlot], isClosed: Bool = false) {
        self.map = map
        self.isClosed = isClosed
        parents = Set(
            map.keys.compactMap { name in
                name.firstIndex(of: ".").map { String(name[..<$0]) }
            })
    }

    /// The slot of a name: by the country's map first, then by the canonical names.
    func slot(named name: String) -> ColumnSlot? {
        if let mapped = map[name] { return mapped }
        if isClosed { return nil }
        if let column = InputColumn(name: name) { return .column(column) }
        for family in ColumnFamily.allCases {
            let prefix = family.prefix + "."
            if name.hasPrefix(prefix), name.utf8.count > prefix.utf8.count {
                return .member(family, name: String(name.dropFirst(prefix.count)))
            }
        }
        return nil
    }

    /// A name as a message may show it.
    ///
    /// Names of columns are not personal; but a file without a header has a customer in its first
    /// line.
    static func shown(_ name: String, position: Int) -> String {
        let isPlain =
            name.utf8.count <= 40 && name.first?.isLetter == true
            && name.allSatisfy { $0.isLetter || "_.-".contains($0) }
        return isPlain
            ? "\"\(name)\"" : "number \(position) (its name is not shown: it may be a value)"
    }
}

extension ColumnNames {
    /// The slots of a header row.
    func slots(ofHeader names: [String]) throws(BatchFault) -> [ColumnSlot] {
        let found = names.map { slot(named: $0) }
        guard found.contains(where: { $0 != nil }) else {
            throw BatchFault(
                .headerUnreadable,
                "No column of the first line is known; the header may be missing",
                wayOut: "Export with a header row, and check the delimiter and the charset.",
                line: 1)
        }
        var seen = Set<ColumnSlot>()
        var slots: [ColumnSlot] = []
        for (index, slot) in found.enumerated() {
            let name = ColumnNames.shown(names[index], position: index + 1)
            guard let slot else { throw ColumnNames.unknownColumn(name) }
            guard slot == .ignored || seen.insert(slot).inserted else {
                throw BatchFault(
                    .duplicateColumn, "Column \(name) comes twice, or two columns are mapped to it",
                    wayOut: "Leave one of them out, or ignore it in the country's column map.",
                    line: 1)
            }
            slots.append(slot)
        }
        let required: [InputColumn] = isClosed ? [] : [.accountID, .email]
        for required in required where !seen.contains(.column(required)) {
            throw BatchFault(
                .missingColumn, "Column \"\(required.name)\" is missing",
                wayOut: "Export it, or name it in the country's column map.", line: 1)
        }
        return slots
    }

    /// - Parameter name: as `shown(_:position:)` gives it.
    static func unknownColumn(_ name: String, line: UInt64 = 1, byteOffset: UInt64? = nil)
        -> BatchFault
    {
        BatchFault(
            .unknownColumn, "Column \(name) is not known",
            wayOut: "Rename or ignore it in the country's column map.", line: line,
            byteOffset: byteOffset)
    }
}
