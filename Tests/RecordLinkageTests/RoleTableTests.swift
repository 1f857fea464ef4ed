import AccountModel
import Testing

@testable import RecordLinkage

/// What decides the role of an account on its own: one value of each kind.
private struct Case: Equatable {
    var status = 0, type = 0, legalHold = 0, consent = 0, address = 0, unreadable = 0, privileged = 0
    var pendingChange = 0, dataRequest = 0, changed = 0, verified = 0, phone = 0, made = 0, policy = 0

    /// How many values each has, in the order of `values`.
    static let counts = [3, 4, 2, 3, 3, 2, 2, 2, 2, 3, 4, 2, 4, 8]

    init(_ values: [Int]) {
        (status, type, legalHold, consent) = (values[0], values[1], values[2], values[3])
        (address, unreadable, privileged, pendingChange) = (values[4], values[5], values[6], values[7])
        (dataRequest, changed, verified, phone) = (values[8], values[9], values[10], values[11])
        (made, policy) = (values[12], values[13])
    }
}

/// One line of the table: the values that it asks for (nil: any), and what the account is then. The first line
/// that fits decides.
private struct Line {
    var status: Set<Int>?, type: Set<Int>?, legalHold: Int?, consent: Set<Int>?, address: Int?, unreadable: Int?
    var privileged: Int?, pendingChange: Int?, dataRequest: Int?, changed: Int?, verified: Set<Int>?
    var phone: Int?, made: Set<Int>?, policy: Set<Int>?
    var role: Role
    var reason = RoleReason.none

    func fits(_ one: Case) -> Bool {
        func may(_ wanted: Set<Int>?, _ value: Int) -> Bool { wanted?.contains(value) ?? true }
        func may(_ wanted: Int?, _ value: Int) -> Bool { wanted.map { $0 == value } ?? true }
        return may(status, one.status) && may(type, one.type) && may(legalHold, one.legalHold)
            && may(consent, one.consent) && may(address, one.address) && may(unreadable, one.unreadable)
            && may(privileged, one.privileged) && may(pendingChange, one.pendingChange)
            && may(dataRequest, one.dataRequest) && may(changed, one.changed) && may(verified, one.verified)
            && may(phone, one.phone) && may(made, one.made) && may(policy, one.policy)
    }
}

/// The table of roles of an account on its own (RULES §3), in the order of precedence. Written from the rules,
/// not from the program.
///
/// status: 0 active, 1 blocked, 2 closed · type: 0 registered, 1 guest, 2 attendee, 3 passholder · consent:
/// 0 none, 1 granted, 2 declined · address: 0 good, 1 unusable, 2 invalid · changed: 0 never, 1 within the
/// days of the policy, 2 before · verified: bit 0 e-mail, bit 1 phone · made: 0 before launch, 1 after it,
/// 2 no date, 3 not launched · policy: 0 standard, 1 holds unverified, 2 holds guests, 3 holds those without a
/// phone, 4 asks for e-mail and phone, 5 asks for nothing, 6 undated ones predate the launch, 7 does not look
/// at changes.
private let roleTable: [Line] = [
    Line(status: [1], role: .excluded, reason: .blocked),
    Line(status: [2], role: .excluded, reason: .closed),
    Line(legalHold: 1, role: .held, reason: .legalHold),
    Line(consent: [2], role: .declined, reason: .consentDeclined),
    Line(address: 2, role: .held, reason: .addressInvalid),
    Line(address: 1, role: .held, reason: .unusableAddress),
    Line(unreadable: 1, role: .held, reason: .unreadableValue),
    Line(privileged: 1, role: .held, reason: .privileged),
    Line(pendingChange: 1, role: .held, reason: .pendingEmailChange),
    Line(dataRequest: 1, role: .held, reason: .openDataRequest),
    Line(changed: 1, policy: [0, 1, 2, 3, 4, 5, 6], role: .held, reason: .recentEmailChange),
    Line(type: [2, 3], role: .reference),
    Line(verified: [0, 2], policy: [1], role: .held, reason: .verificationMissing),
    Line(type: [1], policy: [2], role: .held, reason: .guestPolicy),
    Line(phone: 0, policy: [3], role: .held, reason: .phoneMissing),
    // After the launch nobody joins without proven consent (A3).
    Line(made: [2], policy: [0, 1, 2, 3, 4, 5, 7], role: .pending, reason: .createdAtMissing),
    Line(consent: [0], made: [1], role: .pending, reason: .consentUnanswered),
    Line(consent: [1], verified: [0, 2], made: [1], role: .pending, reason: .consentUnproven),
    // Who joins: a member by what the country asks for.
    Line(policy: [5], role: .member),
    Line(verified: [3], policy: [4], role: .member),
    Line(policy: [4], role: .unverified),
    Line(verified: [1, 3], role: .member),
    Line(role: .unverified),
]

