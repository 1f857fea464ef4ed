/// A set of page numbers below a bound.
struct PageSet {
    let bound: UInt64
    private var words: [UInt64]
    private(set) var count: UInt64 = 0

    init(below bound: UInt64) {
        self.bound = bound
        words = [UInt64](repeating: 0, count: Int(bound / 64 + 1))
    }

    /// - Precondition: `page` is below the bound.
    func contains(_ page: UInt64) -> Bool {
        words[Int(page / 64)] >> (page % 64) & 1 == 1
    }

    /// Adds a page; says whether it is new.
    ///
    /// - Precondition: `page` is below the bound.
    mutating func insert(_ page: UInt64) -> Bool {
        guard !contains(page) else { return false }
        words[Int(page / 64)] |= 1 << (page % 64)
        count += 1
        return true
    }
}
