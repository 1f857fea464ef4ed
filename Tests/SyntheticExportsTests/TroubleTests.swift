import AccountModel
import Foundation
import SyntheticExports
import TestSupport
import Testing

@Suite("Troubles of made-up exports")
struct TroubleTests {
    private static let accounts = 8_000

    private static func plan(_ name: String, _ share: Double) -> SyntheticPlan {
        var plan = SyntheticPlan.clean(accounts: accounts, seed: 11)
        precondition(plan.troubles.set(name, to: share), "no such trouble")
        return plan
    }

    /// Rows with one trouble only, and how many of them show it.
    private static func count(_ name: String, _ share: Double, where shows: (Row) -> Bool) throws
        -> Double
    {
        Double(try Exports(plan(name, share)).rows.filter(shows).count)
    }

    @Test(
        "Every kind of trouble shows in the files",
        arguments: TroubleShares.names.filter { !["punycodeDomain"].contains($0) })
    func everyTroubleShows(name: String) throws {
        let clean = SyntheticPlan.clean(accounts: 400, seed: 11)
        var troubled = clean
        let isKnown = troubled.troubles.set(name, to: 0.3)
        #expect(isKnown)
        #expect(try Exports(clean).files != Exports(troubled).files)
    }

    /// Shares are within a fifth of the plan, at 10 % of 8,000 accounts.
    private static let expected = 640.0...960.0

    @Test("Broken rows have the planned share and the wrong number of fields")
    func miscounts() throws {
        let count = try TroubleTests.count("wrongFieldCount", 0.1) { !$0.isWhole }
        #expect(TroubleTests.expected.contains(count))
    }

    @Test("Repeated rows are equal to the byte, older versions have an older date")
    func repeats() throws {
        let twins = try Exports(TroubleTests.plan("exactDuplicate", 0.1)).rows
        let repeated = Dictionary(grouping: twins) { $0["account_id"] }.values.filter {
            $0.count == 2
        }
        #expect(TroubleTests.expected.contains(Double(repeated.count)))
        #expect(repeated.allSatisfy { $0[0].fields == $0[1].fields })

        let versions = try Exports(TroubleTests.plan("newerVersion", 0.1)).rows
        let changed = Dictionary(grouping: versions) { $0["account_id"] }.values.filter {
            $0.count == 2
        }
        #expect(TroubleTests.expected.contains(Double(changed.count)))
        #expect(
            changed.allSatisfy {
                $0[0]["updated_at"] >= $0[1]["updated_at"] && $0[0].fields != $0[1].fields
            })
    }

    @Test("Bad values have the planned share")
    func spoilsValues() throws {
        let dates = try TroubleTests.count("badDate", 0.1) { !$0["created_at"].hasSuffix("Z") }
        #expect(TroubleTests.expected.contains(dates))
        let flags = try TroubleTests.count("badBoolean", 0.1) { $0["email_verified"] == "maybe" }
        #expect(TroubleTests.expected.contains(flags))
    }

    @Test("Addresses in trouble have the planned share")
    func troublesAddresses() throws {
        let upper = try TroubleTests.count("upperCaseAddress", 0.1) {
            $0["email"].contains(where: \.isUppercase)
        }
        #expect(TroubleTests.expected.contains(upper))
        let spaced = try TroubleTests.count("spacedAddress", 0.1) {
            $0["email"] != $0["email"].trimmingCharacters(in: .whitespaces)
        }
        #expect(TroubleTests.expected.contains(spaced))
        let hubs = try TroubleTests.count("hubAddress", 0.1) {
            $0.address.hasSuffix("@hub.example")
        }
        #expect(TroubleTests.expected.contains(hubs))
        let beyondASCII = try TroubleTests.count("nonASCIIAddress", 0.1) {
            $0["email"].utf8.contains { $0 >= 0x80 }
        }
        #expect((560.0...960.0).contains(beyondASCII))
    }

    @Test("Punycode domains are second spellings of domains beyond ASCII")
    func writesPunycode() throws {
        var plan = TroubleTests.plan("punycodeDomain", 0.5)
        plan.troubles.nonASCIIAddress = 0.2
        let rows = try Exports(plan).rows
        #expect(rows.contains { $0["email"].contains("@xn--") })
    }

    @Test("Look-alikes, misspellings and aliases come beside the address that they resemble")
    func pairsNeighbours() throws {
        let looks = try Exports(TroubleTests.plan("lookAlikeAddress", 0.2)).rows
        let cyrillic = looks.filter {
            $0["email"].unicodeScalars.contains { (0x400...0x4FF).contains($0.value) }
        }
        #expect((300...700).contains(cyrillic.count))
        let plain = Set(looks.map(\.address))
        let twins: [Character: Character] = [
            "а": "a", "е": "e", "о": "o", "с": "c", "р": "p", "х": "x", "і": "i",
        ]
        #expect(cyrillic.allSatisfy { plain.contains(String($0.address.map { twins[$0] ?? $0 })) })

        let guests = try Exports(TroubleTests.plan("guestMisspelling", 0.2)).rows
        #expect(Set(guests.map(\.address)).count == Set(looks.map(\.address)).count)

        let aliases = try Exports(TroubleTests.plan("aliasSpelling", 0.2)).rows.filter {
            $0.address.hasSuffix("@gmail.com")
        }
        #expect(aliases.filter { $0.address.contains("+tickets") }.count * 2 == aliases.count)
    }

    @Test(
        "Pairs differ in what their trouble says",
        arguments: ["otherPerson", "household", "nickname"])
    func setsPairsApart(name: String) throws {
        let groups = Dictionary(
            grouping: try Exports(TroubleTests.plan(name, 0.5)).rows, by: \.address)
        let differing = groups.values.filter {
            Set($0.map { $0["first_name"] + "," + $0["last_name"] }).count > 1
        }
        // Half of 1,120 linked persons; a stranger may have the same name by chance.
        #expect((440...680).contains(differing.count))
        if name != "otherPerson" {
            // Women's and men's forms of a family name differ in two of the countries.
            let sameFamily = differing.filter { Set($0.map { $0["last_name"] }).count == 1 }
            #expect(sameFamily.count * 10 > differing.count * 8)
        }
    }

    @Test("A recycled mailbox was silent for two years, and both sides have phones that differ")
    func recyclesMailboxes() throws {
        let groups = Dictionary(
            grouping: try Exports(TroubleTests.plan("recycledMailbox", 1)).rows, by: \.address)
        for accounts in groups.values where accounts.count > 1 {
            let newest = try #require(accounts.max { $0["created_at"] < $1["created_at"] })
            for older in accounts where older["account_id"] != newest["account_id"] {
                let last = try #require(Int(older["updated_at"].prefix(4)))
                let first = try #require(Int(newest["created_at"].prefix(4)))
                #expect(first - last >= 2)
                #expect(older["phone"] != newest["phone"] && !older["phone"].isEmpty)
            }
        }
    }

    @Test("Files can be Windows-1252, have CRLF and begin with a byte order mark")
    func encodes() throws {
        var plan = SyntheticPlan.clean(accounts: 3_000, seed: 12)
        plan.windows1252Codes = ["SE"]
        plan.crlfCodes = ["NO"]
        plan.byteOrderMarkCodes = ["DK"]
        let files = try Exports(plan).files
        let swedish = try #require(files["SE/incoming/SE-accounts-12.csv"])
        #expect(String(validating: swedish, as: UTF8.self) == nil)
        let norwegian = try #require(files["NO/incoming/NO-accounts-12.csv"])
        #expect(norwegian.suffix(2) == [13, 10])
        let danish = try #require(files["DK/incoming/DK-accounts-12.csv"])
        #expect(danish.prefix(3) == [0xEF, 0xBB, 0xBF])
        #expect(parsedCSV(norwegian).dropFirst().allSatisfy { $0.count == plan.columns.count })
    }
}

