internal import DurableFiles
internal import FoundationEssentials
package import WorkspaceConfiguration

/// One side of a comparison: the folders whose profiles, laid over each other, are the state that is meant.
package struct DiffSide: Sendable {
    /// As it was named.
    package let name: String
    /// Folders with profiles.ndjson, oldest first. A later one replaces what an earlier one says.
    let layers: [String]
    /// Whether all folders are there that the state is made of; else older versions may be unknown.
    let isComplete: Bool
    /// What the newest folder says of itself; an export has no manifest.
    let manifest: DiffManifest?

    /// Finds what `name` means: the number of a run, `latest`, or a folder: of a run, of a dry run with --full, or
    /// of an export.
    package init(_ name: String, _ layout: WorkspaceLayout?) throws {
        self.name = name
        let folder = try DiffSide.folder(name, layout)
        guard try FileStatus.of(folder + "/profiles.ndjson") != nil else {
            throw RunFault.workspace(
                "\(printable(folder)) has no profiles.ndjson. Name a run, an export, or a dry run with --full."
            )
        }
        manifest = try DiffManifest(folder)
        guard let manifest, manifest.run > 1 else {
            layers = [folder]
            isComplete = true
            return
        }
        let parent = try DiffSide.parent(of: folder, manifest, layout)
        let earlier = try (1..<manifest.run).map { parent + "/" + runFolderName($0) }
            .filter { try FileStatus.of($0 + "/profiles.ndjson") != nil }
        layers = earlier + [folder]
        isComplete = earlier.count == manifest.run - 1
    }

    private static func folder(_ name: String, _ layout: WorkspaceLayout?) throws -> String {
        if let layout, try FileStatus.of(name) == nil {
            if name == "latest" { return try resolved(layout.latestLink) }
            if let run = Int(name) { return try resolved(layout.outFolder(ofRun: run)) }
        }
        return try resolved(name)
    }

    private static func resolved(_ path: String) throws -> String {
        guard FileManager.default.fileExists(atPath: path) else {
            throw RunFault.workspace(
                "There is no \(printable(path)). Name a run, an export, or a dry run with --full.")
        }
        return URL(filePath: path).resolvingSymlinksInPath().path
    }

    /// Where the runs before this one lie: beside a run, and in the workspace for a dry run.
    private static func parent(
        of folder: String, _ manifest: DiffManifest, _ layout: WorkspaceLayout?
    ) throws -> String {
        let beside = URL(filePath: folder).deletingLastPathComponent().path
        if folder.hasSuffix("/" + runFolderName(manifest.run)) { return beside }
        guard let layout, try FileStatus.of(layout.outFolder) != nil else { return beside }
        let parent = try resolved(layout.outFolder)
        if let base = try DiffManifest(parent + "/" + runFolderName(manifest.run - 1)),
            base.state.nextEvent != manifest.firstEvent
        {
            throw RunFault.workspace(
                "\(printable(folder)) was planned on another state than that of run \(manifest.run - 1) in this workspace."
            )
        }
        return parent
    }
}

/// `000042`
private func runFolderName(_ run: Int) -> String {
    WorkspaceLayout(root: "").runName(run)
}

/// What a comparison needs of a manifest.json.
struct DiffManifest: Decodable, Sendable {
    struct Batch: Decodable, Sendable {
        var country: String
        var file: String
        var sha256: String
        var number: UInt32?
        var outcome: String
    }

    struct State: Decodable, Sendable {
        var nextEvent: UInt64
        var digest: String
    }

    var run: Int
    var task: String?
    var rulesMoved: [String]?
    var asOf: String
    var rulesDigest: String
    var batches: [Batch]
    var firstEvent: UInt64
    var state: State

    /// Reads the manifest of a folder; `nil` if it has none.
    init?(_ folder: String) throws {
        let path = folder + "/" + RunManifest.name
        guard try FileStatus.of(path) != nil else { return nil }
        let bytes = try readFile(path, bytesMax: 64 << 20)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            self = try decoder.decode(DiffManifest.self, from: Data(bytes))
        } catch {
            throw RunFault.workspace(
                "\(printable(path)) is no manifest of a run. Name a folder that koble wrote.")
        }
    }
}
