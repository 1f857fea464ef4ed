import Normalization
import Testing

/// Differences between Koble and an oracle that docs/link-key.md explains. Any other fails the
/// test.
private enum Difference: String {
    /// Unicode 15.1 maps the capital sharp s to the small one; both oracles know an older table.
    case capitalSharpS
    /// A scalar that Koble's tables know and the oracle's do not, or know otherwise.
    case newerUnicode
    /// Koble allows hyphens in places 3 and 4 of an ASCII label.
    case hyphensInASCIILabel
    /// ICU counts the places of hyphens in UTF-16 units, Koble in scalars, as UTS 46 says.
    case hyphensInUTF16
    /// Koble refuses what cannot be seen; UTS 46 drops it.
    case invisibleCharacter
    /// libidn2 refuses symbols and lone Hangul jamo, as IDNA 2008 does and UTS 46 does not.
    case idna2008
    /// The signs for "not equal", "not less" and "not greater": refused with STD3 rules before
    /// Unicode 15.1, valid since.
    case comparisonSigns
    /// With STD3 rules libidn2 drops what maps to ASCII that is no host name, instead of refusing
    /// it.
    case droppedByLibIDN2
    /// libidn2's look-up leaves ASCII that is no host name to others.
    case asciiNotChecked
    /// libidn2 judges each label by itself, without the bidi rule for the whole name.
    case bidiNotChecked
    /// libidn2's look-up passes empty labels on.
    case emptyLabelNotChecked
}

private struct Oracle: Sendable {
    let name: String
    let isLibIDN2: Bool
    /// The newest age of a scalar that the oracle surely knows.
    let unicode: (major: Int, minor: Int)
    let toASCII: @Sendable ([UInt8]) -> Result<[UInt8], OracleRefusal>

    static let icu = Oracle(
        name: "ICU", isLibIDN2: false, unicode: (15, 0), toASCII: { ICUOracle.domain($0) })
    static let libidn2 = Oracle(
        name: "libidn2", isLibIDN2: true, unicode: (12, 1), toASCII: { IDN2Oracle.domain($0) })
}

@Suite("E-mail link key against ICU and libidn2")
struct EmailOracleTests {
    @Test(
        "Generated domains: every difference is an explained one", arguments: [0, 1],
        [UInt64(1), 2, 3])
    func domains(oracleNumber: Int, seed: UInt64) {
        let oracle = [Oracle.icu, .libidn2][oracleNumber]
        var generator = AddressGenerator(seed: seed)
        var counts: [String: Int] = [:]
        var unexplained: [String] = []
        for _ in 0..<25_000 {
            let field = generator.next()
            guard let at = field.lastIndex(of: 0x40),
                let domain = trimmed(Array(field[(at + 1)...]))
            else { continue }
            guard let (koble, other) = disagreement(domain, oracle) else {
                counts["agree", default: 0] += 1
                continue
            }
            if let difference = explain(koble, other, domain, oracle) {
                counts[difference.rawValue, default: 0] += 1
            } else {
                unexplained.append("\(hex(domain)): \(koble), \(oracle.name) \(other)")
            }
        }
        print("\(oracle.name), seed \(seed): \(counts.sorted { $0.key < $1.key })")
        #expect(unexplained.count == 0, "seed \(seed): \(unexplained.prefix(10))")
        #expect(counts["agree", default: 0] > 15_000)
    }

    @Test("NFC is ICU's for every scalar of its Unicode version, and for seeded sequences")
    func nfc() {
        #expect(ICUOracle.unicodeVersion == [15, 0])
        var failures: [String] = []
        func compare(_ text: [UInt8]) {
            guard case .key(let key) = linkKey(text + Array("@b.no".utf8)),
                let expected = ICUOracle.nfc(text)
            else { return }
            if Array(key.dropLast(5)) != expected { failures.append(hex(text)) }
        }
        var known: [Unicode.Scalar] = []
        for value in UInt32(0x80)..<0x30000 {
            guard let scalar = Unicode.Scalar(value), isKnown(scalar, (15, 0)) else { continue }
            compare(Array("a\(scalar)".utf8))
            if scalar.properties.canonicalCombiningClass != .notReordered || value < 0x250 {
                known.append(scalar)
            }
        }
        var random = EmailRandom(seed: 5)
        for _ in 0..<30_000 {
            var text = "a"
            for _ in 0...random.below(5) { text.unicodeScalars.append(random.pick(known)) }
            compare(Array(text.utf8))
        }
        #expect(failures.count == 0, "seed 5: \(failures.prefix(10))")
    }

    private func disagreement(
        _ domain: [UInt8], _ oracle: Oracle
    ) -> (KeyAnswer, Result<[UInt8], OracleRefusal>)? {
        let koble = linkKey(Array("a@".utf8) + domain)
        let other = oracle.toASCII(domain)
        switch (koble, other) {
        case (.key(let key), .success(let name)):
            return key.dropFirst(2).elementsEqual(name.last == 0x2E ? name.dropLast() : name)
                ? nil : (koble, other)
        case (.fault, .failure): return nil
        default: return (koble, other)
        }
    }

