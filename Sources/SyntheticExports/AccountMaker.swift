internal import AccountModel

/// Makes any account of a plan alone, from its country and place in the file.
struct AccountMaker: Sendable {
    let plan: SyntheticPlan
    let population: Population
    let choices: TroubleChoices
    private let earliest: Int64

    init(plan: SyntheticPlan, population: Population) {
        self.plan = plan
        self.population = population
        choices = TroubleChoices(plan.troubles)
        earliest = plan.launchSeconds - 14 * secondsPerYear
    }

    /// - Precondition: `index` is below the country's number of accounts.
    func account(at index: Int, in country: Country) -> Account {
        let (number, segmentIndex, slot) = population.owner(of: index, in: country)
        let segment = population.segments[segmentIndex]
        let home = segment.members[number % segment.members.count]
        let person = Person(number: number, home: home, plan: plan)
        let isLinked = segment.members.count > 1
        var account = account(
            of: person, slot: slot, number: index, isLinked: isLinked, in: country)
        if isLinked {
            setApart(&account, person: person, slot: slot, of: segment.members.count)
        } else {
            tieToNeighbour(&account, person: person, in: segment)
        }
        return account
    }

    /// An account with the person's own details and the troubles that accounts have by themselves.
    func account(
        of person: Person, slot: Int, number: Int, isLinked: Bool, in country: Country
    ) -> Account {
        var random = SplitMix64(seed: plan.seed, stream: 16 + UInt64(slot), UInt64(person.number))
        let names = CountryFacts.all[Int(person.home)].names
        let given = names.given(person.given)
        let family = names.family(person.family, isWoman: names.isWoman(person.given))
        let (createdAt, updatedAt) = dates(&random)
        let type = accountType(&random)
        let status = accountStatus(&random)
        var account = Account(
            country: country.rawValue, number: number, owner: person.number, mailboxOwner: person,
            given: given, family: family, addressGiven: given, addressFamily: family,
            phone: person.phone, phoneSpelling: person.phoneSpelling,
            createdAt: createdAt, updatedAt: updatedAt, type: type, status: status,
            isEmailVerified: random.chance(plan.emailVerifiedShare),
            isPhoneVerified: random.chance(plan.phoneVerifiedShare), details: random)
        addOwnTroubles(&account, &random)
        spellPhone(&account, isLinked: isLinked, &random)
        account.details = random
        return account
    }

    private func dates(_ random: inout SplitMix64) -> (createdAt: Int64, updatedAt: Int64) {
        let launch = plan.launchSeconds
        let isLate = random.chance(plan.troubles.createdAfterLaunch)
        let draw = random.unit()
        let createdAt =
            isLate
            ? launch + Int64(draw * Double(90 * secondsPerDay))
            : earliest + Int64(draw.squareRoot() * Double(launch - 1 - earliest))
        let room = isLate ? launch + 91 * secondsPerDay - createdAt : launch - 1 - createdAt
        let age = random.unit()
        return (createdAt, createdAt + Int64(age * age * Double(room)))
    }

    private func accountType(_ random: inout SplitMix64) -> AccountType {
        let draw = random.unit()
        var end = plan.guestShare
        if draw < end { return .guest }
        end += plan.attendeeShare
        if draw < end { return .attendee }
        end += plan.passholderShare
        return draw < end ? .passholder : .registered
    }

    private func accountStatus(_ random: inout SplitMix64) -> AccountStatus {
        let draw = random.unit()
        if draw < plan.troubles.blocked { return .blocked }
        return draw < plan.troubles.blocked + plan.troubles.closed ? .closed : .active
    }

    private func addOwnTroubles(_ account: inout Account, _ random: inout SplitMix64) {
        account.nameTrouble = NameTrouble(rawValue: choices.name.draw(&random))!
        account.phoneTrouble = PhoneTrouble(rawValue: choices.phone.draw(&random))!
        account.addressTrouble = AddressTrouble(rawValue: choices.address.draw(&random))!
        account.rowTrouble = RowTrouble(rawValue: choices.row.draw(&random))!
        if account.addressTrouble == .punycode, !account.mailboxOwner.mailbox.hasUnicodeDomain {
            account.addressTrouble = .none
        }
    }

    /// At home people type national forms; abroad they need the country code.
    func spellPhone(_ account: inout Account, isLinked: Bool, _ random: inout SplitMix64) {
        let isAtHome = account.phone.country == account.country
        if account.phoneTrouble == .withoutRegion {
            account.phoneSpelling = .national
            if isAtHome { movePhoneAbroad(&account, &random) }
        } else if account.phoneTrouble == .spreadsheet {
            account.phoneSpelling = [.plusLost, .scientific, .decimal][random.below(3)]
        } else if !isLinked || random.chance(plan.troubles.phoneRespelled) {
            let spellings =
                isAtHome ? PhoneSpelling.ordinaryCount : PhoneSpelling.internationalCount
            account.phoneSpelling = PhoneSpelling(rawValue: random.below(spellings))!
        }
    }

    /// A national number of another country, in a file where nobody can tell which.
    private func movePhoneAbroad(_ account: inout Account, _ random: inout SplitMix64) {
        let other = plan.countries[random.below(plan.countries.count)]
        account.phone = MadeUpPhone(
            country: other.rawValue, facts: CountryFacts.all[Int(other.rawValue)], random: &random)
    }
}

let secondsPerDay: Int64 = 86_400
let secondsPerYear: Int64 = 31_556_952
