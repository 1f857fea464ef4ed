internal import AccountModel

extension KobleConfiguration {
    /// The canonical bytes of everything that can change a decision, to be hashed into the digest
    /// that the state is stamped with (RULES §2): the same rules give the same bytes, however
    /// koble.json writes them down.
    package var policyBytes: [UInt8] {
        let countries = Country.allCases.map {
            ($0.code, ConfigurationValue.object(policyMembers($0)))
        }
        let survivorship = SurvivorshipUnit.allCases.map {
            ("\($0)", texts(merge[$0].configurableNames))
        }
        let policy = ConfigurationValue.object([
            "format": .integer(1),
            "launch": merge.launch.map { .text($0.description) } ?? .null,
            "country_order": texts(merge.countryOrder.map(\.code)),
            "hub_limit": .integer(merge.hubLimit),
            "recycled_mailbox_years": .integer(merge.recycledMailboxYears),
            "unusable_addresses_added": texts(merge.unusableAddressesAdded.sorted()),
            "unusable_addresses_removed": texts(merge.unusableAddressesRemoved.sorted()),
            "survivorship": .object(Dictionary(uniqueKeysWithValues: survivorship)),
            "countries": .object(Dictionary(uniqueKeysWithValues: countries)),
        ])
        return Array(policy.json.utf8)
    }

    private func policyMembers(_ country: Country) -> [String: ConfigurationValue] {
        let policy = merge[country]
        return [
            "required_verification": .integer(Int(policy.requiredVerification.rawValue)),
            "partners": texts(Country.allCases.filter { policy.partners.contains($0) }.map(\.code)),
            "released_fields": texts(policy.releasedFields.names),
            "hold": texts(SettingNames.names(of: policy.heldKinds)),
            "recent_email_change_days": .integer(policy.recentEmailChangeDays),
            "undated_accounts_predate_launch": .flag(policy.undatedAccountsPredateLaunch),
        ]
    }

    private func texts(_ names: [String]) -> ConfigurationValue { .list(names.map { .text($0) }) }
}
