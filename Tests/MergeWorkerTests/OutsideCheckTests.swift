import Foundation
import Testing

/// What other programs make of what Koble writes. `scripts/test` asks for these, and `scripts/setup` installs what
/// they need; what is missing fails.
@Suite("Outside of the program", .serialized)
struct OutsideCheckTests {
    private static let isAsked = ProcessInfo.processInfo.environment["KOBLE_OUTSIDE_TESTS"] == "1"

    @Test(
        "What is written fits its schema, DuckDB, Polars, pandas and PostgreSQL load it, and shells complete",
        .enabled(if: isAsked, "KOBLE_OUTSIDE_TESTS is not 1"),
        arguments: ["check-schemas", "check-recipes", "check-shells"])
    func passes(script: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("koble-outside-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        let words = ["/usr/bin/timeout", "--kill-after=5", "300", root + "/scripts/" + script, kobleBinary]
        let result = try ProgramProcess.start(words, scratch: folder.path).wait()
        #expect(result.status == 0, "scripts/\(script): \(result.output.suffix(2000))\(result.error.suffix(2000))")
    }
}
