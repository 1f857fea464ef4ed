internal import AccountModel

/// Truth numbers of people who share somebody else's mailbox start here.
let strangerStart = 1_000_000_000_000

extension AccountMaker {
    /// Gives one account of a person with several the trouble that the pair has, if it has one.
    func setApart(_ account: inout Account, person: Person, slot: Int, of accounts: Int) {
        var random = SplitMix64(seed: plan.seed, stream: 3, UInt64(person.number))
        let trouble = PairTrouble(rawValue: choices.pair.draw(&random))!
        if trouble == .none { return }
        let odd = 1 + random.below(accounts - 1)
        let names = CountryFacts.all[Int(person.home)].names
        switch trouble {
        case .none: break
        case .nickname:
            let pair = names.nicknames[random.below(names.nicknames.count)]
            account.given = slot == odd ? pair.familiar : pair.formal
        case .phoneDiffering:
            if slot == odd { drawPhone(&account, &random) }
        case .blockedTwin:
            if slot == odd { account.status = .blocked }
        case .household:
            if slot == odd { becomeRelative(&account, of: person, &random) }
        case .otherPerson:
            if slot == odd { becomeStranger(&account, to: person, &random) }
        case .recycledMailbox:
            recycle(&account, of: person, isNewer: slot == odd, &random)
        }
    }

    private func drawPhone(_ account: inout Account, _ random: inout SplitMix64) {
        let facts = CountryFacts.all[Int(account.country)]
        account.phone = MadeUpPhone(country: account.country, facts: facts, random: &random)
    }

    private func becomeRelative(
        _ account: inout Account, of person: Person, _ random: inout SplitMix64
    ) {
        let names = CountryFacts.all[Int(person.home)].names
        let step = 1 + random.below(names.givenCount - 1)
        let given = (person.given + step) % names.givenCount
        account.given = names.given(given)
        account.family = names.family(person.family, isWoman: names.isWoman(given))
        account.owner = strangerStart + person.number
    }

    private func becomeStranger(
        _ account: inout Account, to person: Person, _ random: inout SplitMix64
    ) {
        let names = CountryFacts.all[Int(account.country)].names
        let given = names.drawGiven(&random)
        var family = names.drawFamily(&random)
        if names.family(family, isWoman: false).shown.bytes == account.family.shown.bytes {
            family = (family + 1) % names.familyCount
        }
        account.given = names.given(given)
        account.family = names.family(family, isWoman: names.isWoman(given))
        account.owner = strangerStart + person.number
        drawPhone(&account, &random)
    }

    /// The older accounts end at least two years before the newer one of a stranger begins.
    private func recycle(
        _ account: inout Account, of person: Person, isNewer: Bool, _ random: inout SplitMix64
    ) {
        let middle = plan.launchSeconds - 4 * secondsPerYear
        if account.phoneTrouble == .missing { account.phoneTrouble = .none }
        if isNewer {
            becomeStranger(&account, to: person, &random)
            account.createdAt = middle + account.createdAt % secondsPerYear
            account.updatedAt = account.createdAt + account.updatedAt % secondsPerYear
        } else {
            account.createdAt = middle - 6 * secondsPerYear + account.createdAt % secondsPerYear
            account.updatedAt = account.createdAt + account.updatedAt % secondsPerYear
        }
    }

    /// Lets the second of two persons with one account each have nearly the first one's address.
    func tieToNeighbour(_ account: inout Account, person: Person, in segment: Population.Segment) {
        let place = person.number - segment.personStart
        guard (place | 1) < segment.count else { return }
        var random = SplitMix64(seed: plan.seed, stream: 4, UInt64(person.number - place % 2))
        let trouble = NeighbourTrouble(rawValue: choices.neighbour.draw(&random))!
        if trouble == .none { return }
        if trouble == .alias { account.neighbourTrouble = .alias }
        guard place % 2 == 1 else { return }

        let first = Person(number: person.number - 1, home: person.home, plan: plan)
        account.neighbourTrouble = trouble
        account.addressTrouble = .none
        account.isSecondNeighbour = true
        account.register(under: first)
        guard trouble != .lookAlike else { return }
        // The same human: name, phone and all.
        account.given = account.addressGiven
        account.family = account.addressFamily
        account.phone = first.phone
        account.owner = first.number
        if trouble == .misspelling {
            account.type = .guest
            account.isEmailVerified = false
        }
    }
}

extension Account {
    /// Takes the mailbox of somebody else, whose name is then in the address.
    mutating func register(under person: Person) {
        let names = CountryFacts.all[Int(person.home)].names
        mailboxOwner = person
        addressGiven = names.given(person.given)
        addressFamily = names.family(person.family, isWoman: names.isWoman(person.given))
    }
}
