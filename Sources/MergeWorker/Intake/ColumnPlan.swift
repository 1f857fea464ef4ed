internal import AccountModel
internal import BatchIntake

/// Which column of a file holds what, worked out once per header.
struct ColumnPlan {
    /// A column of a family, in the order in which extras are encoded.
    struct Member {
        var tag: AccountExtra
        var name: [UInt8]
        var column: Int
    }

    /// The file's column of each `InputColumn`, or -1.
    private var positions: [Int]
    /// Marketing channels, delivery parts and organisers' own fields, by tag, then by name.
    private(set) var members: [Member] = []
    /// How many slots the plan was made for; NDJSON files discover members as they go.
    let slotCount: Int

    init(_ slots: [ColumnSlot]) {
        positions = [Int](repeating: -1, count: InputColumn.allCases.count)
        slotCount = slots.count
        for (column, slot) in slots.enumerated() {
            switch slot {
            case .column(let input): positions[Int(input.rawValue)] = column
            case .member(let family, let name):
                members.append(Member(tag: ColumnPlan.tag(family), name: Array(name.utf8), column: column))
            case .ignored: break
            }
        }
        members.sort {
            $0.tag.rawValue != $1.tag.rawValue
                ? $0.tag.rawValue < $1.tag.rawValue : $0.name.lexicographicallyPrecedes($1.name)
        }
    }

    @inline(__always)
    func position(_ column: InputColumn) -> Int { positions[Int(column.rawValue)] }

    private static func tag(_ family: ColumnFamily) -> AccountExtra {
        switch family {
        case .marketing: .marketing
        case .delivery: .delivery
        case .attributes: .attribute
        }
    }
}
