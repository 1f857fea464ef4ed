/// What is wrong with the name of an account.
enum NameTrouble: Int, Sendable, CaseIterable {
    case none, mojibake, swapped, placeholder, upperCase, typo, quoted
}

/// What is wrong with the phone of an account.
enum PhoneTrouble: Int, Sendable, CaseIterable {
    case none, missing, withoutRegion, spreadsheet, unparsable
}

/// What is odd about the address of an account.
enum AddressTrouble: Int, Sendable, CaseIterable {
    case none, upperCase, spaced, invalid, role, hub, punycode
}

/// What is wrong with a row as a whole.
enum RowTrouble: Int, Sendable, CaseIterable {
    case none, exactDuplicate, newerVersion, wrongFieldCount, badDate, badBoolean
}

/// What sets one of the accounts of a person apart from the others.
enum PairTrouble: Int, Sendable, CaseIterable {
    case none, otherPerson, household, nickname, phoneDiffering, recycledMailbox, blockedTwin
}

/// What ties the address of a person with one account to that of the person numbered before.
enum NeighbourTrouble: Int, Sendable, CaseIterable {
    case none, lookAlike, misspelling, alias
}

/// A choice between kinds by their shares, with one draw.
struct TroubleChoice: Sendable {
    /// Where each kind ends on the line from 0 to 1; the first kind, "none", is what is left over.
    private let ends: [Double]
    private let last: Double

    init(_ shares: [Double]) {
        var sum = 0.0
        ends = shares.map { share in
            sum += share
            return sum
        }
        last = sum
    }

    /// Zero for "none", or the number of a kind.
    func draw(_ random: inout SplitMix64) -> Int {
        let draw = random.unit()
        if draw >= last { return 0 }
        return 1 + (ends.firstIndex { draw < $0 } ?? -1)
    }
}

/// All choices of a plan, made once.
struct TroubleChoices: Sendable {
    let name: TroubleChoice
    let phone: TroubleChoice
    let address: TroubleChoice
    let row: TroubleChoice
    let pair: TroubleChoice
    let neighbour: TroubleChoice

    init(_ shares: TroubleShares) {
        name = TroubleChoice([
            shares.mojibakeName, shares.swappedName, shares.placeholderName, shares.upperCaseName,
            shares.typoName, shares.quotedName,
        ])
        phone = TroubleChoice([
            shares.phoneMissing, shares.phoneWithoutRegion, shares.phoneSpreadsheetDamaged,
            shares.phoneUnparsable,
        ])
        address = TroubleChoice([
            shares.upperCaseAddress, shares.spacedAddress, shares.invalidAddress,
            shares.roleAddress, shares.hubAddress, shares.punycodeDomain,
        ])
        row = TroubleChoice([
            shares.exactDuplicate, shares.newerVersion, shares.wrongFieldCount, shares.badDate,
            shares.badBoolean,
        ])
        pair = TroubleChoice([
            shares.otherPerson, shares.household, shares.nickname, shares.phoneDiffering,
            shares.recycledMailbox, shares.blockedTwin,
        ])
        neighbour = TroubleChoice([
            shares.lookAlikeAddress, shares.guestMisspelling, shares.aliasSpelling,
        ])
    }
}
