import TestSupport

/// One version of one account, as the columns of an export say it.
struct MadeUpRow: Hashable, Sendable {
    var country: String
    var id: String
    var columns: [String: String] = [:]

    init(_ country: String, _ id: String, _ columns: [String: String] = [:]) {
        self.country = country
        self.id = id
        self.columns = columns
    }

    subscript(column: String) -> String {
        get { columns[column] ?? "" }
        set { columns[column] = newValue.isEmpty ? nil : newValue }
    }

    var account: String { "\(country)/\(id)" }
    func isTrue(_ column: String) -> Bool { self[column] == "true" }
}

/// The columns that made-up files have, in the order of the header row.
let madeUpColumns = [
    "account_id", "email", "first_name", "last_name", "postal_code", "phone", "language", "created_at",
    "updated_at", "email_verified", "phone_verified", "account_type", "status", "link_consent",
    "consent_proven_by", "privileged", "pending_email_change", "email_changed_at", "open_data_request",
    "legal_hold", "global_password_set_at", "global_phone_verified_at", "orders", "op", "marketing.email",
    "delivery.city",
]

/// A CSV file of these rows.
func csv(_ rows: [MadeUpRow]) -> [UInt8] {
    var text = madeUpColumns.joined(separator: ",") + "\n"
    for row in rows {
        let values = madeUpColumns.map { $0 == "account_id" ? row.id : row[$0] }
        text += values.map(csvField).joined(separator: ",") + "\n"
    }
    return Array(text.utf8)
}

private func csvField(_ value: String) -> String {
    guard value.contains(where: { ",\"\n\r".contains($0) }) else { return value }
    return "\"" + value.replacing("\"", with: "\"\"") + "\""
}

extension TestWorkspace {
    /// Puts rows into the spool: a file for each country, named `NAME.csv`.
    func drop(_ rows: [MadeUpRow], _ name: String = "a") throws {
        for (country, own) in Dictionary(grouping: rows, by: \.country) {
            try drop(country, name + ".csv", csv(own))
        }
    }
}

/// Draws accounts that meet each other on few addresses, with every kind of trouble often.
struct MadeUpAccounts {
    var random: SplitMix64
    /// Before this instant and after it accounts are made; `nil`: not launched.
    let launch: String?
    /// Also several kinds of trouble at once, values that cannot be read, and rows that erase.
    var isThorough = false
    private var clock = 0

    static let countries = ["NO", "SE", "GB", "DE", "DK", "FI"]
    static let launchInstant = "2026-03-01T00:00:00Z"

    /// Valid numbers of each country: two mobile ones and a fixed line.
    static let phones: [String: [String]] = [
        "NO": ["+4791234567", "+4741234568", "+4722123456"],
        "SE": ["+46701234567", "+46731234568", "+468123456"],
        "GB": ["+447400123456", "+447400123457", "+442079460123"],
        "DE": ["+4915123456789", "+4915123456780", "+493012345678"],
        "DK": ["+4520123456", "+4531234567", "+4533123456"],
        "FI": ["+358401234567", "+358501234568", "+35891234567"],
    ]

    /// Danish numbers do not tell a fixed line from a mobile one, so they are sent an SMS.
    static let fixedLines = phones.filter { $0.key != "DK" }.compactMap(\.value.last)

    static let names = [
        ("Ada", "Berg"), ("Ada", "Berg"), ("Olav", "Haugen"), ("Ingeborg", "Lundquist"), ("Karin", "Berg"),
        ("ADA", "BERG"), ("", ""),
    ]

    init(seed: UInt64, launch: String? = MadeUpAccounts.launchInstant) {
        random = SplitMix64(seed: seed)
        self.launch = launch
    }

    /// The first versions of `count` accounts, each with an `updated_at` of its own.
    mutating func accounts(_ count: Int) -> [MadeUpRow] {
        (0..<count).map { number in
            let country = random.pick(MadeUpAccounts.countries)
            return version(of: MadeUpRow(country, "\(country)-\(number)"))
        }
    }

