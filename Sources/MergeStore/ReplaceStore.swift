internal import DurableFiles
import Glibc

/// Puts a finished new store in the place of the live one: the commit point of a bulk run.
///
/// Processes that still read the old store keep it until they close it. Its lock file goes with it:
/// LMDB keeps the number of the newest state there, which means nothing for another file.
///
/// - Parameter held: This process's own view of the live store, open for reading alone. It goes on showing
///   the old state until it is closed.
/// - Precondition: This process has neither store open but for `held`, and holds the workspace's lock.
package func replaceStore(
    new: String, live: String, held: StoreEnvironment? = nil
) throws(StoreError) {
    precondition(held.map { $0.path == live && $0.isReadOnly } ?? true, "another store is held")
    // This also proves that no environment of this process is open on either.
    let registrations = (PathRegistration(new), held == nil ? PathRegistration(live) : nil)
    defer { _ = registrations }
    let folder = try lockedFolder(of: live, exclusive: true)
    _ = try StoreFile.check(new, mayBeMissing: false)
    do {
        let file = try Descriptor.reading(new)
        try file.flush()
        // First the lock file, then the rename: a crash in between leaves the old store, for which
        // LMDB makes a new lock file.
        try removeDurably(live + "-lock")
        try renameDurably(from: new, to: live)
    } catch {
        throw StoreError("replace the store", .file(error), isFatal: true)
    }
    _ = consume folder
}
