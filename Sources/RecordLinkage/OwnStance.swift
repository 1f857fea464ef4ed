package import AccountModel

/// What a country's shard knows besides the record when it takes a stance.
package struct StanceRules: Sendable {
    /// Its own policy.
    package var country: CountryPolicy
    /// Milliseconds since 1970; `nil`: not configured.
    package var launchInstant: Int64?
    /// The run's `as_of` instant, in milliseconds: "recent" is counted back from it.
    package var asOf: Int64
    /// Nothing in the country's policy looks beyond the flags of an ordinary account.
    let isPlain: Bool

    /// What one shard knows when it is asked.
    package init(country: CountryPolicy, launchInstant: Int64?, asOf: Int64) {
        self.country = country
        self.launchInstant = launchInstant
        self.asOf = asOf
        isPlain =
            launchInstant == nil && country.requiredVerification == .email && country.heldKinds.rawValue == 0
    }
}

private let millisecondsPerDay: Int64 = 86_400_000

/// The stance on the account whose record starts at `start`.
///
/// The usual account first: where the country's policy has nothing to add, its flags alone say what it is,
/// and the rest of the record is not even loaded. Agrees with `ownStance` on every account.
@inline(__always)
package func stance(_ buffer: RawSpan, at start: Int, _ rules: StanceRules) -> Stance {
    if rules.isPlain {
        let word = unsafe buffer.unsafeLoadUnaligned(
            fromByteOffset: start + RecordLayout.country, as: UInt64.self)
        let flags = UInt32(truncatingIfNeeded: word >> 32)
        if flags & unusualFlags == 0, (word >> 16) & 0xFF == 0 {
            let isVerified = flags & AccountFlags.emailVerified.rawValue != 0
            return Stance(isVerified ? .member : .unverified, released: rules.country.releasedFields)
        }
    }
    return ownStance(AccountFacts(buffer, at: start), buffer, rules)
}

/// The stance of an account's own country, before any other country is looked at.
///
/// The order is the precedence of RULES §3: excluded, legal hold, the person's veto, other holds, and
/// only then who may join and as what.
/// - Parameter lifted: holds that people ended for this account.
package func ownStance(
    _ account: AccountFacts, _ buffer: RawSpan, _ rules: StanceRules, lifted: RoleReasonSet = RoleReasonSet()
) -> Stance {
    let released = rules.country.releasedFields
    let flags = account.flags
    if account.kind == .erased { return Stance(.excluded, .erased, released: []) }
    switch flags.status {
    case .blocked: return Stance(.excluded, .blocked, released: [])
    case .closed: return Stance(.excluded, .closed, released: [])
    case .active: break
    }
    if flags.contains(.legalHold) { return Stance(.held, .legalHold, released: released) }
    if flags.consent == .declined { return Stance(.declined, .consentDeclined, released: released) }
    if let reason = holdReason(account, buffer, rules, lifted) { return Stance(.held, reason, released: released) }
    if flags.type.isReference {
        return Stance(.reference, released: [])
    }
    if let reason = pendingReason(account, rules), !lifted.contains(reason) {
        return Stance(.pending, reason, released: released)
    }
    return Stance(joiningRole(account, rules.country), released: released)
}

/// Flags that make an account more than an ordinary registered one.
private let unusualFlags: UInt32 =
    AccountFlags.privileged.rawValue | AccountFlags.pendingEmailChange.rawValue
    | AccountFlags.openDataRequest.rawValue | AccountFlags.legalHold.rawValue
    | AccountFlags.unusableAddress.rawValue | AccountFlags.emailChanged.rawValue
    | AccountFlags.hasUnreadableProtection.rawValue
    | 0b11 << 4  // blocked, closed
    | 0b10 << 6  // declined
    | 0b10 << 2  // attendee, passholder

private func holdReason(
    _ account: AccountFacts, _ buffer: RawSpan, _ rules: StanceRules, _ lifted: RoleReasonSet
) -> RoleReason? {
    func stands(_ reason: RoleReason) -> Bool { !lifted.contains(reason) }
    let flags = account.flags
    if account.addressFault != 0 { return .addressInvalid }
    if flags.contains(.unusableAddress), stands(.unusableAddress) { return .unusableAddress }
    if flags.contains(.hasUnreadableProtection) { return .unreadableValue }
    if flags.contains(.privileged), stands(.privileged) { return .privileged }
    if flags.contains(.pendingEmailChange), stands(.pendingEmailChange) { return .pendingEmailChange }
    if flags.contains(.openDataRequest), stands(.openDataRequest) { return .openDataRequest }
    if let changed = account.instant(.emailChangedAt, buffer),
        changed > rules.asOf - Int64(rules.country.recentEmailChangeDays) * millisecondsPerDay,
        stands(.recentEmailChange)
    {
        return .recentEmailChange
    }
    return policyHold(account, rules.country.heldKinds, lifted)
}

/// What this country holds back although the rules would let it join.
private func policyHold(
    _ account: AccountFacts, _ held: HeldKinds, _ lifted: RoleReasonSet
) -> RoleReason? {
    if held.isEmpty || account.flags.type.isReference { return nil }
    func applies(_ kind: HeldKinds, _ reason: RoleReason) -> Bool { held.contains(kind) && !lifted.contains(reason) }
    if applies(.unverified, .verificationMissing), !account.flags.contains(.emailVerified) {
        return .verificationMissing
    }
    if applies(.guests, .guestPolicy), account.flags.type == .guest { return .guestPolicy }
    if applies(.withoutPhone, .phoneMissing), !account.phone.isParsed { return .phoneMissing }
    return nil
}

/// Whether an account needs the person's consent, and has not proven it by itself (A3).
///
/// Consent that names another account is judged by the coordinator, which sees that account.
private func pendingReason(_ account: AccountFacts, _ rules: StanceRules) -> RoleReason? {
    guard let launch = rules.launchInstant else { return nil }
    if account.createdAt == noInstant {
        return rules.country.undatedAccountsPredateLaunch ? nil : .createdAtMissing
    }
    if account.createdAt < launch { return nil }
    guard account.flags.consent == .granted else { return .consentUnanswered }
    return account.flags.contains(.emailVerified) ? nil : .consentUnproven
}

/// Member or unverified, by what the country asks of a member.
package func joiningRole(_ account: AccountFacts, _ policy: CountryPolicy) -> Role {
    let isVerified =
        switch policy.requiredVerification {
        case .none: true
        case .email: account.flags.contains(.emailVerified)
        case .emailAndPhone: account.flags.contains(.emailVerified) && account.flags.contains(.phoneVerified)
        }
    return isVerified ? .member : .unverified
}

/// Whether the account was created at or after launch, and so joins by consent only.
package func isPostLaunch(_ account: AccountFacts, launchInstant: Int64?) -> Bool {
    guard let launchInstant, account.createdAt != noInstant else { return false }
    return account.createdAt >= launchInstant
}
