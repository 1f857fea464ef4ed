/// How much of each kind of trouble a plan has, as shares between 0 and 1.
///
/// Kinds of one group exclude each other: an account has at most one trouble of its name, one of
/// its phone, one of its address and one of its row, and a linked person at most one of the pair.
/// The shares of a group add up to at most 1.
package struct TroubleShares: Sendable, Codable, Equatable {
    // MARK: Names, as shares of the accounts
    /// UTF-8 read as Windows-1252. Only names with letters beyond ASCII can show it.
    package var mojibakeName = 0.03
    /// First and last name in each other's field.
    package var swappedName = 0.004
    /// `Test`, `-`, `N/A`, `xxx`.
    package var placeholderName = 0.004
    /// ALL CAPITALS.
    package var upperCaseName = 0.02
    /// One letter wrong, doubled, missing or exchanged with its neighbour.
    package var typoName = 0.004
    /// A line break, comma or quotation mark inside a quoted field.
    package var quotedName = 0.002

    // MARK: Phones, as shares of the accounts
    /// No phone at all.
    package var phoneMissing = 0.08
    /// The national form in an account of another country.
    package var phoneWithoutRegion = 0.01
    /// `4.67E+10`, `46701234567.0`, a lost `+`.
    package var phoneSpreadsheetDamaged = 0.01
    /// Text that is no number.
    package var phoneUnparsable = 0.003
    /// A linked person's account spells the number in any of the usual ways, not just with other
    /// spaces. (The phones of all others always come in all spellings.)
    package var phoneRespelled = 0.5

    // MARK: Addresses, as shares of the accounts
    /// The address in capitals.
    package var upperCaseAddress = 0.04
    /// Blanks around the address.
    package var spacedAddress = 0.01
    /// No at-sign, two of them, inner spaces, an empty or impossible part.
    package var invalidAddress = 0.003
    /// `noreply@`, `test@`, `info@`.
    package var roleAddress = 0.002
    /// A few addresses that hundreds of accounts share.
    package var hubAddress = 0.001
    /// The A-label form (`xn--`) of a domain that the person's other accounts write in Unicode.
    package var punycodeDomain = 0.005
    /// Persons whose domain or local part is not ASCII, as a share of the persons.
    package var nonASCIIAddress = 0.05

    // MARK: Pairs, as shares of the persons with several accounts
    /// Somebody else entirely behind one of the accounts.
    package var otherPerson = 0.01
    /// Same family name and address, another given name.
    package var household = 0.01
    /// A usual short form of the given name.
    package var nickname = 0.02
    /// Another number of the same person.
    package var phoneDiffering = 0.04
    /// The mailbox was given to somebody else, two years or more after its last use.
    package var recycledMailbox = 0.002
    /// One of the accounts is blocked.
    package var blockedTwin = 0.003

    // MARK: Neighbours, as shares of twos of persons with one account each
    /// Another person's address with a Cyrillic `а` for the Latin one.
    package var lookAlikeAddress = 0.0005
    /// A guest who mistyped the address of a registered account.
    package var guestMisspelling = 0.001
    /// Two spellings of one mailbox by the rules of its provider: dots and a plus tag at gmail.com.
    package var aliasSpelling = 0.0005

    // MARK: Rows, as shares of the accounts
    /// The same row a second time, to the byte.
    package var exactDuplicate = 0.002
    /// The account twice, once as it was and once as it is.
    package var newerVersion = 0.004
    /// A field too many or too few.
    package var wrongFieldCount = 0.0003
    /// A date that no format fits.
    package var badDate = 0.0003
    /// A flag that is neither true nor false.
    package var badBoolean = 0.0003

    // MARK: States, as shares of the accounts
    /// Out of use by the country.
    package var blocked = 0.005
    /// Out of use by the person.
    package var closed = 0.01
    /// The person said no to linking.
    package var declinedConsent = 0.003
    /// Staff, or others whose accounts never link by themselves.
    package var privileged = 0.001
    /// Nothing of the account may change.
    package var legalHold = 0.0003
    /// The person asked for access, export or erasure.
    package var openDataRequest = 0.0005
    /// A change of the address is under way.
    package var pendingEmailChange = 0.001
    /// The address was changed some time before the launch.
    package var emailChanged = 0.02
    /// Created in the ninety days after the launch.
    package var createdAfterLaunch = 0.0

    /// The shares of a rehearsal: some of everything.
    package init() {}
}

