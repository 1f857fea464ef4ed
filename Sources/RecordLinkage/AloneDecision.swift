package import AccountModel

/// What is decided about a link key whose only account joins: by far the most frequent case.
package struct AloneDecision: Sendable, Equatable {
    /// The fields of the golden record that have a value which the account's country releases.
    package var fields: GoldenFieldSet
    /// What happens at the first login.
    package var login: LoginSteps
}

/// Decides about the only account of a link key.
///
/// - Parameters:
///   - role: member or unverified.
///   - released: the fields that the account's country releases.
@inline(__always)
package func decideAlone(
    _ facts: AccountFacts, _ role: Role, released: GoldenFieldSet, launchInstant: Int64?
) -> AloneDecision {
    var fields = released
    if facts.isEmpty(.firstName), facts.isEmpty(.lastName) { fields.subtract([.firstName, .lastName]) }
    // An unverified account's phone is never used for step-up (RULES §3).
    if !facts.phone.isParsed || role != .member { fields.remove(.phone) }
    if facts.isEmpty(.language) { fields.remove(.language) }
    var needs = LoginNeeds()
    needs.add(facts, role, launchInstant: launchInstant)
    let login = needs.steps(phone: fields.contains(.phone) ? facts.phone : nil, isLinked: false)
    return AloneDecision(fields: fields, login: login)
}
