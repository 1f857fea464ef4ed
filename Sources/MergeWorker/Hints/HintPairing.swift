internal import AccountModel
internal import ByteScanning
internal import MergeReports
internal import Normalization

/// Compares the accounts of each block, and writes a line for each pair that a person should look at.
struct HintPairing {
    private(set) var lines: Set<HintLine> = []
    /// The first lines of each kind in the order of the files, with their addresses; sorted.
    private var samples: [HintKind: [(order: [String], sample: HintReport.Sample)]] = [:]
    /// Blocks with so many accounts that what they share says nothing about any two of them.
    private(set) var commonBlocks = 0

    /// Accounts of a block that are compared: all with all is at most 32,640 comparisons of 20 ns.
    static let blockAccountsMax = 256
    /// Lines of each kind that a report shows.
    static let samplesMax = 20
    /// Lines kept in memory: 200 bytes each. Who has more has another problem than misspellings.
    static let linesMax = 500_000

    var isFull: Bool { lines.count >= HintPairing.linesMax }

    /// - Parameter bytes: entries, each behind the hash of its block.
    mutating func pair(_ bytes: RawSpan) {
        var blocks: [Hash128: [HintEntry]] = [:]
        var cursor = 0
        while cursor < bytes.byteCount {
            let block = Hash128(high: loadWord(bytes, at: cursor), low: loadWord(bytes, at: cursor + 8))
            cursor += 16
            blocks[block, default: []].append(HintEntry(bytes, &cursor))
        }
        for entries in blocks.values where entries.count > 1 {
            guard entries.count <= HintPairing.blockAccountsMax else {
                commonBlocks += 1
                continue
            }
            switch entries[0].evidence {
            case .providerRule, .spelling: noteClass(entries)
            case .samePhone, .sameNameAndDomain: noteMisspellings(entries)
            }
        }
    }

    /// All addresses of the block belong together: each with the first.
    private mutating func noteClass(_ entries: [HintEntry]) {
        let sorted = entries.sorted { isBefore($0, $1) }
        for other in sorted.dropFirst() where other.linkKey != sorted[0].linkKey { note(sorted[0], other) }
    }

    private mutating func noteMisspellings(_ entries: [HintEntry]) {
        for guest in entries where guest.isGuest {
            for customer in entries
            where !customer.isGuest && customer.linkKey != guest.linkKey
                && isOneSlipApart(guest.address.span, customer.address.span)
            {
                note(guest, customer)
            }
        }
    }

    private func isBefore(_ left: HintEntry, _ right: HintEntry) -> Bool {
        if left.country != right.country { return left.country < right.country }
        return left.accountID.lexicographicallyPrecedes(right.accountID)
    }

    private mutating func note(_ entry: HintEntry, _ other: HintEntry) {
        if isFull { return }
        let line = HintLine(
            hint: entry.evidence.kind.code, evidence: entry.evidence.code, country: entry.country.code,
            accountId: String(decoding: entry.accountID, as: UTF8.self), otherCountry: other.country.code,
            otherAccountId: String(decoding: other.accountID, as: UTF8.self))
        if lines.insert(line).inserted { keepSample(line, entry, other) }
    }

    /// Keeps a line as a sample if it is among the first of its kind, whatever the order in which they come.
    private mutating func keepSample(_ line: HintLine, _ entry: HintEntry, _ other: HintEntry) {
        let order = line.order
        var kept = samples[entry.evidence.kind] ?? []
        if kept.count == HintPairing.samplesMax, let last = kept.last, last.order.lexicographicallyPrecedes(order) {
            return
        }
        let place = kept.firstIndex { order.lexicographicallyPrecedes($0.order) } ?? kept.count
        let sample = HintReport.Sample(
            kind: entry.evidence.kind, evidence: entry.evidence.code, country: entry.country,
            address: String(decoding: entry.address, as: UTF8.self), otherCountry: other.country,
            otherAddress: String(decoding: other.address, as: UTF8.self))
        kept.insert((order, sample), at: place)
        if kept.count > HintPairing.samplesMax { kept.removeLast() }
        samples[entry.evidence.kind] = kept
    }

    /// What a run's report shows.
    var report: HintReport {
        HintReport(
            pairs: HintKind.allCases.map { kind in lines.count { $0.hint == kind.code } }, commonBlocks: commonBlocks,
            isCut: isFull, samples: HintKind.allCases.flatMap { (samples[$0] ?? []).map(\.sample) })
    }
}
