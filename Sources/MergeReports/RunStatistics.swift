package import AccountModel
package import RecordLinkage

/// What the decisions of a run, or of a part of its key ranges, come to; parts add up.
///
/// Everything here counts; nothing here is personal. "After" means the state as the run leaves it, restricted
/// to the link keys that the run touched.
package struct DecisionStatistics: Sendable, Equatable {
    /// Accounts after the run, by country and role: `country.rawValue * Role.allCases.count + role.rawValue`.
    package var accountsByRole = [Int](repeating: 0, count: Country.count * Role.allCases.count)
    /// Accounts by the reason of their role, by `RoleReason.rawValue`.
    package var accountsByReason = [Int](repeating: 0, count: RoleReason.allCases.count)
    /// Accounts that joined a linked profile.
    package var linkedAccounts = 0
    /// Accounts that are alone in a `single` profile.
    package var singleAccounts = 0
    /// References that are attached to a profile.
    package var attachedReferences = 0
    /// Profiles of two or more accounts.
    package var linkedProfiles = 0
    /// Profiles of one account that could be joined by others.
    package var singleProfiles = 0
    /// Profiles of accounts that are kept apart.
    package var localProfiles = 0
    /// Linked profiles that are new, or to which accounts came.
    package var newlyLinked = 0
    /// Accounts that are held and were not, or for another reason.
    package var newlyHeld = 0
    /// Conflicts of profiles that are new or have changed.
    package var newlyReported = 0
    /// Linked profiles by number of joined accounts; the last counts all larger ones.
    package var profilesBySize = [Int](repeating: 0, count: 17)
    /// Joined accounts of the largest profile.
    package var largestProfile = 0
    /// Linked profiles that join two countries: `smaller.rawValue * Country.count + larger.rawValue`; the
    /// diagonal counts profiles with two accounts of one country.
    package var countryPairs = [Int](repeating: 0, count: Country.count * Country.count)
    /// Conflicts by `ConflictKind.rawValue`.
    package var conflicts = [Int](repeating: 0, count: ConflictKind.allCases.count)
    /// Conflicts of each country pair, like `countryPairs`: of the disagreeing account and the winner.
    package var conflictPairs = [Int](repeating: 0, count: Country.count * Country.count)
    /// Conflicts in which an account of this country disagreed, by harm:
    /// `country.rawValue * Harm.allCases.count + harm.rawValue`.
    package var conflictsByCountry = [Int](repeating: 0, count: Country.count * Harm.allCases.count)
    /// Conflicts in which an account of this country disagreed, by kind:
    /// `country.rawValue * ConflictKind.allCases.count + kind.rawValue`.
    package var conflictKindsByCountry = [Int](repeating: 0, count: Country.count * ConflictKind.allCases.count)
    /// Name comparisons by `NameLevel.rawValue`.
    package var nameLevels = [Int](repeating: 0, count: NameLevel.allCases.count + 1)
    /// Login steps of joint profiles by the country of the first joined account: password mails (set_new and
    /// set_first), phone checks by SMS, by call, phones to add, proofs of the mailbox.
    package var loginSteps = [Int](repeating: 0, count: Country.count * LoginStatistic.allCases.count)
    /// Order references in the records, and in what was rendered; equal, or the run does not balance.
    package var ordersIn = 0
    /// Order references in what was rendered.
    package var ordersOut = 0
    /// Channels that would be shown more permissive than their source; must be zero.
    package var consentBreaches = 0
    /// Channels shown stricter than their source, because two accounts of one country differ.
    package var consentTightened = 0
    /// Profiles by kind of change.
    package var changes = [Int](repeating: 0, count: ChangeKind.allCases.count)

    /// Counts of nothing.
    package init() {}

    /// Accounts in the records that were decided about.
    package var accounts: Int { accountsByRole.reduce(0, +) }

    /// Accounts of one role.
    package func accounts(_ role: Role) -> Int {
        Country.allCases.reduce(0) { $0 + accounts(role, of: $1) }
    }

    /// A country's accounts of one role.
    package func accounts(_ role: Role, of country: Country) -> Int {
        accountsByRole[Int(country.rawValue) * Role.allCases.count + Int(role.rawValue)]
    }

    /// Profiles whose first account is the country's and that need the step.
    package func loginSteps(_ step: LoginStatistic, of country: Country) -> Int {
        loginSteps[Int(country.rawValue) * LoginStatistic.allCases.count + Int(step.rawValue)]
    }

    /// Conflicts of a kind in which the country's account disagreed.
    package func conflicts(_ kind: ConflictKind, of country: Country) -> Int {
        conflictKindsByCountry[Int(country.rawValue) * ConflictKind.allCases.count + Int(kind.rawValue)]
    }

    /// Adds another part.
    package static func += (left: inout DecisionStatistics, right: DecisionStatistics) {
        add(&left.accountsByRole, right.accountsByRole)
        add(&left.accountsByReason, right.accountsByReason)
        left.linkedAccounts += right.linkedAccounts
        left.singleAccounts += right.singleAccounts
        left.attachedReferences += right.attachedReferences
        left.linkedProfiles += right.linkedProfiles
        left.singleProfiles += right.singleProfiles
        left.localProfiles += right.localProfiles
        left.newlyLinked += right.newlyLinked
        left.newlyHeld += right.newlyHeld
        left.newlyReported += right.newlyReported
        add(&left.profilesBySize, right.profilesBySize)
        left.largestProfile = max(left.largestProfile, right.largestProfile)
        add(&left.countryPairs, right.countryPairs)
        add(&left.conflicts, right.conflicts)
        add(&left.conflictPairs, right.conflictPairs)
        add(&left.conflictsByCountry, right.conflictsByCountry)
        add(&left.conflictKindsByCountry, right.conflictKindsByCountry)
        add(&left.nameLevels, right.nameLevels)
        add(&left.loginSteps, right.loginSteps)
        left.ordersIn += right.ordersIn
        left.ordersOut += right.ordersOut
        left.consentBreaches += right.consentBreaches
        left.consentTightened += right.consentTightened
        add(&left.changes, right.changes)
    }

    private static func add(_ left: inout [Int], _ right: [Int]) {
        for index in left.indices { left[index] += right[index] }
    }
}

