/// Makes K1, the link key of one e-mail field: two accounts link if and only if their K1 bytes are
/// equal.
///
/// A pure function of the bytes and of the pinned tables; no locale, no clock, no provider rule.
/// Complete: it answers for every input, and twice the same: the key of a key is the key.
///
/// - Parameters:
///   - field: the field's bytes as exported, without CSV quotes.
///   - key: cleared first; holds the key when the answer is `nil`, nothing of use otherwise.
/// - Returns: why there is no key, or `nil`.
package func makeLinkKey(_ field: Span<UInt8>, into key: inout [UInt8]) -> AddressFault? {
    switch scanAddress(field) {
    case .plain(let range, _):
        replace(&key, with: field.extracting(range))
        for place in key.indices { key[place] = lowercasedASCII(key[place]) }
        return nil
    case .rejected(let fault, _):
        key.removeAll(keepingCapacity: true)
        return fault
    case .needsUnicodePath:
        return makeUnicodeLinkKey(field, into: &key)
    }
}

/// `makeLinkKey` without its fast path: the definition of K1.
package func makeUnicodeLinkKey(_ field: Span<UInt8>, into key: inout [UInt8]) -> AddressFault? {
    key.removeAll(keepingCapacity: true)
    var text: [UInt32] = []
    text.reserveCapacity(field.count)
    guard appendScalars(of: field, in: 0..<field.count, to: &text) else { return .invalidUTF8 }
    let address = trimWhiteSpace(text)
    guard !address.isEmpty else { return .empty }

    let lastAt = address.lastIndex(of: at)
    if let lastAt {
        if address.first == 0x22 { return .quotedLocalPart }
        if address.last == 0x5D, address[lastAt + 1] == 0x5B { return .domainLiteral }
    }
    for scalar in address where !isGraphicASCII(scalar) {
        if let fault = refusal(of: scalar) { return fault }
    }
    guard let lastAt else { return .missingAt }
    guard address.firstIndex(of: at) == lastAt else { return .doubleAt }

    if let fault = appendLocalPart(address[..<lastAt], to: &key) { return fault }
    key.append(UInt8(at))
    return appendHostName(address[(lastAt + 1)...], to: &key)
}

private let at: UInt32 = 0x40

/// Replaces all of `key` by `bytes`, in one copy.
@inline(__always)
func replace(_ key: inout [UInt8], with bytes: Span<UInt8>) {
    key.removeAll(keepingCapacity: true)
    // The buffer lives as long as the span, and `append` copies it.
    unsafe bytes.withUnsafeBufferPointer { buffer in unsafe key.append(contentsOf: buffer) }
}

/// Upper-case ASCII letters to lower case, every other byte as it is.
@inline(__always)
func lowercasedASCII(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
}

/// The address without white space (ASCII and Unicode) and byte order marks outside.
private func trimWhiteSpace(_ text: [UInt32]) -> ArraySlice<UInt32> {
    func isOuter(_ scalar: UInt32) -> Bool {
        if isGraphicASCII(scalar) { return false }
        return scalar == 0xFEFF
            || UnicodeTables.pinned.traits(of: scalar).addressClass == .whiteSpace
    }
    var rest = text[...]
    while let first = rest.first, isOuter(first) { rest.removeFirst() }
    while let last = rest.last, isOuter(last) { rest.removeLast() }
    return rest
}

/// The ASCII characters with a shape, which may stand somewhere in an address.
@inline(__always)
private func isGraphicASCII(_ scalar: UInt32) -> Bool { scalar &- 0x21 < 0x5E }

/// Why a scalar may not stand anywhere inside an address.
private func refusal(of scalar: UInt32) -> AddressFault? {
    switch UnicodeTables.pinned.traits(of: scalar).addressClass {
    case .ordinary: nil
    case .whiteSpace: scalar < 0x20 ? .controlCharacter : .innerWhiteSpace
    case .control: .controlCharacter
    case .zeroWidth: .zeroWidthCharacter
    case .bidiControl: .bidiCharacter
    case .unassigned: .unassignedCharacter
    case .privateUse: .privateUseCharacter
    }
}

/// Longest local part in octets of UTF-8 (RFC 5321, 4.5.3.1.1).
private let localPartOctetsMax = 64

/// Checks the dot-atom of RFC 5321 and RFC 6531 and appends NFC, ASCII-lower-cased, NFC.
///
/// The second NFC is needed: J with caron has no capital of its own, so lower-casing opens a pair
/// that composes. ASCII only, because what one server folds beyond it another keeps apart.
private func appendLocalPart(_ part: ArraySlice<UInt32>, to key: inout [UInt8]) -> AddressFault? {
    guard !part.isEmpty else { return .localPartEmpty }
    let tables = UnicodeTables.pinned
    for scalar in part where scalar >= 0x80 && tables.traits(of: scalar).becomesASCII {
        return .nfcMakesASCII
    }
    guard isDotAtom(part) else { return .notDotAtom }
    var text = Array(part)
    normalizeNFC(&text)
    for place in text.indices where text[place] &- 0x41 < 26 { text[place] += 0x20 }
    normalizeNFC(&text)
    for scalar in text {
        appendUTF8(scalar, to: &key)
        guard key.count <= localPartOctetsMax else { return .localPartTooLong }
    }
    return nil
}

/// Atoms of `atext` or non-ASCII scalars, with single dots between them.
private func isDotAtom(_ text: ArraySlice<UInt32>) -> Bool {
    let dot: UInt32 = 0x2E
    var previous = dot
    for scalar in text {
        if scalar == dot {
            guard previous != dot else { return false }
        } else if scalar < 0x80, !isAtext(scalar) {
            return false
        }
        previous = scalar
    }
    return previous != dot
}

/// `atext` of RFC 5322: letters, digits and ``!#$%&'*+-/=?^_`{|}~``; one bit per ASCII character.
private func isAtext(_ scalar: UInt32) -> Bool {
    let word: UInt64 = scalar < 64 ? 0xA3FF_ACFA_0000_0000 : 0x7FFF_FFFF_C7FF_FFFE
    return word >> UInt64(scalar & 63) & 1 == 1
}
