internal import AccountModel
internal import ByteScanning

/// What is looked for in published files: the profiles and the accounts of erased persons.
///
/// A published line is an erased person's if it names one of them, wherever in the line. Values such as names
/// and addresses need not be looked for: every line that has one also has a profile or an account.
struct ErasedNames: Sendable {
    /// Ids of joint and local profiles.
    var profiles = ErasedIDs()
    /// Places in the accounts index.
    var accounts = ErasedIDs()
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
    /// Whether a line of a table or of a page names an erased profile or account.
    func isNamed(in line: RawSpan, _ form: PublishedForm) -> Bool {
        if hasProfile(line) { return true }
        return form == .table && !accounts.isEmpty && hasAccountOfTable(line)
    }

    /// The lines that name an erased profile or account, of whole lines of objects.
    func namedLines(_ lines: RawSpan, _ body: (Range<Int>) -> Void) {
        var finder = IDMarkFinder()
        var start = 0
        var isNamed = false
        while let place = finder.next(lines) {
            switch loadByte(lines, at: place) {
            case UInt8(ascii: "\n"):
                if isNamed { body(start..<place + 1) }
                start = place + 1
                isNamed = false
            case UInt8(ascii: "-"): if !isNamed { isNamed = isErasedProfile(lines, dash: place, from: start) }
            default: if !isNamed { isNamed = isErasedAccount(lines, mark: place, from: start) }
            }
        }
        if isNamed { body(start..<lines.byteCount) }
    }

    /// Looks for ids by the place of their dashes: 8-4-4-4-12.
    private func hasProfile(_ line: RawSpan) -> Bool {
        var finder = IDMarkFinder()
        while let place = finder.next(line) {
            if loadByte(line, at: place) == UInt8(ascii: "-"), isErasedProfile(line, dash: place, from: 0) {
                return true
            }
        }
        return false
    }

    /// Whether an erased profile's id has its first dash at `dash`.
    @inline(__always)
    fileprivate func isErasedProfile(_ bytes: RawSpan, dash: Int, from lineStart: Int) -> Bool {
        guard dash >= lineStart + 8, dash + 28 <= bytes.byteCount, let id = uuid(bytes, at: dash - 8) else {
            return false
        }
        return profiles.contains(id)
    }

    /// Whether an erased account's id follows an `account_id` with its underscore at `mark`.
    fileprivate func isErasedAccount(_ bytes: RawSpan, mark: Int, from lineStart: Int) -> Bool {
        // `"country":"NO","account_id":"` is how every account begins.
        let name = mark - accountName.count
        guard name - 4 >= lineStart, starts(bytes, at: name, with: accountName),
            starts(bytes, at: mark, with: accountRest),
            let country = Country(letters: loadByte(bytes, at: name - 4), loadByte(bytes, at: name - 3))
        else { return false }
        let start = mark + accountRest.count
        var end = start
        var isEscaped = false
        while end < bytes.byteCount, loadByte(bytes, at: end) != UInt8(ascii: "\"") {
            if loadByte(bytes, at: end) == UInt8(ascii: "\\") {
                isEscaped = true
                end += 1
            }
            end += 1
        }
        guard end <= bytes.byteCount else { return false }
        return isEscaped
            ? isErased(country, unescaped(bytes.bytes, start..<end).raw)
            : isErased(country, bytes.extracting(start..<end))
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

private let accountName = Array("\"account".utf8)
private let accountRest = Array("_id\":\"".utf8)

private func starts(_ bytes: RawSpan, at position: Int, with text: [UInt8]) -> Bool {
    guard position + text.count <= bytes.byteCount else { return false }
    for offset in text.indices where loadByte(bytes, at: position + offset) != text[offset] { return false }
    return true
}

/// Ids that are hashes, asked about millions of times and seldom hit.
struct ErasedIDs: Sendable {
    private var all: Set<Hash128> = []
    /// What is not in here is not in the set: it stays in a core's first-level cache.
    private var bits = [UInt64](repeating: 0, count: 1 << 9)

    init() {}

    init(_ ids: some Sequence<Hash128>) {
        for id in ids { insert(id) }
    }

    var isEmpty: Bool { all.isEmpty }

    mutating func insert(_ id: Hash128) {
        all.insert(id)
        bits[word(id)] |= bit(id)
    }

    @inline(__always)
    func contains(_ id: Hash128) -> Bool { bits[word(id)] & bit(id) != 0 && all.contains(id) }

    @inline(__always)
    private func word(_ id: Hash128) -> Int { Int(truncatingIfNeeded: id.low >> 6) & 511 }

    @inline(__always)
    private func bit(_ id: Hash128) -> UInt64 { 1 << (id.low & 63) }
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
            let digits = String(
                decoding: copy(bytes, position + 2..<min(position + 6, range.upperBound)), as: UTF8.self)
            text.append(UInt8(truncatingIfNeeded: UInt32(digits, radix: 16) ?? 0))
            position += 4
        default: text.append(bytes[position + 1])
        }
        position += 2
    }
    return text
}

/// Reads the 36 characters of an id; `nil` when they are none.
func uuid(_ bytes: RawSpan, at start: Int) -> Hash128? {
    guard let first = hexadecimal(bytes, at: start, count: 8), let second = hexadecimal(bytes, at: start + 9, count: 4),
        let third = hexadecimal(bytes, at: start + 14, count: 4),
        let fourth = hexadecimal(bytes, at: start + 19, count: 4),
        let fifth = hexadecimal(bytes, at: start + 24, count: 12)
    else { return nil }
    return Hash128(high: first << 32 | second << 16 | third, low: fourth << 48 | fifth)
}

private func hexadecimal(_ bytes: RawSpan, at start: Int, count: Int) -> UInt64? {
    var word: UInt64 = 0
    for place in start..<start + count {
        let byte = loadByte(bytes, at: place)
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): word = word << 4 | UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): word = word << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
        default: return nil
        }
    }
    return word
}
