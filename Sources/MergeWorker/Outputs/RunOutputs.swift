internal import ByteScanning
internal import DurableFiles

/// A file of a run: name, length, digest.
package struct WrittenFile: Codable, Equatable, Sendable {
    package var name: String
    package var bytes: Int
    package var sha256: String
}

/// The files that the key ranges of a run fill, in their order.
struct RunOutputs: ~Copyable, Sendable {
    private var profiles: OutputFile
    private var links: OutputFile
    private var conflicts: OutputFile
    private var conflictRows: OutputFile
    private var holds: OutputFile
    private var events: OutputFile
    /// Number of the next event.
    fileprivate var nextEvent: UInt64

    /// - Parameter folder: staged, or the report folder of a dry run.
    static func create(in folder: String, nextEvent: UInt64) throws(FileFault) -> RunOutputs {
        let profiles = try createOutput(folder, "profiles.ndjson")
        var links = try createOutput(folder, "links.csv")
        let conflicts = try createOutput(folder, "conflicts.ndjson")
        var conflictRows = try createOutput(folder, "conflicts.csv")
        var holds = try createOutput(folder, "holds.csv")
        let events = try createOutput(folder, "changes.ndjson")
        try links.append("\(TableHeader.links)")
        try conflictRows.append("\(TableHeader.conflicts)")
        try holds.append("\(TableHeader.holds)")
        return RunOutputs(
            profiles: profiles, links: links, conflicts: conflicts, conflictRows: conflictRows, holds: holds,
            events: events, nextEvent: nextEvent)
    }

    /// Begins with an event that says: forget what you hold, the whole state follows.
    mutating func tellReplacement() throws(FileFault) {
        try events.append(EventText.replacement(nextEvent))
        nextEvent += 1
    }

    /// Appends what one key range came to. Key ranges come in ascending order.
    mutating func append(_ outcome: KeyRangeOutcome) throws(FileFault) {
        for offset in outcome.output.eventNumbers {
            outcome.output.events.overwrite(twelveDigits: nextEvent, at: offset)
            nextEvent += 1
        }
        try RunOutputs.append(outcome.output.profiles, to: &profiles)
        try RunOutputs.append(outcome.output.links, to: &links)
        try RunOutputs.append(outcome.output.conflicts, to: &conflicts)
        try RunOutputs.append(outcome.output.conflictRows, to: &conflictRows)
        try RunOutputs.append(outcome.output.holds, to: &holds)
        try RunOutputs.append(outcome.output.events, to: &events)
    }

    static func append(
        _ buffer: borrowing ByteBuffer, to file: inout OutputFile
    ) throws(FileFault) {
        if buffer.isEmpty { return }
        try file.append(buffer.bytes.bytes)
    }

    /// Makes the files durable and lists them, by name.
    consuming func finish() throws(FileFault) -> [WrittenFile] {
        var files: [WrittenFile] = []
        files.append(try RunOutputs.finish(events, "changes.ndjson"))
        files.append(try RunOutputs.finish(conflictRows, "conflicts.csv"))
        files.append(try RunOutputs.finish(conflicts, "conflicts.ndjson"))
        files.append(try RunOutputs.finish(holds, "holds.csv"))
        files.append(try RunOutputs.finish(links, "links.csv"))
        files.append(try RunOutputs.finish(profiles, "profiles.ndjson"))
        return files
    }

    static func finish(_ file: consuming OutputFile, _ name: String) throws(FileFault) -> WrittenFile {
        let summary = try file.finish()
        return WrittenFile(name: name, bytes: summary.bytes, sha256: summary.sha256.hex)
    }
}

extension RawSpan {
    /// The same bytes as a span of bytes.
    @inline(__always)
    var bytes: Span<UInt8> {
        @_lifetime(copy self)
        get { Span<UInt8>(_bytes: self) }
    }
}

/// Owns the output files of a run, on a thread of its own: writing waits for the disk.
actor OutputKeeper {
    private nonisolated let executor: ScheduledExecutor
    private var outputs: RunOutputs?
    /// Events of a dry run that writes none.
    private var uncounted: UInt64 = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// - Parameter outputs: `nil` in a dry run that writes the report alone.
    init(_ outputs: consuming RunOutputs?, executor: ScheduledExecutor) {
        self.outputs = outputs
        self.executor = executor
    }

    /// Writes a key range. The coordinator hands them over one at a time, in ascending order.
    func write(_ outcome: KeyRangeOutcome) throws(FileFault) {
        if outputs == nil { uncounted += UInt64(outcome.output.eventNumbers.count) }
        try outputs?.append(outcome)
    }

    /// Makes everything durable; returns the files and the number of the next event.
    func finish(nextEvent: UInt64) throws(FileFault) -> (files: [WrittenFile], nextEvent: UInt64) {
        guard let outputs = outputs.take() else { return ([], nextEvent + uncounted) }
        let next = outputs.nextEvent
        return (try outputs.finish(), next)
    }
}
