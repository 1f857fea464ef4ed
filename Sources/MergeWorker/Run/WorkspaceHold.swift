internal import DurableFiles
internal import Synchronization
package import WorkspaceConfiguration

/// Takes the workspace, or says who has it.
package func takeLock(_ layout: WorkspaceLayout) throws -> HeldLock {
    switch try WorkspaceLock.acquire(layout.lockFile) {
    case .acquired(let lock): return HeldLock(lock)
    case .held(let processID): throw RunFault.locked(processID: processID)
    }
}

/// The workspace lock, kept over the suspensions of a run.
package final class HeldLock: Sendable {
    private let lock: Mutex<WorkspaceLock?>

    init(_ lock: consuming WorkspaceLock) {
        let held: WorkspaceLock? = lock
        self.lock = Mutex(held)
    }

    /// Lets another process take it.
    package func release() { lock.withLock { $0 = nil } }
}
