import Normalization
import TestSupport

/// The seeded generator of these tests.
struct EmailRandom: RandomNumberGenerator {
    private var words: SplitMix64

    init(seed: UInt64) { words = SplitMix64(seed: seed) }

    mutating func next() -> UInt64 { words.next() }
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }
}

/// A key or the reason why there is none, for comparing.
enum KeyAnswer: Equatable, CustomStringConvertible {
    case key([UInt8])
    case fault(AddressFault)

    var description: String {
        switch self {
        case .key(let bytes): "key " + String(decoding: bytes, as: UTF8.self)
        case .fault(let fault): "fault " + fault.code
        }
    }
}

func linkKey(_ bytes: [UInt8]) -> KeyAnswer {
    var key: [UInt8] = []
    return makeLinkKey(bytes.span, into: &key).map(KeyAnswer.fault) ?? .key(key)
}

func linkKey(_ text: String) -> KeyAnswer { linkKey(Array(text.utf8)) }

/// The answer of the full path alone.
func unicodeLinkKey(_ bytes: [UInt8]) -> KeyAnswer {
    var key: [UInt8] = []
    return makeUnicodeLinkKey(bytes.span, into: &key).map(KeyAnswer.fault) ?? .key(key)
}

func keyText(_ text: String) -> KeyAnswer { .key(Array(text.utf8)) }

func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// Made-up addresses: real shapes, foreign scripts, and mutations of both.
struct AddressGenerator {
    var random: EmailRandom

    init(seed: UInt64) { random = EmailRandom(seed: seed) }

    private static let locals = [
        "ada", "Ola.Nordmann", "jens_p", "o'brien", "kari+tickets", "X", "bj\u{F6}rn", "BJ\u{D6}RN",
        "jose\u{301}", "Jo\u{30C}", "\u{43F}\u{43E}\u{447}\u{442}\u{430}", "a.b.c", "user%x",
        "\u{212A}ari", "zo\u{EB}", "\u{AC00}\u{11A8}", "\u{1100}\u{1161}", "q\u{323}\u{307}",
        "q\u{307}\u{323}", "l\u{D8}",
    ]
    private static let domains = [
        "example.com", "Gmail.COM", "mail.example.co.uk", "b\u{FC}cher.example",
        "BU\u{308}CHER.example", "xn--bcher-kva.example", "fa\u{DF}.de", "FA\u{1E9E}.de",
        "xn--fa-hia.de", "example.com.", "a--b.se", "\u{FF45}xample\u{3002}com",
        "\u{5D0}\u{5D1}.co.il", "1a.\u{5D0}", "\u{43F}\u{440}.\u{440}\u{444}",
        "\u{627}\u{644}\u{623}\u{631}.\u{645}", "\u{2615}.us", "xn--53h.us", "a-.com", "-a.com",
        "a_b.com", "\u{939}\u{94D}\u{926}.in", "xn--11b4c3d.in", "127.0.0.1",
        "\u{3B2}\u{3CC}\u{3BB}\u{3BF}\u{3C2}.com", "\u{AC00}\u{B098}.kr", "\u{65E5}\u{672C}.jp",
        "\u{212A}.no", "x\u{301}y.com", "\u{301}x.com",
    ]
    private static let spices: [UInt32] = [
        0x20, 0x09, 0x0A, 0x00, 0x7F, 0x85, 0xA0, 0xAD, 0x40, 0x2E, 0x2D, 0x22, 0x28, 0x3C, 0x5B,
        0x5D, 0x2B, 0x27, 0x5F, 0x41, 0x5A, 0x61, 0x7A, 0x30, 0x39, 0x2F, 0x3A, 0x60, 0x7B, 0x5E,
        0x200B, 0x200C, 0x200D, 0x200E, 0x202E, 0x2060, 0xFEFF, 0x3000, 0x3002, 0xFF0E, 0xFF20,
        0xFF21, 0x212A, 0x1FEF, 0x37E, 0x300, 0x301, 0x308, 0x30C, 0x327, 0x338, 0x345, 0x3C2, 0xDF,
        0x1E9E, 0x130, 0x131, 0x1C4, 0xE000, 0x378, 0x5D0, 0x5BF, 0x627, 0x660, 0x6F0, 0x94D, 0x915,
        0x1100, 0x1161, 0x11A8, 0xAC00, 0x1F600, 0x1D400, 0xE0001, 0x10FFFF, 0x3099, 0x304B,
        0x2F800, 0xFB1D, 0xA3, 0x2260, 0x3D,
    ]

    /// The next field: in half of the cases mutated up to three times.
    mutating func next() -> [UInt8] {
        var text: [UInt32] = []
        text += random.pick(Self.locals).unicodeScalars.map(\.value)
        text.append(0x40)
        text += random.pick(Self.domains).unicodeScalars.map(\.value)
        if random.below(2) == 0 { for _ in 0...random.below(3) { mutate(&text) } }
        var bytes: [UInt8] = []
        for value in text { bytes += Array(String(Unicode.Scalar(value) ?? "?").utf8) }
        if random.below(64) == 0, !bytes.isEmpty {
            bytes[random.below(bytes.count)] = UInt8(random.below(256))
        }
        return bytes
    }

    private mutating func mutate(_ text: inout [UInt32]) {
        let place = random.below(text.count + 1)
        switch random.below(6) {
        case 0 where place < text.count: text.remove(at: place)
        case 1 where place < text.count: text[place] = spice()
        case 2 where place < text.count: text.insert(text[place], at: place)
        case 3:
            text.insert(contentsOf: [UInt32](repeating: 0x61, count: random.below(70)), at: place)
        case 4 where place < text.count && text[place] &- 0x61 < 26: text[place] -= 0x20
        default: text.insert(spice(), at: place)
        }
        if text.isEmpty { text.append(0x61) }
    }

    private mutating func spice() -> UInt32 {
        guard random.below(8) == 0 else { return random.pick(Self.spices) }
        let value = UInt32(random.below(random.below(4) == 0 ? 0x110000 : 0x3000))
        return Unicode.Scalar(value) == nil ? 0x61 : value
    }
}
