package import AccountModel

/// The lasting effect of a person's decision on an account of one link key (RULES §3, "Human decisions").
///
/// Accounts are named by their place in the group: only what both sides of a decision have under this key
/// can have an effect on it.
package struct HumanConstraint: Sendable, Equatable {
    /// What the decision does.
    package enum Effect: Sendable, Equatable {
        /// The account stays alone, whatever its key says.
        case keepApart
        /// The account and this other member are never in one profile.
        case keepApartFrom(Int)
        /// The account and this other member belong together: what a person may override holds neither.
        case link(Int)
        /// The account's value of this unit survives.
        case choose(SurvivorshipUnit)
        /// A hold of this reason ends.
        case release(RoleReason)
    }

    /// Position in the group.
    package var member: Int
    /// What the decision does to it.
    package var effect: Effect
    /// In milliseconds: of two decisions the later one stands.
    package var decidedAt: Int64

    /// A standing decision about a member.
    package init(member: Int, _ effect: Effect, decidedAt: Int64) {
        self.member = member
        self.effect = effect
        self.decidedAt = decidedAt
    }
}
