import AccountModel
import BatchIntake
import TestSupport
import Testing

@Suite("Any bytes at all")
struct AnyBytesTests {
    private static let seeds: [(name: String, bytes: [UInt8])] = [
        ("a.csv", Array(PackedFixtures.text.utf8)),
        ("a.csv.gz", PackedFixtures.gzip),
        ("a.csv.zst", PackedFixtures.zstd),
        ("a.ndjson", Array(#"{"account_id":"1","marketing":{"sms":true},"orders":[1,"2"]}"#.utf8)),
    ]

    @Test("Reading never traps, and blocks change nothing", arguments: UInt64(0)..<150)
    func neverTraps(seed: UInt64) throws {
        var random = SplitMix64(seed: seed ^ 0xA_22)
        let start = Self.seeds.randomElement(using: &random)!
        var file = start.bytes
        for _ in 0..<Int.random(in: 1...8, using: &random) where !file.isEmpty {
            let at = Int.random(in: 0..<file.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: file[at] = UInt8.random(in: 0...255, using: &random)
            case 1: file.remove(at: at)
            case 2: file.removeSubrange(at...)
            case 3: file.insert(contentsOf: file[at...].prefix(50), at: at)
            default: file[at] = ([0x22, 10, 13, 0, 0x2C] as [UInt8]).randomElement(using: &random)!
            }
        }
        let charset =
            Bool.random(using: &random) ? .utf8 : Charset.allCases.randomElement(using: &random)!
        let whole = try readBytes(file, name: start.name, charset: charset)
        for blockBytes in [16, 64, 200] {
            let seen = try readBytes(
                file, name: start.name, charset: charset,
                limits: BatchLimits(blockBytes: blockBytes))
            #expect((seen.fault == nil) == (whole.fault == nil), "seed \(seed)")
            if whole.fault == nil { #expect(seen.rows == whole.rows, "seed \(seed)") }
        }
    }
}
