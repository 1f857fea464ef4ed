internal import FoundationEssentials

/// Finds the line of every key and list element of a text that is known to be JSON5.
///
/// On a text that is not, it stops early; it never reads outside it.
struct ConfigurationLocator {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    /// The first line of each path; list elements are named by their index.
    private(set) var lines: [[String]: Int] = [:]
    /// Keys that stand in one object for the second time, with that line.
    private(set) var repeated: [(path: [String], line: Int)] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func locate() { visitValue([]) }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func advance() {
        if current == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    private mutating func visitValue(_ path: [String]) {
        skipTrivia()
        switch current {
        case UInt8(ascii: "{"): visitObject(path)
        case UInt8(ascii: "["): visitList(path)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString()
        default: skipWord()
        }
    }

    private mutating func visitObject(_ path: [String]) {
        advance()
        while true {
            skipTrivia()
            guard let byte = current, byte != UInt8(ascii: "}") else { break }
            let keyLine = line
            let memberPath = path + [readKey()]
            if lines.updateValue(lines[memberPath] ?? keyLine, forKey: memberPath) != nil {
                repeated.append((memberPath, keyLine))
            }
            skipTrivia()
            guard current == UInt8(ascii: ":") else { return }
            advance()
            visitValue(memberPath)
            skipTrivia()
            if current == UInt8(ascii: ",") { advance() }
        }
        advance()
    }

    private mutating func visitList(_ path: [String]) {
        advance()
        var index = 0
        while true {
            skipTrivia()
            guard let byte = current, byte != UInt8(ascii: "]") else { break }
            let elementPath = path + [String(index)]
            lines[elementPath] = line
            let start = position
            visitValue(elementPath)
            index += 1
            skipTrivia()
            if current == UInt8(ascii: ",") { advance() }
            guard position > start else { return }
        }
        advance()
    }

    private mutating func readKey() -> String {
        let start = position
        let isQuoted = current == UInt8(ascii: "\"") || current == UInt8(ascii: "'")
        if isQuoted { skipString() } else { skipWord() }
        let raw = bytes[start..<position]
        guard raw.contains(UInt8(ascii: "\\")) else {
            let name = isQuoted ? raw.dropFirst().dropLast() : raw
            return String(decoding: name, as: UTF8.self)
        }
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        let quoted = isQuoted ? Data(raw) : Data([UInt8(ascii: "\"")] + raw + [UInt8(ascii: "\"")])
        do {
            return try decoder.decode(String.self, from: quoted)
        } catch {
            return String(decoding: raw, as: UTF8.self)  // Only the line of this key is lost.
        }
    }

    private mutating func skipString() {
        let quote = current
        advance()
        while let byte = current, byte != quote {
            if byte == UInt8(ascii: "\\") { advance() }
            advance()
        }
        advance()
    }

    /// Goes past a number, a literal or an unquoted key.
    private mutating func skipWord() {
        while let byte = current, !isSpace(byte), !isPunctuation(byte) { advance() }
    }

    private mutating func skipTrivia() {
        while let byte = current {
            if isSpace(byte) {
                advance()
            } else if byte == UInt8(ascii: "/") {
                skipComment()
            } else if let length = unicodeSpaceLength {
                position += length
            } else {
                return
            }
        }
    }

    private mutating func skipComment() {
        advance()
        let isBlock = current == UInt8(ascii: "*")
        advance()
        while let byte = current {
            let next = position + 1 < bytes.count ? bytes[position + 1] : 0
            if isBlock, byte == UInt8(ascii: "*"), next == UInt8(ascii: "/") {
                position += 2
                return
            }
            if !isBlock, byte == UInt8(ascii: "\n") { return }
            advance()
        }
    }

    /// The length of a no-break space or a byte order mark at the position.
    private var unicodeSpaceLength: Int? {
        let rest = bytes[position...]
        if rest.starts(with: [0xC2, 0xA0]) { return 2 }
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { return 3 }
        if rest.starts(with: [0xE2, 0x80, 0xA8]) || rest.starts(with: [0xE2, 0x80, 0xA9]) { return 3 }
        return nil
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

    private func isPunctuation(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
