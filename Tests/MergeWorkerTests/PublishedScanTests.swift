import AccountModel
import BatchIntake
import ByteScanning
import DurableFiles
import Foundation
import MergeStore
import TestSupport
import Testing

@testable import MergeWorker

/// Finding lines that name somebody, against the slowest way to do it.
@Suite("Lines that name an erased person")
struct PublishedScanTests {
    private static func keys() throws -> IntakeKeys {
        let workspace = try TestWorkspace()
        return IntakeKeys(try workspace.layout.fittingKey())
    }

    private static func scan(
        _ path: String, _ names: ErasedNames, _ bytes: Int, part: Int
    ) throws -> [Range<Int>] {
        var found: [Range<Int>] = []
        for start in stride(from: 0, to: bytes, by: part) {
            var reader = try LineReader(path, in: start..<min(start + part, bytes))
            try reader.forEachBlock(
                { (block, offset) throws(FileFault) in
                    names.namedLines(block) { found.append($0.lowerBound + offset..<$0.upperBound + offset) }
                    return true
                }, fault: { $0 })
        }
        return found
    }

    @Test("In parts of any size every line with an id is found, once, and no other", arguments: lawSeeds(30))
    func parts(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let keys = try Self.keys()
        var names = ErasedNames(keys)
        let ids = (0..<20).map { _ in profileID(Hash128(high: random.next(), low: random.next())) }
        for id in ids.prefix(3) { names.profiles.insert(id) }
        let accounts = ["a-1", "-", "quote\"d", "back\\slash", "1", "x_id\":\"", "line\u{1}"]
        for account in accounts.prefix(4) {
            names.accounts.insert(accountIndexKey(.NO, Array(account.utf8).raw, key: keys.account))
        }
        var text = ""
        var wanted: [Range<Int>] = []
        for number in 0..<Int.random(in: 1...60, using: &random) {
            let id = random.pick(ids)
            let account = random.pick(accounts)
            let country = random.pick(["NO", "SE"])
            let filler = random.pick(["", "-----", "2026-11-21", "_id", "0-1234-5678-9abc-def", "æøå"])
            var line = random.once(in: 2) ? "{\"profile_id\":\"\(uuidText(id))\"" : "{\"v\":\"\(filler)\""
            let hasAccount = random.once(in: 2)
            if hasAccount {
                let escaped = account.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                    .replacing("\u{1}", with: "\\u0001")
                line += ",\"country\":\"\(country)\",\"account_id\":\"\(escaped)\""
            }
            line += random.once(in: 2) ? "}" : ",\"n\":\(number),\"t\":\"\(filler)\"}"
            let isLast = random.once(in: 20)
            let start = text.utf8.count
            text += line + (isLast ? "" : "\n")
            let isNamed =
                ids.prefix(3).contains { line.contains(uuidText($0)) }
                || hasAccount && country == "NO" && accounts.prefix(4).contains(account)
            if isNamed { wanted.append(start..<text.utf8.count) }
            if isLast { break }
        }
        let path = NSTemporaryDirectory() + "koble-scan-\(UUID().uuidString)"
        defer { unlink(path) }
        try Data(text.utf8).write(to: URL(filePath: path))
        let bytes = text.utf8.count
        for part in [1, 2, 7, 64, 1000, bytes + 1] {
            #expect(try Self.scan(path, names, bytes, part: part) == wanted, "seed \(seed), parts of \(part)")
        }
    }

    @Test("Lines longer than the buffer are whole")
    func longLines() throws {
        let path = NSTemporaryDirectory() + "koble-scan-\(UUID().uuidString)"
        defer { unlink(path) }
        let lines = [3 << 20, 5, 1 << 20, (1 << 20) - 1, 0, 2 << 20].map { String(repeating: "x", count: $0) + "\n" }
        try Data(lines.joined().utf8).write(to: URL(filePath: path))
        let bytes = lines.reduce(0) { $0 + $1.utf8.count }
        for part in [bytes, 1 << 20, 700_001] {
            var lengths: [Int] = []
            for start in stride(from: 0, to: bytes, by: part) {
                var reader = try LineReader(path, in: start..<min(bytes, start + part))
                try reader.forEach(
                    { (line) throws(FileFault) in
                        lengths.append(line.byteCount)
                        return true
                    }, fault: { $0 })
            }
            #expect(lengths == lines.map(\.utf8.count), "parts of \(part)")
        }
    }

