internal import ByteScanning
internal import DurableFiles

/// The three files of an export, under names in the making until all of them are whole.
struct ExportFiles: ~Copyable, Sendable {
    private let folder: String
    private var profiles: OutputFile
    private var links: OutputFile
    private var holds: OutputFile

    private static let names = ["holds.csv", "links.csv", "profiles.ndjson"]

    /// - Parameter folder: empty.
    static func create(in folder: String) throws(FileFault) -> ExportFiles {
        let profiles = try createOutput(folder, unfinished("profiles.ndjson"))
        var links = try createOutput(folder, unfinished("links.csv"))
        var holds = try createOutput(folder, unfinished("holds.csv"))
        try links.append("\(TableHeader.links)")
        try holds.append("\(TableHeader.holds)")
        return ExportFiles(folder: folder, profiles: profiles, links: links, holds: holds)
    }

    /// Appends what one key range came to. Key ranges come in ascending order.
    mutating func append(_ outcome: KeyRangeOutcome) throws(FileFault) {
        try RunOutputs.append(outcome.output.profiles, to: &profiles)
        try RunOutputs.append(outcome.output.links, to: &links)
        try RunOutputs.append(outcome.output.holds, to: &holds)
    }

    /// Makes the files durable, gives them their names and lists them.
    consuming func finish() throws(FileFault) -> [WrittenFile] {
        let folder = folder
        var written: [WrittenFile] = []
        written.append(try RunOutputs.finish(holds, "holds.csv"))
        written.append(try RunOutputs.finish(links, "links.csv"))
        written.append(try RunOutputs.finish(profiles, "profiles.ndjson"))
        for name in ExportFiles.names {
            try renameDurably(
                from: folder + "/" + ExportFiles.unfinished(name), to: folder + "/" + name)
        }
        return written
    }

    /// Removes what a stopped or failed export left.
    static func removeUnfinished(in folder: String) throws(FileFault) {
        for name in names { try removeDurably(folder + "/" + unfinished(name)) }
    }

    private static func unfinished(_ name: String) -> String { "." + name + ".part" }
}

/// Owns the files of an export, on a thread of its own: writing waits for the disk.
actor ExportKeeper {
    private nonisolated let executor: ScheduledExecutor
    private var files: ExportFiles?

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(_ files: consuming ExportFiles?, executor: ScheduledExecutor) {
        self.files = files
        self.executor = executor
    }

    func write(_ outcome: KeyRangeOutcome) throws(FileFault) { try files?.append(outcome) }

    func finish() throws(FileFault) -> [WrittenFile] {
        guard let files = files.take() else { preconditionFailure("an export is finished twice") }
        return try files.finish()
    }
}
