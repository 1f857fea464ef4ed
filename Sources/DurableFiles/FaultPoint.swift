/// A system call, or a call into the store's library, after which something is durable or gone.
///
/// Tests make each one fail in turn, and kill the process before each one.
package enum FaultPoint: String, CaseIterable, Sendable {
    case open, write, truncate, fsyncFile, rename, fsyncFolder, makeFolder, remove, link
    /// The store's file is flushed after a bulk build.
    case storeSync
    /// A write transaction of the store is made durable.
    case storeCommit
}

/// The error number with which a test wants the call at `point` to fail now; always `nil` in a
/// release build. Kills the process where the plan says so.
@inline(__always)
package func plannedFault(at point: FaultPoint) -> CInt? {
    #if FAULT_INJECTION
    return (FaultPlan.current ?? FaultPlan.fromEnvironment)?.errnoDue(at: point)
    #else
    return nil
    #endif
}
