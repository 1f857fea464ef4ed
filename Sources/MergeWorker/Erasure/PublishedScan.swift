internal import ByteScanning
internal import DurableFiles
internal import WorkspaceConfiguration

/// Where lines of one published file name an erased person.
struct NamedLines: Sendable {
    /// Bytes of the file, in ascending order.
    var lines: [Range<Int>] = []
    /// Profiles whose line goes, though they are not erased: an account of theirs was.
    var profiles: Set<Hash128> = []
}

/// A published run that names an erased person, and where.
struct NamedRun: Sendable {
    var run: LedgerRun
    /// All its files but the manifest.
    var names: [String]
    /// Those that name one.
    var found: [String: NamedLines] = [:]

    /// Lines that go.
    var lines: Int { found.reduce(0) { $0 + ($1.key == RunManifest.events ? 0 : $1.value.lines.count) } }
    /// Events that become stubs.
    var events: Int { found[RunManifest.events]?.lines.count ?? 0 }
}

extension RunManifest {
    static let profiles = "profiles.ndjson"
    static let events = "changes.ndjson"
}

/// Looks through published runs for erased persons: every byte of them, in parts, on all threads.
struct PublishedScan {
    let layout: WorkspaceLayout
    let names: ErasedNames
    let threads: Int
    let drain: DrainFlag

    /// A part of a file that one thread looks through.
    private struct Part: Sendable {
        var run: Int
        var name: String
        var path: String
        var bytes: Range<Int>
        var names: ErasedNames
    }

    /// The runs that name an erased person, of those that are still there.
    func scan(_ runs: [LedgerRun]) throws -> [NamedRun] {
        var found = try runs.compactMap { run in
            let folder = layout.outFolder(ofRun: run.run)
            guard try FileStatus.of(folder)?.kind == .folder else { return nil as NamedRun? }
            return NamedRun(run: run, names: try namesInFolder(folder).filter { $0 != RunManifest.name })
        }
        // Profiles first: an event of a profile whose line goes must not promise that line.
        try scan(&found, files: { $0 == RunManifest.profiles })
        try scan(&found, files: { $0 != RunManifest.profiles && $0 != "timings.json" })
        return found.filter { !$0.found.isEmpty }
    }

    private func scan(_ runs: inout [NamedRun], files: (String) -> Bool) throws {
        var parts: [Part] = []
        for (place, run) in runs.enumerated() {
            var names = names
            for id in run.found[RunManifest.profiles]?.profiles ?? [] { names.profiles.insert(id) }
            for name in run.names where files(name) {
                let path = layout.outFolder(ofRun: run.run.run) + "/" + name
                let bytes = try FileStatus.of(path)?.bytes ?? 0
                for start in stride(from: 0, to: bytes, by: WorkerLimits.scannedPartBytes) {
                    let end = min(start + WorkerLimits.scannedPartBytes, bytes)
                    parts.append(Part(run: place, name: name, path: path, bytes: start..<end, names: names))
                }
            }
        }
        let drain = drain
        let all = parts
        let found = try inParallel(all.count, threads: threads) { place in
            try drain.check()
            return try PublishedScan.scan(all[place])
        }
        for (part, named) in zip(parts, found) where !named.lines.isEmpty {
            runs[part.run].found[part.name, default: NamedLines()].lines += named.lines
            runs[part.run].found[part.name, default: NamedLines()].profiles.formUnion(named.profiles)
        }
    }

    private static func scan(_ part: Part) throws -> NamedLines {
        let form = PublishedForm(fileName: part.name)
        var named = NamedLines()
        var reader = try LineReader(part.path, in: part.bytes)
        if form == .objects {
            try reader.forEachBlock(
                { (block, offset) throws(FileFault) in
                    part.names.namedLines(block) { line in
                        named.lines.append(line.lowerBound + offset..<line.upperBound + offset)
                        if part.name == RunManifest.profiles, let id = profile(ofLine: block, at: line.lowerBound) {
                            named.profiles.insert(id)
                        }
                    }
                    return true
                }, fault: { $0 })
            return named
        }
        try reader.forEachBlock(
            { (block, offset) throws(FileFault) in
                var start = 0
                while start < block.byteCount {
                    let end =
                        firstPlace(of: UInt8(ascii: "\n"), in: block, from: start).map { $0 + 1 } ?? block.byteCount
                    if part.names.isNamed(in: block.extracting(start..<end), form) {
                        named.lines.append(offset + start..<offset + end)
                    }
                    start = end
                }
                return true
            }, fault: { $0 })
        return named
    }

    /// The id that a line of profiles.ndjson begins with.
    private static func profile(ofLine block: RawSpan, at start: Int) -> Hash128? {
        let id = start + "{\"profile_id\":\"".utf8.count
        return id + 36 <= block.byteCount ? uuid(block, at: id) : nil
    }
}
