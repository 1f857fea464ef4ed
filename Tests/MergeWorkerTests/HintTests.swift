import AccountModel
import MergeReports
import Normalization
import Testing

@testable import MergeWorker

@Suite("Hints about addresses that may belong together", .serialized)
struct HintTests {
    private func row(
        _ account: String, _ email: String, type: String = "", phone: String = "", name: String = "Ada"
    ) -> MadeUpRow {
        let parts = account.split(separator: "/").map(String.init)
        return MadeUpRow(
            parts[0], parts[1],
            [
                "email": email, "updated_at": "2024-01-01", "email_verified": "true", "account_type": type,
                "phone": phone, "first_name": name, "last_name": "Berg",
            ])
    }

    private func hints(_ workspace: TestWorkspace, _ name: String = "hints") async throws -> [String] {
        let options = try workspace.options()
        let folder = workspace.folder + "/" + name
        _ = try await performHints(
            StateInputs(layout: options.layout, configuration: options.configuration, key: options.key), to: folder,
            limits: WorkerLimits(workers: 2), schedulers: TestThreads.pool, drain: DrainFlag())
        let text = String(decoding: try filesOf(folder)["hints.csv"] ?? [], as: UTF8.self)
        return text.split(separator: "\n").dropFirst().map { String($0).replacing("\"", with: "") }
    }

    @Test("Each kind of hint is found, over several loads, and nothing else is said")
    func kinds() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([
            row("NO/1", "ada.berg@gmail.com", name: "Kari"), row("SE/1", "o1a@mail.example", name: "Ola"),
            row("NO/2", "ingeborg@mail.example", phone: "+4791234567", name: "Inge"),
            row("DK/9", "karin@post.example", name: "Karin"),
        ])
        try await workspace.run()
        try workspace.drop([
            row("SE/2", "adaberg+tickets@gmail.com", name: "Olav"), row("DK/1", "ola@mail.example", name: "Per"),
            // One slip, and the same phone; one slip, and the same name and domain; one slip, and nothing else.
            row("GB/1", "ingeborgh@mail.example", type: "guest", phone: "+4791234567", name: "I."),
            row("GB/2", "krain@post.example", type: "guest", name: "KARIN"),
            row("GB/3", "kari@post.example", type: "guest", name: "Unni"),
        ])
        try await workspace.run()
        let found = try await hints(workspace)
        #expect(
            found == [
                "possible_look_alike,spelling,SE,1,DK,1",
                "possible_misspelling,same_phone,GB,1,NO,2",
                "possible_misspelling,same_name_and_domain,GB,2,DK,9",
                "possible_same_mailbox,provider_rule,SE,2,NO,1",
            ])
        let links = try workspace.text("links.csv", run: 2)
        #expect(links.split(separator: "\n").count == 1, "a hint links nobody")
    }

    @Test(
        "A run that looks says what koble hints then lists, over state and batch, rehearsed or done",
        arguments: lawSeeds(2))
    func inReports(seed: UInt64) async throws {
        var made = MadeUpAccounts(seed: seed &+ 11)
        var rows = made.accounts(60)
        let names = [
            "ada.berg@gmail.com", "adaberg+x@gmail.com", "o1a@mail.example", "ola@mail.example",
            "ingeborg@mail.example",
        ]
        for (place, address) in names.enumerated() {
            rows.append(row("IE/h\(place)", address, phone: "+353871234567", name: "H"))
        }
        rows.append(row("GB/h9", "ingeborgh@mail.example", type: "guest", phone: "+353871234567", name: "H"))
        rows.shuffle(using: &made.random)
        let workspace = try TestWorkspace()
        for (run, part) in [rows[..<30], rows[30...]].enumerated() {
            try workspace.drop(Array(part), "b\(run)")
            let report = try workspace.reportFolder("look\(run)")
            let dry = try await workspace.run {
                ($0.isDryRun, $0.reportFolder, $0.findsHints) = (true, report, true)
            }
            let done = try await workspace.run { $0.findsHints = true }
            let found = try #require(done.first?.report.hints)
            #expect(dry.first?.report.hints == found, "seed \(seed), run \(run)")
            let listed = try await hints(workspace, "hints\(run)").map { $0.split(separator: ",")[0] }
            for kind in HintKind.allCases {
                #expect(found.pairs[Int(kind.rawValue)] == listed.count { $0 == kind.code }, "seed \(seed), \(kind)")
            }
        }
        let last = try workspace.text("report.json", run: 2)
        #expect(
            last.contains(#""kind": "possible_same_mailbox", "consequence": "noticed", "count": "#)
                || last.contains("possible_same_mailbox"))
        #expect(!last.contains("adaberg") && !last.contains("ada.berg"), "samples are masked")
        try workspace.drop([row("SE/z", "z@mail.example")], "c")
        #expect(try await workspace.run().first?.report.hints == nil, "nobody asked")
    }

    @Test(
        "One slip of the fingers",
        arguments: [
            ("ada@x.no", "ada@x.no", false), ("ada@x.no", "adaa@x.no", true), ("ada@x.no", "ad@x.no", true),
            ("ada@x.no", "aad@x.no", true), ("ada@x.no", "eda@x.no", true), ("ada@x.no", "ado@x.n", false),
            ("ada@x.no", "daa@x.no", true), ("ada@x.no", "aad@x.on", false), ("a", "b", true), ("ab", "ba", true),
            ("abc", "cba", false), ("", "a", true), ("ada@x.no", "ada@x.noo", true), ("abcd", "abxxcd", false),
        ])
    func slips(left: String, right: String, expected: Bool) {
        let (one, other) = (Array(left.utf8), Array(right.utf8))
        #expect(isOneSlipApart(one.span, other.span) == expected)
        #expect(isOneSlipApart(other.span, one.span) == expected)
    }
}