    @Test("Work in parallel comes back in order, and the first failure is thrown", arguments: [1, 2, 5])
    func inOrder(threads: Int) throws {
        #expect(try inParallel(200, threads: threads) { $0 * $0 } == (0..<200).map { $0 * $0 })
        #expect(try inParallel(0, threads: threads) { $0 } == [])
        #expect(throws: Drained.self) {
            try inParallel(50, threads: threads) { if $0 == 7 { throw Drained() } }
        }
    }

    @Test("A row is kept exactly if the encoder takes it", arguments: lawSeeds(6))
    func judgedAlike(seed: UInt64) throws {
        var made = MadeUpAccounts(seed: seed)
        let rows = made.accounts(200).map { row in
            var row = row
            if made.random.once(in: 9) { row["op"] = made.random.pick(["delete", "erase", "what"]) }
            if made.random.once(in: 50) { row["delivery.city"] = String(repeating: "y", count: 70_000) }
            if made.random.once(in: 30) { row.id = "" }
            return row
        }
        let keys = try Self.keys()
        let workspace = try TestWorkspace()
        let suppressed = SuppressionKeys(try workspace.layout.fittingKey())
        let entries = rows.prefix(40).compactMap { row -> SuppressionEntry? in
            guard let key = linkKey(row) else { return nil }
            let hash = sipHash128(Array(key.utf8).raw, key: keys.link)
            return SuppressionEntry(
                kind: .address, keyName: suppressed.name, hash: suppressed.hash(hash, .address),
                erasedAt: Timestamp(rawValue: 1_700_000_000_000))
        }
        let list = SuppressionList([SuppressionFile(name: "a", entries: entries)], suppressed)
        let path = workspace.folder + "/rows.csv"
        try Data(csv(rows)).write(to: URL(filePath: path))
        let (judged, made1) = try verdicts(path, keys, list)
        #expect(judged == made1, "seed \(seed)")
        #expect(judged.contains(true) && judged.contains(false))
    }

    /// What `mayBeKept` and what `encode` say of each row of a Norwegian file.
    private func verdicts(
        _ path: String, _ keys: IntakeKeys, _ list: SuppressionList
    ) throws -> (judged: [Bool], encoded: [Bool]) {
        let workspace = try TestWorkspace()
        let configuration = try workspace.options().configuration
        let layout = try #require(BatchLayout(fileName: "rows.csv", configuration: configuration[.NO]))
        var reader = try RowReader(path: path, layout: layout)
        let context = BatchContext(
            country: .NO, batch: 0, sequence: 0, keys: keys, unusable: unusableAddresses(configuration.merge),
            lookAlikes: LookAlikeFilter(), configuration: configuration[.NO], suppressions: list)
        let limits = BatchLimits()
        var judge = AccountEncoder(context, slots: reader.slots, rowBytesMax: limits.rowBytesMax)
        var encoder = AccountEncoder(context, slots: reader.slots, rowBytesMax: limits.rowBytesMax)
        var (judged, encoded): ([Bool], [Bool]) = ([], [])
        while try reader.nextBlock() {
            var fields = judge.fields(of: reader.block)
            for row in reader.block.rows where row.fault == nil {
                fields.select(row)
                judged.append(judge.mayBeKept(fields))
                if case .account = encoder.encode(fields, line: 0, ordinal: 0) {
                    encoded.append(true)
                } else {
                    encoded.append(false)
                }
            }
        }
        return (judged, encoded)
    }
}
