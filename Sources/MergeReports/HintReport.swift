package import AccountModel

/// What two addresses may have to do with each other. Hints are for people: nothing is ever decided by one.
package enum HintKind: UInt8, CaseIterable, Sendable {
    /// By its provider's rules one mailbox has both addresses (RULES §2, K2).
    case possibleSameMailbox = 0
    /// Both are ASCII, and look alike: l and 1, o and 0, m and rn (RULES §2, K3).
    case possibleLookAlike
    /// A guest's address is one slip away from a customer's (RULES §1, B).
    case possibleMisspelling

    /// The code in files.
    package var code: String {
        switch self {
        case .possibleSameMailbox: "possible_same_mailbox"
        case .possibleLookAlike: "possible_look_alike"
        case .possibleMisspelling: "possible_misspelling"
        }
    }

    var label: String {
        switch self {
        case .possibleSameMailbox: "One mailbox, two spellings"
        case .possibleLookAlike: "Look alike in ASCII"
        case .possibleMisspelling: "Misspelt by a guest"
        }
    }

    var meaning: String {
        switch self {
        case .possibleSameMailbox:
            "By the provider's rules (dots, plus tags, second domains) both addresses are one mailbox."
        case .possibleLookAlike: "The addresses differ in l and 1, o and 0, m and rn alone."
        case .possibleMisspelling:
            "A guest's address is one slip from a customer's, with the same phone, or the same name and domain."
        }
    }
}

/// What the hints about a whole state come to, for the report of a run.
package struct HintReport: Sendable, Equatable {
    /// One pair of accounts, with their addresses.
    package struct Sample: Sendable, Equatable {
        /// Why they may belong together.
        package var kind: HintKind
        /// What besides the addresses speaks for it.
        package var evidence: String
        /// Of the first account.
        package var country: Country
        /// Masked unless the report says otherwise.
        package var address: String
        /// Of the other account.
        package var otherCountry: Country
        /// Masked unless the report says otherwise.
        package var otherAddress: String

        /// A sample, masked or not.
        package init(
            kind: HintKind, evidence: String, country: Country, address: String, otherCountry: Country,
            otherAddress: String
        ) {
            (self.kind, self.evidence) = (kind, evidence)
            (self.country, self.address) = (country, address)
            (self.otherCountry, self.otherAddress) = (otherCountry, otherAddress)
        }
    }

    /// Pairs by `HintKind.rawValue`.
    package var pairs: [Int]
    /// Phones and names that too many accounts share to say anything.
    package var commonBlocks: Int
    /// There are more pairs than were kept.
    package var isCut: Bool
    /// Of each kind, the first in key order.
    package var samples: [Sample]

    /// Counts by kind, and some samples.
    package init(pairs: [Int], commonBlocks: Int, isCut: Bool, samples: [Sample]) {
        self.pairs = pairs
        self.commonBlocks = commonBlocks
        self.isCut = isCut
        self.samples = samples
    }
}

/// What people decided, as far as a run met it.
package struct PeopleReport: Sendable, Equatable {
    /// Lines that were applied, by the word in their column `decision`.
    package var applied: [String: Int] = [:]
    /// Lines that said what stood already.
    package var repeated = 0
    /// Lines that were refused, by reason.
    package var refused: [String: Int] = [:]
    /// Files with what became of them: `applied`, `known`, `refused`, and of a refused one why.
    package var files: [File] = []

    /// One file of decisions.
    package struct File: Sendable, Equatable {
        /// Of the file.
        package var name: String
        /// What became of it.
        package var outcome: String
        /// Why it was refused.
        package var message: String?

        /// What became of one file.
        package init(name: String, outcome: String, message: String?) {
            (self.name, self.outcome, self.message) = (name, outcome, message)
        }
    }

    /// Nothing was decided.
    package init() {}
}
