internal import AccountModel
internal import ByteScanning
internal import MergeStore
internal import RecordLinkage

/// Decides which decisions stand: a function of their set, whatever the order in which they came.
///
/// Of two about one subject the later one stands. Nobody can say which of two of one instant was meant, so
/// both are refused; against one that was applied in an earlier run, the new one is.
struct DecisionAdmission {
    /// Link keys of the accounts that the lines name, as they are after the run's batches.
    private let linkKeys: [Hash128: Hash128]
    private let firstNumber: UInt64
    private(set) var standing: ConstraintSet
    private(set) var admitted: [DecisionLine] = []
    private(set) var refused: [RefusedDecision] = []
    /// Lines that say what stands already.
    private(set) var repeated = 0

    /// - Parameter firstNumber: of the next entry in the journal.
    init(_ standing: ConstraintSet, linkKeys: [Hash128: Hash128], firstNumber: UInt64) {
        self.standing = standing
        self.linkKeys = linkKeys
        self.firstNumber = firstNumber
    }

    /// - Parameter lines: of all files of the run, in their order.
    mutating func admit(_ lines: [DecisionLine], beside choices: StandingChoices) {
        let before = standing
        var sound: [DecisionLine] = []
        for line in lines {
            if let reject = reject(line, before, choices) {
                refuse(line, reject.0, reject.1)
            } else {
                sound.append(line)
            }
        }
        // A line that is refused anyway contradicts nobody.
        let ties = DecisionTies(sound, linkKeys: linkKeys).rivals
        for (index, line) in sound.enumerated() {
            if let rival = ties[index] {
                refuse(line, .contradicts, sound[rival].name)
            } else if standing[line.subject] == nil, standing.count >= WorkerLimits.decisionsMax {
                refuse(line, .tooManyDecisions, String?.none)
            } else {
                apply(line, before)
            }
        }
    }

    private func reject(
        _ line: DecisionLine, _ before: ConstraintSet, _ choices: StandingChoices
    ) -> (DecisionReject, Ruling?)? {
        if line.verdict == .link, let one = linkKeys[line.subject.account], let other = linkKeys[line.subject.other],
            one != other
        {
            return (.unequalLinkKeys, nil)
        }
        if let own = before[line.subject], own.verdict != line.verdict,
            own.decidedAt >= line.decidedAt.rawValue
        {
            return (own.decidedAt == line.decidedAt.rawValue ? .contradicts : .olderThanStanding, own)
        }
        if let rival = rivals(of: line, before).first ?? choices.rival(of: line, linkKeys) {
            return (.contradicts, rival)
        }
        return nil
    }

    /// Standing decisions of the same instant that keep an account apart which the line links, or the reverse.
    private func rivals(of line: DecisionLine, _ before: ConstraintSet) -> [Ruling] {
        line.subject.accounts.flatMap { account in
            before.subjects(of: account).compactMap { subject in
                guard let ruling = before[subject], ruling.decidedAt == line.decidedAt.rawValue,
                    contradict((line.subject, line.verdict), (subject, ruling.verdict))
                else { return nil }
                return ruling
            }
        }
    }

    private mutating func apply(_ line: DecisionLine, _ before: ConstraintSet) {
        let now = standing[line.subject]
        if let now, now.decidedAt >= line.decidedAt.rawValue, before[line.subject] == now || now.verdict == line.verdict
        {
            repeated += 1
            return
        }
        let number = firstNumber + UInt64(admitted.count)
        admitted.append(line)
        if let now, now.decidedAt >= line.decidedAt.rawValue { return }  // A later one of this run stands.
        standing.put(
            Ruling(line.verdict, decidedAt: line.decidedAt.rawValue, journalNumber: number), about: line.subject)
    }

    private mutating func refuse(_ line: DecisionLine, _ reject: DecisionReject, _ rival: Ruling?) {
        refuse(line, reject, rival.map { "entry \($0.journalNumber) of the journal" })
    }

    private mutating func refuse(_ line: DecisionLine, _ reject: DecisionReject, _ rival: String?) {
        guard let place = line.place else { return }
        refused.append(
            RefusedDecision(
                place: place, reason: reject.rawValue, contradicts: rival, country: line.decision.country))
    }
}

/// Whether two decisions about different subjects cannot both be meant: one keeps an account apart, the other
/// links it.
private func contradict(
    _ one: (DecisionSubject, Ruling.Verdict), _ other: (DecisionSubject, Ruling.Verdict)
) -> Bool {
    let verdicts = (one.1, other.1)
    guard one.0.kind != other.0.kind else { return false }
    return verdicts == (.keepApart, .link) && one.0.kind == .account
        || verdicts == (.link, .keepApart) && other.0.kind == .account
}

