internal import ByteScanning
internal import DurableFiles
internal import Foundation
internal import WorkspaceConfiguration

/// What an erasure takes out of one published run.
struct RewrittenRun: Sendable {
    /// The run in the ledger, with its new files.
    var run: LedgerRun
    /// Lines that go.
    var lines = 0
    /// Events that become stubs.
    var events = 0
}

/// Rewrites published runs without the erased persons, each beside the one that is published.
///
/// Nothing of what readers see changes here: the new folder has a name in the making, and takes the old one's
/// place after the commit (`swapRewrittenRun`).
struct PublishedRewriting {
    let layout: WorkspaceLayout
    let names: ErasedNames
    let drain: DrainFlag

    /// Where the new version of a run's folder is until it takes the old one's place.
    static func stagedPath(_ layout: WorkspaceLayout, _ run: Int) -> String {
        layout.outFolder + "/.erased-" + layout.runName(run)
    }

    /// Rewrites one run; `nil` when nothing in it names an erased person, or when it is not there any more.
    /// - Parameter isDryRun: only counts.
    func rewrite(_ run: LedgerRun, isDryRun: Bool) throws -> RewrittenRun? {
        let folder = layout.outFolder(ofRun: run.run)
        guard try FileStatus.of(folder)?.kind == .folder else { return nil }
        let listed = try namesInFolder(folder)
        let hit = try listed.filter { $0 != RunManifest.name && $0 != "timings.json" }
            .filter { try isNamed(in: folder + "/" + $0, PublishedForm(fileName: $0)) }
        if hit.isEmpty { return nil }
        var rewritten = RewrittenRun(run: run)
        var names = names
        let staged = PublishedRewriting.stagedPath(layout, run.run)
        if !isDryRun {
            try removeTree(staged)
            try makeFolder(staged)
        }
        // Profiles first: an event of a profile whose line goes must not promise that line.
        for name in ["profiles.ndjson"] + listed.filter({ $0 != "profiles.ndjson" && $0 != RunManifest.name })
        where listed.contains(name) {
            try drain.check()
            let isEvents = name == "changes.ndjson"
            if hit.contains(name) || isEvents && !rewritten.run.files.isEmpty && names.profiles != self.names.profiles {
                let target = isDryRun ? nil : staged + "/" + name
                try rewriteFile(folder + "/" + name, to: target, name, &names, &rewritten)
            } else if !isDryRun {
                try linkFile(folder + "/" + name, as: staged + "/" + name)
            }
        }
        if !isDryRun { try finish(folder, staged, &rewritten) }
        return rewritten
    }

    private func isNamed(in path: String, _ form: PublishedForm) throws -> Bool {
        var isFound = false
        var reader = try LineReader(path)
        try reader.forEach({ (line) throws(FileFault) in
            isFound = names.isNamed(in: line, form)
            return !isFound
        }, fault: { $0 })
        return isFound
    }

    private func rewriteFile(
        _ path: String, to target: String?, _ name: String, _ names: inout ErasedNames,
        _ rewritten: inout RewrittenRun
    ) throws {
        var editor = LineEditor(name)
        var output: OutputFile? = if let target { try OutputFile(creating: target) } else { nil }
        var reader = try LineReader(path)
        var found = names
        try reader.forEach({ (line) throws(FileFault) in
            let isNamed = found.isNamed(in: line, editor.form)
            if isNamed, name == "profiles.ndjson", let id = editor.profile(of: line) { found.profiles.insert(id) }
            try editor.take(line, isNamed: isNamed, &output)
            return true
        }, fault: { $0 })
        try editor.finish(&output)
        names = found
        rewritten.lines += editor.removed
        rewritten.events += editor.replaced
        guard let output = output.take() else { return }
        let written = try RunOutputs.finish(output, name)
        guard let place = rewritten.run.files.firstIndex(where: { $0.name == name }) else { return }
        rewritten.run.files[place] = written
    }

