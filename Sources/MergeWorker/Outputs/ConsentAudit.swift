internal import AccountModel
internal import ByteScanning
internal import FoundationEssentials

/// Counts the channels of one published account that say yes where its own record does not (RULES §8).
///
/// The certificate of every run, apart from the merging on purpose: it reads the text as it was written and looks
/// each yes up in the record, by the channel's name. It shares nothing with what chooses an answer (the strictest
/// of a country's accounts) but the layout of a record, so that a mistake there is found here.
///
/// - Parameters:
///   - text: what was written; the channels start at `start`, right behind the brace that opens them.
///   - facts: the account whose channels they are.
/// - Returns: 0, or the run does not balance and commits nothing.
/// - Complexity: O(channels), but for names of channels that JSON has to escape.
@inline(__always)
func consentBreaches(in text: RawSpan, from start: Int, of facts: AccountFacts, _ records: RawSpan) -> Int {
    // The usual account has no channel at all, or none behind the first that says yes.
    loadByte(text, at: start) == UInt8(ascii: "\"") ? countBreaches(in: text, from: start, of: facts, records) : 0
}

private func countBreaches(in text: RawSpan, from start: Int, of facts: AccountFacts, _ records: RawSpan) -> Int {
    var breaches = 0
    var place = start
    while loadByte(text, at: place) == UInt8(ascii: "\"") {
        var end = place + 1
        while loadByte(text, at: end) != UInt8(ascii: "\"") {
            end += loadByte(text, at: end) == UInt8(ascii: "\\") ? 2 : 1
        }
        // Behind the name: a colon, and `true` or `false`.
        let isYes = loadByte(text, at: end + 2) == UInt8(ascii: "t")
        if isYes, !saysYes(facts, to: text, place + 1..<end, records) { breaches += 1 }
        place = end + (isYes ? 6 : 7)
        if loadByte(text, at: place) == UInt8(ascii: ",") { place += 1 }
    }
    return breaches
}

/// Whether the record itself says yes to the channel that `name` writes.
private func saysYes(_ facts: AccountFacts, to text: RawSpan, _ name: Range<Int>, _ records: RawSpan) -> Bool {
    var cursor = facts.extras.lowerBound
    while let field = facts.nextExtra(records, &cursor) {
        guard field.tag == .marketing, isName(text, name, of: records, field.name) else { continue }
        return loadByte(records, at: field.value.lowerBound) == 1
    }
    return false
}

/// Whether a name of a JSON object stands for the bytes of a record's channel.
private func isName(_ text: RawSpan, _ name: Range<Int>, of records: RawSpan, _ channel: Range<Int>) -> Bool {
    if name.count == channel.count { return areEqual(text, name, records, channel) }
    // Escaped: longer than what it stands for.
    guard name.count > channel.count else { return false }
    let quoted = "\"" + String(decoding: copy(text.bytes, name), as: UTF8.self) + "\""
    do {
        let read = try JSONDecoder().decode(String.self, from: Data(quoted.utf8))
        return Array(read.utf8) == copy(records.bytes, channel)
    } catch {
        return false
    }
}
