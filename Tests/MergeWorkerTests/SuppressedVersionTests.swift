import AccountModel
import Foundation
import MergeStore
import Testing

@testable import MergeWorker

/// Accounts of which some version is kept out: what is remembered of them, and by what they stand or go.
@Suite("Versions that an erasure keeps out", .serialized)
struct SuppressedVersionTests {
    private func row(_ email: String, _ updated: String, _ more: [String: String] = [:]) -> MadeUpRow {
        let base = [
            "email": email, "updated_at": updated, "created_at": "2015-01-01", "email_verified": "true",
            "first_name": "Ada", "last_name": "Berg",
        ]
        return MadeUpRow("NO", "A", base.merging(more) { $1 })
    }

    private func seeded() async throws -> TestWorkspace {
        let workspace = try TestWorkspace()
        try workspace.drop([MadeUpRow("FI", "seed", ["email": "seed@other.example", "created_at": "2020-01-01"])])
        try await workspace.run()
        return workspace
    }

    /// Delivers each batch in a run of its own.
    private func deliver(_ workspace: TestWorkspace, _ batches: [MadeUpRow]...) async throws {
        for rows in batches {
            try workspace.drop(rows, "b\(try workspace.facts().run)")
            try await workspace.run()
        }
    }

    /// - Parameter day: how many days after the first erasure.
    private func erase(_ subject: String, _ workspace: TestWorkspace, day: Int = 0) throws {
        let outcome = try ErasureTests.erase([subject], workspace) {
            $0.erasedAt = $0.erasedAt.advanced(byDays: day)
        }
        guard case .done = outcome else {
            Issue.record("\(subject) is unknown")
            return
        }
    }

    /// All but the seed, with their roles.
    private func accounts(_ workspace: TestWorkspace) async throws -> [String] {
        try await workspace.exported().flatMap(\.accounts).filter { $0.country != "FI" }
            .map { "\($0.name) \($0.role)" }.sorted()
    }

    private func profileID(_ workspace: TestWorkspace) async throws -> String {
        try #require(try await workspace.exported().first { $0.accounts.contains { $0.name == "NO/A" } }).profile_id
    }

    /// How many accounts full snapshots told of that the state does not know.
    private func presences(_ workspace: TestWorkspace) throws -> Int {
        let store = try StoreEnvironment(path: workspace.layout.storeFile, access: .readOnly, mapBytes: 1 << 30)
        return try StoredPresences(store, SuppressionKeys(try workspace.layout.fittingKey()))?.all(of: .NO).count ?? 0
    }

    // MARK: What is remembered

    @Test("A veto that stood in a row that is not kept outlives a rebuild and a correction", arguments: 0...2)
    func veto(place: Int) async throws {
        let workspace = try await seeded()
        let rows = [
            row("a@mail.example", "2020-01-01", ["link_consent": "declined"]), row("b@mail.example", "2021-01-01"),
        ]
        if place == 1 { try await deliver(workspace, [rows[0]]) }
        if place == 2 { try await deliver(workspace, rows) }
        try erase("a@mail.example", workspace)
        if place < 2 { try await deliver(workspace, place == 0 ? rows : [rows[1]]) }
        #expect(try await accounts(workspace) == ["NO/A declined"])
        let rebuilt = try await workspace.rebuilt()
        #expect(rebuilt.isEqual == true, "\(rebuilt.text)")
        for (id, rows, supersedes) in [("bad", [row("c@mail.example", "2022-01-01")], nil), ("none", [], "bad")] {
            try workspace.drop(
                MadeUpBatch(country: "NO", id: id, parts: [rows], supersedes: supersedes))
            try await workspace.run()
        }
        #expect(try await accounts(workspace) == ["NO/A declined"])
        #expect(try await workspace.unsound() == [])
    }

    @Test("Who came back and is erased by address is out up to a version, whatever is known of the person before")
    func erasedTwice() async throws {
        let back = ["created_at": "2026-06-05"]
        for isKnown in [true, false] {
            let workspace = try await seeded()
            try await deliver(workspace, [row("a@mail.example", "2020-01-01")])
            try erase("NO/A", workspace)
            if isKnown {
                try await deliver(workspace, [row("b@mail.example", "2026-06-06", back)])
                #expect(try await accounts(workspace) == ["NO/A member"])
            }
            try erase("c@mail.example", workspace, day: 10)
            try await deliver(workspace, [row("c@mail.example", "2026-06-07", back)])
            #expect(try await accounts(workspace) == [])
            // Older than the version that is out, and newer than the erasure.
            try await deliver(workspace, [row("b@mail.example", "2026-06-06T12:00:00Z", back)])
            #expect(try await accounts(workspace) == [])
            try await deliver(workspace, [row("d@mail.example", "2026-06-20", back)])
            #expect(try await accounts(workspace) == [], "known: \(isKnown)")
            #expect(try await workspace.unsound() == [])
            let rebuilt = try await workspace.rebuilt()
            #expect(rebuilt.isEqual == true, "\(rebuilt.text)")
        }
    }

