internal import AccountModel

extension KobleConfiguration {
    /// The settings in force that can change a decision, as a koble.json of their own.
    ///
    /// Read back, it gives the same policy: kept beside the state, it tells what the state was decided under
    /// when koble.json has changed since.
    package var rulesText: String {
        var root: [String: ConfigurationValue] = [:]
        for shown in ruleSettings {
            let place = shown.country.map { ["countries", $0.code] } ?? []
            insert(shown.value, at: (place + shown.setting.path)[...], into: &root)
        }
        return ConfigurationValue.object(root).json
    }

    /// The names of the rule settings that are not in force as in `former`, sorted.
    package func rulesMoved(since former: KobleConfiguration) -> [String] {
        let (now, before) = (valuesByName, former.valuesByName)
        return Set(now.keys).union(before.keys).filter { now[$0] != before[$0] }.sorted()
    }

    private var ruleSettings: [EffectiveSetting] { settings.shown.filter { $0.setting.part == .rules } }

    private var valuesByName: [String: String] {
        Dictionary(ruleSettings.map { ($0.name, $0.value.json) }) { first, _ in first }
    }
}

private func insert(
    _ value: ConfigurationValue, at path: ArraySlice<String>, into members: inout [String: ConfigurationValue]
) {
    guard let key = path.first else { preconditionFailure("a setting without a name") }
    if path.count == 1 {
        members[key] = value
        return
    }
    var inner: [String: ConfigurationValue] = [:]
    if case .object(let found) = members[key] { inner = found }
    insert(value, at: path.dropFirst(), into: &inner)
    members[key] = .object(inner)
}
