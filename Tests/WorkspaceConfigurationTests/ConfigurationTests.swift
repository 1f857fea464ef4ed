import AccountModel
import TestSupport
import Testing
import WorkspaceConfiguration

@Suite("Configuration")
struct ConfigurationTests {
    @Test("An empty file gives the standard rules")
    func emptyFile() throws {
        let configuration = try read("{}")
        #expect(configuration.merge == .standard)
        #expect(configuration.intake == Array(repeating: .standard, count: Country.count))
        #expect(configuration.memory.bytes == 1 << 30)
        #expect(configuration.retention == RetentionDays(done: 30, refused: 7, out: 30, decisions: 30))
        #expect(configuration.warnings.isEmpty)
        #expect(configuration.policyBytes == KobleConfiguration.standard.policyBytes)
    }

    @Test("A country's own setting replaces the general one")
    func countryOverrides() throws {
        let configuration = try read(
            """
            {
              launch: '2026-03-01T00:00:00+01:00', // JSON5
              delimiter: ";",
              "require_manifest": true,
              policy: {hold: ["guests"], recent_email_change_days: 10,},
              countries: {
                DK: {delimiter: "|", policy: {hold: ["beside_blocked_twin", "unverified"]}},
                PL: {policy: {partners: ["CZ"], released_fields: ["email", "phone"]}},
              },
            }
            """)
        #expect(configuration.merge.launch == Timestamp("2026-02-28T23:00:00Z"))
        #expect(configuration[.DK].delimiter == UInt8(ascii: "|"))
        #expect(configuration[.SE].delimiter == UInt8(ascii: ";"))
        #expect(configuration[.DK].requireManifest)
        #expect(configuration.merge[.DK].heldKinds == [.besideBlockedTwin, .unverified])
        #expect(configuration.merge[.DK].recentEmailChangeDays == 10)
        #expect(configuration.merge[.US].heldKinds == .guests)
        #expect(configuration.merge[.PL].releasedFields == [.email, .phone])
        #expect(configuration.merge.mayLink(.PL, .CZ))
        #expect(configuration.merge.mayLink(.PL, .PL))
        #expect(!configuration.merge.mayLink(.SE, .PL))
    }

    @Test("Country and survivorship orders are taken over")
    func orders() throws {
        let configuration = try read(
            """
            {country_order: ["NO", "US"], survivorship: {phone: ["verified", "country_order"]},
             expected_countries: {NO: 400000, SE: 0}, hub_limit: 7, memory: "512MiB"}
            """)
        #expect(configuration.merge.countryOrder.prefix(3) == [.NO, .US, .SE])
        #expect(Set(configuration.merge.countryOrder).count == Country.count)
        #expect(configuration.merge.countryRanks[Int(Country.US.rawValue)] == 1)
        let phone = configuration.merge[SurvivorshipUnit.phone]
        #expect(phone.rules == [.humanDecision, .verified, .countryOrder, .accountID])
        #expect(configuration.merge[SurvivorshipUnit.name] == .standard)
        #expect(configuration.expectedCountries == [.NO: 400_000, .SE: 0])
        #expect(configuration.memory.bytes == 512 << 20)
    }

