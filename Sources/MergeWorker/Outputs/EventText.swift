internal import AccountModel
internal import ByteScanning
internal import MergeReports

/// The line of a CloudEvents 1.0 event.
enum EventText {
    /// Where the number of twelve digits stands.
    static var numberOffset: Int { head.utf8CodeUnitCount }

    /// The event that a whole state took the place of what was published: it is about no profile.
    static func replacement(_ number: UInt64) -> String { line(number, "koble.state.replaced", "") }

    /// The event that the run lists all accounts of a country that are excluded: who is not among them was erased.
    static func holdsReplacement(_ number: UInt64, _ country: Country) -> String {
        line(number, "koble.holds.replaced", ",\"country\":\"\(country.code)\"")
    }

    private static func line(_ number: UInt64, _ type: String, _ rest: String) -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 12 - digits.count)) + digits
        return "\(head)" + padded + "\",\"source\":\"/koble\",\"type\":\"\(type)\"\(rest)}\n"
    }

    fileprivate static var head: StaticString { "{\"specversion\":\"1.0\",\"id\":\"" }
    /// What stands before the causes.
    static let causesStart = ",\"causes\":\""
}

extension KeyRangeOutput {
    /// Writes an event; its number is given when the key range is written.
    ///
    /// - Parameter causes: listed in the extension attribute `causes`; none where every event has the same.
    mutating func appendEvent(_ change: ChangeKind, _ id: Hash128, because causes: [ChangeCause]) {
        eventNumbers.append(events.count + EventText.numberOffset)
        events.append(EventText.head)
        events.append("000000000000\",\"source\":\"/koble\",\"type\":\"koble.profile.")
        events.append(change.name)
        events.append("\",\"subject\":\"")
        events.append(uuid: id)
        if !causes.isEmpty {
            events.append("\"")
            events.append(text: EventText.causesStart)
            events.append(text: listedCauses(causes).map(\.text).joined(separator: " "))
        }
        events.append("\"}\n")
    }
}