/// What the launch forecast counts.
package enum LoginStatistic: UInt8, Sendable, CaseIterable {
    case setNewPassword = 0, setFirstPassword, phoneBySMS, phoneByCall, addPhone, mailboxProof
}

/// How a profile changed; the last part of an event's type.
package enum ChangeKind: UInt8, Sendable, CaseIterable {
    case created = 0, updated, linked, unlinked, moved, retired, erased

    /// As events write it.
    package var name: StaticString {
        switch self {
        case .created: "created"
        case .updated: "updated"
        case .linked: "linked"
        case .unlinked: "unlinked"
        case .moved: "moved"
        case .retired: "retired"
        case .erased: "erased"
        }
    }
}

/// What became of the rows of one batch.
package struct BatchStatistics: Sendable, Equatable {
    /// What became of the batch as a whole.
    package enum Outcome: String, Sendable, Equatable {
        case applied, alreadyApplied = "already_applied", refused
        /// A correction that names the batch was applied: nothing of it is.
        case superseded
    }

    /// Whose batch it is.
    package var country: Country
    /// Its name in the spool.
    package var fileName: String
    /// SHA-256 of the file as it came, in hexadecimal.
    package var digest: String
    /// Of the file as it came.
    package var bytes: Int
    /// As a whole.
    package var outcome: Outcome
    /// For a refused batch: the stable code, and the sentence with its way out.
    package var refusal: (code: String, message: String)?
    /// Without the header.
    package var rowsRead = 0
    /// Rows that stand.
    package var applied = 0
    /// Rows with a newer version.
    package var superseded = 0
    /// Rows that say what is known.
    package var duplicate = 0
    /// Rows that cannot be applied.
    package var rejected = 0
    /// Rows of erased persons.
    package var suppressed = 0
    /// Rows with `op=erase` that could be read.
    package var erasures = 0
    /// Of a correction: erasures of what it replaces, which hold.
    package var erasuresHeld = 0
    /// Rejected rows by reason code.
    package var rejects: [String: Int] = [:]
    /// What the values of the rows were found to be.
    package var findings = IntakeFindings()

    /// Of a batch of which no row was read yet.
    package init(country: Country, fileName: String, digest: String, bytes: Int, outcome: Outcome) {
        self.country = country
        self.fileName = fileName
        self.digest = digest
        self.bytes = bytes
        self.outcome = outcome
    }

    /// Refusals are equal if their codes are.
    package static func == (left: BatchStatistics, right: BatchStatistics) -> Bool {
        left.country == right.country && left.fileName == right.fileName && left.digest == right.digest
            && left.bytes == right.bytes && left.outcome == right.outcome
            && left.refusal?.code == right.refusal?.code && left.rowsRead == right.rowsRead
            && left.applied == right.applied && left.superseded == right.superseded
            && left.duplicate == right.duplicate && left.rejected == right.rejected
            && left.suppressed == right.suppressed && left.erasures == right.erasures
            && left.erasuresHeld == right.erasuresHeld && left.rejects == right.rejects
            && left.findings == right.findings
    }
}

