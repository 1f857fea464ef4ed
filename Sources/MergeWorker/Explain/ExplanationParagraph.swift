internal import DurableFiles

/// Tells an explanation in sentences, for somebody who answers a customer's question.
struct ExplanationParagraph {
    private let explanation: Explanation

    /// Accounts that are told one by one; more would be a hub, and the lists name them all.
    private static let accountsMax = 5

    init(_ explanation: Explanation) { self.explanation = explanation }

    var text: String {
        ([headline] + explanation.fields.compactMap(field) + outsiders + proposal + conflicts + login).joined(
            separator: " ")
    }

    private var joined: [Explanation.Account] {
        explanation.accounts.filter { $0.role == "member" || $0.role == "unverified" }
    }

    private var headline: String {
        let countries = Set(joined.map(\.account.country)).count
        switch joined.count {
        case 0: return "No profile joins the accounts of this mailbox: each stands on its own."
        case 1: return "The profile has one account, \(shown(joined[0].account))."
        default:
            return
                "The profile joins \(joined.count) accounts of \(countries == 1 ? "one country" : "\(countries) countries"), "
                + "because they have the same address."
        }
    }

    /// A sentence about a field on which the accounts do not agree.
    private func field(_ field: Explanation.Field) -> String? {
        guard field.losers.contains(where: { $0.value != field.winner.value }) else { return nil }
        return "The \(field.name) is \(printable(field.winner.value)) from \(shown(field.winner.account)), "
            + "\(reason(field.rule))."
    }

    private func reason(_ rule: String) -> String {
        switch rule {
        case "human_decision": "because a person decided so"
        case "verified": "because it is verified and the others are not"
        case "not_placeholder": "because the others are placeholders"
        case "most_recent": "because it was updated last"
        case "most_complete": "because it is the most complete"
        case "country_order": "because its country comes first where all else is equal"
        case "account_id": "because its account id comes first where all else is equal"
        default: "the only value"
        }
    }

    private var outsiders: [String] {
        let others = explanation.accounts.filter { $0.reason != nil && $0.role != "reference" }
        let told = others.prefix(ExplanationParagraph.accountsMax).map { account in
            "\(shown(account.account)) is \(account.role) (\(words(account.reason ?? "")))"
                + (account.profileId == nil ? "." : " and keeps a profile of its own.")
        }
        let rest = others.count - told.count
        return rest > 0 ? told + ["So are \(rest) more."] : told
    }

    /// What the consent that is missing would bring.
    private var proposal: [String] {
        guard let proposal = explanation.proposal else { return [] }
        let accounts = proposal.accounts.prefix(ExplanationParagraph.accountsMax).map(shown)
        let rest = proposal.accounts.count - accounts.count
        let values = proposal.fields.filter { field in
            explanation.fields.first { $0.name == field.name }?.winner.value != field.winner.value
        }
        let changes = values.map {
            "the \($0.name) would be \(printable($0.winner.value)) from \(shown($0.winner.account))"
        }
        return [
            "With the consent that is missing the profile would join \(accounts.joined(separator: ", "))"
                + (rest > 0 ? " and \(rest) more" : "") + changes.map { "; " + $0 }.joined() + "."
        ]
    }

    private var conflicts: [String] {
        explanation.conflicts.map { "To look at: \(words($0.kind)). \($0.advice)" }
    }

    private var login: [String] {
        guard let login = explanation.login else { return [] }
        var steps: [String] = []
        if login.mailboxProof { steps.append("proves that the mailbox is theirs") }
        switch login.password {
        case "set_new": steps.append("sets a new password")
        case "set_first": steps.append("sets a first password")
        default: steps.append("keeps the password")
        }
        switch login.phone {
        case "verify":
            steps.append("verifies the phone" + (login.channel.map { " by \($0 == "sms" ? "SMS" : $0)" } ?? ""))
        case "add_and_verify": steps.append("adds a phone and verifies it")
        default: break
        }
        return ["At the next login the person \(steps.joined(separator: ", then "))."]
    }

    private func words(_ code: String) -> String { code.split(separator: "_").joined(separator: " ") }
    private func shown(_ account: Explanation.AccountName) -> String { printable(account.description) }
}
