import AccountModel
import RecordLinkage
import Testing

@Suite("Comparing names, level by level")
struct NameLadderTests {
    @Test(
        "White space, case and normal form make no difference",
        arguments: [
            ("Anna|Berg", "Anna|Berg", "exact/identical"),
            ("Anna|Berg", "ANNA|berg", "exact/letter_case"),
            ("Åsa|Öberg", "åsa|ÖBERG", "exact/letter_case"),
            (" Anna |Berg", "Anna|Berg\u{A0}", "exact/white_space"),
            ("Anna  Maria|Berg", "Anna Maria|\u{FEFF}Berg", "exact/white_space"),
            ("Jose\u{301}|Pe\u{301}rez", "José|Pérez", "exact/normal_form"),
            ("A\u{323}\u{302}n|B", "A\u{302}\u{323}n|B", "exact/letter_case"),
        ])
    func exact(left: String, right: String, code: String) {
        #expect(verdictCode(left, right) == code)
    }

    @Test(
        "Hyphens, apostrophes, stops and titles are format",
        arguments: [
            ("Anna-Maria|Berg", "Anna Maria|Berg", "format/hyphen"),
            ("Anna|O'Neill", "Anna|ONeill", "format/apostrophe"),
            ("Anna|O’Neill", "Anna|O'Neill", "format/apostrophe"),
            ("J.|Berg", "J|Berg", "format/punctuation"),
            ("Dr. Anna|Berg", "Anna|Berg", "format/title"),
            ("Anna|Berg PhD", "Anna|Berg", "format/title"),
            ("Ing. Jan|Novák", "Jan|Novák", "format/title"),
            ("Anna|Mac Donald", "Anna|MacDonald", "format/joined"),
            ("Annamaria|Berg", "Anna-Maria|Berg", "format/joined"),
        ])
    func format(left: String, right: String, code: String) {
        #expect(verdictCode(left, right) == code)
    }

    @Test(
        "A letter with a sign has every spelling that people use",
        arguments: [
            ("Jørgen|Sørensen", "Jorgen|Soerensen", "diacritics/o_slash"),
            ("Jürgen|Müller", "Juergen|Muller", "diacritics/umlaut"),
            ("Åse|Bråthen", "Aase|Brathen", "diacritics/ring"),
            ("Kåre|Næss", "Kaare|Naess", "diacritics/ligature"),
            ("Hans|Strauß", "Hans|Strauss", "diacritics/sharp_s"),
            ("Paweł|Wałęsa", "Pawel|Walesa", "diacritics/stroke"),
            ("Novak|Đoković", "Novak|Djokovic", "diacritics/stroke"),
            ("Begoña|Muñoz", "Begona|Munoz", "diacritics/accent"),
            ("Sören|Berg", "Søren|Berg", "diacritics/o_slash"),
            ("Алексей|Иванов", "Aleksey|Ivanov", "diacritics/transliteration"),
            ("Γιώργος|Παπαδόπουλος", "Giorgos|Papadopoulos", "diacritics/transliteration"),
        ])
    func diacritics(left: String, right: String, code: String) {
        #expect(verdictCode(left, right) == code)
    }

    @Test(
        "The same words in other places are order",
        arguments: [
            ("Anna|Berg", "Berg|Anna", "order/swapped"),
            ("Jörg|Müller", "Mueller|Jorg", "order/swapped"),
            ("Anna Berg|", "Anna|Berg", "order/one_field"),
            ("|Berg, Anna", "Anna|Berg", "order/one_field"),
            ("Anna Berg|Berg", "Anna|Berg", "order/repeated"),
            ("Anna Maria|Berg", "Anna|Maria Berg", "order/field_boundary"),
            ("Anna Maria|Berg", "Maria Anna|Berg", "order/rearranged"),
        ])
    func order(left: String, right: String, code: String) {
        #expect(verdictCode(left, right) == code)
    }

    @Test(
        "A part left out is subset",
        arguments: [
            ("Juan|García López", "Juan|García", "subset/second_family_name"),
            ("Anna Maria|Berg", "Anna|Berg", "subset/middle_name"),
            ("Anna Maria|Berg", "Maria|Berg", "subset/call_name"),
            ("Jan|van der Berg", "Jan|Berg", "subset/particle"),
            ("Anna Maria|Berg", "Anna|Berg Lund", "subset/several_parts"),
            ("John|Smith Jr.", "John|Smith", "subset/generation"),
            ("Anna|Berg", "Anna Berg|Lund", "subset/maiden_name"),
        ])
    func subset(left: String, right: String, code: String) {
        #expect(verdictCode(left, right) == code)
    }

