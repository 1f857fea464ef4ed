import AccountModel
import Foundation
import Testing
import WorkspaceConfiguration

@Suite("Configuration template")
struct TemplateTests {
    @Test("The template as written is valid and changes nothing")
    func isNeutral() throws {
        let configuration = try read(ConfigurationTemplate(launch: nil).text)
        #expect(configuration.merge == .standard)
        #expect(configuration.intake == KobleConfiguration.standard.intake)
    }

    @Test("The launch instant goes into the file")
    func launch() throws {
        let launch = try #require(Timestamp("2026-03-01T00:00:00Z"))
        #expect(try read(ConfigurationTemplate(launch: launch).text).merge.launch == launch)
    }

    @Test("With every line switched on, all defaults are repeated and Norway reads its own export")
    func allSwitchedOn() throws {
        let configuration = try read(switchedOn(ConfigurationTemplate(launch: nil).text))
        #expect(configuration.merge == .standard)
        #expect(configuration[.SE] == .standard)
        for shown in configuration.settings.shown where shown.country == nil {
            #expect(shown.origin != .builtIn, "\(shown.name) is missing in the template")
        }
        try checkNorway(configuration[.NO])
    }

    private func checkNorway(_ norway: IntakeConfiguration) throws {
        #expect(norway.delimiter == UInt8(ascii: ";"))
        #expect(norway.charset == .windows1252)
        #expect(norway.columns["epost"] == .column(.email))
        #expect(norway.columns["fornavn"] == .column(.firstName))
        #expect(norway.columns["nyhetsbrev"] == .member(.marketing, name: "email"))
        #expect(norway.columns["intern_merknad"] == .ignored)
        #expect(norway.values["email_verified"] == ["J": "true", "N": "false"])
        #expect(
            norway.dates.parse(Array("31.12.2019".utf8).span) == Timestamp("2019-12-30T23:00:00Z"))
        #expect(
            norway.dates.parse(Array("2019-12-31".utf8).span) == Timestamp("2019-12-31T00:00:00Z"))
        #expect(norway.dates.parse(Array("31.02.2019".utf8).span) == nil)
    }

    @Test("Prose stays within 100 columns")
    func width() {
        for line in ConfigurationTemplate(launch: nil).text.split(separator: "\n")
        where line.contains("// ") {
            #expect(line.count <= 100, "\(line)")
        }
    }

    /// Takes the slashes away from every line that is a switched-off setting.
    private func switchedOn(_ template: String) -> String {
        template.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let text = line.drop { $0 == " " }
            let isProse = text.hasPrefix("// ") || text == "//"
            return text.hasPrefix("//") && !isProse ? String(text.dropFirst(2)) : String(line)
        }.joined(separator: "\n")
    }
}
