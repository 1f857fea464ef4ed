package import AccountModel

/// What made-up exports are to be like. Equal plans give equal bytes.
package struct SyntheticPlan: Sendable, Codable, Equatable {
    /// Accounts of all countries together, before troubles repeat or break some of their rows.
    package var accounts: Int
    /// The same seed writes the same bytes.
    package var seed: UInt64
    private var countryCodes: [String]
    /// Relative sizes of the countries, in the order of `countries`.
    package var weights: [Double]
    /// Which the files have.
    package var columns: SyntheticColumns = .complete
    /// How much of what.
    package var troubles = TroubleShares()
    /// When the global profile starts, in seconds since 1970. Accounts are created before it.
    package var launchSeconds: Int64 = 1_772_323_200  // 2026-03-01T00:00:00Z

    /// Persons with two to four accounts, per account.
    package var linkedPersonsPerAccount = 0.14
    /// Of the accounts.
    package var guestShare = 0.1
    /// Of the accounts.
    package var attendeeShare = 0.04
    /// Of the accounts.
    package var passholderShare = 0.02
    /// Of the accounts.
    package var emailVerifiedShare = 0.85
    /// Of the accounts.
    package var phoneVerifiedShare = 0.6

    /// Countries whose file is Windows-1252 instead of UTF-8; what does not fit becomes `?`.
    package var windows1252Codes: [String] = []
    /// Countries whose file has CRLF line ends.
    package var crlfCodes: [String] = []
    /// Countries whose file begins with a byte order mark.
    package var byteOrderMarkCodes: [String] = []

    /// Plans the ordinary mixture of troubles, sized by country as a real seller's would be.
    package init(accounts: Int, seed: UInt64, countries: [Country] = Country.allCases) {
        self.accounts = accounts
        self.seed = seed
        countryCodes = countries.map(\.code)
        weights = countries.map(CountryFacts.defaultWeight)
    }

    /// The countries that export, each once.
    package var countries: [Country] { countryCodes.compactMap { Country(code: $0) } }

    /// Every column and state, but nothing wrong with any row.
    package static func clean(accounts: Int, seed: UInt64) -> SyntheticPlan {
        var plan = SyntheticPlan(accounts: accounts, seed: seed)
        plan.troubles = .clean
        return plan
    }

    /// The 19 columns and about 170 bytes a row that engines are compared on.
    package static func benchmark(accounts: Int, seed: UInt64 = 1) -> SyntheticPlan {
        var plan = SyntheticPlan(accounts: accounts, seed: seed)
        plan.columns = .essential
        plan.troubles = .benchmark
        return plan
    }

    /// Why this plan cannot be carried out, in one sentence, or `nil`.
    package var problem: String? {
        if accounts < 0 || accounts > SyntheticPlan.accountsMax {
            return "accounts must be 0 to \(SyntheticPlan.accountsMax), not \(accounts)"
        }
        if countryCodes.isEmpty { return "a plan needs at least one country" }
        if countries.count != countryCodes.count || Set(countryCodes).count != countryCodes.count {
            return "countries must be different codes out of the twenty"
        }
        if weights.count != countryCodes.count || weights.contains(where: { !($0 > 0) }) {
            return "every country needs a weight above zero"
        }
        if let name = troubles.invalidName { return "\(name) must be a share between 0 and 1" }
        if !(0...0.25).contains(linkedPersonsPerAccount) {
            return "linkedPersonsPerAccount must be between 0 and 0.25"
        }
        return nil
    }

    /// Account numbers keep nine digits.
    package static let accountsMax = 500_000_000
}

/// Which columns a made-up export has.
package enum SyntheticColumns: String, Sendable, Codable {
    /// The 19 columns of the benchmark.
    case essential
    /// These and dates of change, requests, organiser, orders, delivery and own fields.
    case complete

    /// The header row, without a line end.
    package var header: String {
        switch self {
        case .essential: SyntheticColumns.essentialNames
        case .complete: SyntheticColumns.essentialNames + "," + SyntheticColumns.furtherNames
        }
    }

    /// How many fields a sound row has.
    package var count: Int { header.split(separator: ",").count }

    private static let essentialNames = """
        account_id,email,first_name,last_name,country,postal_code,phone,language,created_at,\
        updated_at,email_verified,phone_verified,account_type,status,link_consent,privileged,\
        legal_hold,marketing.email,marketing.sms
        """
    private static let furtherNames = """
        consent_proven_by,pending_email_change,email_changed_at,open_data_request,\
        global_password_set_at,global_phone_verified_at,organiser,orders,op,\
        delivery.street,delivery.city,attributes.seat_category,attributes.membership
        """
}
