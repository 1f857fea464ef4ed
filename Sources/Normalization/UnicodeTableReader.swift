/// Reads the run-length coded numbers of `UnicodeTableData`.
///
/// The form is written by `scripts/generate-unicode-tables`: variable-length integers of 7 bits a
/// byte; a count, then runs of (length and kind, value), where a run is flat or rises by one each
/// step.
struct TableReader {
    private var bytes: [UInt8] = []
    private var position = 0

    init(base64: String) {
        bytes.reserveCapacity(base64.utf8.count / 4 * 3)
        var gathered: UInt32 = 0
        var bits: UInt32 = 0
        for character in base64.utf8 where character != UInt8(ascii: "=") {
            gathered = gathered << 6 | TableReader.sextet(character)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: gathered >> bits))
            }
        }
    }

    /// The next coded list.
    mutating func readRuns() -> [UInt32] {
        let count = Int(readNumber())
        var values: [UInt32] = []
        values.reserveCapacity(count)
        while values.count < count {
            let head = readNumber()
            let first = readNumber()
            let step = head & 1
            for offset in 0..<(head >> 1) { values.append(first + offset * step) }
        }
        precondition(values.count == count, "a Unicode table run is longer than its table")
        return values
    }

    private mutating func readNumber() -> UInt32 {
        var value: UInt32 = 0
        var shift: UInt32 = 0
        while true {
            let byte = bytes[position]
            position += 1
            value |= UInt32(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    private static func sextet(_ character: UInt8) -> UInt32 {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character) + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: preconditionFailure("a Unicode table holds a character that is not base64")
        }
    }
}