@Suite("Deltas of made-up exports")
struct SyntheticDeltaTests {
    @Test("Seven rows in ten change accounts of the plan, all after the launch")
    func changesAndAdds() throws {
        let plan = SyntheticPlan.clean(accounts: 10_000, seed: 21)
        let known = Set(try Exports(plan).rows.map { $0["account_id"] })
        let delta = try Exports(deltaOf: plan, accounts: 1_000, sequence: 1).rows
        #expect(delta.count == 1_000)
        #expect(Set(delta.map { $0["account_id"] }).count == 1_000)
        let changed = delta.filter { known.contains($0["account_id"]) }
        #expect((680...700).contains(changed.count))
        #expect(delta.allSatisfy { $0.isWhole && $0["updated_at"] >= "2026-03-02" })
    }

    @Test("New accounts of two deltas differ, and some belong to people of the plan")
    func addsNewcomers() throws {
        let plan = SyntheticPlan.clean(accounts: 10_000, seed: 22)
        let base = try Exports(plan).rows
        let ids = Set(base.map { $0["account_id"] })
        let first = try Exports(deltaOf: plan, accounts: 2_000, sequence: 1).rows
        let second = try Exports(deltaOf: plan, accounts: 2_000, sequence: 2).rows
        let added = first.filter { !ids.contains($0["account_id"]) }
        #expect(
            Set(added.map { $0["account_id"] }).isDisjoint(with: second.map { $0["account_id"] }))
        let addresses = Set(base.map(\.address))
        let known = added.filter { addresses.contains($0.address) }
        #expect((100...300).contains(known.count))
    }

    @Test("The last delta is dated 10,000 days after the launch, and one more is refused")
    func isBounded() throws {
        let plan = SyntheticPlan.clean(accounts: 2_000, seed: 24)
        let last = try Exports(deltaOf: plan, accounts: 200, sequence: 10_000).rows
        #expect(last.count == 200)
        #expect(last.allSatisfy { $0["updated_at"].hasPrefix("2053-07-17T") }, "\(last[0]["updated_at"])")
        #expect(throws: SyntheticExportError.self) { try Exports(deltaOf: plan, accounts: 200, sequence: 10_001) }
    }

    @Test("A delta gives the same bytes on any number of threads")
    func isDeterministic() throws {
        let plan = SyntheticPlan(accounts: 5_000, seed: 23)
        let one = try Exports(deltaOf: plan, accounts: 700, sequence: 3, threads: 1)
        let other = try Exports(deltaOf: plan, accounts: 700, sequence: 3, threads: 5)
        #expect(one.files == other.files)
    }
}

@Suite("Truth about made-up exports")
struct SyntheticTruthTests {
    @Test("In a clean plan, one person is one address")
    func agreesWithAddresses() throws {
        let plan = SyntheticPlan.clean(accounts: 5_000, seed: 31)
        let folder = try TemporaryFolder()
        try writeSyntheticTruth(plan, into: folder.path)
        let truth = try #require(try Exports.read(folder.path)["truth.csv"])
        let rows = parsedCSV(truth)
        #expect(rows[0] == ["country", "account_id", "person"])
        let persons = Dictionary(uniqueKeysWithValues: rows.dropFirst().map { ($0[1], $0[2]) })
        #expect(persons.count == 5_000)
        let groups = Dictionary(grouping: try Exports(plan).rows) { persons[$0["account_id"]] }
        #expect(groups.count == 3_950)
        #expect(groups.values.allSatisfy { Set($0.map(\.address)).count == 1 })
    }
}
