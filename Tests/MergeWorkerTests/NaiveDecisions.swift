import AccountModel

/// One line of a decisions file about made-up accounts, and what stands of many.
struct MadeUpDecision: Hashable {
    enum Kind: String { case keepApart = "keep_apart", link, choose, release, withdraw }

    var kind: Kind
    var account: String
    var other = ""
    var field = ""
    var hold = ""
    /// Seconds after the start of the day on which all was decided; no two lines share one.
    var second: Int

    /// What two decisions must share so that the later one takes the place of the earlier one.
    var subject: [String] { [account, other].sorted() + [field, hold] }

    var line: String {
        let (first, second) = (place(account), other.isEmpty ? "," : place(other))
        return "\(kind.rawValue),\(first),\(second),\(field),\(hold),why,ada,\(instant)"
    }

    private func place(_ account: String) -> String { account.replacing("/", with: ",") }

    private var instant: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "2026-05-01T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
    }
}

/// What stands of what people decided, by the sentences of the reference page.
struct NaiveDecisions {
    private(set) var standing: [MadeUpDecision] = []
    /// Somebody took something back, for good.
    private(set) var hasWithdrawn = false

    /// The holds that a person may end.
    static let reviewable: Set<String> = [
        "privileged", "pending_email_change", "recent_email_change", "open_data_request", "unusable_address", "hub",
        "look_alike", "recycled_mailbox", "suspicious_guest", "country_policy", "same_country_policy",
        "verification_missing", "guest_policy", "phone_missing", "blocked_twin", "consent_unanswered",
        "consent_unproven",
        "created_at_missing",
    ]

    init(_ decisions: [MadeUpDecision] = []) {
        for same in Dictionary(grouping: decisions, by: \.subject).values {
            guard let last = same.max(by: { $0.second < $1.second }) else { continue }
            if last.kind == .withdraw {
                hasWithdrawn = hasWithdrawn || same.count > 1
                continue
            }
            standing.append(last)
        }
    }

    /// When this account was kept apart from everybody.
    func apart(_ account: String) -> Int? {
        standing.first { $0.kind == .keepApart && $0.account == account && $0.other.isEmpty }?.second
    }

    /// Pairs of accounts that are never in one profile.
    var pairs: [MadeUpDecision] { standing.filter { $0.kind == .keepApart && !$0.other.isEmpty } }

    /// The accounts that a link ends holds of, among those of one link key.
    ///
    /// - Parameter mayJoin: whether an account would join if all that a person may end were ended.
    func linked(_ group: [MadeUpRow], mayJoin: (MadeUpRow) -> Bool) -> Set<String> {
        var linked: Set<String> = []
        for link in standing where link.kind == .link {
            let sides = group.filter { $0.account == link.account || $0.account == link.other }
            let isNewer = sides.allSatisfy { apart($0.account).map { $0 < link.second } ?? true }
            if sides.count == 2, isNewer, sides.allSatisfy(mayJoin) { linked.formUnion(sides.map(\.account)) }
        }
        return linked
    }

    /// The holds of an account that were ended by name.
    func released(_ account: String) -> Set<String> {
        Set(standing.filter { $0.kind == .release && $0.account == account }.map(\.hold))
    }

    /// The account whose value was chosen last, of those that `isEligible` lets through.
    func chosen(_ field: String, _ joined: [MadeUpRow]) -> MadeUpRow? {
        let last = standing.filter { choice in
            choice.kind == .choose && choice.field == field && joined.contains { $0.account == choice.account }
        }.max { $0.second < $1.second }
        return last.flatMap { choice in joined.first { $0.account == choice.account } }
    }
}

extension MadeUpAccounts {
    /// Decisions about accounts that meet on an address: of each kind, contradicting and withdrawing each other,
    /// in no order of their instants.
    mutating func decisions(about rows: [MadeUpRow], _ count: Int) -> [MadeUpDecision] {
        let meeting = Dictionary(grouping: rows.filter { linkKey($0) != nil }, by: { linkKey($0)! }).values
            .sorted { $0[0].account < $1[0].account }
        var made: [MadeUpDecision] = []
        var seconds = Array(0..<count).shuffled(using: &random)
        while let second = seconds.popLast() {
            if random.once(in: 6), var taken = made.randomElement(using: &random), taken.kind != .withdraw {
                (taken.kind, taken.second) = (.withdraw, second)
                made.append(taken)
                continue
            }
            let group = random.pick(Array(meeting))
            made.append(decision(random.pick(group).account, random.pick(group).account, second))
        }
        return made.filter { $0.other != $0.account }
    }

    private mutating func decision(_ account: String, _ other: String, _ second: Int) -> MadeUpDecision {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: MadeUpDecision(kind: .keepApart, account: account, second: second)
        case 1: MadeUpDecision(kind: .keepApart, account: account, other: other, second: second)
        case 2, 3: MadeUpDecision(kind: .link, account: account, other: other, second: second)
        case 4, 5:
            MadeUpDecision(
                kind: .choose, account: account,
                field: random.pick(["email", "name", "name", "name", "place", "phone", "language"]),
                second: second)
        default:
            MadeUpDecision(
                kind: .release, account: account, hold: random.pick(NaiveDecisions.reviewable.sorted()), second: second)
        }
    }
}
