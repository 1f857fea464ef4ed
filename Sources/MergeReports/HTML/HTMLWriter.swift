/// Writes HTML. Markup is a `StaticString`, so that text of a run can only go through `text` and `attribute`,
/// which escape it.
struct HTMLWriter {
    private(set) var bytes: [UInt8] = []

    /// Markup of this program.
    mutating func markup(_ literal: StaticString) { bytes += literal.description.utf8 }

    /// Style or script of this program, as it is hashed for the Content-Security-Policy.
    mutating func embedded(_ code: String) { bytes += code.utf8 }

    /// Text made harmless and escaped.
    mutating func text(_ value: String, limit: Int = 80) { escaped(visibleText(value, limit: limit)) }

    /// Text of this program with signs that `text` would spell out.
    mutating func label(_ value: String) { escaped(value) }

    /// An attribute with a value that may come from anywhere.
    mutating func attribute(_ name: StaticString, _ value: String) {
        bytes.append(UInt8(ascii: " "))
        markup(name)
        bytes += "=\"".utf8
        escaped(value)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Adds another writer's output.
    mutating func append(_ other: HTMLWriter) { bytes += other.bytes }

    private mutating func escaped(_ value: String) {
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "'"): bytes += "&#39;".utf8
            default: bytes.append(byte)
            }
        }
    }
}
