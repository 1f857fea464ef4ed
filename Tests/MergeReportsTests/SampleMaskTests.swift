import TestSupport
import Testing

@testable import MergeReports

@Suite("Masked samples")
struct SampleMaskTests {
    @Test(
        "Names keep a letter a word, phones their country and two digits",
        arguments: [
            ("", ""), ("Søren Ødegård", "S•••• Ø••••••"), ("Anna-Lena O’Brien", "A•••-L••• O’B••••"),
            ("+4791234567", "+47••••••67"), ("+47 912 34 567", "+47••••••67"),
            ("+14155550123", "+1••••••••23"),
            ("+420601123456", "+420•••••••56"), ("91234567", "••••••67"), ("12345", "•••••"), ("+46", "+46"),
            ("4.67E+10", "•••••"), ("0701234567 kvällar", "••••••••67"),
            ("ola.nordmann@example.com", "o•••••••••••@e••••••.com"), ("ola@localhost", "o••@l••••••••"),
            ("J o h n", "J o • •"), ("José", "J•••"), ("王 小明", "王 小•"),
            ("Maximilian-Alexander", "M•••••••••-A••••••••"), ("Wolfeschlegelsteinhausen", "W•••••••••••"),
        ])
    func masks(value: String, masked: String) {
        #expect(conflictSampleMask(value) == masked)
    }

    @Test(
        "Masking twice changes nothing, and shows at most a letter of each word", arguments: UInt64(0)..<400)
    func isIdempotent(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let letters = Array("abcdeéøžЖ王0123456789+@.- '’•")
        let value = String(
            (0..<Int.random(in: 0...24, using: &random)).map { _ in letters.randomElement(using: &random)! })
        let masked = conflictSampleMask(value)
        #expect(conflictSampleMask(masked) == masked, "seed \(seed), \(value)")
        if value.contains("@") { return }
        let words = masked.split { " -'’.,/".contains($0) }
        for word in words where word.contains(where: \.isLetter) {
            #expect(word.dropFirst().allSatisfy { $0 == "•" }, "seed \(seed), \(value) as \(masked)")
        }
    }

    @Test(
        "Where two values differ is marked in their masks, though not in what",
        arguments: [
            ("Kristoffer", "Kristofer", "K•••••••••", [7..<8]),
            ("+47 912 34 567", "+4791234568", "+47••••••67", [10..<11]),
            ("Wolfeschlegelsteinhausen", "Wolfeschlegelsteinhaus", "W•••••••••••", [11..<12]),
            ("ada@example.com", "ada@example.org", "a••@e••••••.com", [12..<13, 14..<15]),
            ("Ada", "Ada", "A••", []),
        ] as [(String, String, String, [Range<Int>])])
    func marks(value: String, other: String, masked: String, marked: [Range<Int>]) {
        let found = maskMarked(value, differences: differences(value, other).left)
        #expect(found.text == masked && masked == conflictSampleMask(value))
        #expect(found.differences == marked)
    }

    @Test("A masked report leaks nothing even where a caller forgot to mask")
    func masksForgottenValues() {
        var report = madeUpReport(samples: 1)
        report.samples[0].winnerValue = "Kristoffersen"
        report.samples[0].otherValue = "+4799887766"
        for file in [renderReportHTML(report), renderReportJSON(report)] {
            let text = String(decoding: file, as: UTF8.self)
            #expect(!text.contains("Kristoffersen") && !text.contains("99887766"))
        }
        report.isMasked = false
        let text = String(decoding: renderReportHTML(report), as: UTF8.self)
        #expect(text.contains("unmasked"))
        #expect(text.contains("personal data"))
    }
}
