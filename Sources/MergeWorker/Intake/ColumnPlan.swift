internal import AccountModel
internal import BatchIntake

/// Which column of a file holds what, and what its values mean: worked out once per header.
///
/// An object, so that a row refers to it without counting references to its parts.
final class ColumnPlan: Sendable {
    /// A column of a family, in the order in which extras are encoded.
    struct Member: Sendable {
        var tag: AccountExtra
        /// Where its name stands in `memberNames`.
        var nameRange: Range<Int>
        var column: Int
    }

    /// The file's column of each `InputColumn`, or -1.
    private let positions: InlineArray<32, Int16>
    /// Marketing channels, delivery parts and organisers' own fields, by tag, then by name.
    let members: [Member]
    /// The names of the members, one after the other.
    let memberNames: [UInt8]
    /// The configured meanings of values.
    let values: ValueMap
    /// How many slots the plan was made for; NDJSON files discover members as they go.
    let slotCount: Int
    /// A member's name is too long for a record.
    let hasLongName: Bool
    /// Some column holds what is kept as an extra without a name.
    let hasRareColumns: Bool

    init(_ slots: [ColumnSlot], values meanings: [String: [String: String]]) {
        var positions = InlineArray<32, Int16>(repeating: -1)
        var found: [(tag: AccountExtra, name: [UInt8], column: Int)] = []
        slotCount = slots.count
        values = ValueMap(meanings, slots: slots)
        for (column, slot) in slots.enumerated() {
            switch slot {
            case .column(let input): positions[Int(input.rawValue)] = Int16(column)
            case .member(let family, let name):
                found.append((ColumnPlan.tag(family), Array(name.utf8), column))
            case .ignored: break
            }
        }
        found.sort {
            $0.tag.rawValue != $1.tag.rawValue
                ? $0.tag.rawValue < $1.tag.rawValue : $0.name.lexicographicallyPrecedes($1.name)
        }
        var names: [UInt8] = []
        members = found.map { member in
            defer { names += member.name }
            return Member(
                tag: member.tag, nameRange: names.count..<names.count + member.name.count, column: member.column)
        }
        memberNames = names
        hasLongName = members.contains { $0.nameRange.count > 255 }
        let rare: [InputColumn] = [
            .emailChangedAt, .consentProvenBy, .globalPasswordSetAt, .globalPhoneVerifiedAt, .organiser, .orders,
        ]
        hasRareColumns = rare.contains { positions[Int($0.rawValue)] >= 0 }
        self.positions = positions
    }

    @inline(__always)
    func position(_ column: InputColumn) -> Int { Int(positions[Int(column.rawValue)]) }

    private static func tag(_ family: ColumnFamily) -> AccountExtra {
        switch family {
        case .marketing: .marketing
        case .delivery: .delivery
        case .attributes: .attribute
        }
    }
}
