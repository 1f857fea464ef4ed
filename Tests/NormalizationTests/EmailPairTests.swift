import Testing

@testable import Normalization

/// The key of a key is the key for every pair of scalars: not by trying 1.2 trillion, but by the reasons why two
/// scalars can matter to each other, each with all of its representatives.
///
/// What a scalar is alone is tested for every scalar elsewhere. Two beside each other matter only to normal form C
/// (composition, order of marks), to the rule of joiners and to the bidi rule. A scalar whose decomposition begins
/// with a starter that composes with nothing before it ends all that normal form C has to do with what stands
/// before: the first test says which scalars are left, and tries the others.
/// `scripts/oracle-pairs` goes over the pairs themselves, with lists of another implementation.
@Suite("Pairs of scalars in the e-mail link key")
struct EmailPairTests {
    private static let interaction = Interaction()

    @Test("Whatever stands before them, normal form C of all other scalars is their own")
    func others() {
        let firsts: [UInt32] = [0x41, 0x61, 0xE9, 0x1EA5, 0x301, 0x327, 0x1100, 0xAC00, 0x915, 0x94D, 0x5D0, 0x2260]
        var failures: [String] = []
        var count = 0
        for second in Interaction.scalars where !Self.interaction.isActing(second) {
            for first in [firsts[Int(second) % firsts.count], firsts[(Int(second) / 12) % firsts.count]] {
                count += 1
                if nfc([first, second]) != nfc([first]) + nfc([second]) {
                    failures.append(hexadecimal([first, second]))
                }
            }
        }
        #expect(failures.count == 0, "\(failures.prefix(20))")
        #expect(count > 300_000, "of \(count)")
    }

    @Test("Above the tables every scalar is refused, so it is in no pair")
    func uncovered() {
        for scalar in stride(from: ScalarTrie.covered, to: 0x110000, by: 1) {
            let refused = UnicodeTables.pinned.traits(of: scalar)
            if refused.addressClass == .ordinary || refused.mapping != .disallowed {
                Issue.record("\(hexadecimal([scalar]))")
                return
            }
        }
    }

    @Test("All that acts behind all that is acted on, in a local part", arguments: 0..<8)
    func localParts(part: Int) {
        var failures: [String] = []
        var keys = 0
        for (place, first) in Self.interaction.firsts.enumerated() where place % 8 == part {
            for second in Self.interaction.seconds {
                expectIdempotent(utf8([first, second]) + Array("@c.no".utf8), &keys, &failures)
            }
        }
        #expect(failures.count == 0, "\(failures.prefix(20))")
        #expect(keys > 10_000, "only \(keys) had a key")
    }

    @Test("All that acts behind all that the mapping of domains ends in")
    func domains() {
        var failures: [String] = []
        var keys = 0
        for first in Self.interaction.mappedFirsts {
            for second in Self.interaction.seconds {
                expectIdempotent(Array("x@a".utf8) + utf8([first, second]) + Array(".no".utf8), &keys, &failures)
            }
        }
        #expect(failures.count == 0, "\(failures.prefix(20))")
        #expect(keys > 5_000, "only \(keys) had a key")
    }

    @Test("Classes of writing direction and of joining beside each other, in one label, in two, and around a joiner")
    func classes() {
        var representatives: [UInt32: UInt32] = [:]
        for scalar in Interaction.scalars where scalar >= 0x80 {
            let traits = UnicodeTables.pinned.traits(of: scalar)
            guard traits.mapping == .valid, traits.addressClass == .ordinary else { continue }
            let name =
                traits.bidi.rawValue << 8 | traits.joining.rawValue << 4 | (traits.isVirama ? 2 : 0)
                | (traits.isMark ? 1 : 0)
            if representatives[name] == nil { representatives[name] = scalar }
        }
        let all = representatives.values.sorted() + [0x61, 0x31, 0x2D]
        #expect(all.count > 20)
        var failures: [String] = []
        var keys = 0
        for first in all {
            for second in all {
                for text in [[first, second], [0x61, first, second], [0x5D0, first, second, 0x5D0]] {
                    expectIdempotent(Array("x@".utf8) + utf8(text) + Array(".no".utf8), &keys, &failures)
                }
                expectIdempotent(Array("x@".utf8) + utf8([first, 0x2E, second]) + Array(".no".utf8), &keys, &failures)
                for joiner in [UInt32(0x200C), 0x200D] {
                    var label = Array("x@xn--".utf8)
                    appendPunycode(of: nfc([first, joiner, second]), to: &label)
                    expectIdempotent(label + Array(".no".utf8), &keys, &failures)
                }
            }
        }
        #expect(failures.count == 0, "\(failures.prefix(20))")
        #expect(keys > 200, "only \(keys) had a key")
    }

    @Test("A joiner stands behind a virama, and not between letters that nothing joins", arguments: [0x200C, 0x200D])
    func joiners(joiner: UInt32) {
        func hasKey(_ label: [UInt32]) -> Bool {
            var field = Array("x@xn--".utf8)
            appendPunycode(of: label, to: &field)
            guard case .key = unicodeLinkKey(field + Array(".no".utf8)) else { return false }
            return true
        }
        #expect(hasKey([0x915, 0x94D, joiner, 0x937]))
        #expect(!hasKey([0x915, joiner, 0x937]))
    }

