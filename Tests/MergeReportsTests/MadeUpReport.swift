import AccountModel
import MergeReports
import RecordLinkage
import TestSupport

/// A made-up run that balances, like one of ten million rows in twenty countries.
func madeUpReport(seed: UInt64 = 7, isDryRun: Bool = true, samples: Int = 500) -> RunReport {
    var random = SplitMix64(seed: seed)
    let missing: Country = .NZ
    var batches: [BatchStatistics] = []
    for country in Country.allCases where country != missing {
        for part in 1...2 { batches.append(madeUpBatch(country, part, &random)) }
    }
    batches.append(refusedBatch(.PL))
    let applied = batches.reduce(0) { $0 + $1.applied }
    var report = RunReport(
        run: isDryRun ? nil : 42, isDryRun: isDryRun, asOf: "2026-03-01T00:00:00Z", programVersion: "1.0.0",
        versions: [("rules", "7"), ("phone metadata", "8.13.50"), ("IDNA tables", "Unicode 15.0")],
        launchInstant: nil, batches: batches,
        decisions: madeUpDecisions(accounts: applied + 1_204, without: missing, &random),
        missingCountries: [missing], stateAccounts: applied + 1_204,
        stateDigest: String(repeating: "3fa9c0de", count: 8),
        samples: (0..<samples).map { madeUpSample($0, &random) }, isMasked: true,
        files: [
            ("profiles.ndjson", 3_214_560_221, String(repeating: "a1", count: 32)),
            ("conflicts.csv", 48_211_034, String(repeating: "b2", count: 32)), ("holds.csv", 1_204_411, ""),
        ],
        command: "koble run --dry-run --report reports/2026-03-01 --full")
    report.hints = madeUpHints
    report.people = madeUpPeople
    return report
}

private let madeUpHints = HintReport(
    pairs: [4_117, 382, 911], commonBlocks: 26, isCut: false,
    samples: [
        .init(
            kind: .possibleSameMailbox, evidence: "provider_rule", country: .SE, address: "maja.lind@gmail.com",
            otherCountry: .NO, otherAddress: "majalind+tickets@gmail.com"),
        .init(
            kind: .possibleLookAlike, evidence: "spelling", country: .DE, address: "o1ga@post.example",
            otherCountry: .DE, otherAddress: "olga@post.example"),
        .init(
            kind: .possibleMisspelling, evidence: "same_phone", country: .GB, address: "sian.obrein@mail.example",
            otherCountry: .IE, otherAddress: "sian.obrien@mail.example"),
    ])

private let madeUpPeople: PeopleReport = {
    var people = PeopleReport()
    people.applied = ["keep_apart": 214, "link": 96, "choose": 41, "release": 1_188]
    people.repeated = 17
    people.refused = ["unequal_link_keys": 5, "older_than_standing": 2]
    people.files = [
        .init(name: "fraud-2026-02.csv", outcome: "applied", message: nil),
        .init(name: "support-week-8.csv", outcome: "applied", message: nil),
        .init(
            name: "test.csv", outcome: "refused",
            message:
                "No line can be applied: line 2 unknown_hold. Correct the lines and put the file into decisions/ again."
        ),
    ]
    return people
}()

private func madeUpBatch(_ country: Country, _ part: Int, _ random: inout SplitMix64) -> BatchStatistics {
    var batch = BatchStatistics(
        country: country, fileName: "accounts-2026-03-01.\(part)-of-2.csv.zst",
        digest: String(repeating: String(random.next() >> 32 | 1 << 31, radix: 16), count: 8), bytes: 0,
        outcome: .applied)
    let read = Int.random(in: 20_000...700_000, using: &random)
    batch.rowsRead = read
    batch.bytes = read * 211
    batch.rejected = read / Int.random(in: 150...600, using: &random)
    batch.duplicate = read / 300
    batch.superseded = read / 140
    batch.suppressed = read / 90_000
    batch.applied = read - batch.rejected - batch.duplicate - batch.superseded - batch.suppressed
    batch.rejects = [
        "wrong_country": batch.rejected / 3, "csv_too_few_fields": batch.rejected / 5,
        "unordered_update": batch.rejected - batch.rejected / 3 - batch.rejected / 5,
    ]
    for finding in IntakeFinding.allCases {
        let weight = [4_000, 900, 2_500, 300, 90][Int(finding.rawValue) % 5] * Int.random(in: 1...4, using: &random)
        note(finding, count: read / weight, last: UInt32(read), in: &batch, &random)
    }
    return batch
}

