import AccountModel
import Testing

@testable import RecordLinkage

@Suite("Who gives way among addresses that look alike")
struct LookAlikeTests {
    /// A side by three letters: a ASCII or u other, v verified or n not; and a year.
    private func side(_ text: String) -> LookAlikeSide {
        let letters = Array(text)
        return LookAlikeSide(
            isASCII: letters[0] == "a", isVerified: letters[1] == "v", since: Int64(String(letters[2...])) ?? .max)
    }

    @Test(
        "The verified side stands, then the older, then ASCII",
        arguments: [
            // Held both ways, anyone could lock anyone out: exactly one of two gives way.
            (["av2015", "uv2020"], "SH"), (["av2020", "uv2015"], "HS"), (["an2015", "uv2020"], "HS"),
            (["av2020", "un2015"], "SH"), (["an2015", "un2020"], "SH"), (["av2015", "uv2015"], "SH"),
            (["av?", "uv2020"], "HS"), (["av?", "uv?"], "SH"), (["uv2015", "uv2020"], "SH"),
            // Two ASCII addresses: report only, with or without a third that is not.
            (["av2015", "an2020"], "--"), (["av2015", "an2020", "uv2016"], "SSH"),
            (["av2015", "an2010", "uv2011"], "HHS"), (["av2015", "an2010", "uv2010"], "HHS"),
            (["uv2015", "uv2020", "un2000"], "SHH"), (["uv2015"], "-"), ([], ""),
        ])
    func table(sides: [String], expected: String) {
        let verdicts = judgeLookAlikes(sides.map(side))
        let letters: [LookAlikeVerdict: Character] = [.untouched: "-", .stands: "S", .held: "H"]
        #expect(String(verdicts.map { letters[$0]! }) == expected)
    }

    @Test("Somebody always stands, and whoever comes later holds nobody who is verified", arguments: 0..<200)
    func laterHoldsNobody(seed: Int) {
        var state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 &+ 1
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let sides = (0..<1 + draw(5)).map { _ in
            LookAlikeSide(isASCII: draw(2) == 0, isVerified: draw(3) > 0, since: Int64(2000 + draw(20)))
        }
        let before = judgeLookAlikes(sides)
        #expect(sides.count < 2 || before.contains { $0 != .held }, "seed \(seed)")
        let newcomer = LookAlikeSide(isASCII: draw(2) == 0, isVerified: draw(2) == 0, since: 2100)
        let after = judgeLookAlikes(sides + [newcomer])
        for index in sides.indices where sides[index].isVerified && before[index] != .held {
            #expect(after[index] != .held, "seed \(seed)")
        }
    }
}
