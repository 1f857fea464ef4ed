internal import AccountModel

/// Walks koble.json along the table of settings: takes what it knows, and finds what is wrong.
struct SettingReader {
    private let text: ConfigurationText
    private(set) var settings = EffectiveSettings()
    private(set) var findings: [ConfigurationFinding] = []

    init(_ text: ConfigurationText) { self.text = text }

    mutating func read() {
        readObject(text.root, at: [], below: [], table: SettingTable.all, country: nil)
        guard let countries = text.root[SettingReader.countriesKey] else { return }
        guard case .object(let members) = countries else {
            report(
                .wrongKind(countries, wanted: "an object such as {\"NO\": {…}}"),
                at: [SettingReader.countriesKey])
            return
        }
        for (code, value) in members.sorted(by: { $0.key < $1.key }) {
            readCountry(code, value, at: [SettingReader.countriesKey, code])
        }
    }

    private static let countriesKey = "countries"

    private mutating func readCountry(
        _ code: String, _ value: ConfigurationValue, at path: [String]
    ) {
        if let fault = SettingKind.countries.countryFault(code) { return report(fault, at: path) }
        guard case .object(let members) = value else {
            return report(
                .wrongKind(value, wanted: "an object such as {\"delimiter\": \";\"}"), at: path)
        }
        readObject(
            members, at: path, below: [], table: SettingTable.perCountry,
            country: Country(code: code))
    }

    /// Reads the members of the object at `path`; the settings among them begin with `prefix`.
    private mutating func readObject(
        _ members: [String: ConfigurationValue], at path: [String], below prefix: [String],
        table: [Setting], country: Country?
    ) {
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            let settingPath = prefix + [key]
            let place = path + [key]
            if let setting = table.first(where: { $0.path == settingPath }) {
                take(setting, value, at: place, country: country)
            } else if table.contains(where: { $0.path.starts(with: settingPath) }) {
                guard case .object(let inner) = value else {
                    report(
                        .wrongKind(value, wanted: "an object such as {\"\(key)\": {…}}"), at: place)
                    continue
                }
                readObject(inner, at: place, below: settingPath, table: table, country: country)
            } else if !(place == [SettingReader.countriesKey]) {
                reportUnknown(key, at: place, prefix: prefix, table: table, country: country)
            }
        }
    }

    private mutating func take(
        _ setting: Setting, _ value: ConfigurationValue, at path: [String], country: Country?
    ) {
        let faults = setting.kind.faults(in: value)
        for fault in faults { report(fault, at: path) }
        guard faults.isEmpty else { return }
        settings.set(
            EffectiveSetting(
                setting: setting, country: country, value: value, origin: .line(line(of: path) ?? 1)
            ))
    }

    private mutating func reportUnknown(
        _ key: String, at path: [String], prefix: [String], table: [Setting], country: Country?
    ) {
        if country != nil,
            SettingTable.all.contains(where: { $0.path.starts(with: prefix + [key]) })
        {
            return report(
                ValueFault(
                    reason: "this setting is for all countries", wayOut: "Move it to the top level."
                ),
                at: path)
        }
        var known = Set(table.filter { $0.path.starts(with: prefix) }.map { $0.path[prefix.count] })
        if path.count == 1 { known.insert(SettingReader.countriesKey) }
        report(
            ValueFault(
                reason: "there is no such setting",
                wayOut: spellingHint(for: key, among: known.sorted())),
            at: path)
    }

    private mutating func report(_ fault: ValueFault, at path: [String]) {
        let place = path + fault.place
        findings.append(
            ConfigurationFinding(
                severity: .error, path: place.joined(separator: "."), line: line(of: place),
                reason: fault.reason, wayOut: fault.wayOut))
    }

    /// The line of the innermost part of `path` that stands in the file.
    private func line(of path: [String]) -> Int? {
        var path = path
        while !path.isEmpty {
            if let line = text.lines[path] { return line }
            path.removeLast()
        }
        return nil
    }
}
