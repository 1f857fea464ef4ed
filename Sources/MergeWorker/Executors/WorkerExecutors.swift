internal import Synchronization

/// Runs pieces of work, in any order and on any thread that it likes. The seam where a simulator puts a
/// seeded schedule in the place of threads.
package protocol WorkScheduler: AnyObject, Sendable {
    /// Runs `work` some time later, never before this returns on the same stack.
    func schedule(_ work: @escaping @Sendable () -> Void)
}

/// The serial executor of one actor, on top of a scheduler: jobs run one after the other, on whatever
/// thread the scheduler gives.
package final class ScheduledExecutor: SerialExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isScheduled = false
    }

    private let scheduler: any WorkScheduler
    private let state = Mutex(State())

    /// Hands its jobs to a scheduler.
    package init(_ scheduler: any WorkScheduler) { self.scheduler = scheduler }

    /// Hands a job to the scheduler.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let mustSchedule = state.withLock { state in
            state.jobs.append(job)
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if mustSchedule { schedule() }
    }

    private func schedule() {
        scheduler.schedule { [self] in runOne() }
    }

    /// Runs one job, and asks for another turn if there are more: actors take turns, so that one with much
    /// to do does not keep the others waiting.
    private func runOne() {
        let job = state.withLock { $0.jobs.removeFirst() }
        unsafe job.runSynchronously(on: asUnownedSerialExecutor())
        let isMore = state.withLock { state in
            state.isScheduled = !state.jobs.isEmpty
            return state.isScheduled
        }
        if isMore { schedule() }
    }
}

/// Runs tasks that belong to no actor, on the same scheduler as the actors.
package final class ScheduledTaskExecutor: TaskExecutor {
    private let scheduler: any WorkScheduler

    /// Hands its jobs to a scheduler.
    package init(_ scheduler: any WorkScheduler) { self.scheduler = scheduler }

    /// Hands a job to the scheduler.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        scheduler.schedule { [self] in unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