private func note(
    _ finding: IntakeFinding, count: Int, last: UInt32, in batch: inout BatchStatistics,
    _ random: inout SplitMix64
) {
    var line: UInt32 = 1
    for _ in 0..<count {
        line += UInt32.random(in: 1...40, using: &random)
        batch.findings.note(finding, line: min(line, last))
    }
}

private func refusedBatch(_ country: Country) -> BatchStatistics {
    var batch = BatchStatistics(
        country: country, fileName: "konta-marzec.csv", digest: String(repeating: "77", count: 32),
        bytes: 88_412, outcome: .refused)
    batch.refusal = (
        "unknown_column",
        "Could not read konta-marzec.csv: the column \"miasto\" is not known. Map or ignore it in koble.json."
    )
    return batch
}

private func madeUpDecisions(
    accounts: Int, without missing: Country, _ random: inout SplitMix64
) -> DecisionStatistics {
    var decisions = DecisionStatistics()
    var left = accounts
    for role in [Role.reference, .held, .pending, .declined, .excluded, .unverified, .member] {
        let share = role == .member ? 1 : [Role.unverified: 5, .reference: 40, .held: 320][role] ?? 500
        let count = left / share
        spread(count, over: Country.allCases.filter { $0 != missing }, &random) { country, part in
            decisions.accountsByRole[Int(country.rawValue) * Role.allCases.count + Int(role.rawValue)] += part
        }
        left -= count
    }
    fillReasons(&decisions, &random)
    fillProfiles(&decisions, &random)
    fillConflicts(&decisions, without: missing, &random)
    for index in decisions.loginSteps.indices where index / LoginStatistic.allCases.count != Int(missing.rawValue) {
        decisions.loginSteps[index] = Int.random(in: 0...90_000, using: &random)
    }
    decisions.ordersIn = accounts * 3
    decisions.ordersOut = decisions.ordersIn
    decisions.consentTightened = 4_411
    return decisions
}

/// Hands `count` out in parts that sum up to it.
private func spread<T>(
    _ count: Int, over targets: [T], _ random: inout SplitMix64, _ add: (T, Int) -> Void
) {
    var left = count
    for (index, target) in targets.enumerated() {
        let isLast = index == targets.count - 1
        let part = isLast ? left : Int.random(in: 0...max(0, left * 2 / (targets.count - index)), using: &random)
        add(target, min(part, left))
        left -= min(part, left)
    }
}

private func fillReasons(_ decisions: inout DecisionStatistics, _ random: inout SplitMix64) {
    let held: [RoleReason] = [
        .addressInvalid, .unusableAddress, .hub, .lookAlike, .recycledMailbox, .suspiciousGuest, .legalHold,
        .privileged, .recentEmailChange,
    ]
    func fill(_ role: Role, _ reasons: [RoleReason]) {
        spread(decisions.accounts(role), over: reasons, &random) { reason, part in
            decisions.accountsByReason[Int(reason.rawValue)] += part
        }
    }
    fill(.held, held)
    fill(.excluded, [.blocked, .closed])
    fill(.pending, [.consentUnanswered, .createdAtMissing])
    fill(.declined, [.consentDeclined])
}

