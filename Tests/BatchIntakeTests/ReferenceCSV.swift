import BatchIntake

/// The plainest reader of the same rules: one byte at a time over the whole file, rows of any
/// length.
struct ReferenceCSV {
    let delimiter: UInt8
    let columnCount: Int

    private struct Unterminated: Error { var position: Int }
    private enum Row {
        case fields([(value: [UInt8], isQuoted: Bool)], end: Int)
        case stray
    }

    /// - Parameter start: where the rows begin in `file`, after the header.
    /// - Returns: the rows, and the position of a quote that nothing closes.
    func rows(
        of file: [UInt8], from start: Int, line firstLine: UInt64
    ) -> (rows: [SeenRow], openQuote: Int?) {
        var text = file
        if text.last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
        var rows: [SeenRow] = []
        var at = start
        var line = firstLine
        while at < file.count {
            let row: Row
            do { row = try self.row(in: text, at: at) } catch {
                return (rows, (error as? Unterminated)?.position)
            }
            var seen = SeenRow(line: line, byteOffset: UInt64(at))
            let end: Int
            switch row {
            case .stray:
                end = text[at...].firstIndex(of: UInt8(ascii: "\n"))!
                seen.fault = byteFault(text[at..<end]) ?? .strayQuote
            case .fields(let fields, let rowEnd):
                end = rowEnd
                seen.fault = byteFault(text[at..<end]) ?? fault(of: fields, raw: text[at..<end])
                if seen.fault == nil { seen.fields = fields.map(\.value) }
            }
            rows.append(seen)
            line += UInt64(text[at...end].count { $0 == UInt8(ascii: "\n") })
            at = end + 1
        }
        return (rows, nil)
    }

    private func byteFault(_ bytes: ArraySlice<UInt8>) -> RowFault? {
        if String(validating: bytes, as: UTF8.self) == nil { return .invalidUTF8 }
        return bytes.contains(0) ? .nulByte : nil
    }

    private func fault(
        of fields: [(value: [UInt8], isQuoted: Bool)], raw: ArraySlice<UInt8>
    ) -> RowFault? {
        if raw.isEmpty || Array(raw) == [13] { return .emptyLine }
        if fields.contains(where: { !$0.isQuoted && $0.value.contains(13) }) {
            return .strayCarriageReturn
        }
        return fields.count == columnCount ? nil : .fieldCount
    }

    private func row(in text: [UInt8], at start: Int) throws -> Row {
        var fields: [(value: [UInt8], isQuoted: Bool)] = []
        var at = start
        while true {
            var value: [UInt8] = []
            if text[at] == UInt8(ascii: "\"") {
                let open = at
                at += 1
                while true {
                    guard at < text.count else { throw Unterminated(position: open) }
                    if text[at] == UInt8(ascii: "\"") {
                        guard at + 1 < text.count, text[at + 1] == UInt8(ascii: "\"") else { break }
                        at += 1
                    }
                    value.append(text[at])
                    at += 1
                }
                at += 1
                fields.append((value, true))
                if text[at] == 13, at + 1 < text.count, text[at + 1] == 10 { at += 1 }
                if text[at] == 10 { return .fields(fields, end: at) }
                if text[at] != delimiter { return .stray }
            } else {
                while text[at] != delimiter && text[at] != 10 {
                    if text[at] == UInt8(ascii: "\"") { return .stray }
                    value.append(text[at])
                    at += 1
                }
                if text[at] == 10 {
                    if value.last == 13 { value.removeLast() }
                    fields.append((value, false))
                    return .fields(fields, end: at)
                }
                fields.append((value, false))
            }
            at += 1
        }
    }
}
