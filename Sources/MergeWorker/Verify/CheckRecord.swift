internal import AccountModel
internal import ByteScanning

/// A stored record whose every part lies where it must, or what is wrong with it.
enum CheckedRecord {
    case sound(AccountFacts)
    /// `length` is `nil` when not even the end of the record can be trusted.
    case damaged(StaticString, length: Int?)
}

/// Checks the record that starts at `start`. Never traps, whatever the bytes are.
func checkRecord(_ bytes: RawSpan, at start: Int) -> CheckedRecord {
    let room = bytes.byteCount - start
    guard start >= 0, room >= RecordLayout.headerBytes else { return .damaged("a record is cut", length: nil) }
    let length = Int(loadHalfWord(bytes, at: start + RecordLayout.byteCount))
    guard length >= RecordLayout.headerBytes, length <= room else {
        return .damaged("the length of a record", length: nil)
    }
    let head = loadHalfWord(bytes, at: start + RecordLayout.country)
    guard Country(rawValue: UInt8(truncatingIfNeeded: head)) != nil else {
        return .damaged("the country of a record", length: length)
    }
    switch RecordKind(rawValue: UInt8(truncatingIfNeeded: head >> 8)) {
    case .account, .deleted, .erased, .vanished: break
    case .departure, .arrival, .due, .vanishing, .vetoing, .erasing, nil:
        return .damaged("the kind of a record", length: length)
    }
    guard commonBytes(bytes, start) <= length - RecordLayout.headerBytes else {
        return .damaged("the lengths of a record's fields", length: length)
    }
    let facts = AccountFacts(bytes, at: start)
    if let problem = fieldProblem(facts) ?? extrasProblem(facts, bytes) {
        return .damaged(problem, length: length)
    }
    return .sound(facts)
}

/// Bytes of all common fields together.
private func commonBytes(_ bytes: RawSpan, _ start: Int) -> Int {
    var total = 0
    for index in 0..<CommonField.allCases.count {
        let offset = start + RecordLayout.lengths + 2 * (index & ~1)
        let pair = loadHalfWord(bytes, at: offset)
        total += Int(index & 1 == 0 ? pair & 0xFFFF : pair >> 16)
    }
    return total
}

private func fieldProblem(_ facts: AccountFacts) -> StaticString? {
    let id = facts.range(of: .accountID).count
    if id == 0 || id > 255 { return "the account id of a record" }
    if facts.kind != .account, facts.byteCount != RecordLayout.headerBytes + id {
        return "a deleted account that has more than its id"
    }
    if facts.flags.contains(.hasExtras) == facts.extras.isEmpty { return "the extras flag of a record" }
    return nil
}

/// Walks the extras without trusting any of their lengths.
private func extrasProblem(_ facts: AccountFacts, _ bytes: RawSpan) -> StaticString? {
    let extras = facts.extras
    var cursor = extras.lowerBound
    var lastTag: UInt8 = 0
    while cursor < extras.upperBound {
        guard extras.upperBound - cursor >= 4 else { return "an extra that is cut" }
        let head = loadHalfWord(bytes, at: cursor)
        let rawTag = UInt8(truncatingIfNeeded: head)
        let nameBytes = Int(head >> 8 & 0xFF)
        let valueBytes = Int(head >> 16)
        guard let tag = AccountExtra(rawValue: rawTag) else { return "the kind of an extra" }
        guard rawTag >= lastTag else { return "the order of the extras" }
        guard tag.hasName || nameBytes == 0 else { return "the name of an extra" }
        guard isPossible(valueBytes, tag) else { return "the length of an extra" }
        cursor += 4 + nameBytes + valueBytes
        guard cursor <= extras.upperBound else { return "an extra that is cut" }
        lastTag = rawTag
    }
    return nil
}

private func isPossible(_ valueBytes: Int, _ tag: AccountExtra) -> Bool {
    switch tag {
    case .emailChangedAt, .globalPasswordSetAt, .globalPhoneVerifiedAt: valueBytes == 8
    case .marketing: valueBytes == 1
    case .consentProvenBy, .organiser, .orders, .delivery, .attribute: true
    }
}
