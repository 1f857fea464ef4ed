internal import AccountModel
internal import RecordLinkage

/// How many samples a report shows at most.
package let reportSamplesMax = 500

/// Chooses the samples that a report shows: by harm, and within a harm from each pair of countries in turn,
/// so that no pair crowds out the others.
///
/// A function of the set of candidates: the order in which they were found does not matter.
package func chooseSamples(_ candidates: [ConflictSample], limit: Int = reportSamplesMax) -> [ConflictSample] {
    let sorted = candidates.sorted(by: comesFirst)
    var chosen: [(rank: Int, sample: ConflictSample)] = []
    var seen = [Int](repeating: 0, count: Harm.allCases.count * Country.count * Country.count)
    for sample in sorted {
        let (first, second) = countryPair(sample)
        let pair = Int(first.rawValue) * Country.count + Int(second.rawValue)
        let bin = Int(sample.kind.harm.rawValue) * Country.count * Country.count + pair
        chosen.append((seen[bin], sample))
        seen[bin] += 1
    }
    // Sorting by harm and turn; equal ones keep the order of `comesFirst`, which their positions hold.
    let order = chosen.indices.sorted {
        (chosen[$0].sample.kind.harm.rawValue, chosen[$0].rank, $0)
            < (chosen[$1].sample.kind.harm.rawValue, chosen[$1].rank, $1)
    }
    return order.prefix(max(0, limit)).sorted().map { chosen[$0].sample }
}

/// The two countries of a sample, the smaller first; the same twice inside a country.
func countryPair(_ sample: ConflictSample) -> (Country, Country) {
    let winner = sample.winnerCountry ?? sample.otherCountry
    return winner <= sample.otherCountry ? (winner, sample.otherCountry) : (sample.otherCountry, winner)
}

/// By harm and kind, then countries, then profile; the values settle what is left.
private func comesFirst(_ left: ConflictSample, _ right: ConflictSample) -> Bool {
    if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
    let (leftPair, rightPair) = (countryPair(left), countryPair(right))
    if leftPair != rightPair { return leftPair < rightPair }
    return (left.profileID, left.otherCountry.rawValue, left.winnerValue, left.otherValue, left.rule)
        < (right.profileID, right.otherCountry.rawValue, right.winnerValue, right.otherValue, right.rule)
}
