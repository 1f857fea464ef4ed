import AccountModel
import MergeReports
import RecordLinkage
import TestSupport
import Testing

@Suite("Which samples a report shows")
struct SampleChoiceTests {
    @Test("The order of the candidates does not matter", arguments: UInt64(0)..<5)
    func ignoresOrder(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let candidates = madeUpReport(seed: seed, samples: 900).samples
        let chosen = chooseSamples(candidates)
        #expect(chosen.count == reportSamplesMax)
        #expect(chosen == chooseSamples(candidates.shuffled(using: &random)), "seed \(seed)")
        #expect(chosen.map(\.kind.harm) == chosen.map(\.kind.harm).sorted(), "seed \(seed)")
    }

    @Test("The worst harm goes first, and no pair of countries crowds out another")
    func takesPairsInTurn() {
        var candidates = (0..<50).map { sample(.otherPerson, .SE, .NO, $0) }
        candidates += [sample(.otherPerson, .DE, .AT, 0), sample(.lookAlike, .US, .CA, 0)]
        candidates.append(sample(.phoneDifferent, .MX, .ES, 0))
        let chosen = chooseSamples(candidates, limit: 4)
        #expect(chosen.map(\.kind) == [.lookAlike, .otherPerson, .otherPerson, .otherPerson])
        #expect(chosen.filter { $0.otherCountry == .AT }.count == 1)
        #expect(chooseSamples(candidates, limit: 0).isEmpty)
    }

    private func sample(_ kind: ConflictKind, _ winner: Country, _ other: Country, _ index: Int) -> ConflictSample {
        ConflictSample(
            kind: kind, profileID: "p\(index)", winnerCountry: winner, winnerValue: "A•", otherCountry: other,
            otherValue: "B•", rule: "12")
    }
}
