import DurableFiles
import Testing

/// Made-up exports that are small and always the same.
enum ProgramInput {
    static let header =
        "account_id,email,first_name,last_name,phone,email_verified,updated_at,marketing.email"

    /// One row; the same number is the same person in every country.
    static func row(_ country: String, _ number: Int, version: Int = 1) -> String {
        let first = ["Ada", "Grace", "Alan", "Edsger", "Barbara", "Tony", "Radia"][number % 7]
        let last = version == 1 ? "Lind\(number % 11)" : "Berg\(number % 11)"
        let day = version < 10 ? "0\(version)" : "\(version)"
        return "\(country)-\(number),person\(number)@example.com,\(first),\(last),,"
            + "\(number % 3 == 0 ? "" : "true"),2026-03-\(day)T08:00:00Z,\(number % 2 == 0)"
    }

    static func file(_ country: String, _ numbers: Range<Int>, version: Int = 1) -> String {
        header + "\n"
            + numbers.map { row(country, $0, version: version) + "\n" }.joined()
    }

    static func manifest(
        _ country: String, id: String, sequence: Int, of text: String, sha256: String? = nil
    ) -> String {
        let digest = sha256 ?? SHA256Digest.of(Array(text.utf8)).hex
        return """
            {"batch_id": "\(id)", "country": "\(country)", "kind": "delta", "sequence": \(sequence),
             "sha256": "\(digest)", "bytes": \(text.utf8.count)}
            """
    }

    /// Some three hundred accounts of four countries, with a reject, a batch to refuse and a
    /// manifest.
    static func dropFirstLoad(_ workspace: ProgramWorkspace) throws {
        let norwegian = file("NO", 0..<80)
        try workspace.drop("NO", "NO.csv", norwegian)
        try workspace.drop(
            "NO", "NO.csv.manifest.json",
            manifest("NO", id: "no-1", sequence: 1, of: norwegian))
        try workspace.drop("SE", "SE.csv", file("SE", 40..<120) + ",nobody@example.com,,,,,,\n")
        try workspace.drop("DE", "DE.csv", file("DE", 60..<140))
        try workspace.drop("US", "US.csv", file("US", 100..<160))
        try workspace.drop("DE", "wrong.csv", "account_id,email,shoe_size\nDE-1,a@example.com,44\n")
    }

    /// A workspace that ran twice, with a backup of after its first run.
    static func grownWithBackup() throws -> (ProgramWorkspace, backup: String) {
        let workspace = try ProgramWorkspace()
        try dropFirstLoad(workspace)
        try workspace.run()
        let backup = workspace.folder + "/backup"
        #expect(try workspace.give(["backup", "--with-inputs", "--out", backup]).status == 0)
        try workspace.drop("NO", "later.csv", file("NO", 20..<50, version: 2))
        try workspace.run()
        return (workspace, backup)
    }

    /// A full snapshot of one country in two parts, without twenty of its accounts.
    static func dropSnapshot(_ workspace: ProgramWorkspace) throws {
        for (part, numbers) in [(1, 0..<30), (2, 30..<60)] {
            try workspace.drop("NO", "full-\(part).csv", file("NO", numbers, version: 2))
            try workspace.drop(
                "NO", "full-\(part).csv.manifest.json",
                """
                {"batch_id": "no-full", "country": "NO", "kind": "full", "sequence": 3, "part": \(part), "parts": 2}
                """)
        }
    }

    /// A correction of the changes of one country, and another one of a batch that comes with it.
    static func dropCorrection(_ workspace: ProgramWorkspace) throws {
        let deliveries = [("no-3", file("NO", 30..<50, version: 3), "no-2"), ("no-5", file("NO", 95..<97), "no-4")]
        for (number, (id, text, named)) in deliveries.enumerated() {
            try workspace.drop("NO", "\(id).csv", text)
            let own = manifest("NO", id: id, sequence: 10 + number, of: text)
            try workspace.drop(
                "NO", "\(id).csv.manifest.json", String(own.dropLast(1)) + ", \"supersedes\": \"\(named)\"}")
        }
        let replaced = file("NO", 90..<99)
        try workspace.drop("NO", "no-4.csv", replaced)
        try workspace.drop("NO", "no-4.csv.manifest.json", manifest("NO", id: "no-4", sequence: 9, of: replaced))
    }

    /// Changes of two countries, one of them with a batch to refuse and a known file again.
    static func dropDelta(_ workspace: ProgramWorkspace) throws {
        let norwegian = file("NO", 20..<90, version: 2)
        try workspace.drop("NO", "NO.csv", norwegian)
        try workspace.drop(
            "NO", "NO.csv.manifest.json",
            manifest("NO", id: "no-2", sequence: 2, of: norwegian))
        try workspace.drop("DE", "wrong.csv", file("DE", 60..<70, version: 2))
        try workspace.drop("US", "again.csv", file("US", 100..<160))
        try workspace.drop("US", "broken.csv", header + "\nUS-1,\"never closed\n")
    }
}
