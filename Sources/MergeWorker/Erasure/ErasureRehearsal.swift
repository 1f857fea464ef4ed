internal import AccountModel
internal import DurableFiles
internal import WorkspaceConfiguration

/// Says what an erasure would do, and changes nothing.
struct ErasureRehearsal {
    private let inputs: StateInputs
    private let request: ErasureRequest
    private let programVersion: String
    private let threads: Int
    private let drain: DrainFlag

    init(
        _ inputs: StateInputs, _ request: ErasureRequest, programVersion: String, threads: Int, drain: DrainFlag
    ) {
        self.inputs = inputs
        self.request = request
        self.programVersion = programVersion
        self.threads = threads
        self.drain = drain
    }

    func outcome() throws -> ErasureOutcome {
        var summary: ErasureSummary?
        let (order, unknown) = try prepareErasure(inputs, request, isDryRun: true) { plan, state, entries in
            let order = ErasureOrder(
                id: "", erasedAt: request.erasedAt.description, by: request.by, reason: request.reason,
                requested: request.subjects.count)
            let work = ErasureWork(inputs, order, programVersion: programVersion, threads: threads, drain: drain)
            var rehearsed = work.makeSummary(plan, notInState: 0)
            let files = (state.suppressions?.files ?? []) + [SuppressionFile(name: "", entries: entries)]
            let list = SuppressionList(
                files, SuppressionKeys(inputs.key), formerKeys: state.suppressions?.formerKeys ?? [])
            _ = try work.handleFiles(plan, list, state, isDryRun: true, &rehearsed)
            rehearsed.isDryRun = true
            summary = rehearsed
        }
        guard order != nil, var summary else { return .unknown(positions: unknown) }
        summary.notInState = unknown.count
        return .done(summary)
    }
}
