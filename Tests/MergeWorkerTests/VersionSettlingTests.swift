import ByteScanning
import Testing

@testable import MergeWorker

/// One version of an account: content, age, manifest sequence.
private func version(_ content: UInt64, at updated: Int64, sequence: UInt32 = 0, key: UInt64 = 1) -> IndexEntry {
    IndexEntry(
        account: Hash128(high: 1, low: 1),
        value: IndexValue(
            linkKey: Hash128(high: 0, low: key), updatedAt: updated, contentHash: content, sequence: sequence),
        batch: 0, row: 0, line: 0)
}

@Suite("Versions of an account")
struct VersionSettlingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var versions: [IndexEntry]
        var previous: IndexEntry?
        /// Content of the row that is applied.
        var applied: UInt64?
        var dropped: [DroppedRow]
        var movesSequence = false
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "the first one stands", versions: [version(1, at: 5)], applied: 1, dropped: []),
        Case(
            name: "a newer one supersedes an older one of the same batch",
            versions: [version(1, at: 5), version(2, at: 6)], applied: 2, dropped: [.superseded]),
        Case(
            name: "a newer one follows what the state knows", versions: [version(2, at: 6)],
            previous: version(1, at: 5), applied: 2, dropped: []),
        Case(
            name: "an older one is superseded by what the state knows", versions: [version(1, at: 5)],
            previous: version(2, at: 6), applied: nil, dropped: [.superseded]),
        Case(
            name: "the same one again is a duplicate", versions: [version(1, at: 5), version(1, at: 5)],
            applied: 1, dropped: [.duplicate]),
        Case(
            name: "what the state knows is a duplicate", versions: [version(1, at: 5)], previous: version(1, at: 5),
            applied: nil, dropped: [.duplicate]),
        Case(
            name: "another one of the same age is rejected", versions: [version(1, at: 5), version(2, at: 5)],
            applied: 1, dropped: [.unordered]),
        Case(
            name: "another one without a date is rejected", versions: [version(2, at: .min)],
            previous: version(1, at: .min), applied: nil, dropped: [.unordered]),
        Case(
            name: "the manifest sequence orders versions of the same age", versions: [version(2, at: 5, sequence: 3)],
            previous: version(1, at: 5, sequence: 2), applied: 2, dropped: []),
        Case(
            name: "updated_at counts before the sequence", versions: [version(2, at: 4, sequence: 9)],
            previous: version(1, at: 5, sequence: 2), applied: nil, dropped: [.superseded]),
        Case(
            name: "the same content in a newer batch moves the sequence on",
            versions: [version(1, at: 5, sequence: 7)], previous: version(1, at: 5, sequence: 2), applied: nil,
            dropped: [.duplicate], movesSequence: true),
        Case(
            name: "three in a row: the newest stands",
            versions: [version(1, at: 1), version(2, at: 2), version(3, at: 3)],
            applied: 3, dropped: [.superseded, .superseded]),
        Case(
            name: "the same content under another address is another version",
            versions: [version(1, at: 5), version(1, at: 6, key: 2)], applied: 1, dropped: [.superseded]),
    ]

    @Test("Which row stands, and what becomes of the others", arguments: cases)
    func settles(_ example: Case) {
        var dropped: [DroppedRow] = []
        let settled = settleVersions(example.versions[...], previous: example.previous?.value) { _, why in
            dropped.append(why)
        }
        #expect(settled.applied?.value.contentHash == example.applied)
        #expect(dropped == example.dropped)
        #expect((settled.sequenceOnly != nil) == example.movesSequence)
        #expect(settled.previous == example.previous?.value)
        #expect(dropped.count + (settled.applied == nil ? 0 : 1) == example.versions.count, "every row is one thing")
    }
}