    @Test(
        "A mistake is named with its path, its line and a way out",
        arguments: [
            Mistake(
                "{\n hub_limt: 3}", "hub_limt", 2, "no such setting", "Did you mean hub_limit?"),
            Mistake("{policy: {\nholds: []}}", "policy.holds", 2, "no such setting", "hold"),
            Mistake(
                "{countries: {\n\nNO: {charsett: 'utf-8'}}}", "countries.NO.charsett", 3, "no such",
                "charset"),
            Mistake(
                "{countries: {NO: {launch: null}}}", "countries.NO.launch", 1, "for all",
                "top level"),
            Mistake("{countries: {UK: {}}}", "countries.UK", 1, "none of the twenty", "GB"),
            Mistake("{countries: {no: {}}}", "countries.no", 1, "none of the twenty", "NO"),
            Mistake("{countries: []}", "countries", 1, "it is a list", "object"),
            Mistake("{hub_limit: '100'}", "hub_limit", 1, "it is text", "whole number"),
            Mistake("{hub_limit: 1}", "hub_limit", 1, "it is 1", "from 2"),
            Mistake("{hub_limit: 2.5}", "hub_limit", 1, "it is 2.5", "whole number"),
            Mistake("{require_manifest: 1}", "require_manifest", 1, "it is 1", "true or false"),
            Mistake(
                "{require_manifest: 'yes'}", "require_manifest", 1, "it is text", "true or false"),
            Mistake("{launch: '2026-02-30T00:00:00Z'}", "launch", 1, "no instant", "offset"),
            Mistake("{launch: '2026-03-01'}", "launch", 1, "no instant", "offset"),
            Mistake("{vanished_share_max: 2}", "vanished_share_max", 1, "it is 2", "0.02"),
            Mistake(
                "{date_formats: [\n'dd.MM.yyyy',\n'dd.MM.yy']}", "date_formats.1", 3, "century",
                "yyyy"),
            Mistake("{charset: 'latin1'}", "charset", 1, "not known", "iso-8859-1"),
            Mistake("{delimiter: ''}", "delimiter", 1, "cannot stand", "\\t"),
            Mistake("{time_zone: 'Europe/Oslo'}", "time_zone", 1, "no time zone", "CET"),
            Mistake("{columns: {epost: 'emial'}}", "columns.epost", 1, "no column", "email"),
            Mistake(
                "{columns: {a: 'email', b: 'email'}}", "columns.b", 1, "already comes from \"a\"",
                "ignore"),
            Mistake("{values: {op: {D: 'remove'}}}", "values.op.D", 1, "not known", "erase"),
            Mistake(
                "{policy: {partners: ['SE', 'SE']}}", "policy.partners.1", 1, "twice", "Remove"),
            Mistake(
                "{survivorship: {name: ['most_recent']}}", "survivorship.name", 1, "first rule",
                "Put it first"),
            Mistake(
                "{unusable_addresses: {add: ['theatre']}}", "unusable_addresses.add.0", 1,
                "no part", "box@"),
            Mistake(
                "{expected_countries: {NO: -1}}", "expected_countries.NO", 1, "it is -1", "least"),
            Mistake(
                "{memory: '1GiB',\n// twice\n memory: '2GiB'}", "memory", 3, "already set",
                "Keep one"),
            Mistake("{memory: '1KiB'}", "memory", 1, "too little", "64MiB"),
        ])
    func mistakes(mistake: Mistake) throws {
        let fault = try #require(throws: ConfigurationFault.self) { try read(mistake.json) }
        let finding = try #require(fault.findings.first)
        #expect(fault.findings.count == 1)
        #expect(finding.path == mistake.path)
        #expect(finding.line == mistake.line)
        #expect(finding.reason.contains(mistake.reason))
        #expect(finding.wayOut.contains(mistake.wayOut), "\(finding.wayOut)")
    }

