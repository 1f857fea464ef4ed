import DurableFiles
import MergeWorker

/// An explanation for people.
struct ExplanationText {
    private let explanation: Explanation

    /// Accounts and losers that are listed; a hub has thousands, and --json tells them all.
    private static let listedMax = 50

    init(_ explanation: Explanation) { self.explanation = explanation }

    var text: String {
        var lines = [headline, "", explanation.summary, ""]
        lines += section("Fields", explanation.fields.flatMap(fieldLines))
        lines += section("Accounts", listed(explanation.accounts, accountLines))
        lines += section("Decisions", listed(explanation.decisions, decisionLines))
        lines += section("Conflicts", listed(explanation.conflicts, conflictLines))
        if let login = explanation.login { lines += section("Next login", [loginLine(login)]) }
        if let proposal = explanation.proposal {
            lines += section("With the consent that is missing", proposalLines(proposal))
        }
        lines += section("History", historyLines)
        lines.append("As of \(explanation.asOf), run \(explanation.run).")
        return lines.joined(separator: "\n") + "\n"
    }

    private var historyLines: [String] {
        let events = explanation.history.events.suffix(ExplanationText.listedMax).map { event in
            let own = event.profileId == explanation.profileId ? "" : " \(event.profileId)"
            let why = event.causes.isEmpty ? "" : ": " + event.causes.map(printable).joined(separator: ", ")
            return "run \(event.run)  \(event.change)\(own)\(why)"
        }
        let leftOut = explanation.history.leftOut.map { "run \($0)  has too many events to look through: koble person" }
        return leftOut + events
    }

    private var headline: String {
        let count = explanation.accounts.count
        let accounts = count == 1 ? "1 account" : "\(count) accounts"
        let profile = explanation.profileId.map { "Profile \($0), \(explanation.state)" }
        guard let asked = explanation.asked else {
            return (profile ?? "No joint profile") + "; \(accounts) of one mailbox."
        }
        let own = explanation.accounts.first { $0.account == asked }
        let place =
            switch own?.profileId {
            case nil: "is in no profile"
            case explanation.profileId: "is in profile \(explanation.profileId ?? ""), \(explanation.state)"
            case let id?: "has the profile \(id) of its own, local"
            }
        return "\(shown(asked)) \(place); \(accounts) of one mailbox."
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : [title] + lines.map { "  " + $0 } + [""]
    }

    private func listed<Item>(_ items: [Item], _ lines: (Item) -> [String]) -> [String] {
        let shown = items.prefix(ExplanationText.listedMax).flatMap(lines)
        let rest = items.count - ExplanationText.listedMax
        return rest > 0 ? shown + ["and \(rest) more; --json tells them all"] : shown
    }

    // MARK: Fields

    private func fieldLines(_ field: Explanation.Field) -> [String] {
        let head = padded(field.name, 10)
        let winner = "\(head)\(printable(field.winner.value))  from \(shown(field.winner.account)): "
        let others = field.losers.filter { $0.value != field.winner.value }
        let same = field.losers.count - others.count
        let agreement = same > 0 ? "; \(same) more \(same == 1 ? "says" : "say") the same" : ""
        return [winner + reason(field.rule) + agreement]
            + listed(others) { [padded("", 10) + "not \(value($0)) of \(shown($0.account))"] }
    }

    private func value(_ value: Explanation.Value) -> String {
        value.value.isEmpty ? "the empty value" : printable(value.value)
    }

    private func reason(_ rule: String) -> String {
        switch rule {
        case "only_value": "the only value"
        case "human_decision": "a person decided so"
        case "verified": "verified before unverified"
        case "not_placeholder": "others are placeholders"
        case "most_recent": "the most recent"
        case "most_complete": "the most complete"
        case "country_order": "by the order of countries"
        case "account_id": "by account id, all else being equal"
        default: rule
        }
    }

    // MARK: Accounts

    private func accountLines(_ account: Explanation.Account) -> [String] {
        var facts = [account.role + (account.reason.map { " (\($0))" } ?? ""), account.accountType]
        if let basis = account.basis { facts.append("linked by \(basis)") }
        if let id = account.profileId, id != explanation.profileId { facts.append("profile \(id)") }
        var lines = ["\(shown(account.account))  " + facts.joined(separator: ", ")]
        if let stance = account.stance {
            let reason = account.stanceReason.map { " (\($0))" } ?? ""
            lines.append("    \(account.account.country) answered: \(words(stance))\(reason)\(released(account))")
        }
        let dates = [account.createdAt.map { "created \($0)" }, account.updatedAt.map { "updated \($0)" }]
            .compactMap { $0 }
        let source = account.file.map { "run \(account.run ?? 0), \(printable($0)) line \(account.line)" }
        lines.append("    " + (dates + [source ?? "line \(account.line)"]).joined(separator: ", "))
        return lines
    }

    private func released(_ account: Explanation.Account) -> String {
        switch account.released.count {
        case 7: ", releases all fields"
        case 0: ", releases no field"
        default: ", releases \(account.released.joined(separator: ", "))"
        }
    }

    private func words(_ code: String) -> String { code.split(separator: "_").joined(separator: " ") }

    // MARK: Decisions, conflicts and login

    private func decisionLines(_ decision: Explanation.Decision) -> [String] {
        let detail = [
            decision.other.map { " and \(shown($0))" }, decision.field.map { ", \($0)" },
            decision.hold.map { ", \($0)" },
        ]
        return [
            "\(words(decision.decision)) \(shown(decision.account))" + detail.compactMap { $0 }.joined(),
            "    \(printable(decision.decidedBy)), \(decision.decidedAt): \(printable(decision.reason)) "
                + "(entry \(decision.entry) of the journal, run \(decision.run))",
        ]
    }

    private func conflictLines(_ conflict: Explanation.Disagreement) -> [String] {
        let against = conflict.kept.map { " against \(shown($0))" } ?? ""
        let rung = conflict.level.map { ", level \($0) by \(conflict.rule ?? "")" } ?? ""
        return [
            "\(conflict.harm): \(words(conflict.kind)) (\(conflict.field)), "
                + "\(shown(conflict.other))\(against)\(rung)", "    \(conflict.advice)",
        ]
    }

    private func proposalLines(_ proposal: Explanation.Proposal) -> [String] {
        let accounts = listed(proposal.accounts) { [shown($0)] }
        return ["the profile would join " + accounts.joined(separator: ", ")] + proposal.fields.flatMap(fieldLines)
            + listed(proposal.conflicts, conflictLines) + ["next login: " + loginLine(proposal.login)]
    }

    private func loginLine(_ login: Explanation.Login) -> String {
        var steps = ["password: \(words(login.password))"]
        if let phone = login.phone {
            steps.append("phone: \(words(phone))" + (login.channel.map { " by \($0)" } ?? ""))
        }
        if login.mailboxProof { steps.append("proof of the mailbox first") }
        if login.revokeSessions { steps.append("all sessions are revoked") }
        return steps.joined(separator: ", ")
    }

    private func shown(_ account: Explanation.AccountName) -> String { printable(account.description) }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
