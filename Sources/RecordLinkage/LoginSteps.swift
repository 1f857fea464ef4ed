import AccountModel

/// What happens with the password at the next login (A2, A3, B).
package enum PasswordStep: UInt8, Sendable, Comparable {
    // In the order of strength: several steps at once, the strongest stands (A3).
    case keep = 0, setFirst, setNew

    /// As outputs write it.
    package var name: StaticString {
        switch self {
        case .keep: "keep"
        case .setFirst: "set_first"
        case .setNew: "set_new"
        }
    }

    /// By what it asks of the person.
    package static func < (left: PasswordStep, right: PasswordStep) -> Bool { left.rawValue < right.rawValue }
}

/// What happens with the phone at the next login (A8).
package enum PhoneStep: UInt8, Sendable {
    /// Nothing: verified for all countries already, or a local account.
    case none = 0
    case verify, addAndVerify

    /// As outputs write it.
    package var name: StaticString {
        switch self {
        case .none: ""
        case .verify: "verify"
        case .addAndVerify: "add_and_verify"
        }
    }
}

/// How the code is sent.
package enum PhoneChannel: UInt8, Sendable {
    case none = 0, sms, call

    /// As outputs write it.
    package var name: StaticString {
        switch self {
        case .none: ""
        case .sms: "sms"
        case .call: "call"
        }
    }
}

/// The steps that stand at the next login of a profile.
package struct LoginSteps: Sendable, Equatable {
    /// What happens to the password.
    package var password: PasswordStep
    /// What happens to the phone.
    package var phone: PhoneStep
    /// How a phone is verified.
    package var channel: PhoneChannel
    /// The mailbox has to be proven before anything by phone.
    package var needsMailboxProof: Bool
    /// No session or token of before the link may survive.
    package var revokesSessions: Bool
    /// The account works in its own country only, as before.
    package var isLocalOnly: Bool

    /// Steps by name.
    package init(
        password: PasswordStep, phone: PhoneStep, channel: PhoneChannel, needsMailboxProof: Bool,
        revokesSessions: Bool, isLocalOnly: Bool
    ) {
        self.password = password
        self.phone = phone
        self.channel = channel
        self.needsMailboxProof = needsMailboxProof
        self.revokesSessions = revokesSessions
        self.isLocalOnly = isLocalOnly
    }

    /// The steps of an account that is in no joint profile: as before, in its own country.
    package static let local = LoginSteps(
        password: .keep, phone: .none, channel: .none, needsMailboxProof: false, revokesSessions: false,
        isLocalOnly: true)
}

/// The login steps of a profile with these joined accounts.
func loginSteps(
    _ members: [GroupMember], phone: Survivor?, conflicts: [Conflict], isLinked: Bool, launchInstant: Int64?
) -> LoginSteps {
    var needs = LoginNeeds()
    for member in members where member.role.joins {
        needs.add(member.facts, member.role, launchInstant: launchInstant)
    }
    needs.isContested = conflicts.contains { $0.kind == .phoneOfNewerUnverified || $0.kind == .phonesOfOneCountry }
    return needs.steps(phone: phone.map { members[$0.winner].facts.phone }, isLinked: isLinked)
}

/// What the joined accounts of a profile ask for at the next login.
struct LoginNeeds {
    private var password = PasswordStep.keep
    private var hasMember = false
    private var isPasswordDone = false
    private var isPhoneDone = false
    /// The phones of the profile contradict each other in a way that may be an attack.
    var isContested = false

    /// - Parameter role: one that joins.
    @inline(__always)
    mutating func add(_ facts: AccountFacts, _ role: Role, launchInstant: Int64?) {
        password = max(password, LoginNeeds.passwordStep(facts, launchInstant: launchInstant))
        // What an unverified account says of itself may be planted: it ends no step of the others.
        guard role == .member else { return }
        hasMember = true
        isPasswordDone = isPasswordDone || facts.flags.contains(.globalPasswordSet)
        isPhoneDone = isPhoneDone || facts.flags.contains(.globalPhoneVerified)
    }

    /// - Parameter phone: the golden one.
    @inline(__always)
    func steps(phone: PhoneNumber?, isLinked: Bool) -> LoginSteps {
        // A password that was set once holds for all linked accounts (A2).
        var steps = LoginSteps(
            password: isPasswordDone ? .keep : password, phone: .addAndVerify, channel: .none,
            needsMailboxProof: !hasMember || isContested, revokesSessions: isLinked, isLocalOnly: false)
        if isPhoneDone {
            steps.phone = .none
        } else if let phone {
            steps.phone = .verify
            steps.channel = phone.lineType == .fixed ? .call : .sms
        }
        return steps
    }

    /// The step that one account asks for, before a member's export says that it is done.
    @inline(__always)
    private static func passwordStep(_ facts: AccountFacts, launchInstant: Int64?) -> PasswordStep {
        if facts.flags.type == .guest { return .setFirst }
        return isPostLaunch(facts, launchInstant: launchInstant) ? .keep : .setNew
    }
}
