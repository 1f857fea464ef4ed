internal import DurableFiles
package import MergeStore
package import WorkspaceConfiguration

/// The key files of a workspace: the key, one that is to take its place, and those of before.
///
/// Which one counts is what the state says: it is stamped with the name of its key, so key file and store
/// cannot part. A change of keys writes the new key beside the old one, commits the store, and only then
/// renames the file; whoever finds the two apart takes the file that fits.
extension WorkspaceLayout {
    /// The key that is to take the place of the key, while it does.
    var nextKeyFile: String { keyFile + ".next" }

    /// Where a key of before is kept, by its name.
    package func formerKeyFile(_ name: String) -> String { keyFile + "." + name }

    /// The key that the state was made with, or the workspace's key where there is no state.
    package func fittingKey() throws -> StoreKey {
        let key = try StoreKey(readingFrom: keyFile)
        let prefix = fileName(of: keyFile) + "."
        let others = try namesInFolder(root).filter { $0.hasPrefix(prefix) }
        guard !others.isEmpty, let stamp = try readStamp(), stamp.key != key.name else { return key }
        for name in others {
            let other = try StoreKey(readingFrom: root + "/" + name)
            if other.name == stamp.key { return other }
        }
        return key
    }

    /// The key of this name, in whichever of the workspace's key files it is.
    func key(named name: String) throws -> StoreKey {
        let own = fileName(of: keyFile)
        let files =
            try FileStatus.of(root) == nil
            ? [] : namesInFolder(root).filter { $0 == own || $0.hasPrefix(own + ".") && !$0.hasSuffix(".part") }
        for file in files {
            let key = try StoreKey(readingFrom: root + "/" + file)
            if key.name == name { return key }
        }
        throw RunFault.workspace(
            "The key of this backup (named \(printable(name))) is not in the workspace. Nothing was changed; put its "
                + "copy there as koble.key, mode 0600. A backup holds no keys.")
    }

    /// The keys of before, oldest first: what was written under them (vetoes, suppressions) is looked up
    /// under all of them.
    package func formerKeys() throws -> [StoreKey] {
        guard let stamp = try readStamp() else { return [] }
        return try stamp.formerKeys.map { try StoreKey(readingFrom: formerKeyFile($0)) }
    }

    /// Ends a change of keys that was interrupted: the way that the state went.
    ///
    /// The caller holds the workspace's lock.
    func settleKeyFiles() throws {
        // A key that was half written when its writer died is no key, and no other copy of one should lie about.
        let key = fileName(of: keyFile)
        for name in try namesInFolder(root) where name.hasPrefix("." + key) && name.hasSuffix(".part") {
            try removeDurably(root + "/" + name)
        }
        guard try FileStatus.of(nextKeyFile) != nil else { return }
        let stamp = try readStamp()
        if let stamp, try StoreKey(readingFrom: nextKeyFile).name == stamp.key { return try adoptNextKey() }
        // No commit stands behind it, nor behind the copy of the key that is still the key.
        try removeDurably(nextKeyFile)
        if let stamp, try StoreKey(readingFrom: keyFile).name == stamp.key {
            try removeDurably(formerKeyFile(stamp.key))
        }
    }

    /// Gives the next key its name.
    func adoptNextKey() throws(FileFault) { try renameDurably(from: nextKeyFile, to: keyFile) }

    private func readStamp() throws -> RulesStamp? {
        guard try FileStatus.of(storeFile) != nil else { return nil }
        return try StoreEnvironment(path: storeFile, access: .readOnly, mapBytes: storeMapBytes).rulesStamp()
    }
}
