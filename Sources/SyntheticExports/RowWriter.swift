/// Writes an account as a CSV row, in the column order of `SyntheticColumns`.
struct RowWriter: Sendable {
    private let columns: SyntheticColumns
    private let troubles: TroubleShares
    private let launchSeconds: Int64
    private let addresses: AddressWriter

    init(plan: SyntheticPlan) {
        columns = plan.columns
        troubles = plan.troubles
        launchSeconds = plan.launchSeconds
        addresses = AddressWriter(plan: plan)
    }

    /// Puts one row, and what its row trouble makes of it.
    ///
    /// A second row of the account, if its trouble asks for one, goes into `later`: repeated rows
    /// stand somewhere else in the file.
    func put(_ account: Account, into row: inout RowBuffer, later: inout RowBuffer) {
        let start = row.count
        var current = account
        putRow(&current, &row)
        switch account.rowTrouble {
        case .none, .badDate, .badBoolean: break
        case .exactDuplicate: later.put(row.text(from: start))
        case .newerVersion: putOlderVersion(of: account, &later)
        case .wrongFieldCount: miscount(from: start, account, &row)
        }
    }

    /// The account as it was before its last update.
    private func putOlderVersion(of account: Account, _ later: inout RowBuffer) {
        var older = account
        older.updatedAt = account.createdAt
        older.rowTrouble = .none
        older.version = account.version &+ 1 << 32
        older.isPhoneVerified = false
        if older.phoneTrouble == .none {
            older.phone = MadeUpPhone(
                country: account.country, facts: CountryFacts.all[Int(account.country)],
                random: &older.details)
        }
        putRow(&older, &later)
    }

    /// One field too many, or the last one cut off.
    private func miscount(from start: Int, _ account: Account, _ row: inout RowBuffer) {
        var details = account.details
        let isShort = details.next() & 1 == 0
        row.rewrite(from: start) { text in
            guard isShort, let comma = text.lastIndex(of: UInt8(ascii: ",")) else {
                return text.dropLast() + Array(",surplus\n".utf8)
            }
            return text[..<comma] + [UInt8(ascii: "\n")]
        }
    }

    private func putRow(_ account: inout Account, _ row: inout RowBuffer) {
        let facts = CountryFacts.all[Int(account.country)]
        putID(account, facts, &row)
        comma(&row)
        addresses.put(&account, into: &row)
        comma(&row)
        NameWriter.put(&account, into: &row)
        comma(&row)
        row.put(facts.code)
        comma(&row)
        putPostalCode(&account, facts, &row)
        comma(&row)
        putPhone(&account, &row)
        comma(&row)
        row.put(facts.languages[account.details.below(facts.languages.count)])
        comma(&row)
        putDates(account, &row)
        putStates(&account, &row)
        if columns == .complete { putFurther(&account, facts, &row) }
        row.put(UInt8(ascii: "\n"))
    }

    private func putID(_ account: Account, _ facts: CountryFacts, _ row: inout RowBuffer) {
        row.put(facts.code)
        row.put(UInt8(ascii: "-"))
        row.put(decimal: accountNumberStart + account.number)
    }

    private func putPostalCode(
        _ account: inout Account, _ facts: CountryFacts, _ row: inout RowBuffer
    ) {
        let pattern = facts.postalPatterns[account.details.below(facts.postalPatterns.count)]
        var drawn = account.details.next()
        for byte in pattern {
            switch byte {
            case UInt8(ascii: "9"):
                row.put(UInt8(truncatingIfNeeded: 48 + drawn % 10))
                drawn /= 10
            case UInt8(ascii: "1"):
                row.put(UInt8(truncatingIfNeeded: 49 + drawn % 9))
                drawn /= 9
            case UInt8(ascii: "A"):
                row.put(RowWriter.postalLetters[Int(drawn % 16)])
                drawn /= 16
            default: row.put(byte)
            }
        }
    }

    private func putPhone(_ account: inout Account, _ row: inout RowBuffer) {
        switch account.phoneTrouble {
        case .missing: break
        case .unparsable:
            row.put(RowWriter.noPhones[account.details.below(RowWriter.noPhones.count)])
        case .none, .withoutRegion, .spreadsheet:
            PhoneWriter.put(
                account.phone, account.phoneSpelling, dialledFrom: account.country, into: &row)
        }
    }

    private func putDates(_ account: Account, _ row: inout RowBuffer) {
        if account.rowTrouble == .badDate {
            row.put(RowWriter.badDate)
        } else {
            DateTable.put(account.createdAt, into: &row)
        }
        comma(&row)
        DateTable.put(account.updatedAt, into: &row)
        comma(&row)
    }

    private func putStates(_ account: inout Account, _ row: inout RowBuffer) {
        if account.rowTrouble == .badBoolean {
            row.put(RowWriter.badBoolean)
        } else {
            put(account.isEmailVerified, &row)
        }
        comma(&row)
        put(account.isPhoneVerified && account.phoneTrouble != .missing, &row)
        comma(&row)
        row.put(account.type.text)
        comma(&row)
        row.put(account.status.text)
        comma(&row)
        putLinkConsent(&account, &row)
        comma(&row)
        putPrivileged(&account, &row)
        comma(&row)
        if account.details.chance(troubles.legalHold) { put(true, &row) }
        let marketing = account.details.next()
        comma(&row)
        putMarketing(marketing & 7, &row)
        comma(&row)
        putMarketing(marketing >> 3 & 7, &row)
    }

