internal import FoundationEssentials

/// What `koble status` tells about a workspace; nothing in it is personal.
package struct WorkspaceStatus: Codable, Equatable, Sendable {
    /// The state, as its own facts say it.
    package struct State: Codable, Equatable, Sendable {
        /// Its number, from 1.
        package var lastRun: Int
        /// The date of the last run, RFC 3339.
        package var asOf: String
        /// Live ones, of every role.
        package var accounts: Int
        /// Deleted and erased accounts, of which only the version is kept.
        package var deletedAccounts: Int
        /// Of two or more accounts.
        package var linkedProfiles: Int
        /// Of one account that could be joined by others.
        package var singleProfiles: Int
        /// Held, pending, declined, and references without an account.
        package var localProfiles: Int
        /// Events given out since the first run.
        package var events: UInt64
        /// Since the first run.
        package var batchesApplied: Int
        /// Of the set of records, in hexadecimal.
        package var digest: String
        /// Rules, tables, policies or keys are not those under which the state was made.
        package var haveRulesMoved: Bool
        /// Length of the store file.
        package var storeBytes: Int
    }

    /// What lies in the spool of one country.
    package struct Country: Codable, Equatable, Sendable {
        /// The country's code, such as `NO`.
        package var country: String
        /// Complete batches that the next run takes.
        package var incoming: Int
        /// Of those batches, packed.
        package var incomingBytes: Int
        /// Files whose manifest is missing, and manifests whose file is missing.
        package var waiting: [String]
        /// Parts of full snapshots that wait for the others.
        package var waitingParts: [WaitingPart]
        /// Files in `incoming/` that are no batches and that nobody reads.
        package var ignored: [String]
        /// Files of a run that is under way or was stopped.
        package var claimed: Int
        /// Files that a run refused and that are still kept.
        package var refused: Int
    }

    /// What a run left undone; the next one finishes it.
    package enum Unfinished: String, Codable, Equatable, Sendable {
        /// Batches are claimed: a run is under way, or was stopped or killed before its commit.
        case claimed
        /// The last run is committed and not yet published.
        case notPublished = "not_published"
        /// The last run is published, and `out/latest` does not point to it.
        case notLatest = "not_latest"
    }

    /// What people decided.
    package struct Decisions: Codable, Equatable, Sendable {
        /// Decisions that stand, by kind; withdrawn ones are not among them.
        package var standing: [String: Int]
        /// Entries of the journal: all that was ever decided or ordered.
        package var journalled: UInt64
        /// Complete files that the next run takes.
        package var waitingFiles: Int
        /// Files of a run that is under way or was stopped.
        package var claimedFiles: Int
        /// Files that a run refused.
        package var refusedFiles: Int
    }

    /// Its folder.
    package var workspace: String
    /// `nil`: nothing was ever merged here.
    package var state: State?
    /// Empty nearly always.
    package var unfinished: [Unfinished]
    /// The countries with something in their spool.
    package var spool: [Country]
    /// Those that stand, and files of new ones.
    package var decisions: Decisions
    /// On the file system of the workspace.
    package var freeBytes: Int

    /// The status for programs: one object.
    package var json: String { String(decoding: encodePublished(self), as: UTF8.self) }
}
