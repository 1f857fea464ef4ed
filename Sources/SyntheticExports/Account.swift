internal import AccountModel

/// One account before it is written down: everything that a row shows, as plain values.
struct Account: Sendable {
    /// Whose file the row is in.
    let country: UInt8
    /// The number in the account id.
    let number: Int
    /// Who really owns it, for the truth file.
    var owner: Int
    /// Whose mailbox it is registered under.
    var mailboxOwner: Person
    var given: NameTable.Entry
    var family: NameTable.Entry
    /// The address is built from these, whoever the names above belong to.
    var addressGiven: NameTable.Entry
    var addressFamily: NameTable.Entry
    var phone: MadeUpPhone
    var phoneSpelling: PhoneSpelling
    var createdAt: Int64
    var updatedAt: Int64
    var type: AccountType
    var status: AccountStatus
    var nameTrouble = NameTrouble.none
    var phoneTrouble = PhoneTrouble.none
    var addressTrouble = AddressTrouble.none
    var rowTrouble = RowTrouble.none
    var neighbourTrouble = NeighbourTrouble.none
    /// The address is the neighbour's, changed as `neighbourTrouble` says.
    var isSecondNeighbour = false
    var isEmailVerified: Bool
    var isPhoneVerified: Bool
    /// The address is a newer one, not the one that the person's other accounts have.
    var hasMovedAddress = false
    /// How often the row was changed by deltas; later versions draw other details.
    var version: UInt64 = 0
    /// Set by deltas that change the address; 0 means none.
    var emailChangedAt: Int64 = 0
    /// What is left of the account's own stream, for the details of its row.
    var details: SplitMix64
}

/// The column `account_type`.
enum AccountType: Int, Sendable {
    case registered, guest, attendee, passholder

    static let texts = ["registered", "guest", "attendee", "passholder"].map { ShortText($0) }
    var text: ShortText { AccountType.texts[rawValue] }
}

/// The column `status`.
enum AccountStatus: Int, Sendable {
    case active, blocked, closed

    static let texts = ["active", "blocked", "closed"].map { ShortText($0) }
    var text: ShortText { AccountStatus.texts[rawValue] }
}
