import Foundation
import Testing

/// Puts made-up personal data on every way on which something goes wrong, and looks for it in what
/// the program says.
@Suite("Messages carry no personal data")
struct ProgramPrivacyTests {
    private static let header = "account_id,email,first_name,last_name,phone,updated_at,country"
    private static let canaries = [
        "kanarie", "zeisig", "4791234567", "91234567", "+47 912", "stieglitz", "gimpel",
    ]

    private static func row(_ number: Int, country: String = "NO") -> String {
        "kanarie-\(number),zeisig.\(number)@stieglitz.example,Kanarie,Gimpel,+4791234567,"
            + "2026-03-01T00:00:00Z,\(country)\n"
    }

    private static let files: [(name: String, text: String)] = [
        ("good.csv", header + "\n" + (0..<20).map { row($0) }.joined()),
        (
            "rejects.csv",
            header + "\n" + row(30, country: "SE") + "kanarie-31,zeisig@stieglitz.example\n"
                + row(32).replacing("2026-03-01T00:00:00Z", with: "kanarie")
        ),
        ("quote.csv", header + "\n" + row(40) + "\"kanarie-41,zeisig.41@stieglitz.example,Kanarie\n"),
        // A file without its header: the first row is taken for one.
        ("noheader.csv", row(50) + row(51)),
        ("column.csv", "account_id,email,zeisig@stieglitz.example\nkanarie-60,a@example.com,1\n"),
        ("twice.csv", "account_id,email,kanarie gimpel,kanarie gimpel\nkanarie-70,a@example.com,1,2\n"),
        (
            "broken.ndjson",
            "{\"account_id\": \"kanarie-80\", \"email\": \"zeisig@stieglitz.example\"\n"
                + "{\"account_id\": \"kanarie-81\", \"kanarie gimpel\": {\"zeisig\": 1}}\n"
        ),
        ("cut.csv.gz", "kanarie,zeisig@stieglitz.example\n"),
        ("manifest.csv", header + "\n" + row(90)),
        (
            "manifest.csv.manifest.json",
            "{\"batch_id\": \"b\", \"country\": \"NO\", \"zeisig@stieglitz.example\": 1}"
        ),
    ]

    @Test(
        "Neither output nor errors name a person, on whatever way a run ends",
        arguments: [
            nil, "write:4:EIO", "write:20:ENOSPC", "any:60:EIO:always", "storeCommit:1:EIO",
            "storeSync:1:ENOSPC", "rename:12:EIO", "fsyncFolder:20:EIO", "any:95:EIO:always",
        ] as [String?])
    func says(fault: String?) throws {
        try says(fault, [])
        if isFullSweep || fault == nil { try says(fault, ["--json"]) }
    }

    private func says(_ fault: String?, _ options: [String]) throws {
        let workspace = try ProgramWorkspace()
        for file in ProgramPrivacyTests.files { try workspace.drop("NO", file.name, file.text) }
        var results = [try workspace.run(options, fault: fault)]
        results.append(try workspace.run(options))
        try workspace.drop("NO", "more.csv", ProgramPrivacyTests.files[0].text + "x\n")
        results.append(
            try workspace.run(options + ["--dry-run", "--report", workspace.folder + "/report"]))
        results.append(try workspace.run(options, fault: fault))
        for result in results {
            let said = (result.output + result.error).lowercased()
            for canary in ProgramPrivacyTests.canaries {
                #expect(!said.contains(canary), "\(canary) in: \(said)")
            }
        }
        for name in try workspace.names("NO", "refused") where name.hasSuffix(".refused.json") {
            let report = try workspace.text("spool/NO/refused/\(name)").lowercased()
            for canary in ProgramPrivacyTests.canaries {
                #expect(!report.contains(canary), "\(canary) in \(name): \(report)")
            }
        }
        #expect(try workspace.text("out/000001/profiles.ndjson").contains("kanarie-1"))
        #expect(try workspace.names("NO", "refused").filter { $0.hasSuffix(".json") }.count >= 6)
    }
}
