import AccountModel
import RecordLinkage
import TestSupport
import Testing

/// Pieces of names from which the laws build hostile ones.
private let givenPieces = [
    "Anna", "Hanna", "Martin", "Martina", "Jörg", "Joerg", "JÃ¶rg", "Kasia", "Katarzyna", "J.", "B",
    "Bob", "Bobby",
    "William", "Test", "N/A", "-", "", "Ing-Marie", "Анна", "Müller", "José", "Jose\u{301}",
    "Maria", "Dr.", "og",
    "Mangus", "Magnus", "M?rten", "Mårten", "Jr", "von", "Johan", "John", "van der", "Ærø",
    "\u{FFFD}", "王",
]
private let familyPieces = [
    "Berg", "Müller", "Mueller", "Muller", "Novák", "Nováková", "Kowalski", "Kowalska",
    "García López", "García",
    "Anna", "McDonald", "Mac Donald", "", "xxx", "Smith Jr", "Smith Sr", "Smith", "O'Neill",
    "de la Cruz", "B.",
    "Sørensen", "Sorensen", "SØRENSEN", "Soerensen", "Иванова", "Berg-Lund", "Lund Berg", "ÅŠ",
    "Łąc",
]

@Suite("Laws of comparing names")
struct NameLawTests {
    @Test("The verdict does not depend on which account comes first", arguments: UInt64(0)..<40)
    func isSymmetric(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<80 {
            let (left, right) = (name(using: &random), name(using: &random))
            let countries = [0, 1].map { _ in Country.allCases.randomElement(using: &random)! }
            let forth = verdict(left, right, countries[0], countries[1])
            let back = verdict(right, left, countries[1], countries[0])
            let exchanged = verdict(left, right, countries[1], countries[0])
            #expect(forth == back, "\(left) and \(right), seed \(seed)")
            #expect(forth == exchanged, "\(left) and \(right), seed \(seed)")
        }
    }

    @Test("A name agrees with itself in capitals", arguments: UInt64(0)..<40)
    func agreesWithItself(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<50 {
            let text = name(using: &random)
            guard text.unicodeScalars.contains(where: { $0.properties.isAlphabetic }) else {
                continue
            }
            guard !text.contains("Ã") else { continue }  // In capitals it is damaged otherwise.
            let found = verdict(text, text.uppercased())
            #expect(found.level == .exact, "\(text), seed \(seed)")
        }
    }

    @Test("One slip in a surname of five letters or more is no conflict", arguments: UInt64(0)..<40)
    func slipsAreNotes(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for surname in ["Lindqvist", "Kowalczyk", "Dvorakova", "Fernandez", "Hansen"] {
            let changed = slip(in: surname, using: &random)
            let found = verdict("Anna|\(surname)", "Anna|\(changed)")
            #expect(found.level < .mismatch, "\(surname) and \(changed), seed \(seed)")
        }
    }

    @Test("Any bytes are compared without a trap", arguments: UInt64(0)..<40)
    func anyBytes(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<40 {
            let fields = (0..<4).map { _ in
                (0..<Int.random(in: 0..<24, using: &random)).map { _ in
                    Bool.random(using: &random)
                        ? UInt8.random(in: 0...255, using: &random)
                        : UInt8.random(in: 0x61...0x64, using: &random)
                }
            }
            let (first, second, third, fourth) = (fields[0], fields[1], fields[2], fields[3])
            let forth = compareNames(
                given: first.span, family: second.span, of: .SE, with: third.span,
                family: fourth.span, of: .PL)
            let back = compareNames(
                given: third.span, family: fourth.span, of: .PL, with: first.span,
                family: second.span, of: .SE)
            #expect(forth == back, "\(fields), seed \(seed)")
            let score = nameCompleteness(given: first.span, family: second.span)
            #expect(score >= 0)
            _ = placeholderName(given: first.span, family: second.span)
            _ = hasMojibake(first.span)
        }
    }

    @Test("A field without bound is compared all the same")
    func longFields() {
        let long = String(repeating: "ö", count: 20_000)
        #expect(verdictCode(long + "|Berg", "Anna|Berg") == "mismatch/other_person")
        #expect(verdictCode(long + "|Berg", long.uppercased() + "|Berg") == "exact/letter_case")
        let words = String(repeating: "ab ", count: 5_000)
        #expect(verdictCode(words + "|Berg", "Anna|Berg") == "mismatch/other_person")
    }

    private func name(using random: inout SplitMix64) -> String {
        let joints = [" ", "-", "  ", ""]
        var given = givenPieces.randomElement(using: &random)!
        if Bool.random(using: &random) {
            given +=
                joints.randomElement(using: &random)! + givenPieces.randomElement(using: &random)!
        }
        var family = familyPieces.randomElement(using: &random)!
        if Int.random(in: 0..<4, using: &random) == 0 {
            family +=
                joints.randomElement(using: &random)! + familyPieces.randomElement(using: &random)!
        }
        return given + "|" + family
    }

    private func slip(in word: String, using random: inout SplitMix64) -> String {
        var letters = Array(word)
        let at = Int.random(in: 1..<(letters.count - 1), using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: letters.insert("x", at: at)
        case 1 where letters.count > 5: letters.remove(at: at)
        case 2: letters[at] = "x"
        default: letters.swapAt(at, at + 1)
        }
        return String(letters)
    }
}

@Suite("Letters of names")
struct NameLetterTests {
    /// The standard library compares strings canonically: an oracle for the pinned table.
    @Test(
        "The pinned letters agree with the standard library",
        arguments: [0xC0...0x24F, 0x1E00...0x1EFF])
    func matchesStandardLibrary(range: ClosedRange<UInt32>) {
        for value in range {
            guard let scalar = Unicode.Scalar(value), scalar.properties.isAlphabetic else {
                continue
            }
            let lower = scalar.properties.lowercaseMapping
            let found = verdict("\(Character(scalar))nna|Berg", "\(lower)nna|Berg")
            #expect(found.level == .exact, "U+\(String(value, radix: 16))")
        }
    }
}