    @Test(
        "An unusable address that could never match is refused",
        arguments: [
            "@", "a@b", "@a@b", "Box@", "@Theatre.example", "@bücher.example", "@.invalid", "b x@",
        ])
    func unusableAddressForms(entry: String) {
        #expect(throws: ConfigurationFault.self) {
            try read("{unusable_addresses: {add: ['\(entry)']}}")
        }
    }

    @Test("Unusable addresses are the built-in lists, with additions and without removals")
    func unusableAddresses() throws {
        let configuration = try read(
            "{unusable_addresses: {add: ['box@', '@theatre.example'], remove: ['info@', '@test']}}")
        let names = configuration.merge.unusableAddresses(
            localParts: ["info", "noreply"], domains: ["test", "invalid"])
        #expect(names.localParts == ["box", "noreply"])
        #expect(names.domains == ["invalid", "theatre.example"])
    }

    @Test("All mistakes are reported at once, in the order of the file")
    func allAtOnce() throws {
        let fault = try #require(throws: ConfigurationFault.self) {
            try read("{\nmemory: 3,\nhub_limit: 'x',\ncountries: {\nXX: {}}}")
        }
        #expect(fault.findings.map(\.path) == ["memory", "hub_limit", "countries.XX"])
        #expect(fault.findings.map(\.line) == [2, 3, 5])
    }

    @Test(
        "A file that is no JSON5 object is refused with the line and the reason",
        arguments: [
            ("", 1, "value is missing"), ("[]", nil, "no object"), ("null", nil, "no object"),
            ("\n{", 2, "bracket of this line"), ("{a}", 1, "colon"),
            ("{,}", 1, "name of a setting"),
            ("{\n'launch': nul}", 2, "quotation marks"),
            ("{memory: '1GiB'", 1, "bracket of this line"),
            ("{\nmemory: '1GiB'\nhub_limit: 3}", 3, "comma"),
            ("{launch: null,,}", 1, "name of a setting"),
            ("{\nmemory: '1GiB}", 2, "quotation mark"), ("{} {}", 1, "follows"),
            ("{\n/* x }", 2, "comment"), ("{ / }", 1, "comment"),
            ("{launch:}", 1, "value is missing"),
            ("{memory: '\\ud800'}", nil, "odd"), ("{hub_limit: 1e400}", nil, "number"),
            ("{columns: [[1]]}}", 1, "follows"), ("{a: [1}", 1, "comma or closing"),
        ])
    func brokenFiles(json: String, line: Int?, reason: String) throws {
        let fault = try #require(throws: ConfigurationFault.self) { try read(json) }
        #expect(fault.findings.count == 1)
        #expect(fault.findings[0].path == "")
        #expect(fault.findings[0].line == line)
        #expect(fault.findings[0].message(in: "x").contains(reason), "\(fault.findings[0])")
    }

    @Test("Nesting is bounded, so that no file exhausts the stack")
    func deepNesting() throws {
        let deep = String(repeating: "[", count: 100_000)
        let fault = try #require(throws: ConfigurationFault.self) { try read(deep) }
        #expect(fault.findings[0].reason.contains("nested"))
    }

    @Test(
        "Broken in any place, a file is refused or read, and never traps", arguments: UInt64(1)...4)
    func mutations(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let template = Array(ConfigurationTemplate(launch: nil).text.utf8)
        for _ in 0..<200 {
            var bytes = template
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                let odd = Array("{}[]:,'\"/*\\\n\0x\u{e9}".utf8)
                bytes[place] = odd[Int.random(in: 0..<odd.count, using: &random)]
            }
            do throws(ConfigurationFault) {
                _ = try KobleConfiguration(json: bytes)
            } catch {
                #expect(!error.findings.isEmpty, "seed \(seed)")
            }
        }
    }

    @Test("Bytes that are no UTF-8 are refused, and a byte order mark is not")
    func encodings() throws {
        #expect(throws: ConfigurationFault.self) {
            try KobleConfiguration(json: [0x7B, 0xFF, 0x7D])
        }
        #expect(try KobleConfiguration(json: [0xEF, 0xBB, 0xBF, 0x7B, 0x7D]).merge == .standard)
    }

    @Test("The policy bytes depend on the rules, not on how they are written")
    func policyBytes() throws {
        let one = try read("{policy: {hold: ['guests', 'unverified']}, memory: '1GiB'}")
        let other = try read(
            "{\n// other\n'policy': {'hold': ['unverified', 'guests']}, delimiter: ';'}")
        #expect(one.policyBytes == other.policyBytes)
        #expect(one.policyBytes != KobleConfiguration.standard.policyBytes)
        for change in [
            "launch: '2026-01-01T00:00:00Z'", "country_order: ['US']", "hub_limit: 99",
            "recycled_mailbox_years: 3", "unusable_addresses: {add: ['x@']}",
            "unusable_addresses: {remove: ['info@']}", "survivorship: {email: ['verified']}",
            "countries: {SE: {policy: {hold: ['guests']}}}",
            "policy: {required_verification: 'email_and_phone'}",
            "policy: {partners: ['SE']}", "policy: {released_fields: ['email']}",
            "policy: {recent_email_change_days: 0}",
            "policy: {undated_accounts_predate_launch: true}",
        ] {
            let changed = try read("{\(change)}")
            #expect(changed.policyBytes != KobleConfiguration.standard.policyBytes, "\(change)")
        }
    }

    @Test("Every value names its origin")
    func origins() throws {
        let configuration = try read("{\nmemory: '2GiB',\ncountries: {\nNO: {\ndelimiter: ';'}}}")
        let shown = configuration.settings.shown
        #expect(shown.first { $0.name == "memory" }?.origin == .line(2))
        #expect(SettingOrigin.line(2).text(in: "koble.json") == "koble.json line 2")
        #expect(shown.first { $0.name == "hub_limit" }?.origin == .builtIn)
        #expect(shown.first { $0.name == "countries.NO.delimiter" }?.origin == .line(5))
        #expect(shown.count == SettingTable.all.count + 1)
        let norway = configuration.settings.shown(for: .NO)
        #expect(norway.first { $0.setting.name == "delimiter" }?.value == .text(";"))
        #expect(norway.first { $0.setting.name == "charset" }?.origin == .builtIn)
    }

    @Test("What is allowed but seldom meant is a warning")
    func warnings() throws {
        let configuration = try read(
            "{countries: {SE: {policy: {required_verification: 'none'}}, "
                + "PL: {policy: {partners: []}}, "
                + "CZ: {policy: {partners: ['PL']}}}}")
        #expect(
            configuration.warnings.map(\.path) == [
                "countries.SE.policy.required_verification", "countries.CZ.policy.partners",
            ])
    }
}

/// A configuration with one mistake, and what has to be said about it.
struct Mistake: Sendable, CustomTestStringConvertible {
    let json: String
    let path: String
    let line: Int
    let reason: String
    let wayOut: String

    init(_ json: String, _ path: String, _ line: Int, _ reason: String, _ wayOut: String) {
        self.json = json
        self.path = path
        self.line = line
        self.reason = reason
        self.wayOut = wayOut
    }

    var testDescription: String { json }
}

func read(_ json: String) throws -> KobleConfiguration {
    try KobleConfiguration(json: Array(json.utf8))
}
