internal import AccountModel

/// Somebody made up: name, mailbox and phone, drawn from the person's own stream.
struct Person: Sendable {
    let number: Int
    /// Where the name and the first phone come from.
    let home: UInt8
    let given: Int
    let family: Int
    let phone: MadeUpPhone
    let phoneSpelling: PhoneSpelling
    let mailbox: Mailbox

    init(number: Int, home: UInt8, plan: SyntheticPlan) {
        let facts = CountryFacts.all[Int(home)]
        var random = SplitMix64(seed: plan.seed, stream: 1, UInt64(number))
        self.number = number
        self.home = home
        given = facts.names.drawGiven(&random)
        family = facts.names.drawFamily(&random)
        phone = MadeUpPhone(country: home, facts: facts, random: &random)
        phoneSpelling = PhoneSpelling.sameDigits(random.below(PhoneSpelling.sameDigitsCount))
        mailbox = Mailbox(nonASCIIShare: plan.troubles.nonASCIIAddress, random: &random)
    }
}

extension PhoneSpelling {
    /// One of the spellings that differ in punctuation only.
    static func sameDigits(_ draw: Int) -> PhoneSpelling { PhoneSpelling(rawValue: draw)! }
}

/// How a person's address is made from name and number.
///
/// The person's number ends every local part, so no two persons share an address by accident.
struct Mailbox: Sendable {
    enum Form: Int, Sendable {
        case givenDotFamily, givenUnderscoreFamily, initialFamily, givenAlone, familyDotGiven
        /// With the letters beyond ASCII that the name has.
        case unicodeLocalPart
    }

    let form: Form
    /// An index into `Domains.ordinary`, or past its end into `Domains.unicode`.
    let domain: Int

    var hasUnicodeDomain: Bool { domain >= Domains.ordinary.count }

    /// Eight forms, one hexadecimal digit each, the commonest several times.
    private static let ordinaryForms = 0x4332_1000

    init(nonASCIIShare: Double, random: inout SplitMix64) {
        let draw = random.unit()
        let word = random.next()
        if draw < nonASCIIShare {
            let isDomain = word & 7 != 0
            form = isDomain ? .givenDotFamily : .unicodeLocalPart
            domain =
                isDomain
                ? Domains.ordinary.count + Int(word >> 8 & 0xFFFF) % Domains.unicode.count
                : Int(word >> 8 & 0xFFFF) % Domains.ordinary.count
        } else {
            form = Form(rawValue: Mailbox.ordinaryForms >> Int((word & 7) * 4) & 7)!
            domain = Int(word >> 8 & 0xFFFF) % Domains.ordinary.count
        }
    }
}

/// Mail domains, all of them reserved for examples (RFC 2606, RFC 6761).
enum Domains {
    static let ordinary = [
        "example.com", "example.org", "example.net", "mail.example", "post.example", "web.example",
        "inbox.example", "home.test", "telecom.example", "uni.example", "work.example", "box.test",
    ].map { ShortText($0) }
    static let unicode = [
        "bücher.example", "blåbær.example", "príklad.example", "żółw.example", "señal.example",
        "täxi.example",
    ].map { ShortText($0) }
    static let punycode = [
        "xn--bcher-kva.example", "xn--blbr-roah.example", "xn--prklad-4va.example",
        "xn--w-uga1v8h.example", "xn--seal-hqa.example", "xn--txi-qla.example",
    ].map { ShortText($0) }
}