    private func explain(
        _ koble: KeyAnswer, _ other: Result<[UInt8], OracleRefusal>, _ domain: [UInt8],
        _ oracle: Oracle
    ) -> Difference? {
        let text = String(decoding: domain, as: UTF8.self)
        if text.unicodeScalars.contains("\u{1E9E}") { return .capitalSharpS }
        if text.unicodeScalars.contains(where: {
            "\u{2260}\u{226E}\u{226F}".unicodeScalars.contains($0)
        }) {
            return .comparisonSigns
        }
        if case .fault(let fault) = koble {
            if let known = explainRefusal(fault, oracle) { return known }
            if oracle.isLibIDN2, mapsToOtherASCII(text) { return .droppedByLibIDN2 }
            return fault == .labelHyphen && hasHyphensAfterSupplementary(text, oracle)
                ? .hyphensInUTF16 : nil
        }
        guard case .key(let key) = koble, case .failure(let refusal) = other else { return nil }
        let labels = key.dropFirst(2).split(separator: UInt8(ascii: "."))
        if refusal.code == (oracle.isLibIDN2 ? -301 : 32),
            labels.contains(where: hasReservedHyphens)
        {
            return .hyphensInASCIILabel
        }
        let scalars = text.unicodeScalars + labels.flatMap(decoded)
        if scalars.contains(where: { !isKnown($0, oracle.unicode) }) { return .newerUnicode }
        if oracle.isLibIDN2, scalars.contains(where: isExcludedByIDNA2008) { return .idna2008 }
        return hasHyphensAfterSupplementary(text, oracle) ? .hyphensInUTF16 : nil
    }

    /// Symbols, lone jamo, marks for symbols and letter numbers, which RFC 5892 leaves out.
    private func isExcludedByIDNA2008(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x80: false
        case 0x1100...0x11FF, 0x20D0...0x20FF: true
        default:
            !scalar.properties.isXIDContinue || scalar.properties.generalCategory == .letterNumber
        }
    }

    private func hasHyphensAfterSupplementary(_ text: String, _ oracle: Oracle) -> Bool {
        !oracle.isLibIDN2 && text.contains("--")
            && text.unicodeScalars.contains { $0.value > 0xFFFF }
    }

    /// Whether a scalar of the domain stands for ASCII other than letters, digits, hyphen and dot.
    private func mapsToOtherASCII(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            guard let folded = ICUOracle.nfkcCasefold(Array(String(scalar).utf8))
            else { return false }
            return folded.contains { $0 < 0x80 && !isHostNameByte($0) }
        }
    }

    private func isHostNameByte(_ byte: UInt8) -> Bool {
        byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D || byte == 0x2E
    }

    private func explainRefusal(_ fault: AddressFault, _ oracle: Oracle) -> Difference? {
        switch fault {
        case .zeroWidthCharacter: .invisibleCharacter
        case .domainNotHostName, .controlCharacter, .innerWhiteSpace:
            oracle.isLibIDN2 ? .asciiNotChecked : nil
        case .labelBidi: oracle.isLibIDN2 ? .bidiNotChecked : nil
        case .labelEmpty, .domainEmpty: oracle.isLibIDN2 ? .emptyLabelNotChecked : nil
        default: nil
        }
    }

    /// The domain without the white space that K1 strips; `nil` if it is empty or not text.
    private func trimmed(_ domain: [UInt8]) -> [UInt8]? {
        guard let text = String(validating: domain, as: UTF8.self), !domain.contains(0) else {
            return nil
        }
        var scalars = Array(text.unicodeScalars)
        while let last = scalars.last, last.properties.isWhitespace || last == "\u{FEFF}" {
            scalars.removeLast()
        }
        return scalars.isEmpty ? nil : scalars.flatMap { Array(String($0).utf8) }
    }

    private func decoded(_ label: ArraySlice<UInt8>) -> [Unicode.Scalar] {
        guard label.starts(with: Array("xn--".utf8)) else { return [] }
        return (decodePunycode(label.dropFirst(4).map { UInt32($0) }[...]) ?? []).compactMap(
            Unicode.Scalar.init)
    }

    private func hasReservedHyphens(_ label: ArraySlice<UInt8>) -> Bool {
        label.count >= 4 && label.dropFirst(2).starts(with: [0x2D, 0x2D])
            && !label.starts(with: Array("xn--".utf8))
    }
}

private func isKnown(_ scalar: Unicode.Scalar, _ version: (major: Int, minor: Int)) -> Bool {
    guard let age = scalar.properties.age else { return false }
    return (age.major, age.minor) <= version
}
