internal import Glibc
internal import Synchronization

/// A fixed number of threads with one queue: the scheduler of a real run.
///
/// Threads of its own and not the global pool, because work here blocks: it reads files, waits for the disk,
/// and holds a store transaction that belongs to its thread.
package final class ThreadScheduler: WorkScheduler {
    private struct State {
        var queue: [@Sendable () -> Void] = []
        var head = 0
        var isStopped = false
    }

    private let state = Mutex(State())
    private let wakeUps = Semaphore()

    /// Starts so many threads; they live as long as the process.
    package init(threads: Int) {
        for _ in 0..<max(1, threads) {
            startThread { [self] in run() }
        }
    }

    /// Runs the work on the next free thread.
    package func schedule(_ work: @escaping @Sendable () -> Void) {
        state.withLock { $0.queue.append(work) }
        wakeUps.signal()
    }

    /// Lets the threads end when they are idle. Nothing may be scheduled any more.
    package func stop(threads: Int) {
        state.withLock { $0.isStopped = true }
        for _ in 0..<threads { wakeUps.signal() }
    }

    private func run() {
        while true {
            wakeUps.wait()
            let work: (@Sendable () -> Void)? = state.withLock { state in
                guard state.head < state.queue.count else { return nil }
                defer {
                    state.head += 1
                    if state.head == state.queue.count {
                        state.queue.removeAll(keepingCapacity: true)
                        state.head = 0
                    }
                }
                return state.queue[state.head]
            }
            guard let work else {
                if state.withLock({ $0.isStopped }) { return }
                continue
            }
            work()
        }
    }
}

/// A counting semaphore of the operating system.
@safe final class Semaphore: @unchecked Sendable {
    // `sem_t` is made to be shared between threads; it lives on the heap and never moves.
    private let handle: UnsafeMutablePointer<sem_t>

    init() {
        unsafe handle = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
        let code = unsafe sem_init(handle, 0, 0)
        precondition(code == 0, "sem_init failed with errno \(errno)")
    }

    deinit {
        unsafe sem_destroy(handle)
        unsafe handle.deallocate()
    }

    func signal() {
        let code = unsafe sem_post(handle)
        precondition(code == 0, "sem_post failed with errno \(errno)")
    }

    func wait() {
        while unsafe sem_wait(handle) == -1 {
            precondition(errno == EINTR, "sem_wait failed with errno \(errno)")
        }
    }
}

/// Starts a detached thread with a stack of 8 MiB and all signals blocked: the main thread takes signals.
func startThread(_ body: @escaping @Sendable () -> Void) {
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    defer { unsafe attributes.deallocate() }
    unsafe pthread_attr_init(attributes)
    unsafe pthread_attr_setdetachstate(attributes, CInt(PTHREAD_CREATE_DETACHED))
    unsafe pthread_attr_setstacksize(attributes, 8 << 20)
    let box = unsafe Unmanaged.passRetained(ThreadBody(body)).toOpaque()
    var thread = pthread_t()
    let code = unsafe pthread_create(
        &thread, attributes,
        { argument in
            let box = unsafe Unmanaged<ThreadBody>.fromOpaque(argument!).takeRetainedValue()
            blockSignals()
            box.body()
            return nil
        }, box)
    unsafe pthread_attr_destroy(attributes)
    precondition(code == 0, "pthread_create failed with code \(code)")
}

private final class ThreadBody: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}

/// Leaves signals to the main thread.
private func blockSignals() {
    let all = UnsafeMutablePointer<sigset_t>.allocate(capacity: 1)
    defer { unsafe all.deallocate() }
    unsafe sigfillset(all)
    unsafe pthread_sigmask(SIG_BLOCK, all, nil)
}
