/// Renames that become durable together: one flush for each folder instead of two for each file.
///
/// Until `flush` has returned, a power cut may leave any of them undone.
package struct JoinedRenames: ~Copyable {
    private var targetFolders: [String] = []
    private var sourceFolders: [String] = []

    /// None yet.
    package init() {}

    /// Renames a file unless something has the target's name.
    package mutating func renameIfFree(from source: String, to target: String) throws(FileFault) {
        _ = try attempt(.rename, "rename to a free name", source) { DurableFiles.renameIfFree(source, target) }
        JoinedRenames.note(parentFolder(of: target), &targetFolders)
        JoinedRenames.note(parentFolder(of: source), &sourceFolders)
    }

    /// Makes all new names durable: first where files have gone, then where they came from, so that no file is
    /// left without a name.
    package consuming func flush() throws(FileFault) {
        for folder in targetFolders { try fsyncFolder(folder) }
        for folder in sourceFolders where !targetFolders.contains(folder) { try fsyncFolder(folder) }
    }

    private static func note(_ folder: String, _ folders: inout [String]) {
        if folders.last != folder, !folders.contains(folder) { folders.append(folder) }
    }
}