    /// Writes the manifest with the new digests and makes the folder durable.
    private func finish(_ folder: String, _ staged: String, _ rewritten: inout RewrittenRun) throws {
        let path = folder + "/" + RunManifest.name
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        var manifest: RunManifest
        do {
            manifest = try decoder.decode(
                RunManifest.self, from: Data(try readFile(path, bytesMax: 256 << 20)))
        } catch let fault as FileFault {
            throw fault
        } catch {
            throw RunFault.workspace(
                "Could not read out/\(layout.runName(rewritten.run.run))/\(RunManifest.name): it is damaged. "
                    + "Restore the folder from a copy, or move it away, and run again.")
        }
        manifest.files = rewritten.run.files.filter { $0.name != RunManifest.name }
        var file = try createOutput(staged, RunManifest.name)
        try file.append(encodePublished(manifest))
        let written = try RunOutputs.finish(file, RunManifest.name)
        rewritten.run.files.removeAll { $0.name == RunManifest.name }
        rewritten.run.files.append(written)
        try fsyncFolder(staged)
        try fsyncFolder(layout.outFolder)
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

/// Takes lines out of one published file, in the way of its kind.
private struct LineEditor {
    let form: PublishedForm
    private let isEvents: Bool
    private let isReport: Bool
    /// The last line of a report that stays: a comma may have to go from its end.
    private var held: [UInt8]?
    private(set) var removed = 0
    private(set) var replaced = 0

    init(_ name: String) {
        form = PublishedForm(fileName: name)
        isEvents = name == "changes.ndjson"
        isReport = name == "report.json"
    }

    mutating func take(_ line: RawSpan, isNamed: Bool, _ output: inout OutputFile?) throws(FileFault) {
        if isEvents, isNamed {
            replaced += 1
            try append(eventStub(line), &output)
            return
        }
        if isReport {
            try takeReport(line, isNamed: isNamed, &output)
            return
        }
        if isNamed {
            removed += 1
        } else if output != nil {
            try output!.append(line.bytes)
        }
    }

    /// Rows of report.json are lines, with a comma after all but the last.
    private mutating func takeReport(
        _ line: RawSpan, isNamed: Bool, _ output: inout OutputFile?
    ) throws(FileFault) {
        let text = copy(line.bytes, 0..<line.byteCount)
        guard isNamed else {
            if let held { try append(held, &output) }
            held = text
            return
        }
        removed += 1
        let comma = UInt8(ascii: ",")
        let hasComma = text.last { $0 > 0x20 } == comma
        if !hasComma, let place = held?.lastIndex(where: { $0 > 0x20 }), held?[place] == comma {
            held?.remove(at: place)
        }
    }

    func finish(_ output: inout OutputFile?) throws(FileFault) {
        if let held { try append(held, &output) }
    }

    private func append(_ bytes: [UInt8], _ output: inout OutputFile?) throws(FileFault) {
        if output != nil { try output!.append(bytes) }
    }

    /// The id that a line of profiles.ndjson begins with.
    func profile(of line: RawSpan) -> Hash128? {
        let start = "{\"profile_id\":\"".utf8.count
        guard line.byteCount > start + 36 else { return nil }
        let text = copy(line.bytes, start..<start + 36)
        guard case .profile(let high, let low) = ExplainSubject(String(decoding: text, as: UTF8.self)) else {
            return nil
        }
        return Hash128(high: high, low: low)
    }

    /// An event with the number of `line` that says only that something was erased.
    private func eventStub(_ line: RawSpan) -> [UInt8] {
        let start = eventHead.utf8.count
        let number = copy(line.bytes, start..<start + 12)
        return Array(eventHead.utf8) + number + Array("\",\"source\":\"/koble\",\"type\":\"koble.profile.erased\"}\n".utf8)
    }
}

private let eventHead = "{\"specversion\":\"1.0\",\"id\":\""

/// The event that tells downstream that a profile was erased.
func erasedEvent(_ number: UInt64, _ profile: Hash128) -> [UInt8] {
    let digits = String(number)
    let padded = String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    return Array(
        (eventHead + padded + "\",\"source\":\"/koble\",\"type\":\"koble.profile.erased\",\"subject\":\""
            + uuidText(profile) + "\"}\n").utf8)
}
