internal import AccountModel
internal import DurableFiles
internal import FoundationEssentials
internal import WorkspaceConfiguration

/// When something that is kept can be over, so that a run need not look at the age of all that is kept.
///
/// Nothing hangs on it: without it, or with one that does not fit, everything is looked at.
struct RetentionNote: Codable, Equatable, Sendable {
    /// Days of inputs, refused files, published runs and decisions that it was worked out with.
    private let days: [Int]
    /// When the folders were last read, by the clock, in milliseconds.
    private let lookedAt: Int64
    /// From when on they are read again.
    private var next: Int64
    /// The state's date up to which no published run is over; `nil`: unknown.
    var runsEnd: Int64?

    /// What is put into a folder later than `lookedAt` is kept at least for the fewest of the days. And a day
    /// is the longest that a clock which went wrong can keep anything here.
    init(_ days: RetentionDays, lookedAt now: Timestamp) {
        self.days = RetentionNote.list(days)
        lookedAt = now.rawValue
        let shortest = min(days.done, days.refused, days.decisions, 1)
        // File times are whole seconds here, rounded down.
        next = now.advanced(byDays: shortest).rawValue - 1000
    }

    private static func list(_ days: RetentionDays) -> [Int] { [days.done, days.refused, days.out, days.decisions] }

    /// Something is kept until `end`.
    mutating func keeps(until end: Timestamp) { next = min(next, end.rawValue) }

    /// Whether nothing in the folders can be over.
    func isValid(for days: RetentionDays, _ now: Timestamp) -> Bool {
        self.days == RetentionNote.list(days) && lookedAt <= now.rawValue && now.rawValue <= next
    }

    private static func path(_ layout: WorkspaceLayout) -> String { layout.stateFolder + "/retention.json" }

    /// The note, if there is one that can be read.
    static func read(_ layout: WorkspaceLayout) throws -> RetentionNote? {
        guard try FileStatus.of(path(layout)) != nil else { return nil }
        let bytes = try readFile(path(layout), bytesMax: 1 << 16)
        do {
            return try JSONDecoder().decode(RetentionNote.self, from: Data(bytes))
        } catch is DecodingError {
            return nil
        }
    }

    func write(_ layout: WorkspaceLayout) throws(FileFault) {
        try durableWrite(RetentionNote.path(layout), encodeJSON(self))
    }
}
