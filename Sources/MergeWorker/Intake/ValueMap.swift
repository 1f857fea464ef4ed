internal import AccountModel

/// The configured meanings of exported values of one file (`J` → `true`), by file column.
///
/// Mapped values live in one arena, so that a field is a range of the row's block or of the arena.
struct ValueMap: Sendable {
    private struct Entry: Sendable {
        var exported: [UInt8]
        var canonical: Range<Int>
    }

    /// The canonical values, one after the other.
    private(set) var arena: [UInt8] = []
    private var entries: [[Entry]]
    let isEmpty: Bool

    /// - Parameter values: canonical column name → exported value → canonical value.
    init(_ values: [String: [String: String]], slots: [ColumnSlot]) {
        entries = Array(repeating: [], count: slots.count)
        isEmpty = values.isEmpty
        for (column, slot) in slots.enumerated() {
            guard let name = slot.canonicalName, let meanings = values[name] else { continue }
            for (exported, canonical) in meanings.sorted(by: { $0.key < $1.key }) {
                let start = arena.count
                arena.append(contentsOf: canonical.utf8)
                entries[column].append(Entry(exported: Array(exported.utf8), canonical: start..<arena.count))
            }
        }
    }

    /// Where the canonical form of this value stands in the arena, or `nil` when it is not mapped.
    func canonical(_ value: Span<UInt8>, column: Int) -> Range<Int>? {
        entries[column].first { isSame($0.exported, value) }?.canonical
    }

    private func isSame(_ left: [UInt8], _ right: borrowing Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }
}

extension ColumnSlot {
    /// The name that a value map uses, or `nil` for an ignored column.
    fileprivate var canonicalName: String? {
        switch self {
        case .column(let column): column.name
        case .member(let family, let name): "\(family.prefix).\(name)"
        case .ignored: nil
        }
    }
}
