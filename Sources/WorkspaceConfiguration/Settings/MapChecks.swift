internal import AccountModel

extension SettingKind {
    /// Names that a column may be mapped to, for hints.
    private static let columnNames = InputColumn.allCases.map(\.name) + ["ignore"]

    func columnMapFaults(_ value: ConfigurationValue) -> [ValueFault] {
        var sources: [ColumnSlot: String] = [:]
        return objectFaults(value) { exported, target in
            let found = textFaults(
                target, wanted: "the name of a column, or \"ignore\"", check: columnFault)
            guard found.isEmpty, case .text(let name) = target, name != "ignore",
                let slot = ColumnSlot(canonicalName: name)
            else { return found }
            guard let other = sources.updateValue(exported, forKey: slot) else { return [] }
            return [
                ValueFault(
                    reason: "\(name) already comes from \(quoteJSON(other))",
                    wayOut: "Map one of the two to \"ignore\".")
            ]
        }
    }

    func valueMapFaults(_ value: ConfigurationValue) -> [ValueFault] {
        objectFaults(value) { column, map in
            guard let slot = ColumnSlot(canonicalName: column), slot != .ignored else {
                return [unknownColumn(column)]
            }
            return objectFaults(map) { _, target in
                textFaults(target, wanted: "the value that it means, as text") { text in
                    guard let words = slot.allowedValues, !text.isEmpty else { return nil }
                    return wordFault(text, words)
                }
            }
        }
    }

    private func columnFault(_ name: String) -> ValueFault? {
        ColumnSlot(canonicalName: name) == nil ? unknownColumn(name) : nil
    }

    private func unknownColumn(_ name: String) -> ValueFault {
        ValueFault(
            reason: "there is no column \(quoteJSON(name))",
            wayOut: spellingHint(for: name, among: SettingKind.columnNames))
    }
}

extension ColumnSlot {
    /// The words that a column of a fixed vocabulary takes, or `nil` when it takes any text.
    fileprivate var allowedValues: [String]? {
        switch self {
        case .column(let column): column.allowedValues
        case .member(.marketing, _): ["true", "false"]
        case .member, .ignored: nil
        }
    }
}

extension InputColumn {
    fileprivate var allowedValues: [String]? {
        switch self {
        case .emailVerified, .phoneVerified, .privileged, .pendingEmailChange, .openDataRequest,
            .legalHold:
            ["true", "false"]
        case .accountType: ["registered", "guest", "attendee", "passholder"]
        case .status: ["active", "blocked", "closed"]
        case .linkConsent: ["granted", "declined"]
        case .op: ["upsert", "delete", "erase"]
        case .accountID, .email, .firstName, .lastName, .country, .postalCode, .phone, .language,
            .createdAt, .updatedAt, .consentProvenBy, .emailChangedAt, .globalPasswordSetAt,
            .globalPhoneVerifiedAt, .organiser, .orders:
            nil
        }
    }
}
