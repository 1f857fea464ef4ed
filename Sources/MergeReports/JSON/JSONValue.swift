/// A JSON value whose members keep their order, so that the same report gives the same bytes.
enum JSONValue {
    case null
    case bool(Bool)
    case number(Int)
    /// A number with one decimal, in tenths.
    case tenths(Int)
    case string(String)
    case array([JSONValue])
    case object([(key: String, value: JSONValue)])

    /// Whether it stands on one line: nothing inside it has members of its own.
    private var isFlat: Bool {
        switch self {
        case .array(let values): values.allSatisfy(\.isScalar)
        case .object(let members): members.allSatisfy { $0.value.isScalar || $0.value.isList }
        default: true
        }
    }

    private var isScalar: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }

    private var isList: Bool {
        if case .array(let values) = self { values.allSatisfy(\.isScalar) } else { false }
    }

    /// Appends the value, indented by two spaces for each of its parents.
    func write(to output: inout [UInt8], depth: Int = 0) {
        switch self {
        case .null: output += "null".utf8
        case .bool(let value): output += (value ? "true" : "false").utf8
        case .number(let value): output += String(value).utf8
        case .tenths(let value): output += decimal(tenths: value).utf8
        case .string(let value): writeJSONString(value, to: &output)
        case .array(let values):
            writeList("[", "]", values.count, isFlat, depth, &output) { index, output in
                values[index].write(to: &output, depth: depth + 1)
            }
        case .object(let members):
            writeList("{", "}", members.count, isFlat && depth > 0, depth, &output) { index, output in
                writeJSONString(members[index].key, to: &output)
                output += ": ".utf8
                members[index].value.write(to: &output, depth: depth + 1)
            }
        }
    }
}

private func writeList(
    _ open: String, _ close: String, _ count: Int, _ isFlat: Bool, _ depth: Int, _ output: inout [UInt8],
    _ write: (Int, inout [UInt8]) -> Void
) {
    output += open.utf8
    for index in 0..<count {
        if index > 0 { output += (isFlat ? ", " : ",").utf8 }
        if !isFlat { writeLineBreak(depth + 1, to: &output) }
        write(index, &output)
    }
    if !isFlat && count > 0 { writeLineBreak(depth, to: &output) }
    output += close.utf8
}

private func writeLineBreak(_ depth: Int, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\n"))
    output += repeatElement(UInt8(ascii: " "), count: depth * 2)
}

/// Writes a text with every character escaped that could act in a terminal, a browser or an editor.
private func writeJSONString(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": output += "\\\"".utf8
        case "\\": output += "\\\\".utf8
        case "<", ">", "&": writeUTF16Escape(scalar, to: &output)
        default:
            if isInert(scalar) { output += String(scalar).utf8 } else { writeUTF16Escape(scalar, to: &output) }
        }
    }
    output.append(UInt8(ascii: "\""))
}

private func writeUTF16Escape(_ scalar: Unicode.Scalar, to output: inout [UInt8]) {
    for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        output += "\\u".utf8
        output += repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count)
        output += digits.utf8
    }
}
