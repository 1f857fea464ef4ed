internal import AccountModel
internal import ByteScanning
internal import DurableFiles

/// A file of a run: name, length, digest.
package struct WrittenFile: Codable, Equatable, Sendable {
    /// In the run's folder.
    package var name: String
    /// Its length.
    package var bytes: Int
    /// Of its bytes, in hexadecimal.
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

    /// - Parameters:
    ///   - folder: staged, or the report folder of a dry run.
    ///   - digestsProfiles: `false` if someone else does, and hands the digest to `finish`.
    static func create(
        in folder: String, nextEvent: UInt64, digestsProfiles: Bool = true
    ) throws(FileFault) -> RunOutputs {
        let profiles = try OutputFile(creating: folder + "/profiles.ndjson", isDigested: digestsProfiles)
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

    /// Lists all accounts of some countries that are excluded, and says so.
    mutating func tellExcluded(of countries: [Country], _ rows: [UInt8]) throws(FileFault) {
        for country in countries {
            try events.append(EventText.holdsReplacement(nextEvent, country))
            nextEvent += 1
        }
        try holds.append(rows)
    }

    /// Gives the events of one key range their numbers. Key ranges come in ascending order.
    mutating func number(_ outcome: KeyRangeOutcome) {
        for offset in outcome.output.eventNumbers {
            outcome.output.events.overwrite(twelveDigits: nextEvent, at: offset)
            nextEvent += 1
        }
    }

    /// Appends what one key range came to. Key ranges come in ascending order.
    mutating func append(_ outcome: KeyRangeOutcome) throws(FileFault) {
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
    /// - Parameters:
    ///   - digest: that of the profiles, if it was made beside their writing.
    ///   - unflushed: makes the files durable later, with others.
    consuming func finish(
        profiles digest: SHA256Value? = nil, _ unflushed: UnflushedFiles? = nil
    ) throws(FileFault) -> [WrittenFile] {
        var files: [WrittenFile] = []
        files.append(try RunOutputs.finish(events, "changes.ndjson", unflushed))
        files.append(try RunOutputs.finish(conflictRows, "conflicts.csv", unflushed))
        files.append(try RunOutputs.finish(conflicts, "conflicts.ndjson", unflushed))
        files.append(try RunOutputs.finish(holds, "holds.csv", unflushed))
        files.append(try RunOutputs.finish(links, "links.csv", unflushed))
        if let digest {
            let bytes = try profiles.finishUndigested(unflushed)
            files.append(WrittenFile(name: "profiles.ndjson", bytes: bytes, sha256: digest.hex))
        } else {
            files.append(try RunOutputs.finish(profiles, "profiles.ndjson", unflushed))
        }
        return files
    }

    static func finish(
        _ file: consuming OutputFile, _ name: String, _ unflushed: UnflushedFiles? = nil
    ) throws(FileFault) -> WrittenFile {
        let summary = try file.finish(unflushed)
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
    private let digester: ProfilesDigester
    private var outputs: RunOutputs?
    /// Events of a dry run that writes none.
    private var uncounted: UInt64 = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - outputs: `nil` in a dry run that writes the report alone.
    ///   - digests: where the profiles are digested while they are written.
    init(_ outputs: consuming RunOutputs?, executor: ScheduledExecutor, digests: ScheduledExecutor) {
        self.outputs = outputs
        self.executor = executor
        digester = ProfilesDigester(executor: digests)
    }

    /// Gives the events of a key range their numbers; then it is only read. Key ranges come in ascending order.
    func number(_ outcome: KeyRangeOutcome) {
        if outputs == nil { uncounted += UInt64(outcome.output.eventNumbers.count) }
        outputs?.number(outcome)
    }

    /// Writes a key range. The coordinator hands them over one at a time, in ascending order.
    func write(_ outcome: KeyRangeOutcome) async throws {
        if outputs == nil { return }
        async let digested: Void = digester.add(outcome)
        try outputs?.append(outcome)
        await digested
    }

    /// Makes everything durable; returns the files and the number of the next event.
    /// - Parameter unflushed: makes the files durable later, with others.
    func finish(
        nextEvent: UInt64, _ unflushed: UnflushedFiles? = nil
    ) async throws -> (files: [WrittenFile], nextEvent: UInt64) {
        let digest = await digester.finish()
        guard let outputs = outputs.take() else { return ([], nextEvent + uncounted) }
        let next = outputs.nextEvent
        return (try outputs.finish(profiles: digest, unflushed), next)
    }
}

/// Digests the profiles, which are four fifths of what a run writes, beside their writing: one thread for both
/// would hold the others up.
actor ProfilesDigester {
    private nonisolated let executor: ScheduledExecutor
    private var digest = SHA256Digest()

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(executor: ScheduledExecutor) { self.executor = executor }

    /// Adds the profiles of the next key range.
    func add(_ outcome: KeyRangeOutcome) { add(outcome.output.profiles) }

    private func add(_ profiles: borrowing ByteBuffer) { digest.update(profiles.bytes.bytes) }

    /// Ends the digest; it starts anew.
    func finish() -> SHA256Value {
        var ended = SHA256Digest()
        swap(&ended, &digest)
        return ended.finish()
    }
}
