internal import CSIMDJSON
internal import Glibc

/// Whether `bytes[range]` is UTF-8.
func isUTF8(_ bytes: borrowing Span<UInt8>, in range: Range<Int>) -> Bool {
    precondition(
        range.lowerBound >= 0 && range.upperBound <= bytes.count, "range outside the block")
    return unsafe bytes.withUnsafeBufferPointer { bytes in
        guard let start = bytes.baseAddress else { return true }
        return unsafe csimdjson_is_utf8(start + range.lowerBound, range.count) != 0
    }
}

/// What a JSON value is, as far as columns care.
enum JSONKind: Equatable {
    case string, integer, fraction, boolean, null, list, otherArray, object
}

/// One member of the object on an NDJSON line.
struct JSONMember {
    var kind: JSONKind
    /// Whether it is a member of the last object before it.
    var isNested: Bool
    var valueCount: Int
}

/// Parses NDJSON one line at a time with simdjson.
///
/// The parser is reused for all lines of a file; it keeps buffers of the longest line's size.
@safe struct JSONLineParser: ~Copyable {
    enum Outcome { case parsed, notUTF8, notObject, tooManyMembers }

    private let parser: OpaquePointer
    private var members: [csimdjson_member]
    private(set) var memberCount = 0

    init(membersMax: Int) {
        guard let parser = unsafe csimdjson_create() else {
            preconditionFailure("simdjson is out of memory")
        }
        unsafe self.parser = parser
        unsafe members = [csimdjson_member](repeating: csimdjson_member(), count: membersMax)
    }

    deinit { unsafe csimdjson_destroy(parser) }

    /// Parses `bytes[line]`.
    ///
    /// - Precondition: `blockPaddingBytes` bytes after the line are within `bytes`.
    mutating func parse(_ bytes: borrowing Span<UInt8>, line: Range<Int>) -> Outcome {
        precondition(
            line.lowerBound >= 0 && line.upperBound + blockPaddingBytes <= bytes.count,
            "no padding after the line")
        var count = 0
        let parser = unsafe parser
        let outcome = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe members.withUnsafeMutableBufferPointer { members in
                unsafe csimdjson_parse_line(
                    parser, bytes.baseAddress! + line.lowerBound, line.count, members.baseAddress,
                    members.count, &count)
            }
        }
        memberCount = count
        switch outcome {
        case csimdjson_parsed: return .parsed
        case csimdjson_not_utf8: return .notUTF8
        case csimdjson_too_many_members: return .tooManyMembers
        case csimdjson_out_of_memory: preconditionFailure("simdjson is out of memory")
        default: return .notObject
        }
    }

    func member(_ index: Int) -> JSONMember {
        precondition(index < memberCount, "no such member")
        let member = unsafe members[index]
        return unsafe JSONMember(
            kind: kind(member.kind), isNested: member.is_nested != 0,
            valueCount: Int(member.value_length))
    }

    /// Appends the key of a member.
    func appendKey(_ index: Int, to text: inout [UInt8]) {
        precondition(index < memberCount, "no such member")
        let member = unsafe members[index]
        unsafe text.append(
            contentsOf: UnsafeBufferPointer(start: member.key, count: Int(member.key_length)))
    }

    /// Lends the key of a member.
    @inline(__always)
    func withKey<R>(_ index: Int, _ body: (borrowing Span<UInt8>) -> R) -> R {
        precondition(index < memberCount, "no such member")
        let member = unsafe members[index]
        let key = unsafe UnsafeBufferPointer(start: member.key, count: Int(member.key_length))
        return body(unsafe key.span)
    }

    /// Whether the value of a member has this byte.
    func valueContains(_ index: Int, _ byte: UInt8) -> Bool {
        precondition(index < memberCount, "no such member")
        let member = unsafe members[index]
        return unsafe memchr(member.value, CInt(byte), Int(member.value_length)) != nil
    }

    /// Copies the value of a member to `bytes[start...]`.
    @inline(__always)
    func copyValue(_ index: Int, to bytes: inout MutableSpan<UInt8>, at start: Int) {
        precondition(index < memberCount, "no such member")
        let member = unsafe members[index]
        let count = unsafe Int(member.value_length)
        precondition(start >= 0 && start + count <= bytes.count, "no room for the value")
        unsafe bytes.withUnsafeMutableBytes { bytes in
            let value = unsafe UnsafeRawBufferPointer(start: member.value, count: count)
            unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start...]).copyMemory(from: value)
        }
    }

    private func kind(_ kind: UInt8) -> JSONKind {
        switch csimdjson_kind(UInt32(kind)) {
        case csimdjson_string: .string
        case csimdjson_integer: .integer
        case csimdjson_fraction: .fraction
        case csimdjson_boolean: .boolean
        case csimdjson_null: .null
        case csimdjson_list: .list
        case csimdjson_other_array: .otherArray
        default: .object
        }
    }
}
