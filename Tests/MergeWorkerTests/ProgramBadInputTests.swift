import DurableFiles
import Foundation
import Glibc
import Testing

/// One bad file beside a good one: the good one is applied, the bad one is refused or its bad rows
/// are rejected, and the message says which file, where, why, and what to do.
@Suite("Bad input")
struct ProgramBadInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let name: String
        let bytes: [UInt8]
        /// The reason of the refusal, of the one reject, or `nil` if all is taken.
        var refusal: String?
        var reject: String?
        /// The line that the message names.
        var line: Int?

        init(
            _ description: String, _ bytes: [UInt8], name: String = "bad.csv",
            refusal: String? = nil, reject: String? = nil, line: Int? = nil
        ) {
            testDescription = description
            self.name = name
            self.bytes = bytes
            self.refusal = refusal
            self.reject = reject
            self.line = line
        }

        init(
            _ description: String, _ text: String, refusal: String? = nil, reject: String? = nil,
            line: Int? = nil
        ) {
            self.init(
                description, Array(text.utf8), refusal: refusal, reject: reject, line: line)
        }
    }

    private static let good = ProgramInput.file("NO", 0..<40)

    static let cases = [
        Case("empty file", "", refusal: "empty_file"),
        Case("header alone", ProgramInput.header + "\n"),
        Case("byte order mark", "\u{FEFF}" + good),
        Case("carriage returns", good.replacing("\n", with: "\r\n")),
        Case("no line break at the end", String(good.dropLast())),
        Case(
            "quote never closed", good + "NO-99,\"lost@example.com,,,,,,\n", refusal: "unterminated_quote",
            line: 42),
        Case("NUL in a row", good + "NO-\u{0}99,lost@example.com,,,,,,\n", reject: "nul_byte", line: 42),
        Case(
            "no UTF-8",
            Array(good.utf8) + Array("NO-99,lost@example.com,".utf8) + [0xFF]
                + Array(",,,,,\n".utf8), reject: "invalid_utf8", line: 42),
        Case(
            "column twice", "account_id,email,email\nNO-1,a@example.com,b@example.com\n",
            refusal: "duplicate_column", line: 1),
        Case(
            "unknown column", "account_id,email,shoe_size\nNO-1,a@example.com,44\n",
            refusal: "unknown_column", line: 1),
        Case("no account column", "email\na@example.com\n", refusal: "missing_column", line: 1),
        Case(
            "wrong country", "account_id,email,country\nNO-1,a@example.com,NO\nNO-2,b@example.com,SE\n",
            reject: "wrong_country", line: 3),
        Case("account twice", good + ProgramInput.row("NO", 7) + "\n"),
        Case(
            "cut gzip", Array(packed("gzip", good).dropLast(30)), name: "bad.csv.gz",
            refusal: "compressed_data_truncated"),
        Case(
            "damaged gzip", damaged(packed("gzip", good)), name: "bad.csv.gz",
            refusal: "compressed_data_damaged"),
        Case("no gzip", Array(good.utf8), name: "bad.csv.gz", refusal: "compressed_data_damaged"),
        Case("no zstd", Array(good.utf8), name: "bad.csv.zst", refusal: "compressed_data_damaged"),
        Case(
            "cut zstd", [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x38, 0x09], name: "bad.csv.zst",
            refusal: "compressed_data_truncated"),
        Case("no JSON", Array("{\"account_id\": \"NO-1\"\n".utf8), name: "bad.ndjson", reject: "invalid_json", line: 1),
        Case(
            "binary", (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 151 ^ $0 >> 3) },
            refusal: "header_unreadable", line: 1),
    ]

    /// Packs with a program of the system.
    private static func packed(_ tool: String, _ text: String) -> [UInt8] {
        let folder = "/tmp/koble-packed-\(getpid())-\(UUID().uuidString)"
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try text.write(toFile: folder + "/x", atomically: false, encoding: .utf8)
            let result = try ProgramProcess.start(
                ["/usr/bin/env", tool, "-n", folder + "/x"], scratch: folder
            ).wait()
            guard result.status == 0 else { throw ProgramTestFault(result.error) }
            return [UInt8](try Data(contentsOf: URL(filePath: folder + "/x.gz")))
        } catch {
            fatalError("\(tool): \(error)")
        }
    }

    private static func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        bytes[bytes.count / 2] ^= 0x55
        return bytes
    }

    @Test(
        "A bad file is named with its place and a way out, and nothing else suffers",
        arguments: cases)
    func badFile(bad: Case) throws {
        let workspace = try ProgramWorkspace()
        try workspace.drop("NO", bad.name, bad.bytes)
        try workspace.drop("FI", "FI.csv", ProgramInput.file("FI", 0..<20))
        let result = try workspace.run()
        #expect(try workspace.names("FI", "done") == ["FI.csv"])
        #expect(try workspace.leftovers() == [])
        let said = result.output + result.error
        #expect(!said.contains("lost@example.com") && !said.contains("NO-99"))
        if let refusal = bad.refusal {
            #expect(result.status == 5, "\(said)")
            try checkRefusal(workspace, bad, refusal, result.error)
        } else {
            #expect(try workspace.names("NO", "done") == [bad.name], "\(said)")
            let rejects = try workspace.text("out/latest/rejects.ndjson").split(separator: "\n")
            #expect(result.status == (bad.reject == nil ? 0 : 3), "\(said) \(rejects)")
            #expect(rejects.count == (bad.reject == nil ? 0 : 1), "\(rejects)")
            if let reject = rejects.first, let line = bad.line {
                #expect(reject.contains("\"line\":\(line),"), "\(reject)")
                #expect(reject.contains("\"file\":\"\(bad.name)\""))
                #expect(reject.contains("\"reason\":\"\(bad.reject ?? "")\""))
            }
        }
    }

    private func checkRefusal(
        _ workspace: ProgramWorkspace, _ bad: Case, _ reason: String, _ message: String
    ) throws {
        let path = workspace.path("NO", "refused", bad.name)
        #expect(try readFile(path, bytesMax: 1 << 30) == bad.bytes, "the file is kept as it was")
        let report = try workspace.text("spool/NO/refused/\(bad.name).refused.json")
        #expect(report.contains("\"reason\" : \"\(reason)\""), "\(report)")
        #expect(report.contains("\"way_out\" : \""))
        let line = try #require(
            message.split(separator: "\n").first { $0.hasPrefix("Refused NO/\(bad.name): ") })
        #expect(line.hasSuffix("."), "a way out: \(line)")
        if let place = bad.line {
            #expect(line.contains("line \(place)"), "\(line)")
            #expect(report.contains("\"line\" : \(place)"), "\(report)")
        }
    }

    @Test("A giant line costs a reject and no memory")
    func giantLine() throws {
        let workspace = try ProgramWorkspace()
        try workspace.drop("NO", "NO.csv", ProgramInput.file("NO", 0..<40))
        let usual = try ProgramWorkspace(copying: workspace).run()

        let handle = try #require(FileHandle(forWritingAtPath: workspace.path("NO", "incoming", "NO.csv")))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("NO-99,".utf8))
        let piece = Data(repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0..<64 { try handle.write(contentsOf: piece) }
        try handle.write(contentsOf: Data("\n".utf8))
        try handle.write(contentsOf: Data((ProgramInput.row("NO", 41) + "\n").utf8))
        try handle.close()
        let result = try workspace.run()
        #expect(result.status == 3, "\(result.error)")
        #expect(try workspace.text("out/latest/rejects.ndjson").contains("\"line\":42,"))
        #expect(try workspace.text("out/latest/manifest.json").contains("\"accounts\" : 41"))
        let more = result.peakBytes - usual.peakBytes
        print("giant line: \(result.peakBytes >> 20) MiB, \(more >> 20) MiB more than without it")
        #expect(more < 32 << 20)
    }

    @Test("A workspace that is not sound is refused with a way out")
    func unsoundWorkspace() throws {
        let workspace = try ProgramWorkspace()
        try ProgramInput.dropFirstLoad(workspace)
        let before = try workspace.contents()
        let key = workspace.root + "/koble.key"

        chmod(key, 0o644)
        let open = try workspace.run()
        #expect(open.status == 2)
        #expect(open.error.contains("koble.key") && open.error.contains("set its mode to 600"), "\(open.error)")
        chmod(key, 0o600)

        rename(key, key + ".away")
        let missing = try workspace.run()
        #expect(missing.status == 2)
        #expect(missing.error.contains("koble.key"), "\(missing.error)")
        #expect(missing.error.contains("restore it from your backup of keys"), "\(missing.error)")
        rename(key + ".away", key)

        rmdir(workspace.path("FI", "incoming"))
        let folder = try workspace.run()
        #expect([1, 2].contains(folder.status))
        #expect(folder.error.contains("spool/FI/incoming"), "\(folder.error)")
        mkdir(workspace.path("FI", "incoming"), 0o700)

        #expect(try workspace.contents() == before)
        #expect(try workspace.run().status == 5)
        #expect(try workspace.leftovers() == [])
    }

    @Test("A file that may not be read is refused, and the others are done")
    func unreadableFile() throws {
        let workspace = try ProgramWorkspace()
        try workspace.drop("NO", "NO.csv", ProgramInput.file("NO", 0..<20))
        try workspace.drop("NO", "hidden.csv", ProgramInput.file("NO", 20..<40))
        chmod(workspace.path("NO", "incoming", "hidden.csv"), 0)
        let result = try ProgramProcess.start(
            ProgramProcess.asOrdinaryUser + [
                kobleBinary, "run", "--workspace", workspace.root, "--as-of", ProgramWorkspace.asOf,
            ],
            scratch: workspace.folder
        ).wait()
        #expect(result.status == 5, "\(result.error)")
        #expect(result.error.contains("Refused NO/hidden.csv: "), "\(result.error)")
        #expect(try workspace.names("NO", "refused") == ["hidden.csv", "hidden.csv.refused.json"])
        #expect(try workspace.names("NO", "done") == ["NO.csv"])
    }
}
