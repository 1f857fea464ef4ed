import AccountModel
import Foundation
import MergeStore
import Testing
import WorkspaceConfiguration

@testable import MergeWorker

/// Orders stay with their account: each reference is in one place, whatever becomes of the account.
@Suite("Order references", .serialized)
struct OrderTests {
    @Test("Each reference that came in is in one profile or on a tombstone, after every run", arguments: lawSeeds(3))
    func balance(seed: UInt64) async throws {
        var made = MadeUpAccounts(seed: seed &+ 300)
        var rows = made.accounts(40)
        let workspace = try TestWorkspace(OracleTests.launched + "}")
        // References of accounts that were erased, with their orders of before.
        var erased: [String] = []
        try workspace.drop(rows)
        try await workspace.run()
        for run in 2...5 {
            let chosen = rows.indices.shuffled(using: &made.random).prefix(10)
            for index in chosen {
                let old = rows[index]
                rows[index] = made.version(of: old)
                if made.random.once(in: 2) {
                    rows[index]["op"] = made.random.pick(["delete", "erase"])
                    if rows[index]["op"] == "erase", old["op"].isEmpty { erased += orders(of: old) }
                }
            }
            try workspace.drop(chosen.map { rows[$0] }, "b\(run)")
            try await workspace.run()
            let found = try await workspace.exported().flatMap(\.accounts).flatMap { $0.orders ?? [] }
            let live = rows.filter { $0["op"].isEmpty && !["blocked", "closed"].contains($0["status"]) }
            let (mine, theirs) = (found.sorted(), live.flatMap { orders(of: $0) }.sorted())
            #expect(mine == theirs, "seed \(seed), run \(run)")
            let kept = try workspace.tombstones().sorted()
            let wanted = erased.sorted()
            #expect(kept == wanted, "seed \(seed), run \(run)")
            let manifest = try workspace.text("manifest.json", run: run)
            #expect(number("orders_in", manifest) == number("orders_out", manifest))
        }
        let unsound = try await workspace.unsound()
        #expect(unsound == [], "seed \(seed)")
        let person = made.random.pick(rows.filter { !orders(of: $0).isEmpty && $0["op"].isEmpty })
        let before =
            try await workspace.exported().flatMap(\.accounts).flatMap { $0.orders ?? [] } + workspace.tombstones()
        do { _ = try ErasureTests.erase([person.account], workspace) } catch is RunFault { return }
        let after =
            try await workspace.exported().flatMap(\.accounts).flatMap { $0.orders ?? [] } + workspace.tombstones()
        // An excluded account's orders are in no profile, and come to the tombstone nevertheless.
        #expect(Set(before).isSubset(of: Set(after)), "seed \(seed)")
        #expect(after.count == Set(after).count, "seed \(seed): in one place each")
    }

    @Test("A guest that registers later keeps its orders, and asks for a password no more")
    func guestRegisters() async throws {
        let workspace = try TestWorkspace()
        let base = ["email": "ada@mail.example", "email_verified": "true", "first_name": "Ada", "last_name": "Berg"]
        func row(_ country: String, _ updated: String, _ more: [String: String]) -> MadeUpRow {
            MadeUpRow(country, "1", base.merging(more) { $1 }.merging(["updated_at": updated]) { $1 })
        }
        try workspace.drop([
            row("NO", "2024-01-01", ["account_type": "guest", "orders": "O-1;O-2"]),
            row("SE", "2024-01-01", ["account_type": "guest", "orders": "O-3"]),
        ])
        try await workspace.run()
        let guest = try #require(try await workspace.exported().first)
        #expect(guest.login.password == "set_first" && guest.accounts.map(\.account_type) == ["guest", "guest"])
        for country in ["NO", "SE"] {
            try workspace.drop([row(country, "2024-02-01", ["orders": country == "NO" ? "O-1;O-2;O-4" : "O-3"])], "b")
        }
        try await workspace.run()
        let registered = try #require(try await workspace.exported().first)
        #expect(registered.profile_id == guest.profile_id && registered.login.password == "set_new")
        #expect(registered.accounts.flatMap { $0.orders ?? [] }.sorted() == ["O-1", "O-2", "O-3", "O-4"])
        let events = try workspace.text("changes.ndjson", run: 2).split(separator: "\n")
        #expect(events.count == 1 && events[0].contains("koble.profile.updated"))
    }

    @Test("An organiser's own fields stay with the account inside that organiser, and nobody else's profile has them")
    func organisers() async throws {
        let workspace = try TestWorkspace()
        let header = "account_id,email,email_verified,account_type,organiser,attributes.size,orders\n"
        let rows = [
            "1,ada@mail.example,true,registered,,,O-1", "2,ada@mail.example,true,attendee,Fjord,XL,O-2",
            "3,ada@mail.example,true,passholder,Dal,M,O-3", "4,bo@mail.example,true,attendee,Fjord,S,O-4",
        ]
        try workspace.drop("NO", "a.csv", Array((header + rows.joined(separator: "\n") + "\n").utf8))
        try await workspace.run()
        let lines = lines(try workspace.published()["profiles.ndjson"])
        #expect(lines.count == 2)
        let joint = try #require(lines.first { $0.contains("\"O-1\"") })
        for (size, organiser) in [("XL", "Fjord"), ("M", "Dal")] {
            #expect(joint.contains("\"organiser\":\"\(organiser)\",\"attributes\":{\"size\":\"\(size)\"}"))
        }
        #expect(joint.components(separatedBy: "\"organiser\"").count == 3 && !joint.contains("\"S\""))
        let alone = try #require(lines.first { $0.contains("\"O-4\"") })
        #expect(alone.contains("\"size\":\"S\"") && !alone.contains("XL") && alone.contains("\"state\":\"local\""))
    }

    private func orders(of row: MadeUpRow) -> [String] { row["orders"].split(separator: ";").map(String.init) }

    private func number(_ name: String, _ manifest: String) -> Substring? {
        manifest.range(of: "\"\(name)\" : ").map { manifest[$0.upperBound...].prefix { $0.isNumber } }
    }
}

extension TestWorkspace {
    /// The order references on tombstones.
    func tombstones() throws -> [String] {
        let store = try StoreEnvironment(path: layout.storeFile, access: .readOnly, mapBytes: 1 << 30)
        var found: [String] = []
        try store.read { (transaction) throws(StoreError) in
            try transaction.walk(.tombstones) { (key, value) throws(StoreError) in
                if key.starts(with: Array("person/".utf8)) {
                    found += try decodeJSON(Tombstone.self, value, "a tombstone").orders
                }
                return true
            }
        }
        return found
    }
}
