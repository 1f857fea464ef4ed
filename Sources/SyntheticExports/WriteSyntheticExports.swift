internal import AccountModel

/// Writes the plan's exports as `folder/CC/incoming/CC-accounts-SEED.csv`, one file per country.
///
/// The bytes depend on the plan alone: each country is written by one thread, the largest first.
/// - Parameters:
///   - folder: The spool's root; country folders are made as needed.
///   - threads: How many threads write, at least one.
///   - progress: Told on the calling thread how many accounts are written so far.
package func writeSyntheticExports(
    _ plan: SyntheticPlan, into folder: String, threads: Int,
    progress: (Int) -> Void = { _ in }
) throws(SyntheticExportError) {
    if let problem = plan.problem { throw SyntheticExportError(problem: problem) }
    let maker = AccountMaker(plan: plan, population: Population(plan))
    let writer = RowWriter(plan: plan)
    let sizes = plan.countries.sorted {
        maker.population.accountCount(of: $0) > maker.population.accountCount(of: $1)
    }
    let crew = ExportCrew(countries: sizes) { country, wrote throws(SyntheticExportError) in
        let export = CountryExport(maker: maker, writer: writer, country: country)
        let file = try ExportFile(
            folder: "\(folder)/\(country.code)/incoming",
            name: "\(country.code)-accounts-\(plan.seed).csv")
        try export.write(into: file, wrote: wrote)
        try file.publish()
    }
    try crew.run(threads: threads, progress: progress)
}
