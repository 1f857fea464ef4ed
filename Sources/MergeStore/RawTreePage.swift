/// A branch or leaf page of LMDB's tree, with every offset checked.
struct RawTreePage {
    static let headerBytes = 16

    /// One entry of the page; ranges are offsets inside the page.
    struct Node {
        let key: Range<Int>
        /// The value, or the number of the page where a large one starts.
        let value: Range<Int>
        let valueBytes: Int
        let flags: Int
        /// The page below, in a branch.
        let child: UInt64

        var isLarge: Bool { flags == 1 }
        var isTable: Bool { flags == 2 }
        var hasUnknownFlags: Bool { flags > 2 }
    }

    let nodes: [Node]

    /// Reads a page, or gives `nil` if its number, kind or any length is not sound.
    init?(_ page: UnsafeRawBufferPointer, number: UInt64, isLeaf: Bool) {
        let lower = unsafe field16(page, 12)
        let upper = unsafe field16(page, 14)
        guard unsafe field64(page, 0) == number, unsafe field16(page, 10) == (isLeaf ? 2 : 1),
            lower > RawTreePage.headerBytes, lower % 2 == 0, lower <= upper, upper <= page.count
        else { return nil }
        var nodes: [Node] = []
        var bytes = 0
        for place in stride(from: RawTreePage.headerBytes, to: lower, by: 2) {
            let start = unsafe field16(page, place)
            guard start >= upper,
                let node = unsafe RawTreePage.node(page, at: start, isLeaf: isLeaf)
            else { return nil }
            nodes.append(node)
            let end = isLeaf ? node.value.upperBound : node.key.upperBound
            bytes += (end - start + 1) & ~1
        }
        // Entries stand without gaps from `upper` to the end of the page.
        guard bytes == page.count - upper else { return nil }
        self.nodes = nodes
    }

    private static func node(
        _ page: UnsafeRawBufferPointer, at start: Int, isLeaf: Bool
    ) -> Node? {
        guard start <= page.count - 8 else { return nil }
        let low = unsafe field16(page, start)
        let high = unsafe field16(page, start + 2)
        let flags = unsafe field16(page, start + 4)
        let keyEnd = unsafe start + 8 + field16(page, start + 6)
        guard keyEnd <= page.count else { return nil }
        let valueBytes = low | high << 16
        guard isLeaf else {
            let child = UInt64(valueBytes) | UInt64(flags) << 32
            return Node(
                key: start + 8..<keyEnd, value: keyEnd..<keyEnd, valueBytes: 0, flags: 0,
                child: child)
        }
        let storedBytes = flags == 1 ? 8 : valueBytes
        guard storedBytes <= page.count - keyEnd else { return nil }
        return Node(
            key: start + 8..<keyEnd, value: keyEnd..<keyEnd + storedBytes, valueBytes: valueBytes,
            flags: flags, child: 0)
    }
}
