import AccountModel
import RecordLinkage

/// Prints nanoseconds per comparison for equal names, names in another case, and the rest.
func nameBench() {
    measure("equal, ASCII", rounds: 2_000_000, "Katarzyna", "Kowalska", "Katarzyna", "Kowalska")
    measure("equal, UTF-8", rounds: 2_000_000, "Jørgen", "Sørensen", "Jørgen", "Sørensen")
    measure("case differs", rounds: 2_000_000, "Katarzyna", "Kowalska", "KATARZYNA", "kowalska")
    measure("diacritics", rounds: 20_000, "Jørgen", "Sørensen", "Jorgen", "Soerensen")
    measure("nickname", rounds: 20_000, "Katarzyna", "Kowalska", "Kasia", "Kowalska")
    measure("household", rounds: 20_000, "Katarzyna", "Kowalska", "Zofia", "Kowalska")
    measure("other person", rounds: 20_000, "Katarzyna", "Kowalska", "William", "Anderson")
}

private func measure(
    _ name: String, rounds: Int, _ given: String, _ family: String, _ otherGiven: String, _ otherFamily: String
) {
    let (leftGiven, leftFamily) = (Array(given.utf8), Array(family.utf8))
    let (rightGiven, rightFamily) = (Array(otherGiven.utf8), Array(otherFamily.utf8))
    var levels = 0
    let start = ContinuousClock.now
    for _ in 0..<rounds {
        let verdict = compareNames(
            given: leftGiven.span, family: leftFamily.span, of: .PL,
            with: rightGiven.span, family: rightFamily.span, of: .GB)
        levels += Int(verdict.level.rawValue)
    }
    let nanoseconds = (ContinuousClock.now - start) / rounds
    print("names, \(name): \(nanoseconds.components.attoseconds / 1_000_000_000) ns, level \(levels / rounds)")
}
