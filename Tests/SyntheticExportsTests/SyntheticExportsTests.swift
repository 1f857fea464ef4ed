import AccountModel
import Foundation
import SyntheticExports
import TestSupport
import Testing

@Suite("Made-up exports")
struct SyntheticExportsTests {
    @Test("A plan gives the same bytes on any number of threads", arguments: [1, 2, 7, 64])
    func isDeterministic(threads: Int) throws {
        let plan = SyntheticPlan(accounts: 6_000, seed: 42)
        let once = try Exports(plan, threads: 1)
        let again = try Exports(plan, threads: threads)
        #expect(once.files.count == 20)
        #expect(once.files == again.files)
    }

    @Test("Another seed gives other accounts")
    func dependsOnTheSeed() throws {
        let one = try Exports(.clean(accounts: 1_000, seed: 1))
        let other = try Exports(.clean(accounts: 1_000, seed: 2))
        #expect(one.rows.map(\.fields) != other.rows.map(\.fields))
    }

    @Test(
        "A clean plan has exactly its accounts, each id once", arguments: [0, 1, 19, 500, 20_000])
    func countsExactly(accounts: Int) throws {
        let rows = try Exports(.clean(accounts: accounts, seed: 3)).rows
        #expect(rows.count == accounts)
        #expect(Set(rows.map { $0["account_id"] }).count == accounts)
        #expect(rows.allSatisfy { $0.isWhole && $0["country"] == $0.folder })
    }

    @Test("One address in six is shared, by two to four accounts")
    func sharesAddresses() throws {
        let rows = try Exports(.clean(accounts: 20_000, seed: 4)).rows
        let sizes = Dictionary(grouping: rows, by: \.address).values.map(\.count)
        #expect(sizes.count == 15_800)
        #expect(sizes.filter { $0 > 1 }.count == 2_800)
        #expect(sizes.max() == 4)
    }

    @Test("Without trouble, accounts of one address agree on names and phone digits")
    func cleanPeopleAgree() throws {
        let rows = try Exports(.clean(accounts: 10_000, seed: 5)).rows
        for (_, accounts) in Dictionary(grouping: rows, by: \.address) {
            #expect(Set(accounts.map { $0["first_name"] + " " + $0["last_name"] }).count == 1)
            #expect(Set(accounts.map { $0["phone"].filter(\.isNumber) }).count == 1)
        }
    }

    @Test("Countries are of unequal size: the largest about six times the smallest")
    func sizesCountries() throws {
        let exports = try Exports(.clean(accounts: 40_000, seed: 6))
        let counts = Dictionary(grouping: exports.rows, by: \.folder).mapValues(\.count)
        let largest = try #require(counts["US"])
        let smallest = try #require(counts["NZ"])
        #expect(counts.values.max() == largest)
        #expect((4.0...9.0).contains(Double(largest) / Double(smallest)))
    }

    @Test(
        "A plan may be for few countries", arguments: [["NO"], ["NO", "DE"], ["US", "IE", "MX"]])
    func takesFewCountries(codes: [String]) throws {
        let countries = codes.compactMap { Country(code: $0) }
        var plan = SyntheticPlan(accounts: 900, seed: 7, countries: countries)
        plan.troubles = .clean
        let rows = try Exports(plan).rows
        #expect(Set(rows.map(\.folder)) == Set(codes))
        #expect(rows.count == 900)
        #expect(Set(rows.map(\.address)).count < 900)
    }

    @Test("The benchmark has 19 columns and 160 to 171 bytes a row")
    func sizesBenchmarkRows() throws {
        let exports = try Exports(.benchmark(accounts: 20_000))
        let bytes = exports.files.values.reduce(0) { $0 + $1.count }
        let rows = exports.rows
        #expect(rows.count == 20_000)
        #expect(rows.allSatisfy { $0.fields.count == 19 && $0.isWhole })
        #expect((160.0...171.0).contains(Double(bytes) / Double(rows.count)))
    }

    @Test("Columns have the names of the contract")
    func namesColumns() {
        for column in SyntheticColumns.complete.header.split(separator: ",").map(String.init) {
            let isFamily = ColumnFamily.allCases.contains { column.hasPrefix($0.prefix + ".") }
            #expect(isFamily || InputColumn(name: column) != nil, "\(column)")
        }
        #expect(SyntheticColumns.essential.count == 19)
    }

    @Test("Every mail domain is reserved, or made up at gmail.com")
    func usesReservedDomains() throws {
        var plan = SyntheticPlan(accounts: 20_000, seed: 8)
        plan.troubles.invalidAddress = 0
        for row in try Exports(plan).rows where row.isWhole {
            let domain = String(row.address.split(separator: "@").last ?? "")
            let isReserved =
                domain.hasSuffix(".example") || domain.hasSuffix(".test")
                || ["example.com", "example.org", "example.net"].contains(domain)
            let isMadeUp = domain == "gmail.com" && row.address.hasPrefix("made")
            #expect(isReserved || isMadeUp, "\(domain)")
        }
    }

    @Test("Nothing half-written has its final name or stays behind")
    func leavesNoParts() throws {
        let names = try Exports(SyntheticPlan(accounts: 200, seed: 9)).files.keys
        #expect(names.allSatisfy { $0.hasSuffix("-accounts-9.csv") && $0.contains("/incoming/") })
    }

    @Test("A folder that cannot be made is an error that names it")
    func reportsFailure() throws {
        #expect(throws: SyntheticExportError.self) {
            try writeSyntheticExports(
                .clean(accounts: 10, seed: 1), into: "/dev/null/spool", threads: 2
            ) { _ in }
        }
    }

    @Test("Progress ends at the number of accounts")
    func tellsProgress() throws {
        let folder = try TemporaryFolder()
        var last = 0
        try writeSyntheticExports(.clean(accounts: 5_000, seed: 1), into: folder.path, threads: 3) {
            #expect($0 >= last)
            last = $0
        }
        #expect(last == 5_000)
    }
}

@Suite("Plans")
struct SyntheticPlanTests {
    @Test("A plan survives JSON")
    func isCodable() throws {
        var plan = SyntheticPlan(accounts: 12, seed: .max, countries: [.MX, .SE])
        let isSet = plan.troubles.set("typoName", to: 0.25)
        #expect(isSet)
        let data = try JSONEncoder().encode(plan)
        #expect(try JSONDecoder().decode(SyntheticPlan.self, from: data) == plan)
        #expect(plan.countries == [.MX, .SE])
    }

    @Test("What cannot be carried out is refused with a reason")
    func refusesNonsense() {
        #expect(SyntheticPlan(accounts: -1, seed: 1).problem != nil)
        #expect(SyntheticPlan(accounts: 1, seed: 1, countries: []).problem != nil)
        #expect(SyntheticPlan(accounts: 1, seed: 1, countries: [.SE, .SE]).problem != nil)
        var plan = SyntheticPlan(accounts: 1, seed: 1)
        #expect(plan.problem == nil)
        plan.weights[3] = 0
        #expect(plan.problem != nil)
        plan.weights[3] = 1
        let isSet = plan.troubles.set("closed", to: 1.5)
        #expect(isSet && plan.problem?.contains("closed") == true)
        let isUnknownSet = plan.troubles.set("noSuchTrouble", to: 0.1)
        #expect(!isUnknownSet)
    }
}
