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
    measureMojibake("Sørensen", rounds: 1_000_000)
    measureMojibake("Müßiggänger-Österreicher", rounds: 100_000)
}

private func measureMojibake(_ name: String, rounds: Int) {
    let bytes = Array(name.utf8)
    var found = 0
    let start = ContinuousClock.now
    for _ in 0..<rounds where hasMojibake(bytes.span) { found += 1 }
    let each = (ContinuousClock.now - start) / rounds
    let nanoseconds = each.components.attoseconds / 1_000_000_000
    print("mojibake in \(name): \(nanoseconds) ns, found \(found)")
}

private func measure(
    _ name: String, rounds: Int, _ given: String, _ family: String, _ otherGiven: String,
    _ otherFamily: String
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
    let each = (ContinuousClock.now - start) / rounds
    let nanoseconds = each.components.attoseconds / 1_000_000_000
    print("names, \(name): \(nanoseconds) ns, level \(levels / rounds)")
}