    @Test("Of two versions of one instant the newer by its sequence is remembered")
    func sequences() async throws {
        for order in [[3, 5, 4], [5, 3, 4], [4, 5, 3], [3, 4, 5]] {
            let workspace = try await seeded()
            try erase("a@mail.example", workspace)
            for sequence in order {
                let row = row(sequence == 4 ? "b@mail.example" : "a@mail.example", "2020-01-01")
                try workspace.drop(MadeUpBatch(country: "NO", id: "s\(sequence)", sequence: sequence, parts: [[row]]))
                try await workspace.run()
            }
            #expect(try await accounts(workspace) == [], "\(order)")
            #expect(try await workspace.unsound() == [], "\(order)")
        }
    }

    @Test("Of who is out for good no full snapshot says anything, wherever the erasure is")
    func presences() async throws {
        let other = MadeUpRow("NO", "B", row("other@mail.example", "2020-01-01").columns)
        func full(_ sequence: Int, _ own: MadeUpRow) -> MadeUpBatch {
            MadeUpBatch(country: "NO", id: "f\(sequence)", sequence: sequence, isFull: true, parts: [[own, other]])
        }
        let snapshots = [full(3, row("a@mail.example", "2020-01-01")), full(5, row("b@mail.example", "2026-07-01"))]
        // One that is named by account is out for good at once.
        let same = [snapshots[0], full(5, row("a@mail.example", "2020-01-01"))]
        for (subject, batches, places) in [("a@mail.example", snapshots, 0...1), ("NO/A", same, 1...2)] {
            for place in places {
                let workspace = try await seeded()
                var entries = 0
                for step in 0...2 {
                    if step == place {
                        try erase(subject, workspace)
                        entries = try SuppressionFile.readAll(workspace.layout).flatMap(\.entries).count
                    }
                    if step < 2 {
                        try workspace.drop(batches[step])
                        try await workspace.run { $0.allowsShrink = true }
                    }
                    if step == 0, place == 0 { #expect(try presences(workspace) == 1, "it may come in") }
                }
                #expect(try await accounts(workspace) == ["NO/B member"])
                #expect(try presences(workspace) == 0, "\(subject), \(place)")
                let known = try SuppressionFile.readAll(workspace.layout).flatMap(\.entries).count
                #expect(known == entries || subject != "NO/A", "what entries say is not said again")
                #expect(try await workspace.unsound() == [])
            }
        }
    }

    @Test("Of a new person who is out up to a version it is known which full snapshots had a row")
    func presencesOfNewPerson() async throws {
        let back = ["created_at": "2026-06-05"]
        let workspace = try await seeded()
        try await deliver(workspace, [row("a@mail.example", "2020-01-01")])
        try erase("NO/A", workspace)
        let other = MadeUpRow("NO", "B", row("other@mail.example", "2020-01-01").columns)
        try workspace.drop(
            MadeUpBatch(
                country: "NO", id: "full", sequence: 5, isFull: true,
                parts: [[row("b@mail.example", "2026-06-06", back), other]]))
        try await workspace.run { $0.allowsShrink = true }
        try erase("b@mail.example", workspace, day: 10)
        #expect(try presences(workspace) == 1)
        try workspace.drop(
            MadeUpBatch(country: "NO", id: "late", sequence: 4, parts: [[row("c@mail.example", "2026-06-07", back)]]))
        try await workspace.run()
        #expect(try await accounts(workspace) == ["NO/A member", "NO/B member"])
        #expect(try await workspace.unsound() == [])
        let rebuilt = try await workspace.rebuilt()
        #expect(rebuilt.isEqual == true, "\(rebuilt.text)")
    }

    // MARK: By what they stand or go

    @Test(
        "Of two versions of one age the first stands, whichever of them has the erased mailbox",
        arguments: ["", "declined"])
    func sameAge(answer: String) async throws {
        let more = ["link_consent": answer]
        let (erased, other) = (row("a@mail.example", "2020-01-01", more), row("b@mail.example", "2020-01-01"))
        for (batches, isIn) in [
            ([[other], [erased]], true), ([[other, erased]], true), ([[erased, other]], false),
            ([[erased], [other]], false),
        ] {
            var found: [[String]] = []
            for place in 0...batches.count {
                let workspace = try await seeded()
                for (step, batch) in batches.enumerated() {
                    if step == place { try erase("a@mail.example", workspace) }
                    try await deliver(workspace, batch)
                }
                if place == batches.count { try erase("a@mail.example", workspace) }
                #expect(try await workspace.unsound() == [], "\(batches), \(place)")
                // Another erasure looks through the state again.
                try erase("z@mail.example", workspace, day: 1)
                found.append(try await accounts(workspace))
                #expect(found.last == (isIn ? ["NO/A member"] : []), "\(batches), \(place)")
                let rebuilt = try await workspace.rebuilt()
                #expect(rebuilt.isEqual == true, "\(rebuilt.text) \(batches), \(place)")
            }
        }
    }

    @Test(
        "A new person at an old id comes in beside a row of the erased one, which answers nothing for it",
        arguments: ["a@mail.example", "b@mail.example"])
    func newPerson(email: String) async throws {
        let old = row("a@mail.example", "2020-01-01", ["link_consent": "declined"])
        let new = row(email, "2026-08-01", ["created_at": "2026-07-01"])
        for batches in [[[old, new]], [[new, old]], [[old], [new]], [[old], [old, new]]] {
            let workspace = try await seeded()
            try erase("a@mail.example", workspace)
            for batch in batches { try await deliver(workspace, batch) }
            #expect(try await accounts(workspace) == ["NO/A member"], "\(batches)")
            #expect(try await workspace.unsound() == [], "\(batches)")
        }
    }

    @Test("A veto of who had left the mailbox outlives a later version, whenever that was made")
    func laterVersion() async throws {
        let workspace = try await seeded()
        try erase("a@mail.example", workspace)
        try await deliver(
            workspace,
            [
                row("a@mail.example", "2020-01-01", ["link_consent": "declined"]), row("b@mail.example", "2021-01-01"),
                row("b@mail.example", "2026-08-01", ["created_at": "2026-07-01"]),
            ])
        #expect(try await accounts(workspace) == ["NO/A declined"])
        #expect(try await workspace.unsound() == [])
    }

    @Test("A mailbox that was erased under two keys is its third person's, by an id of its own")
    func twoKeys() async throws {
        let workspace = try await seeded()
        try await deliver(workspace, [row("a@mail.example", "2020-01-01")])
        try erase("a@mail.example", workspace)
        try await deliver(workspace, [row("a@mail.example", "2026-06-05", ["created_at": "2026-06-05"])])
        try await workspace.rekey()
        let second = try await profileID(workspace)
        try erase("a@mail.example", workspace, day: 10)
        #expect(try await accounts(workspace) == [])
        try await deliver(workspace, [row("a@mail.example", "2026-06-15", ["created_at": "2026-06-15"])])
        #expect(try await accounts(workspace) == ["NO/A member"])
        #expect(try await profileID(workspace) != second)
        #expect(try await workspace.unsound() == [])
    }

    @Test(
        "Whose account a correction turns out to be an erased person's is erased everywhere",
        arguments: ["2019-01-01", "2021-01-01", "2026-09-01"])
    func correction(updated: String) async throws {
        let canary = "Canarybird"
        let workspace = try await seeded()
        let standing = row("b@mail.example", updated, ["first_name": canary, "phone": "+4791234567"])
        try workspace.drop(MadeUpBatch(country: "NO", id: "bad", parts: [[standing]]))
        try await workspace.run()
        try erase("a@mail.example", workspace)
        #expect(try await accounts(workspace) == ["NO/A member"])
        try workspace.drop(MadeUpBatch(country: "NO", id: "none", parts: [[]], supersedes: "bad"))
        try workspace.drop([row("a@mail.example", "2020-01-01")], "old")
        try await workspace.run()
        #expect(try await accounts(workspace) == [])
        #expect(try await workspace.unsound() == [])
        for text in [canary, "b@mail.example"] {
            #expect(try files(of: workspace, with: text) == [], "\(updated): \(text)")
        }
        let rebuilt = try await workspace.rebuilt()
        #expect(rebuilt.isEqual == true, "\(rebuilt.text)")
        // Nor does it come back.
        try await deliver(workspace, [standing])
        #expect(try await accounts(workspace) == [])
    }

    /// The files of a workspace that hold a text.
    private func files(of workspace: TestWorkspace, with text: String) throws -> [String] {
        let root = workspace.layout.root
        let names = try #require(FileManager.default.enumerator(atPath: root))
        return try names.compactMap { $0 as? String }.filter { name in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: root + "/" + name, isDirectory: &isFolder), !isFolder.boolValue
            else { return false }
            return try Data(contentsOf: URL(filePath: root + "/" + name)).range(of: Data(text.utf8)) != nil
        }
    }
}
