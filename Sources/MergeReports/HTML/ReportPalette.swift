/// The colours of the report, light and dark. Tests hold their contrast to WCAG 2.2, level AA.
enum ReportPalette {
    /// One colour: its name in the style sheet, and its two values as six hexadecimal digits.
    struct Color: Sendable {
        var name: String
        var light: String
        var dark: String
    }

    static let colors = [
        Color(name: "page", light: "f6f7f8", dark: "111518"),
        Color(name: "panel", light: "ffffff", dark: "1a2025"),
        Color(name: "ink", light: "182026", dark: "e7ebee"),
        Color(name: "soft", light: "55616b", dark: "a3afb9"),
        Color(name: "line", light: "dce1e5", dark: "333c44"),
        Color(name: "track", light: "eceff1", dark: "262e35"),
        Color(name: "accent", light: "0f6a73", dark: "5cc0c7"),
        Color(name: "good", light: "1d7044", dark: "6cc592"),
        Color(name: "takeover", light: "b3261e", dark: "f2938c"),
        Color(name: "privacy", light: "8f5300", dark: "e7b266"),
        Color(name: "quality", light: "4b5f9e", dark: "a3b4ee"),
        Color(name: "plain", light: "7a8791", dark: "7f8c97"),
        Color(name: "mark", light: "ffe3a3", dark: "5c4710"),
        Color(name: "heat1", light: "e6f2f2", dark: "1c2f33"),
        Color(name: "heat2", light: "cbe5e6", dark: "1e3e42"),
        Color(name: "heat3", light: "a9d5d7", dark: "1f4f54"),
        Color(name: "heat4", light: "84c3c7", dark: "206167"),
        Color(name: "heat5", light: "62b0b5", dark: "20747b"),
    ]

    /// How many steps the cells of a matrix have.
    static let heatSteps = 5

    /// The custom properties of the style sheet.
    static func properties(isDark: Bool) -> String {
        colors.map { "--\($0.name):#\(isDark ? $0.dark : $0.light)" }.joined(separator: ";")
    }
}
