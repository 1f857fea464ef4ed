/// At most 32 bytes of text in registers, so that writing it is two stores and no loop.
struct ShortText: Sendable {
    let low: SIMD16<UInt8>
    let high: SIMD16<UInt8>
    let count: Int

    static let countMax = 32
    static let empty = ShortText("")

    /// - Precondition: `text` has at most 32 bytes of UTF-8.
    init(_ text: String) { self.init(bytes: Array(text.utf8)) }

    /// - Precondition: `bytes` has at most 32 bytes.
    init(bytes: [UInt8]) {
        precondition(bytes.count <= ShortText.countMax, "a short text has at most 32 bytes")
        var low = SIMD16<UInt8>()
        var high = SIMD16<UInt8>()
        for (index, byte) in bytes.enumerated() {
            if index < 16 { low[index] = byte } else { high[index - 16] = byte }
        }
        self.low = low
        self.high = high
        count = bytes.count
    }

    var bytes: [UInt8] {
        (0..<count).map { $0 < 16 ? low[$0] : high[$0 - 16] }
    }
}
