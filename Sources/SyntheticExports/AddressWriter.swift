/// Writes the e-mail address of an account, with what is odd about it.
struct AddressWriter: Sendable {
    /// How many addresses the plan's hub accounts share.
    let hubCount: Int

    init(plan: SyntheticPlan) {
        let hubAccounts = Double(plan.accounts) * plan.troubles.hubAddress
        hubCount = max(1, Int(hubAccounts / 400))
    }

    func put(_ account: inout Account, into row: inout RowBuffer) {
        let start = row.count
        switch account.addressTrouble {
        case .role: putRole(&account, &row)
        case .hub: putHub(&account, &row)
        case .none, .upperCase, .spaced, .invalid, .punycode: putOwn(account, &row)
        }
        if account.isSecondNeighbour { respell(&account, from: start, &row) }
        switch account.addressTrouble {
        case .none, .role, .hub, .punycode: break
        case .upperCase:
            let isWhole = account.details.next() & 1 == 0
            row.rewrite(from: start) { isWhole ? asciiUppercased($0) : capitalized($0) }
        case .spaced:
            let draw = account.details.below(AddressWriter.spaces.count)
            row.rewrite(from: start) {
                AddressWriter.spaces[draw].0 + $0 + AddressWriter.spaces[draw].1
            }
        case .invalid:
            let draw = account.details.below(invalidAddressCount)
            row.rewrite(from: start) { invalidAddress($0, kind: draw) }
        }
    }

    private func putOwn(_ account: Account, _ row: inout RowBuffer) {
        let mailbox = account.mailboxOwner.mailbox
        if account.neighbourTrouble == .alias {
            putAliased(account, &row)
            return
        }
        putLocalName(account, mailbox.form, &row)
        row.put(decimal: account.mailboxOwner.number)
        if account.hasMovedAddress {
            row.put(UInt8(ascii: "v"))
            row.put(decimal: Int(account.version))
        }
        row.put(UInt8(ascii: "@"))
        let ordinary = Domains.ordinary.count
        if !mailbox.hasUnicodeDomain {
            row.put(Domains.ordinary[mailbox.domain])
        } else if account.addressTrouble == .punycode {
            row.put(Domains.punycode[mailbox.domain - ordinary])
        } else {
            row.put(Domains.unicode[mailbox.domain - ordinary])
        }
    }

    private func putLocalName(
        _ account: Account, _ form: Mailbox.Form, _ row: inout RowBuffer
    ) {
        let given = account.addressGiven
        let family = account.addressFamily
        switch form {
        case .givenDotFamily: row.put(given.ascii, UInt8(ascii: "."), family.ascii)
        case .givenUnderscoreFamily: row.put(given.ascii, UInt8(ascii: "_"), family.ascii)
        case .familyDotGiven: row.put(family.ascii, UInt8(ascii: "."), given.ascii)
        case .givenAlone: row.put(given.ascii)
        case .initialFamily:
            row.put(given.ascii.low[0])
            row.put(family.ascii)
        case .unicodeLocalPart: row.put(given.lowercased, UInt8(ascii: "."), family.lowercased)
        }
    }

    /// `made.up.person7@gmail.com`, and `madeupperson7+tickets@gmail.com` for its second spelling.
    private func putAliased(_ account: Account, _ row: inout RowBuffer) {
        row.put(account.isSecondNeighbour ? AddressWriter.aliasPlain : AddressWriter.aliasDotted)
        row.put(decimal: account.mailboxOwner.number)
        if account.isSecondNeighbour { row.put(AddressWriter.aliasTag) }
        row.put(AddressWriter.aliasDomain)
    }

    private func putRole(_ account: inout Account, _ row: inout RowBuffer) {
        row.put(AddressWriter.roles[account.details.below(AddressWriter.roles.count)])
        let domain = account.mailboxOwner.mailbox.domain % Domains.ordinary.count
        row.put(Domains.ordinary[domain])
    }

    private func putHub(_ account: inout Account, _ row: inout RowBuffer) {
        row.put(AddressWriter.hubName)
        row.put(decimal: account.details.below(hubCount))
        row.put(AddressWriter.hubDomain)
    }

    private func respell(_ account: inout Account, from start: Int, _ row: inout RowBuffer) {
        let draw = account.details.next()
        switch account.neighbourTrouble {
        case .none, .alias: break
        case .lookAlike: row.rewrite(from: start, lookAlike)
        case .misspelling: row.rewrite(from: start) { misspelt($0, draw: draw) }
        }
    }

    private static let roles = ["noreply@", "test@", "info@", "admin@", "boxoffice@"].map {
        ShortText($0)
    }
    private static let hubName = ShortText("reisegruppe")
    private static let hubDomain = ShortText("@hub.example")
    private static let aliasDotted = ShortText("made.up.person")
    private static let aliasPlain = ShortText("madeupperson")
    private static let aliasTag = ShortText("+tickets")
    private static let aliasDomain = ShortText("@gmail.com")
    private static let spaces: [([UInt8], [UInt8])] = [
        (Array(" ".utf8), []), ([], Array(" ".utf8)), (Array("  ".utf8), Array(" ".utf8)),
        ([], Array("\t".utf8)), ([], Array("\u{A0}".utf8)),
    ]
}

extension RowBuffer {
    mutating func put(_ first: ShortText, _ separator: UInt8, _ second: ShortText) {
        put(first)
        put(separator)
        put(second)
    }
}
