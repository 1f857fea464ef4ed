internal import AccountModel
internal import ByteScanning

/// One line of profiles.ndjson, taken apart as far as a comparison needs it. Values stay as they are written.
struct ProfileLine {
    let bytes: [UInt8]
    private let members: [JSONMember]

    init?(_ bytes: [UInt8]) {
        self.bytes = bytes
        guard let members = JSONMember.list(of: bytes, in: 0..<bytes.count) else { return nil }
        self.members = members
    }

    /// The value of a member as it is written; `nil` if the line has no such member.
    func value(_ name: String) -> ArraySlice<UInt8>? {
        members.first { bytes[$0.name].elementsEqual(name.utf8) }.map { bytes[$0.value] }
    }

    /// The members of the line that tell about the profile itself. `moved_from` tells of one run alone.
    static let comparedMembers = [
        "state", "email", "first_name", "last_name", "country", "postal_code", "phone", "language",
        "accounts",
        "provenance", "login", "conflicts",
    ]

    /// Those of them whose values are short enough to stand side by side.
    static let shownMembers: Set<String> = [
        "state", "email", "first_name", "last_name", "country", "postal_code", "phone", "language",
    ]

    /// Whether it has a conflict because its address looks like another one.
    var hasLookAlike: Bool {
        guard let conflicts = value("conflicts") else { return false }
        let mark = Array("\"look_alike\"".utf8)
        return conflicts.indices.contains { conflicts[$0...].starts(with: mark) }
    }

    /// The accounts of the profile: members, unverified ones and references.
    var accounts: [ProfileAccount] {
        guard let list = members.first(where: { bytes[$0.name].elementsEqual("accounts".utf8) }) else {
            return []
        }
        return JSONMember.elements(of: bytes, in: list.value).compactMap { ProfileAccount(bytes, $0) }
    }
}

/// An account as a line of profiles.ndjson names it.
struct ProfileAccount {
    let country: Country
    /// The account id as it is written, with its quotes.
    let id: [UInt8]
    let isHeld: Bool
    /// The whole account, as it is written.
    let text: ArraySlice<UInt8>

    fileprivate init?(_ bytes: [UInt8], _ range: Range<Int>) {
        guard let members = JSONMember.list(of: bytes, in: range) else { return nil }
        func value(_ name: String) -> ArraySlice<UInt8>? {
            members.first { bytes[$0.name].elementsEqual(name.utf8) }.map { bytes[$0.value] }
        }
        guard let code = value("country"), code.count == 4, let id = value("account_id"),
            let country = Country(letters: code[code.startIndex + 1], code[code.startIndex + 2])
        else { return nil }
        self.country = country
        self.id = Array(id)
        isHeld = value("role").map { $0.elementsEqual("\"held\"".utf8) } ?? false
        text = bytes[range]
    }

    /// The same for the same account on both sides.
    var key: Hash128 {
        sipHash128(
            prefix: UInt64(country.rawValue), id.raw,
            key: SipKey(0x6B6F_626C_652E_6469, 0x6666_2E61_6363_7473))
    }

    /// `{"country":"NO","account_id":"…"}`
    var json: [UInt8] {
        Array("{\"country\":\"\(country.code)\",\"account_id\":".utf8) + id + [UInt8(ascii: "}")]
    }
}

/// A member of an object: where its name (without quotes) and its value stand.
struct JSONMember {
    let name: Range<Int>
    let value: Range<Int>

    /// The members of the object that fills `range`; `nil` if it is none.
    static func list(of bytes: [UInt8], in range: Range<Int>) -> [JSONMember]? {
        guard range.count >= 2, bytes[range.lowerBound] == UInt8(ascii: "{") else { return nil }
        var members: [JSONMember] = []
        var at = range.lowerBound + 1
        while at < range.upperBound, bytes[at] == UInt8(ascii: "\"") {
            let nameEnd = endOfValue(bytes, at, range.upperBound)
            guard nameEnd < range.upperBound, bytes[nameEnd] == UInt8(ascii: ":") else { return nil }
            let end = endOfValue(bytes, nameEnd + 1, range.upperBound)
            guard end < range.upperBound else { return nil }
            members.append(JSONMember(name: at + 1..<nameEnd - 1, value: nameEnd + 1..<end))
            at = end + 1
        }
        return members
    }

    /// Where the elements of the array stand that fills `range`.
    static func elements(of bytes: [UInt8], in range: Range<Int>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var at = range.lowerBound + 1
        while at < range.upperBound - 1 {
            let end = endOfValue(bytes, at, range.upperBound - 1)
            found.append(at..<end)
            at = end + 1
        }
        return found
    }

    /// Where the value ends that starts at `start`, in JSON without blanks between its parts.
    private static func endOfValue(_ bytes: [UInt8], _ start: Int, _ limit: Int) -> Int {
        var depth = 0
        var isInString = false
        var at = start
        while at < limit {
            let byte = bytes[at]
            if isInString {
                if byte == UInt8(ascii: "\\") { at += 1 }
                if byte == UInt8(ascii: "\"") { isInString = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    if depth == 0 { return at }
                    depth -= 1
                case UInt8(ascii: ","), UInt8(ascii: ":"): if depth == 0 { return at }
                default: break
                }
            }
            at += 1
        }
        return min(at, limit)
    }
}
