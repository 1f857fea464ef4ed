package import AccountModel

/// How long files stay where they are no longer needed, in days.
package struct RetentionDays: Sendable, Hashable {
    /// Of applied files.
    package var done: Int
    /// Of refused files.
    package var refused: Int
    /// Of published runs.
    package var out: Int
    /// Of applied and refused files of people's decisions.
    package var decisions: Int

    /// Days each.
    package init(done: Int, refused: Int, out: Int, decisions: Int) {
        self.done = done
        self.refused = refused
        self.out = out
        self.decisions = decisions
    }
}

/// What koble.json says, in the types that the worker uses.
package struct KobleConfiguration: Sendable {
    /// The part that can change a decision.
    package private(set) var merge: MergePolicy
    /// How each country's files are read, by `Country.rawValue`.
    package let intake: [IntakeConfiguration]
    /// The countries that `--require-all` waits for, with the least rows of each.
    package let expectedCountries: [Country: Int]
    /// The share of accounts that may vanish with a full export.
    package let vanishedShareMax: Double
    /// How long files are kept.
    package let retention: RetentionDays
    /// Working memory of a run.
    package let memory: ByteSize
    /// Whether the samples in the report are masked.
    package let masksSamples: Bool
    /// Every value with its origin.
    package let settings: EffectiveSettings
    /// What is allowed and seldom meant.
    package let warnings: [ConfigurationFinding]

    /// The least memory that a run can work with.
    static let memoryBytesMin = 64 << 20

    /// Reads koble.json.
    /// - Throws: All that is wrong with it.
    package init(json bytes: [UInt8]) throws(ConfigurationFault) {
        var reader = SettingReader(try ConfigurationText(bytes))
        reader.read()
        guard reader.findings.isEmpty else {
            let inOrder = reader.findings.sorted {
                ($0.line ?? 0, $0.path) < ($1.line ?? 0, $1.path)
            }
            throw ConfigurationFault(findings: inOrder)
        }
        self.init(reader.settings)
    }

    /// The configuration of an empty koble.json.
    package static let standard = KobleConfiguration(EffectiveSettings())

    private init(_ settings: EffectiveSettings) {
        self.settings = settings
        let values = SettingValues(settings)
        merge = values.mergePolicy()
        intake = Country.allCases.map { values.intake(of: $0) }
        expectedCountries = values.countryRows("expected_countries")
        vanishedShareMax = values.share("vanished_share_max")
        retention = RetentionDays(
            done: values.integer("retention_days.done"),
            refused: values.integer("retention_days.refused"),
            out: values.integer("retention_days.out"),
            decisions: values.integer("retention_days.decisions"))
        memory = values.byteSize("memory")
        masksSamples = values.flag("mask_samples")
        warnings = configurationWarnings(settings)
    }

    /// This configuration, deciding as `other` does.
    package func deciding(as other: KobleConfiguration) -> KobleConfiguration {
        var configuration = self
        configuration.merge = other.merge
        return configuration
    }

    /// How the files of `country` are read.
    package subscript(country: Country) -> IntakeConfiguration { intake[Int(country.rawValue)] }
}
