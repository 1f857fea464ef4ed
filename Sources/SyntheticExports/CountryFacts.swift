internal import AccountModel

/// What a country's export looks like: its size, names, phones, postal codes and languages.
///
/// A class, because the row writer looks it up several times a row: one reference instead of ten.
final class CountryFacts: Sendable {
    let country: Country
    let code: ShortText
    let callingCode: ShortText
    /// What is dialled before a national number: `0`, or nothing.
    let trunkPrefix: ShortText
    /// What is dialled before a calling code: `00` but for Australia and North America.
    let internationalPrefix: ShortText
    let phones: [PhonePattern]
    /// `9` a digit, `1` a digit but zero, `A` a letter, anything else as it stands.
    let postalPatterns: [[UInt8]]
    let languages: [ShortText]
    let names: NameTable

    static let all: [CountryFacts] = Country.allCases.map(CountryFacts.init)

    init(_ country: Country) {
        self.country = country
        code = ShortText(country.code)
        let row = CountryFacts.row(of: country)
        callingCode = ShortText(row.callingCode)
        trunkPrefix = ShortText(row.trunk)
        internationalPrefix = CountryFacts.internationalPrefix(of: country)
        phones = row.phones.split(separator: " ").map { PhonePattern(String($0)) }
        postalPatterns = row.postal.split(separator: "|").map { Array($0.utf8) }
        languages = row.languages.split(separator: " ").map { ShortText(String($0)) }
        names = NameTable(.merged(row.pools))
    }

    private struct Row {
        let callingCode: String
        let trunk: String
        /// Parted by spaces; each is an area or network and a subscriber (`PhonePattern`).
        let phones: String
        let postal: String
        let languages: String
        let pools: [NamePool]
    }

    private static func row(of country: Country) -> Row {
        switch country {
        case .SE, .NO, .FI, .DK: northern(country)
        case .DE, .AT, .CH, .NL, .BE, .CZ, .PL: central(country)
        case .GB, .IE, .ES: western(country)
        case .NZ, .AU, .ZA, .MX, .CA, .US: overseas(country)
        }
    }

    private static func northern(_ country: Country) -> Row {
        switch country {
        case .SE:
            Row(
                callingCode: "46", trunk: "0", phones: "70-#?????? 73-#?????? 76-#?????? 8-5#?????",
                postal: "199 99", languages: "sv sv sv sv-SE en", pools: [.swedish])
        case .NO:
            Row(
                callingCode: "47", trunk: "", phones: "90#-????? 41#-????? 97#-????? 22#-?????",
                postal: "0999|1999|5999|7999", languages: "nb nb nb-NO nn en", pools: [.norwegian])
        case .FI:
            Row(
                callingCode: "358", trunk: "0",
                phones: "40-#?????? 50-#?????? 44-#?????? 9-2#?????",
                postal: "00999|19999|99999", languages: "fi fi fi sv fi-FI", pools: [.finnish])
        default:
            Row(
                callingCode: "45", trunk: "", phones: "20#-????? 30#-????? 51#-????? 33#-?????",
                postal: "1999", languages: "da da da da-DK en", pools: [.danish])
        }
    }