    /// A new version of an account, newer than all before.
    mutating func version(of old: MadeUpRow) -> MadeUpRow {
        var row = MadeUpRow(old.country, old.id)
        clock += 1
        row["updated_at"] = date(year: old.columns.isEmpty && random.once(in: 4) ? 2018 : 2024, second: clock)
        row["created_at"] = old["created_at"].isEmpty ? createdAt() : old["created_at"]
        row["email"] = address()
        (row["first_name"], row["last_name"]) = random.pick(MadeUpAccounts.names)
        if !random.once(in: 5) { row["phone"] = random.pick(MadeUpAccounts.phones[row.country] ?? []) }
        row["phone_verified"] = random.once(in: 2) ? "true" : ""
        row["email_verified"] = random.once(in: 4) ? "" : "true"
        row["postal_code"] = random.pick(["", "0150", "11122"])
        row["language"] = random.pick(["", "nb", "sv", "en"])
        row["orders"] = random.once(in: 3) ? "O-\(row.id)-\(clock);P-\(clock)" : ""
        row["marketing.email"] = random.pick(["", "true", "false"])
        row["delivery.city"] = random.once(in: 4) ? "Oslo, \"øst\"" : ""
        addKind(&row)
        addTrouble(&row)
        if isThorough { addMoreTrouble(&row) }
        return row
    }

    private mutating func addKind(_ row: inout MadeUpRow) {
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1: row["account_type"] = "guest"
        case 2: row["account_type"] = random.pick(["attendee", "passholder"])
        case 3: row["account_type"] = "registered"
        default: break
        }
        row["link_consent"] = random.pick(["", "", "granted", "granted", random.pick(["", "declined"])])
        if random.once(in: 3) {
            let country = random.pick(MadeUpAccounts.countries)
            row["consent_proven_by"] = "\(country)/\(country)-\(Int.random(in: 0..<60, using: &random))"
        }
        if random.once(in: 10) { row["global_password_set_at"] = "2026-04-01T00:00:00Z" }
        if random.once(in: 10) { row["global_phone_verified_at"] = "2026-04-01T00:00:00Z" }
    }

    private mutating func addTrouble(_ row: inout MadeUpRow) {
        switch Int.random(in: 0..<40, using: &random) {
        case 0, 1: row["status"] = "blocked"
        case 2: row["status"] = "closed"
        case 3: row["privileged"] = "true"
        case 4: row["pending_email_change"] = "true"
        case 5: row["email_changed_at"] = random.pick(["2026-05-20T00:00:00Z", "2026-01-01T00:00:00Z"])
        case 6: row["open_data_request"] = "true"
        case 7: row["legal_hold"] = "true"
        default: break
        }
    }

    private mutating func addMoreTrouble(_ row: inout MadeUpRow) {
        for _ in 0..<Int.random(in: 0...2, using: &random) { addTrouble(&row) }
        switch Int.random(in: 0..<30, using: &random) {
        case 0: row["link_consent"] = "vielleicht"
        case 1: row["account_type"] = "robot"
        case 2: row[random.pick(["legal_hold", "privileged", "open_data_request"])] = "kanskje"
        case 3, 4: row["phone"] = "ring meg"
        default: break
        }
    }

    private mutating func address() -> String {
        // More trouble meets on fewer addresses.
        var name = random.pick(
            isThorough ? ["ada", "ola", "jürgen"] : ["ada", "ola", "ada.berg", "kari+x", "bo", "jürgen", "hub"])
        // Look-alikes: a Cyrillic first letter, a digit for a letter, no dots over the u.
        if random.once(in: 8) { name = random.pick(["\u{430}da", "\u{43E}la", "o1a", "jurgen", "b0"]) }
        let domain = random.pick(isThorough ? ["mail.example"] : ["mail.example", "mail.example", "post.example"])
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return random.pick(["not an address", "", "two@@mail.example", ".dot@mail.example"])
        case 1: return random.pick(["noreply@mail.example", "someone@mail.invalid"])
        case 2: return name.uppercased().replacing("Ü", with: "ü") + "@" + domain.uppercased()
        case 3: return "  \(name)@\(domain). "
        default: return name + "@" + domain
        }
    }

    private mutating func createdAt() -> String {
        let second = Int.random(in: 0..<80_000, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return ""
        case 1: return "2019-05-0\(Int.random(in: 1...9, using: &random))T00:00:00Z"
        case 2, 3: return launch == nil ? date(year: 2023, second: second) : date(year: 2026, month: 4, second: second)
        case 4: return launch ?? date(year: 2022, second: second)
        default: return date(year: 2021, second: second)
        }
    }

    private func date(year: Int, month: Int = 1, second: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (day, rest) = (second / 86400 + 1, second % 86400)
        return "\(year)-\(two(month))-\(two(day))T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }
}
