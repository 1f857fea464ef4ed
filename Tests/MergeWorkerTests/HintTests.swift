import AccountModel
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

    private func hints(_ workspace: TestWorkspace, _ name: String = "hints") throws -> [String] {
        let options = try workspace.options()
        let folder = workspace.folder + "/" + name
        _ = try performHints(
            StateInputs(layout: options.layout, configuration: options.configuration, key: options.key), to: folder,
            limits: WorkerLimits(workers: 1), drain: DrainFlag())
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
        let found = try hints(workspace)
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
