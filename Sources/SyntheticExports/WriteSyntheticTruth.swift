internal import AccountModel

/// Writes which person owns which account of the plan: `country,account_id,person`.
///
/// People who use somebody else's mailbox (relatives, strangers, later owners) have numbers of
/// their own. Accounts of deltas are not in it.
package func writeSyntheticTruth(
    _ plan: SyntheticPlan, into folder: String, name: String = "truth.csv"
) throws(SyntheticExportError) {
    if let problem = plan.problem { throw SyntheticExportError(problem: problem) }
    let maker = AccountMaker(plan: plan, population: Population(plan))
    let file = try ExportFile(folder: folder, name: name)
    try file.append(Array("country,account_id,person\n".utf8)[...])
    var rows = RowBuffer(capacity: 1 << 20)
    for country in plan.countries {
        for index in 0..<maker.population.accountCount(of: country) {
            putTruth(maker.account(at: index, in: country), &rows)
            if !rows.hasRoomForRow {
                try file.append(rows.written)
                rows.removeAll()
            }
        }
    }
    try file.append(rows.written)
    try file.publish()
}

private func putTruth(_ account: Account, _ rows: inout RowBuffer) {
    let code = CountryFacts.all[Int(account.country)].code
    rows.put(code)
    rows.put(UInt8(ascii: ","))
    rows.put(code)
    rows.put(UInt8(ascii: "-"))
    rows.put(decimal: accountNumberStart + account.number)
    rows.put(UInt8(ascii: ","))
    rows.put(decimal: account.owner)
    rows.put(UInt8(ascii: "\n"))
}
