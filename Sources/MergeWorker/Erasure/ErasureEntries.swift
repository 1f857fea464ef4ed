internal import AccountModel
internal import ByteScanning
internal import MergeStore
internal import Normalization

/// Makes the suppression entries of an erasure.
///
/// Who names a profile or an account names persons: their accounts are out for good. Who names an address names
/// whoever has it, and an account has left it if a version of before the erasure says so that only comes later.
struct ErasureEntries {
    private let state: OpenedState
    private let request: ErasureRequest
    private let keys: SuppressionKeys

    init(_ state: OpenedState, _ request: ErasureRequest) {
        self.state = state
        self.request = request
        keys = SuppressionKeys(state.inputs.key)
    }

    func entries(_ plan: ErasurePlan, unknown: [Int]) throws -> [SuppressionEntry] {
        var found: [String: SuppressionEntry] = [:]
        let vetoes = try StoredVetoes(state.store)
        for group in plan.groups {
            // A clock that goes wrong in a country must not let a record through that is here already.
            let instants = group.starts.map { AccountFacts(group.records.raw, at: Int($0)).createdAt }
            let erasedAt = max(request.erasedAt.rawValue, instants.max() ?? noInstant)
            for start in group.starts { try note(start, group, erasedAt, vetoes, &found) }
        }
        for position in unknown {
            guard case .address(let text) = request.subjects[position] else { continue }
            var address: [UInt8] = []
            guard makeLinkKey(Array(text.utf8).span, into: &address) == nil else {
                throw RunFault.workspace("An address of the request cannot be used as one: nothing has it.")
            }
            add(.address, sipHash128(address.raw, key: state.keys.link), request.erasedAt.rawValue, &found)
        }
        return found.values.sorted { ($0.kind.rawValue, $0.hash) < ($1.kind.rawValue, $1.hash) }
    }

    private func note(
        _ start: UInt32, _ group: ErasedGroup, _ erasedAt: Int64, _ vetoes: StoredVetoes?,
        _ found: inout [String: SuppressionEntry]
    ) throws {
        let records = group.records.raw
        let facts = AccountFacts(records, at: Int(start))
        let account = accountIndexKey(
            facts.country, records.extracting(facts.range(of: .accountID)), key: state.keys.account)
        if group.isNamedByAddress {
            let version = SuppressedVersion(
                updatedAt: facts.updatedAt, sequence: facts.sequence(records),
                isDeclined: try vetoes?.contains(account) ?? false)
            let entry = SuppressionEntry(
                SuppressedAccount(account: account, erasedAt: erasedAt, version: version), keys)
            found[entry.line] = entry
        } else {
            add(.account, account, erasedAt, &found)
        }
        if let address = addressKey(facts, records, state.keys) { add(.address, address, erasedAt, &found) }
    }

    private func add(
        _ kind: SuppressionEntry.Kind, _ hashed: Hash128, _ erasedAt: Int64,
        _ found: inout [String: SuppressionEntry]
    ) {
        let entry = SuppressionEntry(
            kind: kind, keyName: keys.name, hash: keys.hash(hashed, kind),
            erasedAt: Timestamp(rawValue: erasedAt))
        found[entry.line] = entry
    }
}
