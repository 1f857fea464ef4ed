/// Longest host name without its root dot, in A-label form (RFC 1035; 255 octets on the wire).
private let hostNameOctetsMax = 253
/// Longest label in A-label form.
private let labelOctetsMax = 63
/// No scalar below is written from right to left: the Hebrew block starts here.
private let firstRightToLeft: UInt32 = 0x590
private let dot: UInt32 = 0x2E
private let hyphen: UInt32 = 0x2D

/// Appends the A-label form of a domain: UTS 46 ToASCII, non-transitional.
///
/// Flags: UseSTD3ASCIIRules, CheckBidi, CheckJoiners and VerifyDnsLength are on. CheckHyphens is on
/// for labels that are not ASCII; an ASCII label may have hyphens in its third and fourth place,
/// because such host names exist and mail reaches them. One trailing dot is dropped.
func appendHostName(_ text: ArraySlice<UInt32>, to key: inout [UInt8]) -> AddressFault? {
    var mapped: [UInt32] = []
    mapped.reserveCapacity(text.count)
    if let fault = appendMappedDomain(text, to: &mapped) { return fault }
    if mapped.last == dot { mapped.removeLast() }
    guard !mapped.isEmpty else { return .domainEmpty }

    let start = key.count
    var isBidiPossible = false
    var labelStart = 0
    while labelStart <= mapped.count {
        let labelEnd = mapped[labelStart...].firstIndex(of: dot) ?? mapped.count
        let label = mapped[labelStart..<labelEnd]
        if labelStart > 0 { key.append(UInt8(dot)) }
        if let fault = appendLabel(label, to: &key) { return fault }
        guard key.count - start <= hostNameOctetsMax else { return .domainTooLong }
        isBidiPossible =
            isBidiPossible || hasALabelPrefix(label) || label.contains { $0 >= firstRightToLeft }
        labelStart = labelEnd + 1
    }
    return isBidiPossible && breaksBidiRule(mapped) ? .labelBidi : nil
}

/// UTS 46, section 4, steps 1 and 2: map every scalar, then NFC.
private func appendMappedDomain(
    _ text: ArraySlice<UInt32>, to output: inout [UInt32]
) -> AddressFault? {
    let tables = UnicodeTables.pinned
    var isPlain = true
    for scalar in text {
        if scalar < 0x80 {
            output.append(scalar &- 0x41 < 26 ? scalar + 0x20 : scalar)
            continue
        }
        isPlain = false
        switch tables.traits(of: scalar).mapping {
        case .valid: output.append(scalar)
        case .mapped: tables.appendMapped(scalar, to: &output)
        case .ignored: break
        case .disallowed: return .domainRefusedByUTS46
        }
    }
    if !isPlain { normalizeNFC(&output) }
    return nil
}

/// Validates one mapped label and appends its A-label form.
private func appendLabel(_ label: ArraySlice<UInt32>, to key: inout [UInt8]) -> AddressFault? {
    guard !label.isEmpty else { return .labelEmpty }
    guard label.count <= labelOctetsMax else { return .labelTooLong }
    let start = key.count
    if hasALabelPrefix(label) {
        guard isASCII(label), let decoded = decodePunycode(label.dropFirst(4)) else {
            return .labelNotPunycode
        }
        if let fault = judgeUnicodeLabel(decoded) { return fault }
        for scalar in label { key.append(UInt8(scalar)) }
    } else if isASCII(label) {
        if let fault = judgeASCIILabel(label) { return fault }
        for scalar in label { key.append(UInt8(scalar)) }
    } else {
        let unicode = Array(label)
        if let fault = judgeUnicodeLabel(unicode) { return fault }
        key.append(contentsOf: [0x78, 0x6E, 0x2D, 0x2D])
        appendPunycode(of: unicode, to: &key)
    }
    return key.count - start <= labelOctetsMax ? nil : .labelTooLong
}

/// One label that is written from right to left puts the bidi rule on all labels of the name.
private func breaksBidiRule(_ mapped: [UInt32]) -> Bool {
    let labels = mapped.split(separator: dot).map { label in
        hasALabelPrefix(label) ? decodePunycode(label.dropFirst(4)) ?? [] : Array(label)
    }
    return labels.contains(where: isRightToLeft) && !labels.allSatisfy(followsBidiRule)
}

private func isASCII(_ label: ArraySlice<UInt32>) -> Bool {
    label.allSatisfy { $0 < 0x80 }
}

private func hasALabelPrefix(_ label: ArraySlice<UInt32>) -> Bool {
    guard label.count >= 4 else { return false }
    let start = label.startIndex
    return label[start] == 0x78 && label[start + 1] == 0x6E && label[start + 2] == hyphen
        && label[start + 3] == hyphen
}

private func judgeASCIILabel(_ label: ArraySlice<UInt32>) -> AddressFault? {
    guard label.allSatisfy(isHostNameCharacter) else { return .domainNotHostName }
    return label.first == hyphen || label.last == hyphen ? .labelHyphen : nil
}

/// The validity criteria of UTS 46, section 4.1, for a label that is not ASCII.
private func judgeUnicodeLabel(_ label: [UInt32]) -> AddressFault? {
    let tables = UnicodeTables.pinned
    for scalar in label {
        if scalar < 0x80 {
            guard isHostNameCharacter(scalar) else { return .domainNotHostName }
        } else if tables.traits(of: scalar).mapping != .valid {
            return .domainRefusedByUTS46
        }
    }
    guard isNFC(label) else { return .labelNotNormalized }
    if label.first == hyphen || label.last == hyphen { return .labelHyphen }
    if label.count >= 4, label[2] == hyphen, label[3] == hyphen { return .labelHyphen }
    if tables.traits(of: label[0]).isMark { return .labelStartsWithMark }
    return joinersAreInContext(label) ? nil : .labelJoiner
}

/// Lower-case letters, digits and hyphen: what UseSTD3ASCIIRules leaves of ASCII.
private func isHostNameCharacter(_ scalar: UInt32) -> Bool {
    scalar &- 0x61 < 26 || scalar &- 0x30 < 10 || scalar == hyphen
}
