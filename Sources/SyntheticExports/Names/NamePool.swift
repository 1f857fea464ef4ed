/// Names as written down by hand, before they are packed for the row writer.
///
/// Names are parted by spaces, `_` stands for a space inside a name, and in `family` a `/` parts a
/// man's form from a woman's. `nicknames` pairs a formal name with a familiar one by `:`.
struct NamePool: Sendable {
    var men: String
    var women: String
    var family: String
    var nicknames: String
}

extension NamePool {
    /// The pool of a country: what it shares with its neighbours, then what is its own.
    static func merged(_ pools: [NamePool]) -> NamePool {
        NamePool(
            men: pools.map(\.men).joined(separator: " "),
            women: pools.map(\.women).joined(separator: " "),
            family: pools.map(\.family).joined(separator: " "),
            nicknames: pools.map(\.nicknames).joined(separator: " "))
    }
}
