internal import AccountModel
internal import ByteScanning

/// What is looked for in published files: the profiles and the accounts of erased persons.
///
/// A published line is an erased person's if it names one of them, wherever in the line. Values such as names
/// and addresses need not be looked for: every line that has one also has a profile or an account.
struct ErasedNames: Sendable {
    /// Ids of joint and local profiles.
    var profiles: Set<Hash128> = []
    /// Places in the accounts index.
    var accounts: Set<Hash128> = []
    let accountKey: SipKey

    init(_ keys: IntakeKeys) { accountKey = keys.account }

    func isErased(_ country: Country, _ account: RawSpan) -> Bool {
        accounts.contains(accountIndexKey(country, account, key: accountKey))
    }
}

/// How accounts stand in the lines of a published file.
enum PublishedForm: Sendable {
    /// `"country":"NO","account_id":"…"`, one object a line.
    case objects
    /// `…,NO,…,…`, one row a line.
    case table
    /// A report: profile ids alone, one row a line.
    case page

    init(fileName: String) {
        if fileName.hasSuffix(".ndjson") {
            self = .objects
        } else if fileName.hasSuffix(".csv") {
            self = .table
        } else {
            self = .page
        }
    }
}

extension ErasedNames {
    /// Whether a line names an erased profile or account.
    func isNamed(in line: RawSpan, _ form: PublishedForm) -> Bool {
        if hasProfile(line) { return true }
        if accounts.isEmpty { return false }
        switch form {
        case .objects: return hasAccountOfObjects(line)
        case .table: return hasAccountOfTable(line)
        case .page: return false
        }
    }

    /// Looks for ids by the place of their dashes: 8-4-4-4-12.
    private func hasProfile(_ line: RawSpan) -> Bool {
        let dash = UInt8(ascii: "-")
        let bytes = line.bytes
        var position = 8
        while position + 28 <= bytes.count {
            guard bytes[position] == dash else {
                position += 1
                continue
            }
            if bytes[position + 5] == dash, bytes[position + 10] == dash, bytes[position + 15] == dash,
                let id = uuid(bytes, at: position - 8), profiles.contains(id)
            {
                return true
            }
            position += 1
        }
        return false
    }

    private func hasAccountOfObjects(_ line: RawSpan) -> Bool {
        let bytes = line.bytes
        let length = accountMarker.count
        var position = 0
        while position + length <= bytes.count {
            guard bytes[position] == UInt8(ascii: "\""), bytes[position + 1] == UInt8(ascii: "a"),
                starts(bytes, at: position, with: accountMarker)
            else {
                position += 1
                continue
            }
            let start = position + length
            var end = start
            var isEscaped = false
            while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
                if bytes[end] == UInt8(ascii: "\\") {
                    isEscaped = true
                    end += 1
                }
                end += 1
            }
            // Before it stands `"country":"NO",`.
            if position >= 4, end <= bytes.count,
                let country = Country(letters: bytes[position - 4], bytes[position - 3])
            {
                let isFound =
                    isEscaped
                    ? isErased(country, unescaped(bytes, start..<end).raw)
                    : isErased(country, line.extracting(start..<end))
                if isFound { return true }
            }
            position = end
        }
        return false
    }

    /// A table's row names an account by two fields that follow each other: country and account.
    private func hasAccountOfTable(_ line: RawSpan) -> Bool {
        let bytes = line.bytes
        var country: Country?
        var start = 0
        while start <= bytes.count {
            let end = fieldEnd(bytes, start)
            if let known = country, end > start, isErased(known, field(bytes, start..<end).raw) { return true }
            country = end - start == 2 ? Country(letters: bytes[start], bytes[start + 1]) : nil
            start = end + 1
        }
        return false
    }

    private func fieldEnd(_ bytes: borrowing Span<UInt8>, _ start: Int) -> Int {
        var isQuoted = false
        var position = start
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted, bytes[position] == UInt8(ascii: ",") || bytes[position] == 0x0A { break }
            position += 1
        }
        return position
    }

    /// A field as it was before it was quoted and kept from starting a formula.
    private func field(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        guard range.count >= 2, bytes[range.lowerBound] == quote else { return copy(bytes, range) }
        var text: [UInt8] = []
        var position = range.lowerBound + 1
        while position < range.upperBound - 1 {
            text.append(bytes[position])
            position += bytes[position] == quote ? 2 : 1
        }
        if text.first == UInt8(ascii: "'") { text.removeFirst() }
        return text
    }
}

/// The bytes of a part of a span.
func copy(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    for position in range { text.append(bytes[position]) }
    return text
}

private let accountMarker = Array("\"account_id\":\"".utf8)

private func starts(_ bytes: borrowing Span<UInt8>, at position: Int, with text: [UInt8]) -> Bool {
    for offset in text.indices where bytes[position + offset] != text[offset] { return false }
    return true
}

/// A JSON string as it was before it was escaped; Koble escapes control characters, quotes and backslashes.
private func unescaped(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    var position = range.lowerBound
    while position < range.upperBound {
        guard bytes[position] == UInt8(ascii: "\\"), position + 1 < range.upperBound else {
            text.append(bytes[position])
            position += 1
            continue
        }
        switch bytes[position + 1] {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let digits = String(decoding: copy(bytes, position + 2..<min(position + 6, range.upperBound)), as: UTF8.self)
            text.append(UInt8(truncatingIfNeeded: UInt32(digits, radix: 16) ?? 0))
            position += 4
        default: text.append(bytes[position + 1])
        }
        position += 2
    }
    return text
}

/// Reads the 36 characters of an id; `nil` when they are none.
private func uuid(_ bytes: borrowing Span<UInt8>, at start: Int) -> Hash128? {
    var words: (UInt64, UInt64) = (0, 0)
    var digits = 0
    for offset in 0..<36 {
        if offset == 8 || offset == 13 || offset == 18 || offset == 23 { continue }
        let byte = bytes[start + offset]
        let digit: UInt8
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
        default: return nil
        }
        if digits < 16 { words.0 = words.0 << 4 | UInt64(digit) } else { words.1 = words.1 << 4 | UInt64(digit) }
        digits += 1
    }
    return Hash128(high: words.0, low: words.1)
}
