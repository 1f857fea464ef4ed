internal import AccountModel

/// Turns checked settings into the types of the model.
///
/// Every value has passed its setting's check, so one that does not fit is a bug and traps.
struct SettingValues {
    private let settings: EffectiveSettings

    init(_ settings: EffectiveSettings) { self.settings = settings }

    private func value(_ name: String, _ country: Country?) -> ConfigurationValue {
        guard let setting = SettingTable.all.first(where: { $0.name == name }) else {
            preconditionFailure("there is no setting \(name)")
        }
        return settings.effective(setting, for: country).value
    }

    func flag(_ name: String, _ country: Country? = nil) -> Bool {
        guard case .flag(let flag) = value(name, country) else { wrong(name) }
        return flag
    }

    func integer(_ name: String, _ country: Country? = nil) -> Int {
        guard case .integer(let integer) = value(name, country) else { wrong(name) }
        return integer
    }

    func share(_ name: String, _ country: Country? = nil) -> Double {
        guard let share = value(name, country).share else { wrong(name) }
        return share
    }

    func text(_ name: String, _ country: Country? = nil) -> String {
        guard case .text(let text) = value(name, country) else { wrong(name) }
        return text
    }

    func texts(_ name: String, _ country: Country? = nil) -> [String] { value(name, country).texts }

    func byteSize(_ name: String) -> ByteSize {
        guard let size = ByteSize(text(name)) else { wrong(name) }
        return size
    }

    func countries(_ name: String, _ country: Country? = nil) -> [Country] {
        texts(name, country).map { code in
            guard let country = Country(code: code) else { wrong(name) }
            return country
        }
    }

    func countryRows(_ name: String) -> [Country: Int] {
        guard case .object(let members) = value(name, nil) else { wrong(name) }
        return members.reduce(into: [:]) { result, member in
            guard let country = Country(code: member.key), case .integer(let rows) = member.value
            else { wrong(name) }
            result[country] = rows
        }
    }

    private func instant(_ name: String) -> Timestamp? {
        guard case .text(let text) = value(name, nil) else { return nil }
        return Timestamp(text)
    }

    private func textMap(_ value: ConfigurationValue, _ name: String) -> [String: String] {
        guard case .object(let members) = value else { wrong(name) }
        return members.mapValues { value in
            guard case .text(let text) = value else { wrong(name) }
            return text
        }
    }

    private func wrong(_ name: String) -> Never {
        preconditionFailure("the check of \(name) let a value pass that does not fit")
    }
}

extension SettingValues {
    func mergePolicy() -> MergePolicy {
        let named = countries("country_order")
        var policy = MergePolicy(
            countryOrder: named + Country.allCases.filter { !named.contains($0) })
        policy.launch = instant("launch")
        policy.hubLimit = integer("hub_limit")
        policy.recycledMailboxYears = integer("recycled_mailbox_years")
        policy.unusableAddressesAdded = texts("unusable_addresses.add").sorted()
        policy.unusableAddressesRemoved = texts("unusable_addresses.remove").sorted()
        for unit in SurvivorshipUnit.allCases {
            policy[unit] = SurvivorshipOrder(
                texts("survivorship.\(unit)").map(SettingNames.survivorshipRule))
        }
        for country in Country.allCases { policy[country] = countryPolicy(of: country) }
        return policy
    }

    private func countryPolicy(of country: Country) -> CountryPolicy {
        CountryPolicy(
            requiredVerification: SettingNames.verification(
                named: text("policy.required_verification", country)),
            partners: CountrySet(countries("policy.partners", country).map { CountrySet($0) }),
            releasedFields: SettingNames.goldenFields(
                named: texts("policy.released_fields", country)),
            heldKinds: SettingNames.heldKinds(named: texts("policy.hold", country)),
            recentEmailChangeDays: integer("policy.recent_email_change_days", country),
            undatedAccountsPredateLaunch: flag("policy.undated_accounts_predate_launch", country))
    }

    func intake(of country: Country) -> IntakeConfiguration {
        guard let delimiter = text("delimiter", country).utf8.first,
            let charset = Charset(rawValue: text("charset", country)),
            let timeZone = TimeZoneRule(name: text("time_zone", country)),
            case .object(let values) = value("values", country)
        else { wrong("intake") }
        return IntakeConfiguration(
            delimiter: delimiter, charset: charset,
            columns: textMap(value("columns", country), "columns").mapValues { name in
                guard let slot = ColumnSlot(canonicalName: name) else { wrong("columns") }
                return slot
            },
            values: values.mapValues { textMap($0, "values") },
            dates: DateReader(
                patterns: texts("date_formats", country).map { datePattern($0, timeZone) }),
            rejectShareMax: share("reject_share_max", country),
            rejectCountMin: integer("reject_count_min", country),
            requireManifest: flag("require_manifest", country))
    }

    private func datePattern(_ format: String, _ timeZone: TimeZoneRule) -> DatePattern {
        do throws(DatePattern.Fault) {
            return try DatePattern(format, timeZone: timeZone)
        } catch {
            wrong("date_formats")
        }
    }
}
