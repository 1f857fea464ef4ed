internal import AccountModel
internal import DurableFiles
internal import FoundationEssentials
internal import WorkspaceConfiguration

/// An erasure that was ordered and is not finished: what the receipt needs to know of it. Names nobody.
struct ErasureOrder: Codable, Equatable, Sendable {
    /// Random; nothing of the person is in it.
    var id: String
    var erasedAt: String
    var by: String?
    var reason: String?
    /// How many profiles, accounts or addresses were named.
    var requested: Int

    static func path(_ layout: WorkspaceLayout) -> String { layout.stateFolder + "/erasure.json" }

    /// The file that keeps the persons of this order out.
    var suppressionFile: String { "erasure-\(id)\(SuppressionFile.suffix)" }

    /// An order that nobody gave anew: entries are there that a state had not followed.
    init(following pending: [SuppressionFile]) {
        let newest = pending.last?.entries.map(\.erasedAt).max() ?? Timestamp(rawValue: 0)
        self.init(
            id: SuppressionEntry.checksum(pending.map(\.name).joined()), erasedAt: newest.description, by: nil,
            reason: "entries of suppressions/ that the state had not followed", requested: 0)
    }

    init(id: String, erasedAt: String, by: String?, reason: String?, requested: Int) {
        self.id = id
        self.erasedAt = erasedAt
        self.by = by
        self.reason = reason
        self.requested = requested
    }

    static func makeID() -> String {
        let number = UInt64.random(in: 0...UInt64.max)
        return SuppressionEntry.checksum(String(number))
    }

    static func read(_ layout: WorkspaceLayout) throws -> ErasureOrder? {
        let path = path(layout)
        guard try FileStatus.of(path) != nil else { return nil }
        return try JSONDecoder().decode(ErasureOrder.self, from: Data(try readFile(path, bytesMax: 1 << 20)))
    }

    static func remove(_ layout: WorkspaceLayout) throws(FileFault) {
        if try FileStatus.of(path(layout)) != nil { try removeDurably(path(layout)) }
    }

    /// Removes what a crash left of an order or of entries in the making: they were never ordered.
    static func removeUnwritten(_ layout: WorkspaceLayout) throws(FileFault) {
        for folder in [layout.stateFolder, layout.suppressionsFolder] where try FileStatus.of(folder) != nil {
            for name in try namesInFolder(folder)
            where name.hasSuffix(".part") && (name.hasPrefix(".erasure") || name.hasPrefix(".run-")) {
                try removeDurably(folder + "/" + name)
            }
        }
    }

    func write(_ layout: WorkspaceLayout) throws(FileFault) {
        try durableWrite(ErasureOrder.path(layout), encodeJSON(self))
    }
}

/// What an erasure did, or would do: in the ledger, in the receipt, and the answer of `koble erase`. It names
/// no person.
package struct ErasureSummary: Codable, Equatable, Sendable {
    /// Random; names the receipt.
    package var id: String
    /// Nothing was changed.
    package var isDryRun: Bool
    /// RFC 3339.
    package var erasedAt: String
    /// Who ordered it.
    package var by: String?
    /// In the words of who ordered it.
    package var reason: String?
    /// Profiles, accounts or addresses that were named.
    package var requested: Int
    /// Of these, addresses of which the state has nothing: they are kept out from now on.
    package var notInState: Int
    /// Accounts that are gone.
    package var accounts = 0
    /// Profiles that are gone or have changed.
    package var profiles = 0
    /// Order references that stay, on anonymous tombstones.
    package var orders = 0
    /// The run that tells it, if something was in the state or in the files.
    package var run: Int?
    /// Published runs that were rewritten.
    package var runs: [Int] = []
    /// From files of earlier runs.
    package var publishedLinesRemoved = 0
    /// By stubs with the same number.
    package var eventsReplaced = 0
    /// Kept inputs, as `NO/NAME`, that were rewritten, and rows taken out of them.
    package var inputsRewritten: [String] = []
    /// From kept inputs.
    package var inputRowsRemoved = 0
    /// Kept inputs, as `NO/done/NAME`, that were removed whole.
    package var inputsRemoved: [String] = []
    /// The file of `suppressions/` that keeps them out.
    package var suppressionFile: String
    /// What Koble cannot reach.
    package var outOfReach: [String] = []

    /// Counts what goes from a published run.
    mutating func take(_ run: NamedRun) {
        runs.append(run.run.run)
        publishedLinesRemoved += run.lines
        eventsReplaced += run.events
    }

    /// The answer for programs: one object.
    package var json: String { String(decoding: encodePublished(self), as: UTF8.self) }
}
