internal import AccountModel
internal import ByteScanning
internal import MergeReports

/// The line of a CloudEvents 1.0 event. There are few kinds and millions of events, so each line is made once
/// and copied; its number and its subject are written over.
enum EventText {
    /// Where the number of twelve digits stands.
    static let numberOffset = head.utf8.count

    /// A line with zeros for its number and its subject.
    static func line(_ change: ChangeKind) -> [UInt8] { lines[Int(change.rawValue)] }

    /// How many bytes stand behind the start of the subject.
    static let subjectToEnd = subject.utf8.count + tail.utf8.count

    /// The event that a whole state took the place of what was published: it is about no profile.
    static func replacement(_ number: UInt64) -> String { line(number, "koble.state.replaced", "") }

    /// The event that the run lists all accounts of a country that are excluded: who is not among them was erased.
    static func holdsReplacement(_ number: UInt64, _ country: Country) -> String {
        line(number, "koble.holds.replaced", ",\"country\":\"\(country.code)\"")
    }

    private static func line(_ number: UInt64, _ type: String, _ rest: String) -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 12 - digits.count)) + digits
        return head + padded + "\",\"source\":\"/koble\",\"type\":\"\(type)\"\(rest)}\n"
    }

    private static let head = "{\"specversion\":\"1.0\",\"id\":\""
    private static let subject = "00000000-0000-0000-0000-000000000000"
    private static let tail = "\"" + closing
    /// How every line ends.
    fileprivate static let closing = "}\n"
    /// What stands before the causes.
    static let causesStart = ",\"causes\":\""

    private static let lines: [[UInt8]] = ChangeKind.allCases.map { change in
        let type = "koble.profile.\(change.name)"
        let middle = "000000000000\",\"source\":\"/koble\",\"type\":\"\(type)\",\"subject\":\""
        return Array((head + middle + subject + tail).utf8)
    }
}

extension KeyRangeOutput {
    /// Writes an event; its number is given when the key range is written.
    ///
    /// - Parameter causes: listed in the extension attribute `causes`; none where every event has the same.
    mutating func appendEvent(_ change: ChangeKind, _ id: Hash128, because causes: [ChangeCause]) {
        eventNumbers.append(events.count + EventText.numberOffset)
        events.append(EventText.line(change).raw)
        events.overwrite(uuid: id, at: events.count - EventText.subjectToEnd)
        if causes.isEmpty { return }
        events.truncate(to: events.count - EventText.closing.utf8.count)
        events.append(text: EventText.causesStart)
        events.append(text: listedCauses(causes).map(\.text).joined(separator: " "))
        events.append(text: "\"" + EventText.closing)
    }
}