    private func putLinkConsent(_ account: inout Account, _ row: inout RowBuffer) {
        let draw = account.details.unit()
        if draw < troubles.declinedConsent {
            row.put(RowWriter.declined)
        } else if account.createdAt >= launchSeconds, draw < 0.6 {
            row.put(RowWriter.granted)
        }
    }

    /// Half of the accounts that are not privileged say so, the others leave it empty.
    private func putPrivileged(_ account: inout Account, _ row: inout RowBuffer) {
        let draw = account.details.unit()
        if draw < troubles.privileged {
            put(true, &row)
        } else if draw < 0.5 {
            put(false, &row)
        }
    }

    /// Three in eight say yes, three no, two were never asked.
    private func putMarketing(_ draw: UInt64, _ row: inout RowBuffer) {
        if draw < 6 { put(draw < 3, &row) }
    }

    @inline(__always)
    private func put(_ value: Bool, _ row: inout RowBuffer) {
        row.put(value ? RowWriter.yes : RowWriter.no)
    }

    @inline(__always)
    private func comma(_ row: inout RowBuffer) { row.put(UInt8(ascii: ",")) }

    private static let yes = ShortText("true")
    private static let no = ShortText("false")
    private static let granted = ShortText("granted")
    private static let declined = ShortText("declined")
    private static let badDate = ShortText("31.02.2019 25:61")
    private static let badBoolean = ShortText("maybe")
    private static let postalLetters = Array("ABCEGHJKLMNPRSTV".utf8)
    private static let noPhones = ["none", "12345", "see notes", "00000000000"].map {
        ShortText($0)
    }
}

/// Account numbers have eight digits from the first one on.
let accountNumberStart = 10_000_000

extension RowWriter {
    /// The columns that only complete exports have.
    private func putFurther(
        _ account: inout Account, _ facts: CountryFacts, _ row: inout RowBuffer
    ) {
        comma(&row)  // consent_proven_by stays empty
        comma(&row)
        put(account.details.chance(troubles.pendingEmailChange), &row)
        comma(&row)
        putEmailChange(&account, &row)
        comma(&row)
        put(account.details.chance(troubles.openDataRequest), &row)
        comma(&row)  // global_password_set_at and global_phone_verified_at stay empty
        comma(&row)
        comma(&row)
        putOrganiser(&account, &row)
        comma(&row)
        putOrders(&account, facts, &row)
        comma(&row)
        if account.details.next() & 1 == 0 { row.put(RowWriter.upsert) }
        comma(&row)
        putDelivery(&account, facts, &row)
        comma(&row)
        putAttributes(&account, &row)
    }

    private func putEmailChange(_ account: inout Account, _ row: inout RowBuffer) {
        let isChanged = account.details.chance(troubles.emailChanged)
        if account.emailChangedAt > 0 {
            DateTable.put(account.emailChangedAt, into: &row)
        } else if isChanged {
            let share = account.details.unit()
            let room = Double(account.updatedAt - account.createdAt)
            DateTable.put(account.createdAt + Int64(share * room), into: &row)
        }
    }

    private func putOrganiser(_ account: inout Account, _ row: inout RowBuffer) {
        guard account.type == .attendee || account.type == .passholder else { return }
        row.put(RowWriter.organisers[account.details.below(RowWriter.organisers.count)])
    }

    /// Two accounts in five have one to four orders.
    private func putOrders(
        _ account: inout Account, _ facts: CountryFacts, _ row: inout RowBuffer
    ) {
        let draw = account.details.below(10)
        guard draw < 4 else { return }
        for number in 0...draw {
            if number > 0 { row.put(UInt8(ascii: ";")) }
            row.put(facts.code)
            row.put(UInt8(ascii: "T"))
            row.put(decimal: account.number &* 4 &+ number)
        }
    }

    private func putDelivery(
        _ account: inout Account, _ facts: CountryFacts, _ row: inout RowBuffer
    ) {
        let draw = account.details.below(10)
        guard draw < 3 else {
            comma(&row)
            return
        }
        let street = RowWriter.streets[account.details.below(RowWriter.streets.count)]
        if draw == 0 {
            // With a flat after a comma, or on a line of its own.
            row.put(UInt8(ascii: "\""))
            row.put(street)
            row.put(decimal: 1 + account.details.below(199))
            row.put(account.details.next() & 1 == 0 ? RowWriter.flat : RowWriter.flatBelow)
            row.put(UInt8(ascii: "\""))
        } else {
            row.put(street)
            row.put(decimal: 1 + account.details.below(199))
        }
        comma(&row)
        row.put(RowWriter.cities[account.details.below(RowWriter.cities.count)])
    }

    /// Organisers ask attendees and pass holders for fields of their own.
    private func putAttributes(_ account: inout Account, _ row: inout RowBuffer) {
        guard account.type == .attendee || account.type == .passholder else {
            comma(&row)
            return
        }
        row.put(UInt8(truncatingIfNeeded: 65 + account.details.below(5)))
        comma(&row)
        if account.type == .passholder { row.put(decimal: 2020 + account.details.below(7)) }
    }

    private static let upsert = ShortText("upsert")
    private static let organisers = [
        "harbour-festival", "city-theatre", "ice-arena", "open-air-cinema", "museum-night",
    ].map { ShortText($0) }
    private static let streets = [
        "Station Road ", "Storgata ", "Hauptstraße ", "Rue de l'Église ", "Calle Mayor ",
        "Náměstí ",
    ].map { ShortText($0) }
    private static let cities = [
        "Northhaven", "Østbyen", "Neudorf", "Villeneuve", "Nové Město", "Santa Clara",
    ].map { ShortText($0) }
    private static let flat = ShortText(", flat 3")
    private static let flatBelow = ShortText("\nflat 3")
}
