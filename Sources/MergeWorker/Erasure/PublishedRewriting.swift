internal import ByteScanning
internal import DurableFiles
internal import FoundationEssentials
internal import WorkspaceConfiguration

/// Rewrites published runs without the erased persons, each beside the one that is published.
///
/// Nothing of what readers see changes here: the new folder has a name in the making, and takes the old one's
/// place after the commit (`swapRewrittenRun`).
struct PublishedRewriting: Sendable {
    let layout: WorkspaceLayout

    /// Where the new version of a run's folder is until it takes the old one's place.
    static func stagedPath(_ layout: WorkspaceLayout, _ run: Int) -> String {
        layout.outFolder + "/.erased-" + layout.runName(run)
    }

    /// Makes the new folder of a run, with all files that stay as they are.
    func stage(_ named: NamedRun) throws {
        let staged = PublishedRewriting.stagedPath(layout, named.run.run)
        try removeTree(staged)
        try makeFolder(staged)
        let folder = layout.outFolder(ofRun: named.run.run)
        for name in named.names where named.found[name] == nil {
            try linkFile(folder + "/" + name, as: staged + "/" + name)
        }
    }

    /// Writes one file of a run anew, without the lines that go.
    func write(_ name: String, of named: NamedRun, _ drain: DrainFlag) throws -> WrittenFile {
        let path = layout.outFolder(ofRun: named.run.run) + "/" + name
        let target = PublishedRewriting.stagedPath(layout, named.run.run) + "/" + name
        let lines = named.found[name]?.lines ?? []
        var output = try OutputFile(creating: target)
        if name == "report.json" {
            try copyReport(path, lines, &output)
        } else {
            try copyLines(path, without: lines, areEvents: name == RunManifest.events, drain, &output)
        }
        return try RunOutputs.finish(output, name)
    }

    /// Copies a file without some of its lines; of events, stubs stay.
    private func copyLines(
        _ path: String, without lines: [Range<Int>], areEvents: Bool, _ drain: DrainFlag, _ output: inout OutputFile
    ) throws {
        let file = try Descriptor.reading(path)
        let bytes = try file.status().bytes
        var buffer = [UInt8](repeating: 0, count: WorkerLimits.copiedPieceBytes)
        var position = 0
        for line in lines + [bytes..<bytes] {
            while position < line.lowerBound {
                try drain.check()
                let count = min(buffer.count, line.lowerBound - position)
                guard try file.read(into: &buffer, 0..<count, at: position) == count else {
                    throw RunFault.workspace("Could not read \(printable(path)): it became shorter meanwhile.")
                }
                try output.append(buffer.span.extracting(0..<count))
                position += count
            }
            if areEvents, !line.isEmpty { try output.append(try eventStub(file, at: line.lowerBound)) }
            position = line.upperBound
        }
    }

    /// An event with the number of the one at `offset` that says only that something was erased.
    private func eventStub(_ file: borrowing Descriptor, at offset: Int) throws(FileFault) -> [UInt8] {
        var number = [UInt8](repeating: 0, count: 12)
        _ = try file.read(into: &number, 0..<12, at: offset + eventHead.utf8.count)
        return Array(eventHead.utf8) + number
            + Array("\",\"source\":\"/koble\",\"type\":\"koble.profile.erased\"}\n".utf8)
    }

    /// Rows of report.json are lines, with a comma after all but the last of a list: where that goes, the comma of
    /// the one before goes as well.
    private func copyReport(_ path: String, _ lines: [Range<Int>], _ output: inout OutputFile) throws {
        let bytes = try readFile(path, bytesMax: WorkerLimits.reportBytesMax)
        let comma = UInt8(ascii: ",")
        var kept: [UInt8] = []
        var position = 0
        for line in lines {
            kept += bytes[position..<line.lowerBound]
            position = line.upperBound
            guard bytes[line].last(where: { $0 > 0x20 }) != comma else { continue }
            if let place = kept.lastIndex(where: { $0 > 0x20 }), kept[place] == comma { kept.remove(at: place) }
        }
        try output.append(kept + bytes[position...])
    }

    /// Writes the manifest with the new digests and makes the folder durable.
    /// - Parameter written: the files that were written anew.
    /// - Returns: The run in the ledger, with its new files.
    func finish(_ named: NamedRun, _ written: [WrittenFile]) throws -> LedgerRun {
        let staged = PublishedRewriting.stagedPath(layout, named.run.run)
        var run = named.run
        for file in written {
            guard let place = run.files.firstIndex(where: { $0.name == file.name }) else { continue }
            run.files[place] = file
        }
        var manifest = try readManifest(run.run)
        manifest.files = run.files.filter { $0.name != RunManifest.name }
        var file = try createOutput(staged, RunManifest.name)
        try file.append(encodePublished(manifest))
        let last = try RunOutputs.finish(file, RunManifest.name)
        run.files.removeAll { $0.name == RunManifest.name }
        run.files.append(last)
        try fsyncFolder(staged)
        try fsyncFolder(layout.outFolder)
        return run
    }

    private func readManifest(_ run: Int) throws -> RunManifest {
        let path = layout.outFolder(ofRun: run) + "/" + RunManifest.name
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(RunManifest.self, from: Data(try readFile(path, bytesMax: 256 << 20)))
        } catch let fault as FileFault {
            throw fault
        } catch {
            throw RunFault.workspace(
                "Could not read out/\(layout.runName(run))/\(RunManifest.name): it is damaged. "
                    + "Restore the folder from a copy, or move it away, and run again.")
        }
    }
}

/// Puts the new version of a published run in the place of the old one. Repeated, it changes nothing.
func swapRewrittenRun(_ run: LedgerRun, _ layout: WorkspaceLayout) throws {
    let staged = PublishedRewriting.stagedPath(layout, run.run)
    guard try FileStatus.of(staged) != nil else { return }
    // After the exchange the old version has the staged name: the manifest tells which is which.
    let manifest = staged + "/" + RunManifest.name
    let wanted = run.files.first { $0.name == RunManifest.name }?.sha256
    if try FileStatus.of(manifest) != nil,
        SHA256Digest.of(try readFile(manifest, bytesMax: 256 << 20)).hex == wanted
    {
        try exchangeDurably(staged, layout.outFolder(ofRun: run.run))
    }
    try removeTree(staged)
    try fsyncFolder(layout.outFolder)
}

private let eventHead = "{\"specversion\":\"1.0\",\"id\":\""
