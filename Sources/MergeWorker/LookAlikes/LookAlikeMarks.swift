internal import ByteScanning
internal import RecordLinkage

/// What look-alikes say about link keys, before this run and after it. Sorted by key; empty nearly always.
struct LookAlikeMarks: Sendable {
    struct Marked: Sendable {
        var key: Hash128
        var before: LookAlikeMark?
        var after: LookAlikeMark?
    }

    private(set) var marked: [Marked] = []

    static let none = LookAlikeMarks([])

    init(_ marked: [Marked]) {
        self.marked = marked.sorted { $0.key < $1.key }
    }

    var isEmpty: Bool { marked.isEmpty }

    /// The same with what was said before taken from the state's own marks.
    func following(_ former: LookAlikeMarks) -> LookAlikeMarks {
        var all = Dictionary(uniqueKeysWithValues: marked.map { ($0.key, $0) })
        for mark in former.marked { all[mark.key, default: Marked(key: mark.key)].before = mark.after }
        return LookAlikeMarks(Array(all.values))
    }

    /// What is said about one key.
    subscript(key: Hash128) -> Marked? {
        let place = lowerBound(key)
        return place < marked.count && marked[place].key == key ? marked[place] : nil
    }

    /// The first place whose key is not less than `key`.
    func lowerBound(_ key: Hash128) -> Int {
        var (low, high) = (0, marked.count)
        while low < high {
            let middle = (low + high) / 2
            if marked[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Walks the marks beside the groups of a key range, which come in the order of their keys.
struct LookAlikeCursor {
    private let marks: LookAlikeMarks
    private var next: Int

    init(_ marks: LookAlikeMarks, from first: Hash128?) {
        self.marks = marks
        next = first.map(marks.lowerBound) ?? 0
    }

    /// What is said about the key of the next group.
    @inline(__always)
    mutating func marked(_ key: Hash128) -> LookAlikeMarks.Marked? {
        if marks.isEmpty { return nil }
        return find(key)
    }

    private mutating func find(_ key: Hash128) -> LookAlikeMarks.Marked? {
        while next < marks.marked.count, marks.marked[next].key < key { next += 1 }
        return next < marks.marked.count && marks.marked[next].key == key ? marks.marked[next] : nil
    }
}
