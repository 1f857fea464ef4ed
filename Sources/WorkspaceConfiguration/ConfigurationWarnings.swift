internal import AccountModel

/// What is allowed in a configuration and seldom meant.
func configurationWarnings(_ settings: EffectiveSettings) -> [ConfigurationFinding] {
    settings.shown.compactMap { shown in
        guard case .line(let line) = shown.origin, let (reason, wayOut) = warning(about: shown)
        else { return nil }
        return ConfigurationFinding(
            severity: .warning, path: shown.name, line: line, reason: reason, wayOut: wayOut)
    } + oneSidedPartners(settings)
}

private func warning(about shown: EffectiveSetting) -> (reason: String, wayOut: String)? {
    switch (shown.setting.name, shown.value) {
    case ("policy.required_verification", .text("none")):
        (
            "accounts count as members though nobody proved their address",
            "Use it only where every address was proven before the export."
        )
    case ("vanished_share_max", let value) where value.share == 1:
        ("a full export may remove every account", "Use --allow-shrink for single runs instead.")
    case ("reject_share_max", let value) where value.share == 1:
        ("a file is applied however many of its rows are rejected", "Set a share below 1.")
    default: nil
    }
}

/// Countries that name a partner who does not name them: they never link, which neither side sees.
private func oneSidedPartners(_ settings: EffectiveSettings) -> [ConfigurationFinding] {
    let merge = SettingValues(settings).mergePolicy()
    guard let setting = SettingTable.perCountry.first(where: { $0.name == "policy.partners" })
    else {
        preconditionFailure("there is no setting for partners")
    }
    return Country.allCases.compactMap { country in
        let own = settings.effective(setting, for: country)
        guard own.country == country, case .line(let line) = own.origin else { return nil }
        let silent = Country.allCases.filter {
            $0 != country && merge[country].partners.contains($0)
                && !merge[$0].partners.contains(country)
        }
        guard !silent.isEmpty else { return nil }
        return ConfigurationFinding(
            severity: .warning, path: own.name, line: line,
            reason:
                "\(silent.map(\.code).joined(separator: ", ")) do not name \(country.code) in turn",
            wayOut: "Links need both: add \(country.code) there, or leave them out here.")
    }
}
