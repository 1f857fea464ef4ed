internal import AccountModel
internal import RecordLinkage

/// The headline numbers of a run, by stable names: what the tiles show, and what two runs are compared by.
package struct RunFigures: Sendable, Equatable {
    /// Figures without a value are not known.
    package var values: [Figure: Int]

    /// A headline number; the raw value is its name in `report.json`.
    package enum Figure: String, Sendable, CaseIterable {
        case rowsRead = "rows_read"
        case rowsApplied = "rows_applied"
        case rowsRejected = "rows_rejected"
        case accounts
        case accountsInState = "accounts_in_state"
        case profilesCreated = "profiles_created"
        case linkedProfiles = "linked_profiles"
        case singleProfiles = "single_profiles"
        case localProfiles = "local_profiles"
        case linkedAccounts = "linked_accounts"
        case largestProfile = "largest_profile"
        case conflicts
        case takeoverConflicts = "takeover_conflicts"
        case privacyConflicts = "privacy_conflicts"
        case qualityConflicts = "quality_conflicts"
        case newlyLinked = "newly_linked"
        case newlyReported = "newly_reported"
        case newlyHeld = "newly_held"
        case held, pending, declined, excluded, references
        case passwordMails = "password_mails"
        case phoneChecks = "phone_checks"
        case refusedFiles = "refused_files"
    }

    /// Takes the numbers out of a report.
    package init(_ report: RunReport) {
        let rows = RowTotals(report.batches)
        let decisions = report.decisions
        values = [
            .rowsRead: rows.read, .rowsApplied: rows.applied, .rowsRejected: rows.rejected,
            .accounts: decisions.accounts, .accountsInState: report.stateAccounts,
            .profilesCreated: decisions.changes[Int(ChangeKind.created.rawValue)],
            .linkedProfiles: decisions.linkedProfiles, .singleProfiles: decisions.singleProfiles,
            .localProfiles: decisions.localProfiles, .linkedAccounts: decisions.linkedAccounts,
            .largestProfile: decisions.largestProfile,
            .conflicts: decisions.conflicts.reduce(0, +),
            .newlyLinked: decisions.newlyLinked, .newlyReported: decisions.newlyReported,
            .newlyHeld: decisions.newlyHeld,
            .takeoverConflicts: decisions.conflicts(.takeover), .privacyConflicts: decisions.conflicts(.privacy),
            .qualityConflicts: decisions.conflicts(.quality),
            .held: decisions.accounts(.held), .pending: decisions.accounts(.pending),
            .declined: decisions.accounts(.declined), .excluded: decisions.accounts(.excluded),
            .references: decisions.accounts(.reference),
            .passwordMails: decisions.passwordMails, .phoneChecks: decisions.phoneChecks,
            .refusedFiles: report.batches.count { $0.outcome == .refused },
        ]
    }

    /// Counts by figure.
    package init(values: [Figure: Int]) { self.values = values }

    /// Zero where it is not known.
    package subscript(figure: Figure) -> Int { values[figure] ?? 0 }
}

extension RunFigures.Figure {
    var label: String {
        switch self {
        case .rowsRead: "Rows read"
        case .rowsApplied: "Rows applied"
        case .rowsRejected: "Rows rejected"
        case .accounts: "Accounts decided about"
        case .accountsInState: "Accounts in the whole state"
        case .profilesCreated: "Profiles created"
        case .linkedProfiles: "Linked profiles"
        case .singleProfiles: "Single profiles"
        case .localProfiles: "Local profiles"
        case .linkedAccounts: "Linked accounts"
        case .largestProfile: "Accounts of the largest profile"
        case .conflicts: "Conflicts"
        case .newlyLinked: "Profiles newly linked"
        case .newlyReported: "Conflicts newly reported"
        case .newlyHeld: "Accounts newly held"
        case .takeoverConflicts: "Conflicts: takeover"
        case .privacyConflicts: "Conflicts: privacy"
        case .qualityConflicts: "Conflicts: quality"
        case .held: "Accounts held"
        case .pending: "Accounts pending"
        case .declined: "Accounts declined"
        case .excluded: "Accounts excluded"
        case .references: "References"
        case .passwordMails: "Password mails"
        case .phoneChecks: "Phone checks"
        case .refusedFiles: "Files refused"
        }
    }
}

/// What became of the rows of all applied batches.
struct RowTotals {
    var read = 0
    var applied = 0
    var superseded = 0
    var duplicate = 0
    var rejected = 0
    var suppressed = 0

    /// Sums the batches that were applied; a refused one applies nothing, one of before is no news.
    init(_ batches: [BatchStatistics]) {
        for batch in batches where batch.outcome == .applied {
            read += batch.rowsRead
            applied += batch.applied
            superseded += batch.superseded
            duplicate += batch.duplicate
            rejected += batch.rejected
            suppressed += batch.suppressed
        }
    }

    var isBalanced: Bool { read == applied + superseded + duplicate + rejected + suppressed }
}

extension DecisionStatistics {
    /// Conflicts of one harm.
    func conflicts(_ harm: Harm) -> Int {
        ConflictKind.allCases.reduce(0) { $1.harm == harm ? $0 + conflicts[Int($1.rawValue)] : $0 }
    }

    /// Conflicts of one harm in which an account of `country` disagreed.
    func conflicts(_ harm: Harm, of country: Country) -> Int {
        conflictsByCountry[Int(country.rawValue) * Harm.allCases.count + Int(harm.rawValue)]
    }

    func loginSteps(_ step: LoginStatistic) -> Int {
        Country.allCases.reduce(0) { $0 + loginSteps(step, of: $1) }
    }

    /// Mails that ask for a new or a first password.
    var passwordMails: Int { loginSteps(.setNewPassword) + loginSteps(.setFirstPassword) }

    /// Codes that go out by SMS or by call.
    var phoneChecks: Int { loginSteps(.phoneBySMS) + loginSteps(.phoneByCall) }

    /// Whether each account is in exactly one place, and no order or consent was lost on the way.
    var isBalanced: Bool {
        let placed =
            linkedAccounts + singleAccounts + accounts(.held) + accounts(.pending)
            + accounts(.declined) + accounts(.excluded) + accounts(.reference)
        return accounts == placed && ordersIn == ordersOut && consentBreaches == 0
            && profilesBySize.reduce(0, +) == linkedProfiles
    }
}
