import AccountModel
import TestSupport

/// Prefixes that make many generated numbers valid, and others nearly so.
private let beginnings: [Country: [String]] = [
    .SE: ["070", "073", "08", "031", "020", "0900", "7", "46"],
    .NO: ["4", "9", "2", "800", "47", "0"],
    .FI: ["040", "050", "09", "0800", "358", "1"], .DK: ["2", "3", "70", "45", "8"],
    .DE: ["0151", "0170", "030", "089", "04931", "49", "0800", "01"],
    .GB: ["07", "020", "01", "0800", "44", "0171"], .IE: ["08", "01", "021", "353", "1800"],
    .BE: ["04", "02", "03", "32", "0800"], .CZ: ["6", "7", "2", "420", "800"],
    .NL: ["06", "020", "010", "31", "0800"], .AT: ["0664", "0650", "01", "0316", "43", "0800"],
    .PL: ["5", "6", "22", "48", "800", "0"], .ES: ["6", "7", "91", "34", "800", "51"],
    .CH: ["07", "044", "022", "41", "0800"], .NZ: ["02", "09", "03", "64", "0800"],
    .AU: ["04", "02", "03", "61", "1800", "13", "1831"], .ZA: ["07", "08", "011", "27", "0800"],
    .MX: ["55", "33", "01", "044", "1", "52", "521", "800"],
    .CA: ["416", "1", "604", "800", "1416", "3"],
    .US: ["212", "1", "415", "800", "1212", "5"],
]

private let separators = ["", "", "", " ", "-", ".", "/", " (", ") ", "\u{A0}"]
private let internationalPrefixes = [
    "+", "+", "+", "+", "00", "011", "0011", "00", "+ ", "(+)", "++", "",
]
private let tails = [
    "", "", "", "", "", "", "", "", " x12", " ext. 3", "#7", ";ext=99", "x", " ", ".", "-0", ",,1",
    " E", "/2",
]

/// Text that a customer may have typed: well-formed numbers, nearly well-formed ones, and noise.
func randomPhone(for country: Country, using random: inout SplitMix64) -> String {
    var text = ""
    var length = Int.random(in: 5...11, using: &random)
    switch Int.random(in: 0..<20, using: &random) {
    case 0..<9:
        text = beginnings[country]!.randomElement(using: &random)!
    case 9..<13:
        let other = Country.allCases.randomElement(using: &random)!
        text = internationalPrefixes.randomElement(using: &random)! + "\(other.callingCode)"
        if Bool.random(using: &random) { text += beginnings[other]!.randomElement(using: &random)! }
    case 13..<17:
        text = "+" + String(Int.random(in: 1...999, using: &random))
        length = Int.random(in: 4...12, using: &random)
    default:
        length = Int.random(in: 0...17, using: &random)
    }
    for _ in 0..<length {
        text += separators.randomElement(using: &random)!
        text += String(Int.random(in: 0...9, using: &random))
    }
    return text + tails.randomElement(using: &random)!
}
