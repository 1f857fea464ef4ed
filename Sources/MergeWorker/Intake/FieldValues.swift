internal import AccountModel
internal import ByteScanning

/// Whether a value is this word, ASCII case ignored.
@inline(__always)
func isWord(_ value: borrowing Span<UInt8>, _ word: StaticString) -> Bool {
    guard value.count == word.utf8CodeUnitCount else { return false }
    let letters = unsafe word.utf8Start
    for index in value.indices where unsafe value[index] | 0x20 != letters[index] | 0x20 { return false }
    return true
}

/// Reads `true` or `false` in any case, or `1` or `0`; `nil` for anything else.
@inline(__always)
func readBoolean(_ value: borrowing Span<UInt8>) -> Bool? {
    switch value.count {
    case 4:
        let word = loadHalfWord(value.raw, at: 0) | 0x2020_2020
        return word == 0x6575_7274 ? true : nil  // "true", little-endian
    case 5:
        let word = loadHalfWord(value.raw, at: 0) | 0x2020_2020
        return word == 0x736c_6166 && value[4] | 0x20 == UInt8(ascii: "e") ? false : nil  // "fals" + "e"
    case 1:
        return value[0] == UInt8(ascii: "1") ? true : value[0] == UInt8(ascii: "0") ? false : nil
    default: return nil
    }
}

/// Whether the value looks like an RFC 5646 language tag: two or three letters, then sub-tags of up to
/// eight letters or digits behind `-` or `_`.
func isLanguageTag(_ value: borrowing Span<UInt8>) -> Bool {
    var part = 0
    var length = 0
    for index in value.indices {
        let byte = value[index]
        if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") {
            guard part == 0 ? (2...3).contains(length) : (1...8).contains(length) else { return false }
            part += 1
            length = 0
            continue
        }
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        guard isLetter || (isDigit && part > 0) else { return false }
        length += 1
    }
    return part == 0 ? (2...3).contains(length) : (1...8).contains(length)
}

/// Copies bytes with `A`–`Z` turned into `a`–`z`.
/// - Precondition: `output` has eight bytes more room than `input` has bytes.
func lowercaseASCII(_ input: RawSpan, into output: inout [UInt8]) {
    var span = output.mutableSpan
    var bytes = unsafe span.mutableBytes
    var offset = 0
    while offset + 8 <= input.byteCount {
        bytes.storeBytes(of: lowercasedASCII(loadWord(input, at: offset)), toByteOffset: offset, as: UInt64.self)
        offset += 8
    }
    bytes.storeBytes(of: lowercasedASCII(loadTail(input, from: offset)), toByteOffset: offset, as: UInt64.self)
}

/// Where an account stands in the accounts index: its country, then a keyed hash of its id.
///
/// The country comes first so that each country's part of the index is one run in key order.
func accountIndexKey(_ country: Country, _ accountID: RawSpan, key: SipKey) -> Hash128 {
    let hash = sipHash128(prefix: UInt64(country.rawValue), accountID, key: key)
    return Hash128(high: UInt64(country.rawValue) << 59 | hash.high >> 5, low: hash.low)
}

/// A veto is not what the version at hand said: without it, the same row again is known.
private func hashRecordHead(_ record: RawSpan, seed: UInt64) -> UInt64 {
    let head = record.extracting(RecordLayout.country..<RecordLayout.sequence)
    let flags = AccountFlags(rawValue: loadHalfWord(head, at: RecordLayout.flags - RecordLayout.country))
    guard flags.isVetoed else { return foldedHash(head, seed: seed) }
    var bytes = InlineArray<8, UInt8>(repeating: 0)
    let word = loadWord(head, at: 0) & ~(UInt64(AccountFlags.vetoed.rawValue) << 32)
    for place in 0..<8 { bytes[place] = UInt8(truncatingIfNeeded: word >> UInt64(place * 8)) }
    return foldedHash(bytes.span.raw, seed: seed)
}

/// The hash of everything in a record that its country said: all but the source (batch, line, row), the
/// manifest sequence, and the hash itself.
func hashRecordContent(_ record: RawSpan, seed: UInt64) -> UInt64 {
    let head = hashRecordHead(record, seed: seed)
    let middle = foldedHash(record.extracting(RecordLayout.updatedAt..<RecordLayout.contentHash), seed: head)
    return foldedHash(record.extracting(RecordLayout.headerBytes..<record.byteCount), seed: middle)
}
