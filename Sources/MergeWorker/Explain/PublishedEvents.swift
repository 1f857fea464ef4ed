internal import ByteScanning
internal import DurableFiles
internal import FoundationEssentials
internal import WorkspaceConfiguration

/// An event of `changes.ndjson` about one of a few profiles.
struct PublishedEvent {
    var run: Int
    var id: String
    var type: String
    var subject: String
    /// Why it happened: files as `NO/NAME`, and words; empty where the run does not say.
    var causes: [String]
}

/// The events of profiles in all runs whose files are kept.
///
/// - Parameter bytesMax: a longer file of events is left out: that of a first load has a line for every profile.
/// - Returns: the events in their order, and the runs that were left out.
func publishedEvents(
    of profiles: Set<String>, _ state: OpenedState, bytesMax: Int = .max
) throws -> (events: [PublishedEvent], leftOut: [Int]) {
    var names = ErasedNames(state.keys)
    for profile in profiles {
        if case .profile(let high, let low) = ExplainSubject(profile) {
            names.profiles.insert(Hash128(high: high, low: low))
        }
    }
    var found: [PublishedEvent] = []
    var leftOut: [Int] = []
    for run in stride(from: 1, through: state.facts.run, by: 1) {
        let folder = state.inputs.layout.outFolder(ofRun: run)
        guard let status = try FileStatus.of(folder + "/changes.ndjson") else { continue }
        if status.bytes > bytesMax {
            leftOut.append(run)
        } else {
            found += try events(of: names, run: run, folder)
        }
    }
    return (found, leftOut)
}

private func events(of names: ErasedNames, run: Int, _ folder: String) throws -> [PublishedEvent] {
    struct Line: Decodable {
        var id: String
        var type: String
        var subject: String?
        var causes: String?
    }
    var lines: [[UInt8]] = []
    var reader = try LineReader(folder + "/changes.ndjson")
    try reader.forEach(
        { (line) throws(FileFault) in
            if names.isNamed(in: line, .page) {
                var copied = ByteBuffer(capacity: line.byteCount)
                copied.append(line)
                lines.append(copied.array())
            }
            return true
        }, fault: { $0 })
    if lines.isEmpty { return [] }
    let manifest = try DiffManifest(folder)
    return try lines.map { bytes in
        let line = try JSONDecoder().decode(Line.self, from: Data(bytes))
        return PublishedEvent(
            run: run, id: line.id, type: line.type, subject: line.subject ?? "",
            causes: causes(line.causes ?? "", manifest))
    }
}

/// Batches by their files; what a run was for, where it was no merge.
private func causes(_ text: String, _ manifest: DiffManifest?) -> [String] {
    if let task = manifest?.task { return [task] }
    return text.split(separator: " ").map { word in
        guard word.hasPrefix("batch:"), let number = UInt32(word.dropFirst(6)),
            let batch = manifest?.batches.first(where: { $0.number == number })
        else { return String(word) }
        return "\(batch.country)/\(batch.file)"
    }
}
