internal import AccountModel

/// What values a setting takes.
enum SettingKind: Sendable {
    case flag
    case integer(ClosedRange<Int>)
    case share
    case instant
    case byteSize
    case choice([String])
    case choices([String])
    case countries, countryOrder, countryRows
    case ruleOrder
    case addresses
    case delimiter, timeZone, dateFormats, columnMap, valueMap
}

/// What is wrong with a value, and at which place inside it.
struct ValueFault: Error, Equatable {
    /// Keys or indices below the setting; empty when the whole value is meant.
    var place: [String] = []
    let reason: String
    let wayOut: String
}

extension SettingKind {
    /// All that is wrong with `value`; nothing when the setting can be used.
    func faults(in value: ConfigurationValue) -> [ValueFault] {
        switch self {
        case .flag:
            wrongKind(value, wanted: "true or false") { if case .flag = $0 { true } else { false } }
        case .integer(let range): integerFaults(value, in: range)
        case .share: shareFaults(value)
        case .instant: instantFaults(value)
        case .byteSize: textFaults(value, wanted: "a size such as \"1GiB\"", check: byteSizeFault)
        case .choice(let words):
            textFaults(value, wanted: "one of \(words.joined(separator: ", "))") {
                wordFault($0, words)
            }
        case .choices(let words): listFaults(value, isSet: true) { wordFault($0, words) }
        case .countries: listFaults(value, isSet: true, check: countryFault)
        case .countryOrder: listFaults(value, isSet: true, check: countryFault)
        case .countryRows: countryRowsFaults(value)
        case .ruleOrder: ruleOrderFaults(value)
        case .addresses: listFaults(value, isSet: true, check: addressFault)
        case .delimiter: textFaults(value, wanted: "one character", check: delimiterFault)
        case .timeZone: textFaults(value, wanted: "a time zone", check: timeZoneFault)
        case .dateFormats: listFaults(value, isSet: true, check: dateFormatFault)
        case .columnMap: columnMapFaults(value)
        case .valueMap: valueMapFaults(value)
        }
    }

    private func integerFaults(_ value: ConfigurationValue, in range: ClosedRange<Int>)
        -> [ValueFault]
    {
        let wanted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return wrongKind(value, wanted: wanted) {
            if case .integer(let number) = $0 { range.contains(number) } else { false }
        }
    }

    private func shareFaults(_ value: ConfigurationValue) -> [ValueFault] {
        wrongKind(value, wanted: "a share from 0 to 1, such as 0.02 for 2 %") {
            guard let share = $0.share else { return false }
            return share >= 0 && share <= 1
        }
    }

    private func instantFaults(_ value: ConfigurationValue) -> [ValueFault] {
        guard value != .null else { return [] }
        return textFaults(value, wanted: "an instant or null") { text in
            guard Timestamp(text) == nil || text.utf8.count <= 10 else { return nil }
            return ValueFault(
                reason: "it is no instant of RFC 3339",
                wayOut: "Write date, time and offset, such as \"2026-03-01T00:00:00Z\".")
        }
    }

    private func ruleOrderFaults(_ value: ConfigurationValue) -> [ValueFault] {
        let faults = listFaults(value, isSet: true) {
            wordFault($0, SettingNames.survivorshipRules)
        }
        guard faults.isEmpty, value.texts.first != "verified" else { return faults }
        return [
            ValueFault(
                reason: "\"verified\" is not the first rule",
                wayOut: "Put it first: an unverified value must never win over a member's.")
        ]
    }

    private func countryRowsFaults(_ value: ConfigurationValue) -> [ValueFault] {
        objectFaults(value) { code, rows in
            var faults = countryFault(code).map { [$0] } ?? []
            if case .integer(let least) = rows, least >= 0 { return faults }
            faults.append(.wrongKind(rows, wanted: "the least number of rows"))
            return faults
        }
    }
}

/// The form every check of a list, a text or an object shares.
extension SettingKind {
    func wrongKind(
        _ value: ConfigurationValue, wanted: String, _ isRight: (ConfigurationValue) -> Bool
    ) -> [ValueFault] {
        isRight(value) ? [] : [.wrongKind(value, wanted: wanted)]
    }

    func textFaults(
        _ value: ConfigurationValue, wanted: String, check: (String) -> ValueFault?
    ) -> [ValueFault] {
        guard case .text(let text) = value else { return [.wrongKind(value, wanted: wanted)] }
        return check(text).map { [$0] } ?? []
    }

    func listFaults(
        _ value: ConfigurationValue, isSet: Bool, check: (String) -> ValueFault?
    ) -> [ValueFault] {
        guard case .list(let elements) = value else {
            return [.wrongKind(value, wanted: "a list such as [\"…\", \"…\"]")]
        }
        var seen: Set<ConfigurationValue> = []
        var faults: [ValueFault] = []
        for (index, element) in elements.enumerated() {
            var found = textFaults(element, wanted: "text", check: check)
            if isSet, !seen.insert(element).inserted {
                found.append(ValueFault(reason: "it stands there twice", wayOut: "Remove one."))
            }
            faults += found.map { $0.below(String(index)) }
        }
        return faults
    }

    func objectFaults(
        _ value: ConfigurationValue, check: (String, ConfigurationValue) -> [ValueFault]
    ) -> [ValueFault] {
        guard case .object(let members) = value else {
            return [.wrongKind(value, wanted: "an object such as {\"…\": …}")]
        }
        return members.sorted { $0.key < $1.key }.flatMap { key, member in
            check(key, member).map { $0.below(key) }
        }
    }
}

extension ValueFault {
    static func wrongKind(_ value: ConfigurationValue, wanted: String) -> ValueFault {
        let found =
            switch value {
            case .integer, .number: value.json
            default: value.kindName
            }
        return ValueFault(reason: "it is \(found)", wayOut: "Write \(wanted).")
    }

    func below(_ key: String) -> ValueFault {
        var moved = self
        moved.place.insert(key, at: 0)
        return moved
    }
}

extension ConfigurationValue {
    /// The number, whether it was written with or without a fraction.
    var share: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The texts of a list, or nothing.
    var texts: [String] {
        guard case .list(let elements) = self else { return [] }
        return elements.compactMap { if case .text(let text) = $0 { text } else { nil } }
    }
}
