import Foundation
import Testing

@testable import MergeWorker

@Suite("Memory", .serialized)
struct MemoryTests {
    @Test("A budget so small that everything is spilled gives the same bytes", arguments: [512 << 10, 4 << 20])
    func spills(small: Int) async throws {
        var wanted: [String: [UInt8]]?
        for memory in [1 << 30, small] {
            let workspace = try TestWorkspace()
            var made = MadeUpAccounts(seed: 11)
            for country in 0..<4 {
                let rows = made.accounts(1500).enumerated().map { number, row in
                    var row = row
                    // Mostly one account an address, so that many key ranges have something in them.
                    if number % 4 > 0 { row["email"] = "person\(number)-\(country)@mail.example" }
                    row["delivery.city"] = String(repeating: "Oslo ", count: 100)
                    return row
                }
                try workspace.drop(rows, "b\(country)")
            }
            try await workspace.run {
                $0.limits.memoryBytes = memory
                $0.limits.keyRanges = 16
            }
            let got = try workspace.published()
            let candidates = try workspace.facts().accounts * 560
            #expect(candidates > small / 2, "the test has more candidates than may stay in memory")
            if let wanted { #expect(got == wanted, "\(memory) bytes") }
            wanted = got
        }
    }
}
