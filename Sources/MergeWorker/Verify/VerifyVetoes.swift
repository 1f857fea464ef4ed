internal import ByteScanning
internal import MergeStore

/// Checks that every veto stands about an account that the accounts index knows, deleted ones included.
func verifyVetoes(_ state: OpenedState, _ findings: FindingList) throws(StoreError) {
    var accounts: [Hash128] = []
    var missing = 0
    let index = IndexReader(store: state.store)
    try state.store.forEachVeto { (account) throws(StoreError) in
        accounts.append(account)
        if accounts.count == 4096 {
            missing += try index.values(of: accounts).count { $0 == nil }
            accounts.removeAll(keepingCapacity: true)
        }
        return true
    }
    missing += try index.values(of: accounts).count { $0 == nil }
    if missing > 0 { findings.note("table vetoes", "\(missing) vetoes about accounts that are not there") }
}