private let launch: Int64 = 1_772_000_000_000
private let asOf: Int64 = 1_790_000_000_000
private let day: Int64 = 86_400_000

private func record(_ one: Case) -> MadeUpRecord {
    var record = MadeUpRecord()
    record.status = AccountStatus(rawValue: UInt8(one.status))!
    record.type = AccountType(rawValue: UInt8(one.type))!
    record.consent = LinkConsent(rawValue: UInt8(one.consent))!
    record.addressFault = one.address == 2 ? 1 : 0
    record.emailChangedAt = [nil, asOf - 29 * day, asOf - 30 * day][one.changed]
    record.createdAt = [launch - 1, launch, noInstant, launch - 1][one.made]
    if one.phone == 1 { record.phone = PhoneNumber(e164: 4_791_234_567, lineType: .mobile, findings: .none) }
    let flags: [(Bool, AccountFlags)] = [
        (one.legalHold == 1, .legalHold), (one.address == 1, .unusableAddress),
        (one.unreadable == 1, .hasUnreadableProtection), (one.privileged == 1, .privileged),
        (one.pendingChange == 1, .pendingEmailChange), (one.dataRequest == 1, .openDataRequest),
        (one.verified & 1 != 0, .emailVerified), (one.verified & 2 != 0, .phoneVerified),
    ]
    for (isSet, flag) in flags where isSet { record.flags.insert(flag) }
    return record
}

private func rules(_ one: Case) -> StanceRules {
    var policy = CountryPolicy.standard
    switch one.policy {
    case 1: policy.heldKinds = .unverified
    case 2: policy.heldKinds = .guests
    case 3: policy.heldKinds = .withoutPhone
    case 4: policy.requiredVerification = .emailAndPhone
    case 5: policy.requiredVerification = .none
    case 6: policy.undatedAccountsPredateLaunch = true
    case 7: policy.recentEmailChangeDays = 0
    default: break
    }
    return StanceRules(country: policy, launchInstant: one.made == 3 ? nil : launch, asOf: asOf)
}

@Suite("The table of roles")
struct RoleTableTests {
    /// Where status, legal hold, consent and address say nothing, all combinations of all the others.
    @Test("Every combination has the role of the first line that fits", arguments: 0..<8)
    func combinations(policy: Int) {
        var counts = Case.counts
        for place in [0, 2, 4, 13] { counts[place] = 1 }
        counts[3] = 2
        var values = [Int](repeating: 0, count: counts.count)
        var (checked, found): (Int, [String]) = (0, [])
        repeat {
            var all = values
            all[13] = policy
            check(Case(all), &found)
            checked += 1
        } while advance(&values, counts)
        let count = found.count
        #expect(count == 0, "\(count) of \(checked) differ: \(found.prefix(5))")
        #expect(checked == counts.reduce(1, *))
    }

    /// The four that decide before all others: all combinations of them, each with drawn values of the others.
    @Test("What comes first in the precedence decides whatever else there is")
    func precedence() {
        var counts = [Int](repeating: 1, count: Case.counts.count)
        for place in [0, 1, 2, 3, 4] { counts[place] = Case.counts[place] }
        var values = [Int](repeating: 0, count: counts.count)
        var seed: UInt64 = 42
        var found: [String] = []
        repeat {
            for _ in 0..<24 {
                var all = values
                for place in 5..<all.count {
                    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    all[place] = Int(seed >> 33) % Case.counts[place]
                }
                check(Case(all), &found)
            }
        } while advance(&values, counts)
        let count = found.count
        #expect(count == 0, "seed 42: \(count) differ: \(found.prefix(5))")
    }

    /// The next combination; `false` after the last.
    private func advance(_ values: inout [Int], _ counts: [Int]) -> Bool {
        for place in values.indices {
            values[place] += 1
            if values[place] < counts[place] { return true }
            values[place] = 0
        }
        return false
    }

    private func check(_ one: Case, _ found: inout [String]) {
        guard let line = roleTable.first(where: { $0.fits(one) }) else {
            found.append("no line fits \(one)")
            return
        }
        let bytes = record(one).bytes
        let rules = rules(one)
        let real = stance(bytes.span.bytes, at: 0, rules)
        if real.role != line.role || real.reason != line.reason {
            found.append("\(one): \(real.role) \(real.reason), the table says \(line.role) \(line.reason)")
        }
        if real != ownStance(AccountFacts(bytes.span.bytes, at: 0), bytes.span.bytes, rules) {
            found.append("\(one): the short way and the long way differ")
        }
    }
}