/// One conflict chosen as a sample for people: already masked unless the report says otherwise.
package struct ConflictSample: Sendable, Equatable {
    /// What does not fit.
    package var kind: ConflictKind
    /// As outputs write it.
    package var profileID: String
    /// The account whose value was kept, and its value; empty when nobody won.
    package var winnerCountry: Country?
    /// Empty when nobody won.
    package var winnerValue: String
    /// The account that disagrees, and its value.
    package var otherCountry: Country
    /// What does not fit.
    package var otherValue: String
    /// Level and rule of the name ladder, or the phone class.
    package var rule: String

    /// A sample, masked or not.
    package init(
        kind: ConflictKind, profileID: String, winnerCountry: Country?, winnerValue: String,
        otherCountry: Country, otherValue: String, rule: String
    ) {
        self.kind = kind
        self.profileID = profileID
        self.winnerCountry = winnerCountry
        self.winnerValue = winnerValue
        self.otherCountry = otherCountry
        self.otherValue = otherValue
        self.rule = rule
    }
}

/// Everything that a report of a run shows.
package struct RunReport: Sendable {
    /// Number of the run, or `nil` for a dry run.
    package var run: Int?
    /// Nothing was changed.
    package var isDryRun: Bool
    /// The run's `as_of` date as RFC 3339.
    package var asOf: String
    /// Such as `1.0.0`.
    package var programVersion: String
    /// Version facts of rules and tables: name and value.
    package var versions: [(name: String, value: String)]
    /// RFC 3339; `nil`: not configured.
    package var launchInstant: String?
    /// By country and file.
    package var batches: [BatchStatistics]
    /// Of the keys that the run touched.
    package var decisions: DecisionStatistics
    /// Countries that the configuration expects and that sent nothing, with their least rows.
    package var missingCountries: [Country]
    /// Accounts and profiles in the whole state after the run.
    package var stateAccounts: Int
    /// Of the set of records, in hexadecimal.
    package var stateDigest: String
    /// Of conflicts, by kind.
    package var samples: [ConflictSample]
    /// Whether the samples are masked.
    package var isMasked: Bool
    /// Files beside the report: name, bytes, SHA-256 (empty when not written).
    package var files: [(name: String, bytes: Int, digest: String)]
    /// How to repeat the run.
    package var command: String
    /// Addresses that may belong together; `nil` where nobody looked.
    package var hints: HintReport?
    /// People's decisions.
    package var people = PeopleReport()

    /// A report without hints and decisions.
    package init(
        run: Int?, isDryRun: Bool, asOf: String, programVersion: String,
        versions: [(name: String, value: String)], launchInstant: String?, batches: [BatchStatistics],
        decisions: DecisionStatistics, missingCountries: [Country], stateAccounts: Int, stateDigest: String,
        samples: [ConflictSample], isMasked: Bool, files: [(name: String, bytes: Int, digest: String)],
        command: String
    ) {
        self.run = run
        self.isDryRun = isDryRun
        self.asOf = asOf
        self.programVersion = programVersion
        self.versions = versions
        self.launchInstant = launchInstant
        self.batches = batches
        self.decisions = decisions
        self.missingCountries = missingCountries
        self.stateAccounts = stateAccounts
        self.stateDigest = stateDigest
        self.samples = samples
        self.isMasked = isMasked
        self.files = files
        self.command = command
    }
}
