internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeStore

extension MergeRun {
    /// Who gives way among addresses that look alike, and a new decision about keys of the state of which
    /// something else is said than before.
    func settleLookAlikes(
        _ context: KeyRangeContext, _ services: IntakeServices
    ) async throws -> LookAlikeSettlement {
        // A small run asks the state about its own addresses instead of reading all that the state lists.
        let isSmall = whole == nil && context.spill.candidateBytes <= options.limits.lookedUpBytesMax
        if !isSmall { try store?.noteLookAlikes(in: services.lookAlikes) }
        // What did not come through intake was not noted there.
        if options.task != .merge { try noteLookAlikes(ofCandidatesIn: context, keys, in: services.lookAlikes) }
        if whole != nil, let store { try noteLookAlikes(ofRecordsIn: store, keys, in: services.lookAlikes, drain) }
        let bits = services.lookAlikes.snapshot
        if bits.isEmpty, !isSmall || store == nil { return LookAlikeSettlement() }
        let gathered = try CandidateSpill(
            rangeCount: context.spill.rangeCount, chunkBytes: options.limits.chunkBytes, budget: services.budget,
            folder: services.temporaryFolder)
        var context = context
        // Under a new key all of the state comes as candidates.
        if whole?.rekeying != nil { context.store = nil }
        let gathering = try LookAlikeGathering(
            context, keys: keys, bits: bits, list: isSmall ? store : nil, into: gathered, drain: drain)
        try await gathering.gather(workers: options.limits.workers, ScheduledTaskExecutor(schedulers.pool))
        var settlement = try await LookAlikeSettlement(
            of: gathered, context, keys: keys, workers: options.limits.workers,
            ScheduledTaskExecutor(schedulers.pool), drain)
        if whole != nil, let store = context.store {
            settlement.marks = settlement.marks.following(try storedLookAlikes(store, keys))
            return settlement
        }
        if settlement.changed.isEmpty { return settlement }
        let writer = services.spill.borrowWriter()
        for key in settlement.changed { try writer.append(key, dueRecord(because: .lookAlike).raw) }
        services.spill.giveBack(writer)
        try services.spill.flush()
        return settlement
    }
}
