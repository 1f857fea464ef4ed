internal import FoundationEssentials

/// Finds the line of every key and list element of a JSON5 text, or where it breaks the grammar.
///
/// Foundation judges the values but tells no lines, neither of values nor of mistakes.
struct ConfigurationLocator {
    /// How deep objects and lists may be nested; settings need five levels.
    static let depthMax = 32

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    /// The first line of each path; list elements are named by their index.
    private(set) var lines: [[String]: Int] = [:]
    /// Keys that stand in one object for the second time, with that line.
    private(set) var repeated: [(path: [String], line: Int)] = []
    /// Where the scan stopped because the text is no JSON5, and why; some mistakes only Foundation
    /// sees.
    private(set) var fault: (line: Int, reason: String)?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func locate() {
        visitValue([])
        skipTrivia()
        if fault == nil, current != nil { stop("something follows the last bracket") }
    }

    private mutating func stop(_ reason: String, line: Int? = nil) {
        if fault == nil { fault = (line ?? self.line, reason) }
        position = bytes.count
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func advance() {
        if current == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    private mutating func visitValue(_ path: [String]) {
        skipTrivia()
        guard path.count < ConfigurationLocator.depthMax else {
            return stop("it is nested too deeply")
        }
        switch current {
        case UInt8(ascii: "{"): visitMembers(path, until: UInt8(ascii: "}"), isObject: true)
        case UInt8(ascii: "["): visitMembers(path, until: UInt8(ascii: "]"), isObject: false)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString()
        default: visitWord()
        }
    }

    /// Visits the members of an object or the elements of a list, up to its closing bracket.
    private mutating func visitMembers(_ path: [String], until close: UInt8, isObject: Bool) {
        let firstLine = line
        advance()
        var index = 0
        while true {
            skipTrivia()
            if current == nil { stop("the bracket of this line is not closed", line: firstLine) }
            if current == nil || current == close { break }
            if isObject { visitMember(path) } else { visitElement(path + [String(index)]) }
            index += 1
            skipTrivia()
            guard current != close, current != nil else { continue }
            guard current == UInt8(ascii: ",") else {
                return stop("a comma or closing bracket is missing before this")
            }
            advance()
        }
        advance()
    }

    private mutating func visitMember(_ path: [String]) {
        let keyLine = line
        let key = readKey()
        guard !key.isEmpty else { return stop("the name of a setting is missing") }
        let memberPath = path + [key]
        if lines.updateValue(lines[memberPath] ?? keyLine, forKey: memberPath) != nil {
            repeated.append((memberPath, keyLine))
        }
        skipTrivia()
        guard current == UInt8(ascii: ":") else { return stop("a colon is missing after the name") }
        advance()
        visitValue(memberPath)
    }

    private mutating func visitElement(_ path: [String]) {
        lines[path] = line
        visitValue(path)
    }

    /// Goes past a number, `true`, `false` or `null`.
    private mutating func visitWord() {
        let start = position
        skipWord()
        guard position > start else { return stop("a value is missing") }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        let isNumber = "+-.0123456789".contains(word.prefix(1))
        guard isNumber || ["true", "false", "null", "Infinity", "NaN"].contains(word) else {
            return stop("text must stand in quotation marks")
        }
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
        let firstLine = line
        advance()
        while let byte = current, byte != quote {
            if byte == UInt8(ascii: "\n") { break }
            if byte == UInt8(ascii: "\\") { advance() }
            advance()
        }
        guard current == quote else {
            return stop("the quotation mark of this line is not closed", line: firstLine)
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
        let firstLine = line
        advance()
        guard current == UInt8(ascii: "/") || current == UInt8(ascii: "*") else {
            return stop("a comment begins with // or /*")
        }
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
        if isBlock { stop("the comment of this line is not closed", line: firstLine) }
    }

    /// The length of a no-break space or a byte order mark at the position.
    private var unicodeSpaceLength: Int? {
        let rest = bytes[position...]
        if rest.starts(with: [0xC2, 0xA0]) { return 2 }
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { return 3 }
        if rest.starts(with: [0xE2, 0x80, 0xA8]) || rest.starts(with: [0xE2, 0x80, 0xA9]) {
            return 3
        }
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
