package import AccountModel

/// One address among those with one collision skeleton (RULES §2, K3), as far as it matters who gives way.
package struct LookAlikeSide: Sendable, Equatable {
    /// People who read it see nothing but ASCII.
    package var isASCII: Bool
    /// Some account of it has proven the mailbox.
    package var isVerified: Bool
    /// When its oldest account was made, of the verified ones if there are any; `Int64.max` when nobody knows.
    package var since: Int64

    /// What is asked of one address.
    package init(isASCII: Bool, isVerified: Bool, since: Int64) {
        self.isASCII = isASCII
        self.isVerified = isVerified
        self.since = since
    }

    /// The side of an address with these accounts; `nil` where none of them is in use.
    ///
    /// Of the facts alone and not of roles: a role may change with the day or with a policy, and who gives way
    /// must not.
    package init?(isASCII: Bool, accounts: some Sequence<AccountFacts>) {
        self.init(isASCII: isASCII, isVerified: false, since: .max)
        var isInUse = false
        for facts in accounts where LookAlikeSide.counts(facts) {
            isInUse = true
            let created = facts.createdAt == noInstant ? .max : facts.createdAt
            switch (facts.flags.contains(.emailVerified), isVerified) {
            case (true, false): (isVerified, since) = (true, created)
            case (true, true), (false, false): since = min(since, created)
            case (false, true): break
            }
        }
        if !isInUse { return nil }
    }

    /// Whether an account stands for its address: in use, and more than a form of an organiser.
    package static func counts(_ facts: AccountFacts) -> Bool {
        facts.kind == .account && facts.flags.status == .active && !facts.flags.type.isReference
            && facts.addressFault == 0
    }
}

/// What becomes of an address that looks like another one.
package enum LookAlikeVerdict: Sendable, Equatable {
    /// It looks like no other, or only like other ASCII addresses: at most a hint.
    case untouched
    /// It stays, and somebody should know that another address looks like it.
    case stands
    /// It gives way: its accounts are held.
    case held
}

/// Decides who gives way among addresses with one skeleton.
///
/// The verified side stands before the unverified one, the older before the newer, ASCII before other; so at
/// least one always stands, and nobody can lock another out by registering a look-alike later. Two ASCII
/// addresses never hold each other (RULES §2).
/// - Parameter sides: in an order that follows from the addresses alone: it breaks ties.
package func judgeLookAlikes(_ sides: [LookAlikeSide]) -> [LookAlikeVerdict] {
    guard sides.count > 1, sides.contains(where: { !$0.isASCII }) else {
        return Array(repeating: .untouched, count: sides.count)
    }
    var first = 0
    for index in sides.indices.dropFirst() where goesFirst(sides[index], before: sides[first]) { first = index }
    return sides.indices.map { index in
        if index == first { return .stands }
        return sides[first].isASCII && sides[index].isASCII ? .stands : .held
    }
}

private func goesFirst(_ left: LookAlikeSide, before right: LookAlikeSide) -> Bool {
    if left.isVerified != right.isVerified { return left.isVerified }
    if left.since != right.since { return left.since < right.since }
    return left.isASCII && !right.isASCII
}

/// What look-alikes say about one link key; handed to `decide` with the accounts.
package struct LookAlikeMark: Sendable, Equatable {
    /// Whether the account has to wait for somebody to look.
    package var isHeld: Bool
    /// Accounts of the addresses on the other side, the first few.
    package var others: [LookAlikeAccount]

    /// What is said about one key.
    package init(isHeld: Bool, others: [LookAlikeAccount]) {
        self.isHeld = isHeld
        self.others = others
    }
}

/// An account of another link key.
package struct LookAlikeAccount: Sendable, Equatable {
    /// Whose account it is.
    package var country: Country
    /// As the country exported it.
    package var accountID: [UInt8]

    /// An account of another address.
    package init(country: Country, accountID: [UInt8]) {
        self.country = country
        self.accountID = accountID
    }
}