/// Lines of one run that contradict each other and are of one instant.
private struct DecisionTies {
    /// By position of a line: the position of the one that it contradicts.
    private(set) var rivals: [Int: Int] = [:]

    private struct Instant: Hashable {
        var account: Hash128
        var at: Int64
    }

    private struct Choice: Hashable {
        var linkKey: Hash128
        var unit: String
        var at: Int64
    }

    /// What one instant has about one account, as far as one can contradict another.
    fileprivate struct Group {
        /// The first line of each subject, and the first that says something else about it.
        var bySubject: [DecisionSubject: (first: Int, contrary: Int?)] = [:]
        /// A line that keeps the account alone, and one that links it.
        var apart: Int?
        var link: Int?
    }

    init(_ lines: [DecisionLine], linkKeys: [Hash128: Hash128]) {
        var groups: [Instant: Group] = [:]
        var choices: [Choice: (first: Int, other: Int?)] = [:]
        for (index, line) in lines.enumerated() {
            for account in line.subject.accounts {
                groups[Instant(account: account, at: line.decidedAt.rawValue), default: Group()].add(index, lines)
            }
            guard let choice = DecisionTies.choice(line, linkKeys) else { continue }
            guard let same = choices[choice] else {
                choices[choice] = (index, nil)
                continue
            }
            if lines[same.first].subject != line.subject, same.other == nil { choices[choice]?.other = index }
        }
        for (index, line) in lines.enumerated() {
            for account in line.subject.accounts where rivals[index] == nil {
                let group = groups[Instant(account: account, at: line.decidedAt.rawValue)]
                rivals[index] = group?.rival(of: index, lines)
            }
            guard let same = DecisionTies.choice(line, linkKeys).flatMap({ choices[$0] }), let other = same.other else {
                continue
            }
            rivals[index] = lines[same.first].subject == line.subject ? other : same.first
        }
    }

    private static func choice(_ line: DecisionLine, _ linkKeys: [Hash128: Hash128]) -> Choice? {
        guard line.verdict == .choose else { return nil }
        return linkKeys[line.subject.account].map {
            Choice(linkKey: $0, unit: line.subject.detail, at: line.decidedAt.rawValue)
        }
    }
}

extension DecisionTies.Group {
    fileprivate mutating func add(_ index: Int, _ lines: [DecisionLine]) {
        let line = lines[index]
        if let same = bySubject[line.subject] {
            if same.contrary == nil, lines[same.first].verdict != line.verdict {
                bySubject[line.subject]?.contrary = index
            }
        } else {
            bySubject[line.subject] = (index, nil)
        }
        if line.verdict == .keepApart, line.subject.kind == .account { apart = apart ?? index }
        if line.verdict == .link { link = link ?? index }
    }

    /// A line that says the contrary of this one.
    fileprivate func rival(of index: Int, _ lines: [DecisionLine]) -> Int? {
        let line = lines[index]
        if let same = bySubject[line.subject], let contrary = same.contrary {
            return lines[same.first].verdict == line.verdict ? contrary : same.first
        }
        if line.verdict == .link { return apart }
        return line.verdict == .keepApart && line.subject.kind == .account ? link : nil
    }
}

/// Standing choices, by unit and instant; gathered only where a line chooses.
struct StandingChoices {
    private struct Key: Hashable {
        var unit: String
        var at: Int64
    }

    private var byInstant: [Key: [(account: Hash128, ruling: Ruling)]] = [:]

    init(_ standing: ConstraintSet, for lines: [DecisionLine]) {
        let wanted = Set(
            lines.filter { $0.verdict == .choose }.map { Key(unit: $0.subject.detail, at: $0.decidedAt.rawValue) })
        if wanted.isEmpty { return }
        for (subject, ruling) in standing.rulings where ruling.verdict == .choose {
            let key = Key(unit: subject.detail, at: ruling.decidedAt)
            if wanted.contains(key) { byInstant[key, default: []].append((subject.account, ruling)) }
        }
    }

    /// A choice of the same instant for another account of the same key.
    func rival(of line: DecisionLine, _ linkKeys: [Hash128: Hash128]) -> Ruling? {
        guard line.verdict == .choose, let own = linkKeys[line.subject.account] else { return nil }
        let same = byInstant[Key(unit: line.subject.detail, at: line.decidedAt.rawValue)] ?? []
        return same.first { $0.account != line.subject.account && linkKeys[$0.account] == own }?.ruling
    }

    /// Accounts whose link key must be known to compare.
    var accounts: [Hash128] { byInstant.values.flatMap { $0.map(\.account) } }
}
