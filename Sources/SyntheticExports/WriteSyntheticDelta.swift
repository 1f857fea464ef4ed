internal import AccountModel

/// Writes a later batch to the exports of a plan: `folder/CC/incoming/CC-delta-SEED-K.csv`.
///
/// Seven rows in ten change an account of the plan (name, phone, address, marketing choices), three
/// are new: two of them new persons, one a further account of somebody who has one elsewhere. All
/// are dated after the launch, later with each sequence. Batches of different sequences touch
/// different new accounts as long as each has the same number of accounts.
/// - Parameters:
///   - accounts: Rows of all countries together.
///   - sequence: 1 for the first delta.
package func writeSyntheticDelta(
    _ plan: SyntheticPlan, accounts: Int, sequence: Int, into folder: String, threads: Int = 2,
    progress: (Int) -> Void = { _ in }
) throws(SyntheticExportError) {
    if let problem = plan.problem { throw SyntheticExportError(problem: problem) }
    if accounts < 0 || sequence < 1 || sequence > SyntheticDelta.sequenceMax {
        throw SyntheticExportError(
            problem: "a delta needs a sequence of 1 to \(SyntheticDelta.sequenceMax)")
    }
    let maker = AccountMaker(plan: plan, population: Population(plan))
    let writer = RowWriter(plan: plan)
    let crew = ExportCrew(countries: plan.countries) {
        country, wrote throws(SyntheticExportError) in
        let delta = SyntheticDelta(
            maker: maker, country: country, sequence: sequence, total: accounts)
        let file = try ExportFile(
            folder: "\(folder)/\(country.code)/incoming",
            name: "\(country.code)-delta-\(plan.seed)-\(sequence).csv")
        let export = CountryExport(maker: maker, writer: writer, country: country)
        try export.write(delta.count, into: file, wrote: wrote) { delta.account(at: $0) }
        try file.publish()
    }
    try crew.run(threads: threads, progress: progress)
}

/// The accounts of one country that a delta changes or adds.
struct SyntheticDelta: Sendable {
    let maker: AccountMaker
    let country: Country
    let sequence: Int
    /// Rows of this country.
    let count: Int
    private let changedCount: Int
    private let shuffle: Shuffle
    private let total: Int
    /// Rows of the countries before this one, so that new persons get different numbers.
    private let rowsBefore: Int

    static let sequenceMax = 10_000

    init(maker: AccountMaker, country: Country, sequence: Int, total: Int) {
        self.maker = maker
        self.country = country
        self.sequence = sequence
        self.total = total
        let shares = SyntheticDelta.shares(maker.plan, total: total)
        let place = maker.plan.countries.firstIndex(of: country) ?? 0
        rowsBefore = shares[..<place].reduce(0, +)
        count = shares[place]
        let existing = maker.population.accountCount(of: country)
        changedCount = min(existing, count * 7 / 10)
        var random = SplitMix64(seed: maker.plan.seed, stream: 6, UInt64(country.rawValue))
        shuffle = Shuffle(count: existing, random: &random)
    }

    func account(at place: Int) -> Account {
        place < changedCount ? changed(place) : added(place)
    }

    private static func shares(_ plan: SyntheticPlan, total: Int) -> [Int] {
        let sum = plan.weights.reduce(0, +)
        var weight = 0.0
        var done = 0
        return plan.weights.map {
            weight += $0
            let end = Int((Double(total) * weight / sum).rounded())
            defer { done = end }
            return end - done
        }
    }

    /// A stream number that no other country, sequence or kind of row has.
    private func stream(_ kind: UInt64) -> UInt64 {
        kind << 40 | UInt64(country.rawValue) << 32 | UInt64(sequence)
    }

    private var day: Int64 { maker.plan.launchSeconds + Int64(sequence) * secondsPerDay }

    private func changed(_ place: Int) -> Account {
        let existing = maker.population.accountCount(of: country)
        let index = shuffle.number(at: ((sequence - 1) * changedCount + place) % existing)
        var account = maker.account(at: index, in: country)
        var random = SplitMix64(
            seed: maker.plan.seed, stream: stream(1), UInt64(index))
        account.rowTrouble = .none
        account.updatedAt = day + Int64(random.below(Int(secondsPerDay)))
        account.version = UInt64(sequence)
        change(&account, &random)
        return account
    }

    /// Family name, phone or address; in one case of four only choices that the details hold.
    private func change(_ account: inout Account, _ random: inout SplitMix64) {
        let names = CountryFacts.all[Int(account.mailboxOwner.home)].names
        switch random.below(4) {
        case 0:
            let isWoman = names.isWoman(account.mailboxOwner.given)
            account.family = names.family(names.drawFamily(&random), isWoman: isWoman)
        case 1:
            account.phone = MadeUpPhone(
                country: country.rawValue, facts: CountryFacts.all[Int(country.rawValue)],
                random: &random)
            account.phoneTrouble = .none
        case 2 where account.addressTrouble == .none && account.neighbourTrouble == .none:
            account.hasMovedAddress = true
            account.emailChangedAt = account.updatedAt
        default:
            account.details = random
        }
    }

    private func added(_ place: Int) -> Account {
        var random = SplitMix64(
            seed: maker.plan.seed, stream: stream(2), UInt64(place))
        let existing = maker.population.accountCount(of: country)
        let number = existing + (sequence - 1) * count + place
        let person = newcomer(place, &random)
        // Far above the slots of the plan, so that the account's stream is its own.
        let slot = 100 + sequence
        var account = maker.account(
            of: person, slot: slot, number: number, isLinked: true, in: country)
        account.createdAt = day + Int64(random.below(Int(secondsPerDay)))
        account.updatedAt = account.createdAt
        return account
    }

    /// Somebody new, or for one account in three somebody of another country's file.
    private func newcomer(_ place: Int, _ random: inout SplitMix64) -> Person {
        let countries = maker.plan.countries
        let other = countries[random.below(countries.count)]
        let others = maker.population.accountCount(of: other)
        if random.below(3) == 0, other != country, others > 0 {
            return maker.account(at: random.below(others), in: other).mailboxOwner
        }
        let number =
            maker.population.personCount + (sequence - 1) * total + rowsBefore + place
        return Person(number: number, home: country.rawValue, plan: maker.plan)
    }
}
