internal import FoundationEssentials

/// A value of koble.json, before anyone asked what it means.
package indirect enum ConfigurationValue: Sendable, Hashable {
    case null
    case flag(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([ConfigurationValue])
    case object([String: ConfigurationValue])

    /// How a message names the kind of value that was found.
    var kindName: String {
        switch self {
        case .null: "null"
        case .flag: "true or false"
        case .integer, .number: "a number"
        case .text: "text"
        case .list: "a list"
        case .object: "an object"
        }
    }
}

extension ConfigurationValue: Decodable {
    /// Takes any JSON value; whole numbers become `.integer`.
    package init(from decoder: any Decoder) throws {
        if let object = try? decoder.container(keyedBy: AnyKey.self) {
            var members: [String: ConfigurationValue] = [:]
            for key in object.allKeys {
                members[key.stringValue] = try object.decode(ConfigurationValue.self, forKey: key)
            }
            self = .object(members)
            return
        }
        if var list = try? decoder.unkeyedContainer() {
            var elements: [ConfigurationValue] = []
            while !list.isAtEnd { elements.append(try list.decode(ConfigurationValue.self)) }
            self = .list(elements)
            return
        }
        self = try ConfigurationValue.scalar(try decoder.singleValueContainer())
    }

    /// Foundation tells what a value is only by letting one type after the other fail.
    private static func scalar(
        _ container: any SingleValueDecodingContainer
    ) throws -> ConfigurationValue {
        if container.decodeNil() { return .null }
        if let flag = try? container.decode(Bool.self) { return .flag(flag) }
        if let integer = try? container.decode(Int.self) { return .integer(integer) }
        if let number = try? container.decode(Double.self) { return .number(number) }
        return .text(try container.decode(String.self))
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

extension ConfigurationValue {
    /// The value as JSON on one line, keys in byte order: the same value gives the same bytes.
    package var json: String {
        switch self {
        case .null: return "null"
        case .flag(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .number(let value): return String(value)
        case .text(let value): return quoteJSON(value)
        case .list(let elements): return "[" + elements.map(\.json).joined(separator: ", ") + "]"
        case .object(let members):
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            return "{"
                + sorted.map { "\(quoteJSON($0.key)): \($0.value.json)" }.joined(separator: ", ")
                + "}"
        }
    }
}

/// `text` as a JSON string; control characters are escaped, all else stays as it is.
package func quoteJSON(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\t": result += "\\t"
        case "\r": result += "\\r"
        case "\u{0}"..<"\u{20}", "\u{7F}":
            let hex = String(scalar.value, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
