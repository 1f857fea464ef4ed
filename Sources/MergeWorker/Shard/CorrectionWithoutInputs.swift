internal import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import MergeStore

/// Whether a correction needs inputs of its country that are not kept any more.
///
/// The state keeps one version of each account. Without the replaced batch another one stands only where that
/// batch's row is the newest, and which one it is lies in the other inputs, unless the correction brings a newer one
/// itself. A no that the replaced batch had may have been said by others before; so that needs them, too.
struct CorrectionWithoutInputs {
    let configuration: IntakeConfiguration
    let services: IntakeServices
    let index: IndexReader?

    /// What the rows of some batches say of one account.
    private struct Sent {
        var newest: IndexValue
        var isDeclined: Bool
    }

    /// How many accounts of the replaced batches would fall back to a version that only other inputs have, of how
    /// many; `nil` where everything may.
    /// - Parameters:
    ///   - replaced: as they are kept.
    ///   - correction: the parts of the correction.
    func needing(_ replaced: [ClaimedBatch], _ correction: [ClaimedBatch]) throws -> (
        accounts: Int, all: Int
    )? {
        // A full snapshot says something about accounts that it does not name.
        if replaced.contains(where: { $0.manifest?.kind == .full }) { return nil }
        guard let index, let former = try sent(replaced), let now = try sent(correction) else { return nil }
        let accounts = former.keys.sorted()
        let known = try index.values(of: accounts)
        let needing = zip(accounts, known).filter { account, stored in
            guard let stored, let former = former[account] else { return false }
            if former.isDeclined { return true }
            let isPassed = stored.isNewer(than: former.newest)
            return !isPassed && now[account].map { $0.newest.isNewer(than: stored) } != true
        }
        return (needing.count, accounts.count)
    }

    /// The newest row about each account that is not kept out; erasures hold, so they are not looked at. `nil` for
    /// more accounts than are held.
    private func sent(_ batches: [ClaimedBatch]) throws -> [Hash128: Sent]? {
        var sent: [Hash128: Sent] = [:]
        for batch in batches {
            let limits = BatchLimits()
            var reader = try RowReader(
                path: batch.path, layout: batch.layout, limits: limits, isDigested: false)
            var encoder = AccountEncoder(
                BatchContext(batch, configuration, services), slots: reader.slots,
                rowBytesMax: limits.rowBytesMax)
            while try reader.nextBlock() {
                try services.drain.check()
                encoder.columnsMayHaveGrown(reader.slots)
                note(reader.block, &encoder, &sent)
                if sent.count > CorrectionReplay.accountsMax { return nil }
            }
        }
        return sent
    }

    private func note(
        _ block: borrowing RowBlock, _ encoder: inout AccountEncoder, _ sent: inout [Hash128: Sent]
    ) {
        var fields = encoder.fields(of: block)
        for row in block.rows where row.fault == nil {
            fields.select(row)
            guard case .account = encoder.encode(fields, line: 0, ordinal: 0), encoder.kind != .erased else {
                continue
            }
            let value = IndexValue(
                linkKey: encoder.linkKey, updatedAt: encoder.updatedAt, contentHash: encoder.contentHash,
                sequence: encoder.sequence)
            var account = sent[encoder.accountHash] ?? Sent(newest: value, isDeclined: false)
            if value.isNewer(than: account.newest) { account.newest = value }
            account.isDeclined = account.isDeclined || encoder.answer == .declined
            sent[encoder.accountHash] = account
        }
    }
}
