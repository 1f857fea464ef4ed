import Normalization
import Testing

@Suite("E-mail link key")
struct EmailLinkKeyTests {
    @Test(
        "Spellings of one mailbox share one key",
        arguments: [
            ("ada@example.com", "ada@example.com"),
            ("Ada@Example.COM", "ada@example.com"),
            ("  ada@example.com\r\n", "ada@example.com"),
            ("\u{FEFF}ada@example.com\u{A0}\u{3000}", "ada@example.com"),
            ("ada@example.com.", "ada@example.com"),
            ("ada@example\u{3002}com\u{FF0E}", "ada@example.com"),
            ("ada@\u{FF25}xample.com", "ada@example.com"),
            ("o'brien@example.ie", "o'brien@example.ie"),
            ("a!#$%&'*+-/=?^_`{|}~b@example.com", "a!#$%&'*+-/=?^_`{|}~b@example.com"),
            ("a.b+c@example.com", "a.b+c@example.com"),
            ("ola@b\u{FC}cher.example", "ola@xn--bcher-kva.example"),
            ("ola@BU\u{308}CHER.example", "ola@xn--bcher-kva.example"),
            ("ola@XN--BCHER-KVA.example", "ola@xn--bcher-kva.example"),
            ("ola@fa\u{DF}.de", "ola@xn--fa-hia.de"),
            ("ola@FA\u{1E9E}.de", "ola@xn--fa-hia.de"),
            ("ola@fass.de", "ola@fass.de"),
            ("ola@\u{212A}ari.no", "ola@kari.no"),
            ("bjo\u{308}rn@example.se", "bj\u{F6}rn@example.se"),
            ("BJ\u{D6}RN@example.se", "bj\u{D6}rn@example.se"),
            ("J\u{30C}@example.com", "\u{1F0}@example.com"),
            ("\u{1100}\u{1161}\u{11A8}@example.kr", "\u{AC01}@example.kr"),
            ("x@\u{5D0}\u{5D1}.co.il", "x@xn--4dbc.co.il"),
            ("x@\u{2615}.us", "x@xn--53h.us"),
            ("x@ab--cd.example", "x@ab--cd.example"),
            ("x@localhost", "x@localhost"),
            ("x@xn--mgba3gch31f060k.com", "x@xn--mgba3gch31f060k.com"),  // a joiner in its place
        ])
    func spellings(typed: String, expected: String) {
        #expect(linkKey(typed) == keyText(expected))
        #expect(unicodeLinkKey(Array(typed.utf8)) == keyText(expected))
    }

    @Test("No dot, plus or provider rule is part of the key")
    func noProviderRules() {
        #expect(linkKey("a.b@gmail.com") != linkKey("ab@gmail.com"))
        #expect(linkKey("a+b@gmail.com") != linkKey("a@gmail.com"))
        #expect(linkKey("a@googlemail.com") != linkKey("a@gmail.com"))
        #expect(linkKey("\u{E5}sa@example.se") != linkKey("\u{C5}sa@example.se"))
    }

