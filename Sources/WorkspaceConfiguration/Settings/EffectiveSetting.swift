package import AccountModel

/// Where a value that is in force was written down.
package enum SettingOrigin: Sendable, Hashable {
    case builtIn
    /// A line of the configuration, from 1.
    case line(Int)

    /// As `koble config show --origin` prints it.
    /// - Parameter file: How the configuration is called there.
    package func text(in file: String) -> String {
        switch self {
        case .builtIn: "default"
        case .line(let line): "\(file) line \(line)"
        }
    }
}

/// A setting as it is in force, for all the countries or for one.
package struct EffectiveSetting: Sendable {
    /// What is set.
    package let setting: Setting
    /// The country that it is for; `nil`: every country that has none of its own.
    package let country: Country?
    /// What is in force.
    package let value: ConfigurationValue
    /// Who says so.
    package let origin: SettingOrigin

    /// The path in koble.json, such as `countries.NO.delimiter`.
    package var name: String { (country.map { "countries.\($0.code)." } ?? "") + setting.name }
}

/// Everything that koble.json sets, checked, with the defaults for the rest.
package struct EffectiveSettings: Sendable {
    private struct Key: Hashable {
        let country: Country?
        let path: [String]
    }

    private var written: [Key: EffectiveSetting] = [:]

    mutating func set(_ setting: EffectiveSetting) {
        written[Key(country: setting.country, path: setting.setting.path)] = setting
    }

    /// What is in force for `country`: its own value, else that for all, else the default.
    func effective(_ setting: Setting, for country: Country?) -> EffectiveSetting {
        if let country, let own = written[Key(country: country, path: setting.path)] { return own }
        if let general = written[Key(country: nil, path: setting.path)] { return general }
        return EffectiveSetting(
            setting: setting, country: nil, value: setting.defaultValue, origin: .builtIn)
    }

    /// What is in force for all the countries, then what single countries set for themselves.
    package var shown: [EffectiveSetting] {
        let general = SettingTable.all.map { effective($0, for: nil) }
        let own = Country.allCases.flatMap { country in
            SettingTable.perCountry.compactMap { written[Key(country: country, path: $0.path)] }
        }
        return general + own
    }

    /// All that is in force for one country.
    package func shown(for country: Country) -> [EffectiveSetting] {
        SettingTable.perCountry.map { effective($0, for: country) }
    }
}