    @Test("A Hangul syllable takes up one trailing consonant, and not what stands before the first of them")
    func trails() {
        #expect(nfc([0xAC00, 0x11A8, 0x65, 0x301]) == [0xAC01, 0xE9])
        #expect(nfc([0xAC00, 0x11A7, 0x65, 0x301]) == [0xAC00, 0x11A7, 0xE9])
        #expect(nfc([0xAC01, 0x11A8, 0x65, 0x301]) == [0xAC01, 0x11A8, 0xE9])
    }

    private func expectIdempotent(_ field: [UInt8], _ keys: inout Int, _ failures: inout [String]) {
        guard case .key(let key) = unicodeLinkKey(field) else { return }
        keys += 1
        if unicodeLinkKey(key) != .key(key) { failures.append(hex(field)) }
    }

    private func utf8(_ text: [UInt32]) -> [UInt8] {
        var bytes: [UInt8] = []
        for scalar in text { appendUTF8(scalar, to: &bytes) }
        return bytes
    }

    private func hexadecimal(_ text: [UInt32]) -> String {
        text.map { String($0, radix: 16) }.joined(separator: " ")
    }
}

private func nfc(_ text: [UInt32]) -> [UInt32] {
    var text = text
    normalizeNFC(&text)
    return text
}

/// The scalars that act on what stands before them in normal form C, and those that are acted on.
private struct Interaction {
    /// All that the tables cover; no surrogates.
    static let scalars = (UInt32(0)..<ScalarTrie.covered).filter { !(0xD800..<0xE000).contains($0) }

    /// Scalars that compose with one before them.
    private var composing: Set<UInt32> = [0x1161, 0x1175, 0x11A8, 0x11C2]
    /// Everything that acts; of marks that neither compose nor decompose one for each class.
    private(set) var seconds: [UInt32] = []
    /// What a second may compose with or be sorted behind: first parts of compositions, whatever decomposes, and a
    /// mark of each class.
    private(set) var firsts: [UInt32] = []
    /// For each first part of a composition a scalar that UTS 46 maps to something that ends in it.
    private(set) var mappedFirsts: [UInt32] = []

    init() {
        var composed: Set<UInt32> = [0x1100, 0x1112, 0xAC00, 0xAC01, 0xD788]
        for scalar in Interaction.scalars where !Interaction.isHangul(scalar) {
            let parts = decomposed(scalar)
            guard parts.count > 1, let last = parts.last else { continue }
            let first = nfc(Array(parts.dropLast()))
            if first.count == 1, UnicodeTables.pinned.composite(first[0], last) == scalar {
                composing.insert(last)
                composed.insert(first[0])
            }
        }
        var classes: Set<UInt32> = []
        for scalar in Interaction.scalars where !Interaction.isHangul(scalar) {
            let parts = decomposed(scalar)
            let markClass = UnicodeTables.pinned.traits(of: scalar).combiningClass
            let isRepresentative = markClass != 0 && classes.insert(markClass).inserted
            if isActing(scalar), composing.contains(scalar) || parts != [scalar] || isRepresentative {
                seconds.append(scalar)
            }
            if composed.contains(scalar) || isRepresentative || parts.count > 1 { firsts.append(scalar) }
        }
        seconds += [0x1161, 0x1175, 0x11A8, 0x11C2].filter { !seconds.contains($0) }
        firsts += composed.filter(Interaction.isHangul)
        mappedFirsts = ends(in: composed)
    }

    private func ends(in composed: Set<UInt32>) -> [UInt32] {
        var found: [UInt32: UInt32] = [:]
        for scalar in Interaction.scalars where UnicodeTables.pinned.traits(of: scalar).addressClass == .ordinary {
            let traits = UnicodeTables.pinned.traits(of: scalar)
            guard traits.mapping == .mapped || traits.mapping == .valid else { continue }
            var mapped: [UInt32] = []
            UnicodeTables.pinned.appendMapped(scalar, to: &mapped)
            guard let last = mapped.last, composed.contains(last) else { continue }
            // One that is mapped, where there is one.
            if found[last] == nil || traits.mapping == .mapped { found[last] = scalar }
        }
        return found.values.sorted()
    }

    /// Whether a scalar may change, or be moved before, what stands before it.
    func isActing(_ scalar: UInt32) -> Bool {
        if (0x1161...0x1175).contains(scalar) || (0x11A8...0x11C2).contains(scalar) { return true }
        guard let first = decomposed(scalar).first else { return false }
        return composing.contains(first) || UnicodeTables.pinned.traits(of: first).combiningClass != 0
    }

    private static func isHangul(_ scalar: UInt32) -> Bool { (0xAC00...0xD7A3).contains(scalar) }

    private func decomposed(_ scalar: UInt32) -> [UInt32] {
        if Interaction.isHangul(scalar) { return [0x1100] }
        var parts: [UInt32] = []
        UnicodeTables.pinned.appendDecomposed(scalar, to: &parts)
        return parts
    }
}
