import Normalization
import Testing

@Suite("Alias hint")
struct EmailAliasTests {
    private func hint(_ key: String) -> (text: String, differs: Bool) {
        var hint: [UInt8] = [1, 2, 3]
        let differs = makeAliasHint(Array(key.utf8).span, into: &hint)
        return (String(decoding: hint, as: UTF8.self), differs)
    }

    @Test(
        "Providers' own rules",
        arguments: [
            ("a.d.a+tickets@gmail.com", "ada@gmail.com"), ("ada@googlemail.com", "ada@gmail.com"),
            ("ada+x@example.com", "ada@example.com"), ("a.da@example.com", "a.da@example.com"),
            ("ada+a+b@outlook.com", "ada@outlook.com"), ("ada@me.com", "ada@icloud.com"),
            ("a.d-a_@pm.me", "ada@proton.me"), ("ada-shop@yahoo.com", "ada@yahoo.com"),
            ("ada-shop@example.com", "ada-shop@example.com"),
            ("ada+x@yahoo.com", "ada+x@yahoo.com"),
            ("+tag@gmail.com", "+tag@gmail.com"), ("-@proton.me", "-@proton.me"),
            ("bj\u{F6}rn+x@xn--bcher-kva.example", "bj\u{F6}rn@xn--bcher-kva.example"),
        ])
    func providers(key: String, expected: String) {
        #expect(hint(key) == (expected, key != expected))
    }

    @Test("A hint is its own hint", arguments: UInt64(0)..<4)
    func idempotent(seed: UInt64) {
        var generator = AddressGenerator(seed: seed)
        for _ in 0..<3_000 {
            guard case .key(let key) = linkKey(generator.next()) else { continue }
            let once = hint(String(decoding: key, as: UTF8.self)).text
            #expect(hint(once).differs == false, "seed \(seed): \(hex(key))")
        }
    }
}

@Suite("Collision skeleton")
struct EmailSkeletonTests {
    private func skeleton(_ key: [UInt8]) -> [UInt8] {
        var skeleton: [UInt8] = [1, 2, 3]
        makeSkeleton(key.span, into: &skeleton)
        return skeleton
    }

    @Test("The sums of a plain address are those of its skeleton", arguments: UInt64(0)..<4)
    func sums(seed: UInt64) {
        var random = EmailRandom(seed: seed)
        let sums = SkeletonSums(seed: seed)
        let letters = Array("rnm01olRNMOLxQ7.+_-".utf8)
        var shared = 0
        for _ in 0..<5_000 {
            let local = (0..<Int.random(in: 1...12, using: &random)).map { _ in letters.randomElement(using: &random)! }
            let domain = (0..<Int.random(in: 1...9, using: &random)).map { _ in letters.randomElement(using: &random)! }
            let address = local + Array("@".utf8) + domain
            let key = address.map { 0x41...0x5A ~= $0 ? $0 + 32 : $0 }
            var place = address.count
            let parts = (sums.takePart(address.span.bytes, upTo: &place), place)
            place -= 1
            let before = sums.takePart(address.span.bytes, upTo: &place)
            guard isPlainKey(key.span) else {
                // Two hyphens in a row.
                #expect(parts.0 == nil || before == nil, "seed \(seed): \(hex(address))")
                continue
            }
            #expect(parts.1 == local.count + 1 && place == 0, "seed \(seed): \(hex(address))")
            let (behindAt, whole) = sums.sums(address.span.bytes)
            #expect(parts.0 == behindAt, "seed \(seed): \(hex(address))")
            #expect(before.map { $0 &+ behindAt &+ sums.ofAtSign } == whole, "seed \(seed): \(hex(address))")
            let folded = skeleton(key)
            if folded != key { shared += 1 }
            #expect(sums.sums(address.span.bytes) == sums.sums(folded.span.bytes), "seed \(seed): \(hex(address))")
            // One letter more, and the sum is another one.
            #expect(sums.sums(address.span.bytes).whole != sums.sums((address + [0x78]).span.bytes).whole)
        }
        #expect(shared > 1_000)
    }

    private func skeleton(ofAddress text: String) throws -> String {
        guard case .key(let key) = linkKey(text) else { throw NoKey(address: text) }
        return String(decoding: skeleton(key), as: UTF8.self)
    }

    private struct NoKey: Error { let address: String }

