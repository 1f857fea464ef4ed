internal import AccountModel

/// Every setting there is, in the order of the template.
package enum SettingTable {
    /// The whole table.
    package static let all: [Setting] = launch + policy + rules + intake + operation

    /// The settings that `countries.CC` may hold.
    static let perCountry = all.filter(\.isPerCountry)

    private static let launch = [
        Setting(
            "launch", .instant, default: .null, .rules,
            """
            When one user name began to work in all countries, such as "2026-03-01T00:00:00Z". \
            Accounts created before it are linked by their address; later ones need consent. \
            null: not launched, all accounts are linked by their address.
            """),
        Setting(
            "expected_countries", .countryRows, default: .object([:]), .operation,
            """
            The countries without whose batch `koble run --require-all` does not start, each with \
            the least rows that its batch must have, such as {"NO": 400000, "SE": 900000}.
            """),
    ]

    private static let policy = [
        Setting(
            "policy.required_verification", .choice(SettingNames.verification),
            default: .text("email"),
            .rules, perCountry: true,
            """
            What makes an account a member, whose values can win: "email" or "email_and_phone" \
            verified in its country. "none" trusts every account; use it only for a country that \
            proves each address before it keeps it.
            """),
        Setting(
            "policy.partners", .countries, default: .list(Country.allCases.map { .text($0.code) }),
            .rules, perCountry: true,
            "The countries with whose accounts a link is allowed. Both countries must agree."),
        Setting(
            "policy.released_fields", .choices(SettingNames.goldenFields),
            default: .list(SettingNames.goldenFields.map { .text($0) }), .rules, perCountry: true,
            "The fields that an account gives to a shared profile."),
        Setting(
            "policy.hold", .choices(SettingNames.heldKinds), default: .list([]), .rules,
            perCountry: true,
            """
            Accounts to hold for review instead of linking them: "unverified", "guests", \
            "without_phone", "beside_blocked_twin" (a blocked account has the same address), \
            "beside_same_country" (another account of the country has the same address). \
            Privileged accounts, pending changes of the address, open data requests and legal \
            holds are held always.
            """),
        Setting(
            "policy.recent_email_change_days", .integer(0...3650), default: .integer(30), .rules,
            perCountry: true,
            "For how many days after a change of its address an account is held."),
        Setting(
            "policy.undated_accounts_predate_launch", .flag, default: .flag(false), .rules,
            perCountry: true,
            """
            Whether, after launch, an account without created_at counts as older than the launch. \
            Otherwise it waits for consent.
            """),
    ]

    private static let rules =
        [
            Setting(
                "country_order", .countryOrder,
                default: .list(Country.allCases.map { .text($0.code) }),
                .rules,
                """
                Which country goes first where nothing else decides. Countries that are left out \
                follow in the order of the standard list.
                """),
            Setting(
                "hub_limit", .integer(2...1_000_000), default: .integer(100), .rules,
                "How many accounts may share an address before further unverified ones are held."),
            Setting(
                "recycled_mailbox_years", .integer(1...100), default: .integer(2), .rules,
                """
                After how many years without an update a mailbox may have been given to another \
                person, where names and phones differ.
                """),
            Setting(
                "unusable_addresses.add", .addresses, default: .list([]), .rules,
                """
                Addresses that belong to nobody in particular, besides the built-in lists: "box@" \
                (in any domain), "@theatre.example" (with all domains below it). Their accounts \
                are held.
                """),
            Setting(
                "unusable_addresses.remove", .addresses, default: .list([]), .rules,
                "Entries of the built-in lists that do belong to persons here."),
        ] + SurvivorshipUnit.allCases.map(survivorship)

    private static func survivorship(of unit: SurvivorshipUnit) -> Setting {
        let subject =
            switch unit {
            case .email: "the e-mail address"
            case .name: "first and last name, which move together"
            case .place: "postal code and country, which move together"
            case .phone: "the phone"
            case .language: "the language"
            }
        return Setting(
            "survivorship.\(unit)", .ruleOrder,
            default: .list(SurvivorshipOrder.standard.configurableNames.map { .text($0) }), .rules,
            """
            Which value survives of \(subject): the first rule that picks one. "verified" is \
            always the first; a person's decision stands above, the account id below.
            """)
    }

    private static let operation = [
        Setting(
            "vanished_share_max", .share, default: .number(0.02), .operation,
            """
            The largest share of a country's accounts that a full export may leave out. Above it \
            the run stops, unless it is told --allow-shrink.
            """),
        Setting(
            "retention_days.done", .integer(0...36500), default: .integer(30), .operation,
            "How many days applied files stay in done/."),
        Setting(
            "retention_days.refused", .integer(0...36500), default: .integer(7), .operation,
            "How many days refused files stay in refused/."),
        Setting(
            "retention_days.out", .integer(0...36500), default: .integer(30), .operation,
            "How many days the published files of a run stay in out/. The newest stays always."),
        Setting(
            "retention_days.decisions", .integer(0...36500), default: .integer(30), .operation,
            """
            How many days files of people's decisions stay in decisions/done and decisions/refused. What \
            was decided stays in the state.
            """),
        Setting(
            "memory", .byteSize, default: .text("1GiB"), .operation,
            "How much working memory a run may take; --memory overrides it."),
        Setting(
            "mask_samples", .flag, default: .flag(true), .operation,
            "Whether the examples in report.html show letters as dots."),
    ]

    private static let standardIntake = IntakeConfiguration.standard

    private static let intake = [
        Setting(
            "delimiter", .delimiter, default: .text(","), .intake, perCountry: true,
            #"What stands between two CSV fields: "," ";" "|" or "\t"."#),
        Setting(
            "charset", .choice(Charset.allCases.map(\.rawValue)), default: .text("utf-8"), .intake,
            perCountry: true,
            """
            The encoding of CSV files: utf-8, windows-1250, windows-1252, iso-8859-1, iso-8859-2, \
            iso-8859-15 or utf-16. A byte order mark is understood in any case.
            """),
        Setting(
            "columns", .columnMap, default: .object([:]), .intake, perCountry: true,
            """
            What exported columns are called here: {"epost": "email", "intern_id": "ignore"}. \
            A column that is neither listed nor known refuses the file.
            """),
        Setting(
            "values", .valueMap, default: .object([:]), .intake, perCountry: true,
            """
            What exported values mean, by canonical column: \
            {"email_verified":{"J":"true","N":"false"}}.
            """),
        Setting(
            "date_formats", .dateFormats, default: .list([]), .intake, perCountry: true,
            """
            How dates are written, besides RFC 3339; the first that fits counts: "dd.MM.yyyy", \
            "M/d/yyyy h:mm a", "yyyy-MM-dd HH:mm:ss".
            """),
        Setting(
            "time_zone", .timeZone, default: .text("UTC"), .intake, perCountry: true,
            """
            Where times without an offset are at home: "UTC", an offset such as "+02:00", or \
            "WET", "CET", "EET" with European summer time.
            """),
        Setting(
            "reject_share_max", .share, default: .number(standardIntake.rejectShareMax), .intake,
            perCountry: true,
            "The largest share of rejected rows; a file with more is refused whole."),
        Setting(
            "reject_count_min", .integer(0...1_000_000_000),
            default: .integer(standardIntake.rejectCountMin), .intake, perCountry: true,
            "So many rejected rows are tolerated whatever their share."),
        Setting(
            "require_manifest", .flag, default: .flag(false), .intake, perCountry: true,
            "Whether a file waits until its manifest has come."),
    ]
}