    @Test(
        "Initials, forms for women, nicknames and slips are notes",
        arguments: [
            ("J.|Berg", "Jens|Berg", "initial/given_initial"),
            ("J. R.|Berg", "John Ronald|Berg", "initial/given_initial"),
            ("Anna|B.", "Anna|Berg", "initial/family_initial"),
            ("Chr.|Berg", "Christian|Berg", "initial/abbreviation"),
            ("Eva|Nováková", "Eva|Novák", "gendered_surname/ova"),
            ("Eva|Svobodova", "Eva|Svoboda", "gendered_surname/ova"),
            ("Eva|Němcová", "Eva|Němec", "gendered_surname/ova"),
            ("Anna|Kowalska", "Anna|Kowalski", "gendered_surname/ska"),
            ("Jana|Černá", "Jana|Černý", "gendered_surname/adjective"),
            ("Katarzyna|Nowak", "Kasia|Nowak", "variant/nickname"),
            ("William|Smith", "Bill|Smith", "variant/nickname"),
            ("Alexander|Weber", "Sascha|Weber", "variant/nickname"),
            ("José|Pérez", "Pepe|Pérez", "variant/nickname"),
            ("Johannes|Weber", "Hans|Weber", "variant/nickname"),
            ("Juan|Pérez", "Juanito|Pérez", "variant/nickname"),
            ("Bob|Smith", "Bobby|Smith", "variant/pet_names"),
            ("Anna|McDonald", "Anna|MacDonald", "variant/surname_prefix"),
            ("Anna|Muller", "Anna|Mueller", "variant/two_transliterations"),
            ("Angelique|Roux", "Angie|Roux", "variant/short_form"),
            ("Jonathan|Lindberg", "Jonathan|Lindbreg", "typo/typo"),
            ("Magnus|Berg", "Mangus|Berg", "typo/typo"),
            ("Jens-Peter|Berg", "Jenis-Peter|Berg", "typo/typo"),
        ])
    func notes(left: String, right: String, code: String) {
        #expect(verdictCode(left, right) == code)
    }

    @Test(
        "What says nothing neither agrees nor disagrees",
        arguments: [
            ("|", "Anna|Berg", "placeholder/missing"),
            ("|", "|", "placeholder/missing"),
            ("-|.", "Anna|Berg", "placeholder/missing"),
            ("Test|Test", "Anna|Berg", "placeholder/placeholder"),
            ("N/A|N/A", "Nina|Andersen", "placeholder/placeholder"),
            ("|Berg", "Anna|Berg", "placeholder/part_missing"),
            ("Anna|xxx", "Anna|Berg", "placeholder/part_missing"),
            ("|Berg", "Anna|", "placeholder/part_missing"),
        ])
    func placeholders(left: String, right: String, code: String) {
        #expect(verdictCode(left, right) == code)
    }

    @Test(
        "Two people are a mismatch, however alike their names",
        arguments: [
            ("Martin|Berg", "Martina|Berg", "mismatch/household"),
            ("Karl|Berg", "Karla|Berg", "mismatch/household"),
            ("Julian|Berg", "Juliana|Berg", "mismatch/household"),
            ("Erik|Berg", "Erika|Berg", "mismatch/household"),
            ("Daniel|Novák", "Daniela|Nováková", "mismatch/household"),
            ("Andreas|Berg", "Andrea|Berg", "mismatch/household"),
            ("Hanna|Berg", "Anna|Berg", "mismatch/household"),
            ("Lisa|Berg", "Betty|Berg", "mismatch/household"),
            ("Anna Maria|Berg", "Anna Sofia|Berg", "mismatch/household"),
            ("Anna|Berg", "Anna|Lindqvist", "mismatch/other_family_name"),
            ("Anna|Berg", "Piotr|Kowalski", "mismatch/other_person"),
            ("John|Smith Jr", "John|Smith Sr", "mismatch/father_and_son"),
            ("Anna og Per|Berg", "Anna|Berg", "mismatch/couple"),
            ("Анна|Иванова", "Maria|Berg", "mismatch/not_comparable"),
            ("王|小明", "Anna|Berg", "mismatch/not_comparable"),
            ("|Berg", "Anna|Lund", "mismatch/other_person"),
        ])
    func mismatches(left: String, right: String, code: String) {
        #expect(verdictCode(left, right) == code)
    }

    @Test("First names are translated between languages only")
    func translations() {
        #expect(verdictCode("Johan|Berg", "John|Berg", .SE, .GB) == "variant/language_variant")
        #expect(verdictCode("Johan|Berg", "John|Berg", .GB, .SE) == "variant/language_variant")
        #expect(verdictCode("Johan|Berg", "John|Berg", .SE, .SE) == "mismatch/household")
        #expect(verdictCode("Jean|Roux", "Jan|Roux", .NL, .BE) == "variant/language_variant")
    }

    @Test("Levels 1 to 6 agree, 7 to 11 are notes, 12 is a conflict")
    func bands() {
        let agreeing = NameLevel.allCases.filter(\.agrees).map(\.rawValue)
        let notes = NameLevel.allCases.filter(\.isNote).map(\.rawValue)
        #expect(agreeing == Array(1...6))
        #expect(notes == Array(7...11))
    }

    @Test("Every rule has a code of its own, in snake case")
    func codes() {
        let rules = NameRule.allCases.map { "\($0.code)" }
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789_")
        #expect((rules + NameLevel.allCases.map(\.code)).allSatisfy { Set($0).isSubset(of: allowed) })
        #expect(Set(rules).count == NameRule.allCases.count)
        for (rule, code) in zip(NameRule.allCases, rules) {
            #expect(code.split(separator: "_").joined() == "\(rule)".lowercased())
        }
    }
}