    @Test(
        "Addresses that look alike share a skeleton",
        arguments: [
            ("ada@example.com", "\u{430}d\u{430}@example.com"),  // Cyrillic a
            ("ola@example.com", "\u{43E}la@ex\u{430}mple.com"),
            ("paypal@example.com", "p\u{430}yp\u{430}1@example.com"),
            ("ivo@example.com", "\u{3B9}\u{3BD}\u{3BF}@example.com"),  // Greek
            ("ada@example.com", "\u{FF41}\u{1D41D}a@example.com"),  // full width, mathematical
            ("jose@example.com", "jos\u{E9}@example.com"),
            ("bjorn@example.com", "bj\u{F8}rn@example.com"),
            ("Lodz@example.com", "\u{142}\u{F3}d\u{17A}@example.com"),
            ("strasse@example.com", "stra\u{DF}e@example.com"),
            ("x@bucher.example", "x@b\u{FC}cher.example"),
            ("x@bucher.example", "x@xn--bcher-kva.example"),
            ("x@apple.com", "x@xn--80ak6aa92e.com"),  // all Cyrillic
            ("bill@example.com", "bi1l@example.com"), ("bob@example.com", "b0b@example.com"),
            ("modern@example.com", "modem@example.com"),
            ("\u{C5}sa@example.com", "\u{E5}sa@example.com"),
        ])
    func lookAlikes(one: String, other: String) throws {
        #expect(try skeleton(ofAddress: one) == skeleton(ofAddress: other))
    }

    @Test(
        "Addresses that look different keep different skeletons",
        arguments: [
            ("ada@example.com", "adb@example.com"), ("ada@example.com", "ada@example.org"),
            ("a.b@example.com", "ab@example.com"), ("a+b@example.com", "a@example.com"),
            ("\u{304B}@example.com", "\u{304C}@example.com"),  // a voicing mark is no accent
            ("\u{915}\u{93F}@example.in", "\u{915}@example.in"),
        ])
    func different(one: String, other: String) throws {
        #expect(try skeleton(ofAddress: one) != skeleton(ofAddress: other))
    }

    @Test("The path for plain keys agrees with the tables", arguments: UInt64(0)..<4)
    func plainPathAgrees(seed: UInt64) {
        var random = EmailRandom(seed: seed)
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789.-_+'!#$%&*/=?^`{|}~".utf8)
        for _ in 0..<3_000 {
            let name =
                (0..<1 + random.below(20)).map { _ in random.pick(alphabet) }
                + Array("@m1-0.com".utf8)
            // A letter with an accent in front forces the tables.
            let expected = skeleton(Array("\u{E9}".utf8) + name)
            #expect(skeleton(Array("e".utf8) + name) == expected, "seed \(seed): \(hex(name))")
        }
    }

    @Test("Whoever remembers domains makes the same keys and skeletons", arguments: UInt64(0)..<4)
    func remembered(seed: UInt64) {
        var generator = AddressGenerator(seed: seed)
        var (keys, skeletons) = (LinkKeyMaker(), DomainSkeletons())
        var (key, folded): ([UInt8], [UInt8]) = ([7], [7])
        var made = 0
        for _ in 0..<12_000 {
            let field = generator.next()
            let fault = keys.make(field.span, into: &key)
            guard case .key(let expected) = linkKey(field) else {
                if case .fault(let found) = linkKey(field) { #expect(fault == found, "seed \(seed): \(hex(field))") }
                continue
            }
            #expect(fault == nil && key == expected, "seed \(seed): \(hex(field))")
            if isPlainKey(key.span) { continue }
            made += 1
            skeletons.make(key.span, into: &folded)
            #expect(folded == skeleton(key), "seed \(seed): \(hex(key))")
        }
        #expect(made > 1_000, "seed \(seed): only \(made) keys were not plain")
    }

    @Test("A local part is plain where its K1 is itself in lower case, and only there", arguments: UInt64(0)..<4)
    func plainLocalParts(seed: UInt64) {
        var random = EmailRandom(seed: seed)
        let letters = Array("aZ0.-_+'.@!\u{E9}".utf8)
        for _ in 0..<4_000 {
            let local = (0..<random.below(5)).map { _ in random.pick(letters) }
            let lower = local.map { 0x41...0x5A ~= $0 ? $0 + 32 : $0 }
            let isKey = linkKey(local + Array("@b.no".utf8)) == .key(lower + Array("@b.no".utf8))
            let isOrdinary = !local.contains { $0 == UInt8(ascii: "!") || $0 >= 0x80 }
            #expect(isPlainLocalPart(local.span) == (isKey && isOrdinary), "seed \(seed): \(hex(local))")
        }
    }

    @Test("A skeleton of a skeleton is the skeleton", arguments: UInt64(0)..<4)
    func idempotent(seed: UInt64) {
        var generator = AddressGenerator(seed: seed)
        for _ in 0..<3_000 {
            guard case .key(let key) = linkKey(generator.next()) else { continue }
            let once = skeleton(key)
            #expect(skeleton(once) == once, "seed \(seed): \(hex(key))")
        }
    }
}

@Suite("Unusable addresses")
struct EmailUnusableTests {
    private func reason(_ key: String, in list: UnusableAddresses = .standard) -> UnusableReason? {
        list.matches(Array(key.utf8).span)
    }

