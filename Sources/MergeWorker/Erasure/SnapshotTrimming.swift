internal import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import WorkspaceConfiguration

extension BatchScanning {
    /// Remembers of a full snapshot whom the rows were about that are taken out of it: read again, it must leave
    /// out nobody whom it had not left out. Persons that are erased as a whole need no such memory.
    func noteSnapshot(_ path: String, _ layout: BatchLayout, _ country: Country, _ kept: inout KeptBatch) throws {
        guard try isSnapshot(path) else { return }
        var found: Set<Hash128> = []
        try forEachTakenOut(path, layout, country) { account in
            guard let account else { return kept.hasNameless = true }
            if !suppressions.isOutForGood(account: account) { found.insert(suppressions.keys.hash(account, .account)) }
        }
        if !found.isEmpty { kept.takenOut = found.sorted().map(\.hexadecimal) }
    }

    private func isSnapshot(_ path: String) throws -> Bool { manifest(path)?.kind == .full }

    /// Manifest sequence + 1 of a kept file; zero without one.
    func sequenceMark(_ path: String) -> UInt32 { manifest(path)?.sequence.map { UInt32(clamping: $0) &+ 1 } ?? 0 }

    private func manifest(_ path: String) -> BatchManifest? {
        do throws(BatchFault) { return try BatchManifest(path: path + BatchManifest.suffix) } catch { return nil }
    }

    /// Calls `note` for each row that goes, with its account where the row tells it.
    private func forEachTakenOut(
        _ path: String, _ layout: BatchLayout, _ country: Country, _ note: (Hash128?) -> Void
    ) throws {
        let limits = BatchLimits()
        var reader = try RowReader(path: path, layout: layout, limits: limits, isDigested: false)
        let context = BatchContext(
            country: country, batch: 0, sequence: sequenceMark(path), keys: keys,
            unusable: unusableAddresses(configuration.merge),
            lookAlikes: LookAlikeFilter(), configuration: configuration[country], suppressions: suppressions)
        var encoder = AccountEncoder(context, slots: reader.slots, rowBytesMax: limits.rowBytesMax)
        while try reader.nextBlock() {
            try drain.check()
            encoder.columnsMayHaveGrown(reader.slots)
            var fields = encoder.fields(of: reader.block)
            for row in reader.block.rows {
                if row.fault != nil {
                    note(nil)
                    continue
                }
                fields.select(row)
                switch encoder.encode(fields, line: 0, ordinal: 0) {
                case .account: if encoder.isWatched, !encoder.mayBeKept(fields) { note(encoder.accountHash) }
                case .suppressed: note(encoder.accountHash)
                case .rejected(let reject): note(encoder.accountOfReject(reject, fields))
                }
            }
        }
    }
}

extension LedgerBatch {
    /// What its rows said that are not kept any more.
    var takenOut: TakenOutRows {
        var rows = TakenOutRows()
        for kept in kept ?? [] {
            rows.accounts.formUnion((kept.takenOut ?? []).compactMap { Hash128(hexadecimal: $0.utf8) })
            if kept.hasNameless == true { rows.isNameless = true }
        }
        return rows
    }
}