extension TroubleShares {
    /// No trouble at all: every linked person has the same name and phone digits everywhere.
    package static var clean: TroubleShares {
        var shares = TroubleShares()
        for (_, path) in named { shares[keyPath: path] = 0 }
        return shares
    }

    /// What the comparison with other engines is run on: little enough trouble of the kinds that
    /// they do not look at, enough that about one linked person in seven is a conflict to them.
    package static var benchmark: TroubleShares {
        var shares = TroubleShares.clean
        shares.mojibakeName = 0.004
        shares.swappedName = 0.004
        shares.placeholderName = 0.002
        shares.typoName = 0.004
        shares.phoneMissing = 0.05
        shares.phoneRespelled = 0.03
        shares.upperCaseAddress = 0.04
        shares.upperCaseName = 0.01
        shares.spacedAddress = 0.01
        shares.nonASCIIAddress = 0.05
        shares.otherPerson = 0.015
        shares.household = 0.015
        shares.nickname = 0.02
        shares.phoneDiffering = 0.03
        shares.blocked = 0.003
        shares.closed = 0.005
        return shares
    }

    /// The names that `set(_:to:)` takes.
    package static var names: [String] { named.map(\.name) }

    /// Sets the share of this name, such as `mojibakeName`; false when there is none.
    package mutating func set(_ name: String, to share: Double) -> Bool {
        guard let path = TroubleShares.named.first(where: { $0.name == name })?.path else {
            return false
        }
        self[keyPath: path] = share
        return true
    }

    /// The share with this name that is no share, if there is one.
    var invalidName: String? {
        TroubleShares.named.first { !(0...1).contains(self[keyPath: $0.path]) }?.name
    }

    private typealias Named = (name: String, path: WritableKeyPath<TroubleShares, Double>)

    private static var named: [Named] {
        nameShares + phoneShares + addressShares + pairShares + neighbourShares + rowShares
            + stateShares
    }

    private static var nameShares: [Named] {
        [
            ("mojibakeName", \.mojibakeName),
            ("swappedName", \.swappedName),
            ("placeholderName", \.placeholderName),
            ("upperCaseName", \.upperCaseName),
            ("typoName", \.typoName),
            ("quotedName", \.quotedName),
        ]
    }
    private static var phoneShares: [Named] {
        [
            ("phoneMissing", \.phoneMissing),
            ("phoneWithoutRegion", \.phoneWithoutRegion),
            ("phoneSpreadsheetDamaged", \.phoneSpreadsheetDamaged),
            ("phoneUnparsable", \.phoneUnparsable),
            ("phoneRespelled", \.phoneRespelled),
        ]
    }
    private static var addressShares: [Named] {
        [
            ("upperCaseAddress", \.upperCaseAddress),
            ("spacedAddress", \.spacedAddress),
            ("invalidAddress", \.invalidAddress),
            ("roleAddress", \.roleAddress),
            ("hubAddress", \.hubAddress),
            ("punycodeDomain", \.punycodeDomain),
            ("nonASCIIAddress", \.nonASCIIAddress),
        ]
    }
    private static var pairShares: [Named] {
        [
            ("otherPerson", \.otherPerson),
            ("household", \.household),
            ("nickname", \.nickname),
            ("phoneDiffering", \.phoneDiffering),
            ("recycledMailbox", \.recycledMailbox),
            ("blockedTwin", \.blockedTwin),
        ]
    }
    private static var neighbourShares: [Named] {
        [
            ("lookAlikeAddress", \.lookAlikeAddress),
            ("guestMisspelling", \.guestMisspelling),
            ("aliasSpelling", \.aliasSpelling),
        ]
    }
    private static var rowShares: [Named] {
        [
            ("exactDuplicate", \.exactDuplicate),
            ("newerVersion", \.newerVersion),
            ("wrongFieldCount", \.wrongFieldCount),
            ("badDate", \.badDate),
            ("badBoolean", \.badBoolean),
        ]
    }
    private static var stateShares: [Named] {
        [
            ("blocked", \.blocked),
            ("closed", \.closed),
            ("declinedConsent", \.declinedConsent),
            ("privileged", \.privileged),
            ("legalHold", \.legalHold),
            ("openDataRequest", \.openDataRequest),
            ("pendingEmailChange", \.pendingEmailChange),
            ("emailChanged", \.emailChanged),
            ("createdAfterLaunch", \.createdAfterLaunch),
        ]
    }
}