    @Test(
        "Placeholders, roles, reserved domains and bare IP addresses are unusable",
        arguments: [
            ("noreply@ticket.example.no", UnusableReason.localPart), ("test@x.no", .localPart),
            ("info@somewhere.se", .localPart), ("billettkontor@teater.no", .localPart),
            ("no@x.se", .localPart), ("kartenvorverkauf@x.de", .localPart),
            ("ada@nowhere.invalid", .domain), ("ada@invalid", .domain),
            ("ada@mail.noreply.com", .domain),
            ("ada@noreply.com", .domain), ("ada@localhost", .domain), ("ada@printer.lan", .domain),
            ("ada@mailinator.com", .domain), ("a@lan", .domain),
            ("ada@127.0.0.1", .numericDomain), ("ada@1", .numericDomain),
        ])
    func unusable(key: String, expected: UnusableReason) {
        #expect(reason(key) == expected)
    }

    @Test(
        "Ordinary addresses are usable",
        arguments: [
            "ada@lovelace.se", "info.ada@x.se", "testa@x.no", "myinfo@x.no", "ada@notexample.com",
            "ada@contest.org", "ada@invalid.no", "ada@planet.nl", "ada@h4.se", "a@b.c1",
            "ada@atlan",
            "bj\u{F6}rn@xn--bcher-kva.no",
        ])
    func usable(key: String) {
        #expect(reason(key) == nil)
    }

    @Test(
        "The filter agrees with the lists on every listed name, and its neighbours",
        arguments: [UInt64(3)])
    func filterAgrees(seed: UInt64) {
        for name in UnusableAddresses.standardLocalParts {
            #expect(reason(name + "@koble.se") == .localPart, "\(name)")
            #expect(reason(name + "q7@koble.se") == nil, "\(name)")
        }
        for name in UnusableAddresses.standardDomains {
            #expect(reason("ada.l@" + name) == .domain, "\(name)")
            #expect(reason("ada.l@sub." + name) == .domain, "\(name)")
            #expect(reason("ada.l@" + name + "q") == nil, "\(name)")
        }
    }

    @Test("A long list is found as well as a short one")
    func longList() {
        let names = (0..<20_000).map { "tickets\($0).example.no" }
        let list = UnusableAddresses(localParts: [], domains: names)
        #expect(names.allSatisfy { reason("ada@" + $0, in: list) == .domain })
        #expect(reason("ada@tickets20000.example.no", in: list) == nil)
    }

    @Test("Lists of one's own, down to names of one letter, and none at all")
    func ownLists() {
        let own = UnusableAddresses(
            localParts: ["x", "kundensupport-nord"], domains: ["z", "qq", "tickets.no"])
        #expect(reason("x@a.no", in: own) == .localPart)
        #expect(reason("kundensupport-nord@a.no", in: own) == .localPart)
        #expect(reason("kundensupport-sued@a.no", in: own) == nil)
        #expect(reason("ada@a.z", in: own) == .domain)
        #expect(reason("ada@qq", in: own) == .domain)
        #expect(reason("ada@old.tickets.no", in: own) == .domain)
        #expect(reason("ada@theatertickets.no", in: own) == nil)
        let none = UnusableAddresses(localParts: [], domains: [])
        #expect(reason("noreply@example.com", in: none) == nil)
    }
}
