import Normalization
import Testing

@Suite("Laws of the e-mail link key")
struct EmailLinkKeyLaws {
    /// Fails when `field` has a key whose key is another.
    private func expectIdempotent(_ field: [UInt8], _ failures: inout [String]) {
        guard case .key(let key) = linkKey(field) else { return }
        if linkKey(key) != .key(key) || unicodeLinkKey(key) != .key(key) {
            failures.append(hex(field))
        }
    }

    @Test(
        "Every scalar, in a local part and in a domain: the key of a key is the key",
        arguments: 0..<17)
    func everyScalar(plane: UInt32) {
        var failures: [String] = []
        for value in plane << 16...plane << 16 | 0xFFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = Array(String(scalar).utf8)
            expectIdempotent(Array("a".utf8) + text + Array("b@c.no".utf8), &failures)
            expectIdempotent(Array("x@a".utf8) + text + Array("b".utf8), &failures)
        }
        #expect(failures.count == 0, "\(failures.prefix(20))")
    }

    @Test("Pairs of scalars: the key of a key is the key", arguments: [UInt64(11), 12])
    func pairs(seed: UInt64) {
        var random = EmailRandom(seed: seed)
        var failures: [String] = []
        for _ in 0..<40_000 {
            var text: [UInt8] = []
            for _ in 0..<2 {
                let bound = random.pick([0x250, 0x600, 0x3400, 0x20000])
                text += Array(String(Unicode.Scalar(UInt32(random.below(bound))) ?? "x").utf8)
            }
            let field =
                random.below(2) == 0
                ? text + Array("@example.com".utf8) : Array("x@a".utf8) + text + Array("b.com".utf8)
            expectIdempotent(field, &failures)
        }
        #expect(failures.count == 0, "seed \(seed): \(failures.prefix(20))")
    }

    @Test(
        "The fast path agrees with the full path, and keys are idempotent", arguments: UInt64(0)..<8
    )
    func fastPathAgrees(seed: UInt64) {
        var generator = AddressGenerator(seed: seed)
        var failures: [String] = []
        var plain = 0
        for _ in 0..<12_000 {
            let field = generator.next()
            let full = unicodeLinkKey(field)
            if linkKey(field) != full { failures.append(hex(field)) }
            if case .rejected(let fault, let offset) = scanAddress(field.span) {
                if full != .fault(fault) || offset > field.count { failures.append(hex(field)) }
            }
            if case .plain(_, let hasHyphenPair) = scanAddress(field.span), case .key(let key) = full {
                plain += 1
                if isPlainKey(key.span) == hasHyphenPair { failures.append(hex(field)) }
            }
            expectIdempotent(field, &failures)
        }
        #expect(failures.count == 0, "seed \(seed): \(failures.prefix(20))")
        #expect(plain > 300, "seed \(seed): the fast path answered only \(plain)")
    }

    @Test("Short ASCII fields of structural characters: both paths agree on every one")
    func everyShortField() {
        let alphabet = Array("aA0.@-_+ x".utf8)
        var failures: [String] = []
        for length in 0...5 {
            var places = [Int](repeating: 0, count: length)
            search: while true {
                let field = places.map { alphabet[$0] }
                if linkKey(field) != unicodeLinkKey(field) { failures.append(hex(field)) }
                var digit = 0
                while digit < length {
                    places[digit] += 1
                    if places[digit] < alphabet.count { continue search }
                    places[digit] = 0
                    digit += 1
                }
                break
            }
        }
        #expect(failures.count == 0, "\(failures.prefix(20))")
    }
}
