import AccountModel
import RecordLinkage
import Testing

@Suite("Mojibake in names")
struct NameMojibakeTests {
    @Test(
        "UTF-8 read as another encoding is repaired and named",
        arguments: [
            ("JÃ¶rg|MÃ¼ller", "Jörg|Müller", "mojibake/utf8_as_windows_1252"),
            ("BjÃ¸rn|Ã…s", "Bjørn|Ås", "mojibake/utf8_as_windows_1252"),
            ("Å\u{81}ukasz|Å»ak", "Łukasz|Żak", "mojibake/utf8_as_windows_1252"),
            ("JiÅ™Ã­|DvoÅ™Ã¡k", "Jiří|Dvořák", "mojibake/utf8_as_windows_1252"),
            ("J\u{C3}\u{B8}rn|\u{C3}\u{85}s", "Jørn|Ås", "mojibake/utf8_as_latin_1"),
            ("JĂłzef|Ĺ»ak", "Józef|Żak", "mojibake/utf8_as_windows_1250"),
            ("JĂłzef|Ĺťach", "Józef|Żach", "mojibake/utf8_as_latin_2"),
            ("JÃƒÂ¶rg|Weber", "Jörg|Weber", "mojibake/utf8_as_windows_1252"),
            ("JÃ¶rg|MÃ¼ller", "Joerg|Mueller", "mojibake/utf8_as_windows_1252"),
            ("JÃ³zef|Ĺ»ak", "Józef|Żak", "mojibake/several_encodings"),
            ("M?rten|Ek", "Mårten|Ek", "mojibake/lost_letter"),
            ("J\u{FFFD}rg|Weber", "Jörg|Weber", "mojibake/lost_letter"),
        ])
    func repairs(left: String, right: String, code: String) {
        #expect(verdictCode(left, right) == code)
    }

    @Test("Further levels see the repaired name")
    func repairedBelow() {
        #expect(verdictCode("MÃ¼ller|JÃ¶rg", "Jörg|Müller") == "order/swapped")
        #expect(verdictCode("JÃ¶rg|MÃ¼ller", "Jörg Karl|Müller") == "subset/middle_name")
        #expect(verdictCode("JÃ¶rg|MÃ¼ller", "Petra|Müller") == "mismatch/household")
    }

    @Test("Bytes that are no UTF-8 are lost letters")
    func invalidBytes() {
        let broken: [UInt8] = [0x4A, 0xF6, 0x72, 0x67]  // "Jörg" in Latin-1
        let whole = Array("Jörg".utf8)
        let family = Array("Weber".utf8)
        let found = compareNames(
            given: broken.span, family: family.span, of: .DE,
            with: whole.span, family: family.span, of: .DE)
        #expect(found == NameVerdict(.mojibake, .lostLetter))
        #expect(isDamaged(broken))
    }

    /// Correct names with the letters that mojibake is made of, and every letter of the tables.
    @Test(
        "A correct name is never called damaged",
        arguments: [
            "Åsa", "Ãlvaro", "Äijälä", "Ångström", "Élodie", "João", "Łukasz", "Šárka", "Žofie",
            "Çelik", "Øyvind",
            "Æsa", "ÅSA ÖBERG", "JOÃO", "MAGALHÃES", "ÄŽ", "Äš", "PÄR-ÅKE", "Ďurica", "Ľubomír",
            "Ĺ", "Ășa", "Ștefan",
            "Þóra", "ÞÓRA", "Ægir", "Œuvrard", "O’Neill", "D’Åse", "Ñuñez", "PEÑA", "Ödön", "Đorđe",
            "ĐORĐE",
            "Ivančić", "Ürün", "Γιώργος", "Алексей", "ÎLE", "Ânia", "Â", "Ã", "Å", "Ä", "KÅRE",
            "SÅÄÖ", "Ŧ", "王小明",
            "Õie", "ÕUN", "ŽELJKO", "ÅŠ", "SMÉÁR", "Ålesund–Ås", "Anna ‘Ä’ Berg", "Märta",
            "İbrahim", "ẞ", "Nguyễn",
        ])
    func harmless(name: String) {
        #expect(!isDamaged(name))
    }

    /// The letters with signs of one language each: a name is written in one.
    static let alphabets = [
        "åäöéü", "æøåéöü", "äöšžå", "äöüßé", "àâæçéèêëîïôœùûüÿ", "áčďéěíňóřšťúůýž",
        "áäčďéíľňóôŕšťúýž",
        "ąćęłńóśźż", "áéíñóúü", "ãõâêôáéíóúàç", "áéíóöőúüű", "čćđšžáé", "ăâîșț", "äõöüšž",
        "āčēģīķļņšūž",
        "ąčęėįšųūž", "çğıöşüâî", "àèòóéíïúüç", "áðéíóúýþæö", "ëéèïöüáó",
    ]

    @Test("Every two letters of one language are text, in any case and place", arguments: alphabets)
    func pairsAreText(alphabet: String) {
        for first in alphabet {
            for second in alphabet where !(first == "å" && "šž".contains(second)) {
                let pair = "\(first)\(second)"
                for word in [
                    pair, "a\(pair)e", "\(first.uppercased())\(second)a", "A\(pair)E".uppercased(),
                ] {
                    #expect(!isDamaged(word), "\(word)")
                }
            }
        }
    }

    @Test("Every letter of a language is repaired inside a word", arguments: alphabets)
    func lettersAreRepaired(alphabet: String) {
        for letter in alphabet {
            let word = "An\(letter)e"
            let misread = String(word.utf8.map { Character(Unicode.Scalar($0)) })  // as Latin-1
            #expect(isDamaged(misread), "\(word)")
            // "à" becomes "Ã" and a no-break space, which the third level reads as "a" already.
            let level = verdict(misread + "|Berg", word + "|Berg").level
            #expect(level == (letter == "à" ? .diacritics : .mojibake), "\(word)")
        }
    }

    @Test("ASCII has none", arguments: ["", "Anna", "M?ller", "A~\u{7F}"])
    func ascii(name: String) {
        #expect(!isDamaged(name))
    }
}