    @Test(
        "What is no address is refused with its reason",
        arguments: [
            ("", AddressFault.empty), (" \t\u{FEFF}\u{2003}", .empty),
            ("example.com", .missingAt), ("n/a", .missingAt), ("a\u{FF20}b.com", .missingAt),
            ("a@b@c.com", .doubleAt), ("a@@c.com", .doubleAt),
            ("ada lovelace@example.com", .innerWhiteSpace),
            ("a@exa\u{A0}mple.com", .innerWhiteSpace),
            ("a@example.com b@example.com", .innerWhiteSpace),
            ("a\u{2028}b@c.no", .innerWhiteSpace),
            ("a\tb@example.com", .controlCharacter), ("a\u{0}@example.com", .controlCharacter),
            ("a\u{7F}@example.com", .controlCharacter), ("a\u{9B}@example.com", .controlCharacter),
            ("a\u{200B}@example.com", .zeroWidthCharacter),
            ("a@ex\u{AD}ample.com", .zeroWidthCharacter),
            ("a\u{FEFF}b@example.com", .zeroWidthCharacter),
            ("a@\u{915}\u{94D}\u{200D}.in", .zeroWidthCharacter),
            ("x@\u{646}\u{627}\u{645}\u{647}\u{200C}\u{627}\u{6CC}.com", .zeroWidthCharacter),
            ("a\u{200B}", .zeroWidthCharacter), ("a\u{E0041}@b.no", .zeroWidthCharacter),
            ("a\u{202E}b@example.com", .bidiCharacter), ("a@b\u{200F}.com", .bidiCharacter),
            ("a\u{378}@example.com", .unassignedCharacter),
            ("a@\u{FFFF}.com", .unassignedCharacter),
            ("a\u{E000}@example.com", .privateUseCharacter),
            ("a\u{10FFFD}@b.no", .privateUseCharacter),
            ("\"ada lovelace\"@example.com", .quotedLocalPart),
            ("\"a@b\"@example.com", .quotedLocalPart),
            ("a@[127.0.0.1]", .domainLiteral), ("a@[IPv6:::1]", .domainLiteral),
            ("@example.com", .localPartEmpty),
            (".a@example.com", .notDotAtom), ("a.@example.com", .notDotAtom),
            ("a..b@example.com", .notDotAtom), ("<a@example.com>", .notDotAtom),
            ("mailto:a@example.com", .notDotAtom), ("a,b@example.com", .notDotAtom),
            ("a\"b@example.com", .notDotAtom), ("a(b)@example.com", .notDotAtom),
            ("\u{212A}ari@example.com", .nfcMakesASCII), ("a\u{1FEF}@example.com", .nfcMakesASCII),
            ("a\u{37E}@example.com", .nfcMakesASCII),
            ("a@", .domainEmpty), ("a@.", .domainEmpty),
            ("a@b..com", .labelEmpty), ("a@.com", .labelEmpty), ("a@b.com..", .labelEmpty),
            ("a@exa_mple.com", .domainNotHostName), ("a@b.com>", .domainNotHostName),
            ("a@b,com", .domainNotHostName), ("a@b\u{FF20}c.com", .domainNotHostName),
            ("a@\u{2488}com", .domainRefusedByUTS46), ("a@\u{FFFD}.com", .domainRefusedByUTS46),
            ("a@-b.com", .labelHyphen), ("a@b-.com", .labelHyphen),
            ("a@b\u{FC}--c.com", .labelHyphen),
            ("a@xn--.com", .labelNotPunycode), ("a@xn--abc-.com", .labelNotPunycode),
            ("a@xn--0.com", .labelNotPunycode), ("a@xn--b\u{FC}.com", .labelNotPunycode),
            ("a@xn--u-ccb.com", .labelNotNormalized),
            ("a@\u{301}b.com", .labelStartsWithMark),
            ("a@xn--ab-m1t.com", .labelJoiner),
            ("a@1\u{5D0}.com", .labelBidi), ("a@1a.\u{5D0}", .labelBidi),
            ("a@\u{5D0}b.com", .labelBidi),
        ])
    func refusals(typed: String, expected: AddressFault) {
        #expect(linkKey(typed) == .fault(expected))
        #expect(unicodeLinkKey(Array(typed.utf8)) == .fault(expected))
    }

    @Test(
        "Bytes that are not UTF-8 are refused",
        arguments: [
            "61FF4062", "61C04062", "61C3", "61EDA0804062", "61C0AF4062", "61F48FC0804062",
            "61F5808080", "80", "61E0808040", "61F0808080",
        ])
    func invalidUTF8(text: String) {
        let digits = Array(text)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        #expect(linkKey(bytes) == .fault(.invalidUTF8))
    }

    @Test("Limits hold to the octet")
    func limits() {
        func name(_ count: Int) -> String { String(repeating: "a", count: count) }
        #expect(linkKey(name(64) + "@b.no") == keyText(name(64) + "@b.no"))
        #expect(linkKey(name(65) + "@b.no") == .fault(.localPartTooLong))
        // 21 decomposed letters and a letter are 64 octets long and 43 when composed; 32 composed
        // are 64.
        #expect(
            linkKey(String(repeating: "e\u{301}", count: 32) + "@b.no")
                == keyText(String(repeating: "\u{E9}", count: 32) + "@b.no"))
        #expect(
            linkKey(String(repeating: "\u{E9}", count: 33) + "@b.no") == .fault(.localPartTooLong))
        #expect(linkKey("x@" + name(63) + ".no") == keyText("x@" + name(63) + ".no"))
        #expect(linkKey("x@" + name(64) + ".no") == .fault(.labelTooLong))
        #expect(
            linkKey("x@" + String(repeating: "\u{FC}", count: 60) + ".no") == .fault(.labelTooLong))
        let long = [name(63), name(63), name(63), name(61)].joined(separator: ".")
        #expect(linkKey("x@" + long) == keyText("x@" + long))
        #expect(linkKey("x@" + long + ".") == keyText("x@" + long))
        #expect(linkKey("x@" + long + "a") == .fault(.domainTooLong))
    }

    @Test("Reason codes and stored values never change")
    func codes() {
        let codes = AddressFault.allCases.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(AddressFault.allCases.map(\.rawValue) == Array(1...28))
        #expect(AddressFault.empty.code == "empty" && AddressFault.labelBidi.rawValue == 28)
        #expect(AddressFault.zeroWidthCharacter.code == "zero_width")
        #expect(unicodeTablesVersion == "18.0.0")
    }
}
