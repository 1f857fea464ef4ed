internal import AccountModel
internal import Glibc

/// Turns another charset into UTF-8 with the C library's `iconv`.
///
/// A byte that the charset does not define becomes `undefinedByteMarker`, which is no UTF-8: so the
/// row it stands in is rejected, and the others go on.
@safe final class CharsetStream: ByteStream {
    private let source: any ByteStream
    private let charset: Charset
    private var input = InputWindow(capacity: 128 * 1024)
    private var converter: iconv_t?

    init(_ source: any ByteStream, from charset: Charset) {
        precondition(charset != .utf8, "UTF-8 needs no decoding")
        self.source = source
        self.charset = charset
    }

    deinit {
        if let converter = unsafe converter { unsafe iconv_close(converter) }
    }

    func read(into buffer: inout [UInt8], at start: Int, count: Int) throws(BatchFault) -> Int {
        precondition(count >= 8, "too little room for a character")
        precondition(start >= 0 && start + count <= buffer.count, "read outside the buffer")
        if unsafe converter == nil { try begin() }
        while true {
            // A character may be cut at the window's end; then more must come before it decodes.
            if input.range.count < 4 { try input.refill(from: source) }
            if input.range.isEmpty { return 0 }
            let got = decodeOnce(into: &buffer, at: start, count: count)
            if got > 0 { return got }
        }
    }

    /// Looks at the byte order mark, which only UTF-16 may have, and opens the converter.
    private func begin() throws(BatchFault) {
        while input.range.count < 4 && !input.isAtEnd { try input.refill(from: source) }
        let name = try charset == .utf16 ? utf16Name() : singleByteName()
        let opened = unsafe iconv_open("UTF-8", name)
        precondition(
            unsafe opened != iconv_t(bitPattern: -1), "the C library does not know \(name)")
        unsafe converter = opened
    }

    private func utf16Name() throws(BatchFault) -> String {
        let head = Array(input.bytes[input.range].prefix(2))
        if head.isEmpty { return "UTF-16LE" }
        switch head {
        case [0xFF, 0xFE]:
            input.consume(2)
            return "UTF-16LE"
        case [0xFE, 0xFF]:
            input.consume(2)
            return "UTF-16BE"
        default:
            throw BatchFault(
                .missingByteOrderMark, "The file does not start with the byte order mark of UTF-16",
                wayOut:
                    "Export with a byte order mark, or set the country's charset to what it is.",
                line: 1, byteOffset: 0)
        }
    }

    private func singleByteName() throws(BatchFault) -> String {
        if let mark = byteOrderMark(of: Array(input.bytes[input.range].prefix(3))) {
            throw BatchFault(
                .charsetMismatch,
                "The file has the byte order mark of \(mark), but is said to be \(charset.rawValue)",
                wayOut: "Set the country's charset to \(mark), or export in \(charset.rawValue).",
                line: 1, byteOffset: 0)
        }
        switch charset {
        case .windows1250: return "WINDOWS-1250"
        case .windows1252: return "WINDOWS-1252"
        case .latin1: return "ISO-8859-1"
        case .latin2: return "ISO-8859-2"
        case .latin9: return "ISO-8859-15"
        case .utf8, .utf16: preconditionFailure("\(charset) is no single-byte charset")
        }
    }

    /// Decodes what fits; on an undefined byte, writes the marker in its place.
    private func decodeOnce(into buffer: inout [UInt8], at start: Int, count: Int) -> Int {
        let available = input.range
        // One byte is kept for the marker.
        let (code, used, got) = unsafe input.bytes.withUnsafeMutableBytes { packed in
            unsafe buffer.withUnsafeMutableBytes { decoded in
                let packedStart = unsafe packed.baseAddress! + available.lowerBound
                let decodedStart = unsafe decoded.baseAddress! + start
                var from = unsafe Optional(packedStart.assumingMemoryBound(to: CChar.self))
                var to = unsafe Optional(decodedStart.assumingMemoryBound(to: CChar.self))
                var fromLeft = available.count
                var toLeft = count - 1
                let result = unsafe iconv(converter, &from, &fromLeft, &to, &toLeft)
                let code = result == -1 ? errno : 0
                return (code, available.count - fromLeft, count - 1 - toLeft)
            }
        }
        input.consume(used)
        // EINVAL: a character is cut at the end of what was read; at the end of the file it never
        // ends.
        guard code == EILSEQ || (code == EINVAL && input.isAtEnd) else { return got }
        let unit = charset == .utf16 ? 2 : 1
        input.consume(min(unit, input.range.count))
        buffer[start + got] = undefinedByteMarker
        return got + 1
    }
}

/// Stands for a byte without meaning in its charset; no UTF-8 text holds it.
let undefinedByteMarker: UInt8 = 0xFF

/// The name of the Unicode form whose byte order mark these bytes start with.
func byteOrderMark(of head: [UInt8]) -> String? {
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { return "utf-8" }
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return "utf-16" }
    return nil
}