    private static func central(_ country: Country) -> Row {
        switch country {
        case .DE:
            Row(
                callingCode: "49", trunk: "0",
                phones: "171-#?????? 151-#??????? 176-#??????? 30-#??????? 89-#???????",
                postal: "19999|09999", languages: "de de de de-DE en", pools: [.german])
        case .AT:
            Row(
                callingCode: "43", trunk: "0", phones: "664-#?????? 676-#?????? 1-5#?????",
                postal: "1999", languages: "de de de-AT en", pools: [.german, .austrian])
        case .CH:
            Row(
                callingCode: "41", trunk: "0", phones: "79-#?????? 78-#?????? 44-2#?????",
                postal: "1999", languages: "de de fr it de-CH fr-CH", pools: [.german, .swiss])
        case .NL:
            Row(
                callingCode: "31", trunk: "0",
                phones: "6-1#?????? 6-2#?????? 6-5#?????? 20-6#?????",
                postal: "1999 AA", languages: "nl nl nl nl-NL en", pools: [.dutch])
        case .BE:
            Row(
                callingCode: "32", trunk: "0", phones: "470-#????? 485-#????? 496-#????? 2-5#?????",
                postal: "1999", languages: "nl nl fr fr nl-BE", pools: [.dutch, .flemish])
        case .CZ:
            Row(
                callingCode: "420", trunk: "",
                phones: "602-#????? 777-#????? 731-#????? 224-#?????",
                postal: "199 99", languages: "cs cs cs cs-CZ en", pools: [.czech])
        default:
            Row(
                callingCode: "48", trunk: "", phones: "501-#????? 602-#????? 692-#????? 226-#?????",
                postal: "09-999|19-999", languages: "pl pl pl pl-PL en", pools: [.polish])
        }
    }

    private static func western(_ country: Country) -> Row {
        switch country {
        case .GB:
            Row(
                callingCode: "44", trunk: "0",
                phones: "7812-#????? 7912-#????? 7501-#????? 20-7#??????",
                postal: "AA1 9AA|A19 9AA|A1 9AA", languages: "en en en en-GB cy",
                pools: [.english, .british])
        case .IE:
            Row(
                callingCode: "353", trunk: "0",
                phones: "85-#?????? 86-#?????? 87-#?????? 1-6#?????",
                postal: "A99 A9A9|D09 A9A9", languages: "en en en-IE ga", pools: [.english, .irish])
        default:
            Row(
                callingCode: "34", trunk: "", phones: "61#-?????? 62#-?????? 65#-?????? 915-#?????",
                postal: "09999|19999|28999", languages: "es es es ca es-ES", pools: [.spanish])
        }
    }

    private static func overseas(_ country: Country) -> Row {
        switch country {
        case .NZ:
            Row(
                callingCode: "64", trunk: "0", phones: "21-#????? 27-#?????? 9-3#?????",
                postal: "0999|1999", languages: "en en en-NZ mi", pools: [.english, .newZealand])
        case .AU:
            Row(
                callingCode: "61", trunk: "0",
                phones: "412-#????? 403-#????? 438-#????? 2-92#?????",
                postal: "1999", languages: "en en en en-AU", pools: [.english, .australian])
        case .ZA:
            Row(
                callingCode: "27", trunk: "0",
                phones: "82-#?????? 83-#?????? 72-#?????? 11-2#?????",
                postal: "0999|1999", languages: "en af zu en-ZA", pools: [.english, .southAfrican])
        case .MX:
            Row(
                callingCode: "52", trunk: "", phones: "55-1#?????? 33-1#?????? 81-1#??????",
                postal: "09999|19999", languages: "es es es es-MX", pools: [.spanish, .mexican])
        case .CA:
            Row(
                callingCode: "1", trunk: "", phones: "416-2#????? 604-3#????? 514-3#?????",
                postal: "A9A 9A9", languages: "en en fr fr-CA en-CA", pools: [.english, .canadian])
        default:
            Row(
                callingCode: "1", trunk: "",
                phones: "212-2#????? 310-2#????? 312-4#????? 713-2#?????",
                postal: "19999|19999|09999|19999-9999", languages: "en en en en-US es",
                pools: [.english, .american])
        }
    }

    private static func internationalPrefix(of country: Country) -> ShortText {
        switch country {
        case .AU: ShortText("0011")
        case .CA, .US: ShortText("011")
        default: ShortText("00")
        }
    }

    /// How many times the accounts of the smallest country this one has, unless a plan differs.
    static func defaultWeight(of country: Country) -> Double {
        switch country {
        case .US: 6
        case .DE, .GB: 5
        case .ES, .CA, .NL: 3
        case .SE, .PL, .AU, .MX: 2.5
        case .BE, .CH, .AT, .NO, .DK, .CZ: 2
        case .FI, .ZA: 1.5
        case .IE, .NZ: 1
        }
    }
}