private func fillProfiles(_ decisions: inout DecisionStatistics, _ random: inout SplitMix64) {
    let joining = decisions.accounts(.member) + decisions.accounts(.unverified)
    var target = joining / 3
    for size in 2...16 {
        let profiles = size == 16 ? 3 : target * 7 / 10 / size
        decisions.profilesBySize[size] = profiles
        decisions.linkedProfiles += profiles
        decisions.linkedAccounts += profiles * size
        target -= profiles * size
    }
    decisions.newlyLinked = decisions.linkedProfiles
    decisions.newlyHeld = decisions.accounts(.held)
    decisions.largestProfile = 57
    decisions.linkedAccounts += 41
    decisions.singleAccounts = joining - decisions.linkedAccounts
    decisions.singleProfiles = decisions.singleAccounts
    decisions.localProfiles = decisions.accounts(.held) + decisions.accounts(.pending) + decisions.accounts(.declined)
    decisions.changes[Int(ChangeKind.created.rawValue)] =
        decisions.linkedProfiles + decisions.singleProfiles + decisions.localProfiles
    decisions.attachedReferences = decisions.accounts(.reference) * 9 / 10
}

private func fillConflicts(
    _ decisions: inout DecisionStatistics, without missing: Country, _ random: inout SplitMix64
) {
    let near: Set<Country> = [.SE, .NO, .FI, .DK]
    for first in Country.allCases where first != missing {
        for second in Country.allCases where second != missing && first <= second {
            let cell = Int(first.rawValue) * Country.count + Int(second.rawValue)
            let base = near.contains(first) && near.contains(second) ? 90_000 : 3_000
            decisions.countryPairs[cell] = Int.random(in: 0...base, using: &random) * (random.next() % 5 == 0 ? 0 : 1)
            decisions.conflictPairs[cell] = decisions.countryPairs[cell] / 11
        }
    }
    for kind in ConflictKind.allCases {
        let most = kind.harm == .takeover ? 900 : kind.harm == .privacy ? 9_000 : 60_000
        let count = Int.random(in: most / 9...most, using: &random)
        decisions.conflicts[Int(kind.rawValue)] = count
        decisions.newlyReported += count
        spread(count, over: Country.allCases.filter { $0 != missing }, &random) { country, part in
            decisions.conflictsByCountry[
                Int(country.rawValue) * Harm.allCases.count + Int(kind.harm.rawValue)] += part
        }
    }
    for level in NameLevel.allCases {
        decisions.nameLevels[Int(level.rawValue)] =
            level == .exact ? 1_900_211 : Int.random(in: 200...80_000, using: &random)
    }
}

private let names = [
    ("Søren Ødegård", "Soren Odegaard"), ("José García López", "Jose Garcia"), ("Anna Kowalska", "Piotr Kowalski"),
    ("Jürgen Müller", "JÃ¼rgen MÃ¼ller"), ("Novák Petr", "Petr Novák"), ("Maja Lind", "Test Test"),
    ("Siân O’Brien", "Sian OBrien"), ("Дарья Иванова", "Darja Ivanova"),
]

private func madeUpSample(_ index: Int, _ random: inout SplitMix64) -> ConflictSample {
    let kind = ConflictKind.allCases.randomElement(using: &random)!
    let other = Country.allCases.randomElement(using: &random)!
    let winner = Country.allCases.randomElement(using: &random)!
    let pair = names.randomElement(using: &random)!
    let isPhone = kind.field == .phone
    let phone = "+46\(Int.random(in: 700_000_000...799_999_999, using: &random))"
    let otherPhone = "+420\(Int.random(in: 600_000_000...799_999_999, using: &random))"
    return ConflictSample(
        kind: kind, profileID: "8b1f\(String(random.next(), radix: 16))-\(index)",
        winnerCountry: index % 17 == 0 ? nil : winner,
        winnerValue: index % 17 == 0 ? "" : conflictSampleMask(isPhone ? phone : pair.0), otherCountry: other,
        otherValue: conflictSampleMask(isPhone ? otherPhone : pair.1),
        rule: isPhone ? "phones: different" : "12 mismatch: other person")
}

/// The run that the made-up one is compared with.
let madeUpPreviousRun: PreviousRun = {
    var report = madeUpReport(seed: 6, isDryRun: false, samples: 0)
    report.asOf = "2026-02-01T00:00:00Z"
    report.run = 41
    return PreviousRun(run: 41, asOf: report.asOf, figures: RunFigures(report))
}()
