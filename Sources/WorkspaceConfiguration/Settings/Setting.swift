/// One setting of koble.json: the single source of its check, its default, its line in the template
/// and its documentation.
package struct Setting: Sendable {
    /// Which part of the program it steers.
    package enum Part: String, Sendable, CaseIterable {
        /// It can change a decision, so it is part of the policy digest.
        case rules
        /// How a country's files are read.
        case intake
        /// How the program runs.
        case operation
    }

    /// The keys that lead to it, such as `policy.hold`.
    package let path: [String]
    let kind: SettingKind
    /// What is in force when koble.json is silent.
    package let defaultValue: ConfigurationValue
    /// Which part of the program it steers.
    package let part: Part
    /// Whether `countries.CC` may set it for one country.
    package let isPerCountry: Bool
    /// What it does, for the template and the manual; whole sentences.
    package let explanation: String

    init(
        _ path: String, _ kind: SettingKind, default defaultValue: ConfigurationValue, _ part: Part,
        perCountry isPerCountry: Bool = false, _ explanation: String
    ) {
        self.path = path.split(separator: ".").map(String.init)
        self.kind = kind
        self.defaultValue = defaultValue
        self.part = part
        self.isPerCountry = isPerCountry
        self.explanation = explanation
    }

    /// The path as it is written in messages.
    package var name: String { path.joined(separator: ".") }
}
