/// How one mail provider reads the local part of its addresses.
///
/// From the providers' public help pages. Only reports depend on it (K2).
struct MailboxProvider: Sendable {
    /// Characters of the local part that the provider ignores.
    struct Ignored: OptionSet, Sendable {
        let rawValue: UInt8
        static let dots = Ignored(rawValue: 1)
        static let hyphens = Ignored(rawValue: 2)
        static let underscores = Ignored(rawValue: 4)
    }

    let ignored: Ignored
    /// What starts a tag; "+" unless the provider says otherwise.
    let tagMark: UInt8
    /// One name for all the domains of a mailbox, or `nil` for the domain as it is.
    let canonicalDomain: [UInt8]?

    init(ignored: Ignored = [], tagMark: Character = "+", canonicalDomain: String? = nil) {
        self.ignored = ignored
        self.tagMark = tagMark.asciiValue ?? UInt8(ascii: "+")
        self.canonicalDomain = canonicalDomain.map { Array($0.utf8) }
    }

    /// Any other provider: a plus tag, which is the common convention (RFC 5233).
    static let other = MailboxProvider()

    static let google = MailboxProvider(ignored: .dots, canonicalDomain: "gmail.com")
    static let apple = MailboxProvider(canonicalDomain: "icloud.com")
    static let proton = MailboxProvider(
        ignored: [.dots, .hyphens, .underscores], canonicalDomain: "proton.me")
    /// Disposable addresses are "name-tag"; a Yahoo name itself has no hyphen.
    static let yahoo = MailboxProvider(tagMark: "-")
    static let yandex = MailboxProvider(canonicalDomain: "yandex.ru")
    static let fastmail = MailboxProvider(canonicalDomain: "fastmail.com")

    /// Whether the provider ignores this byte of a local part.
    func ignores(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."): ignored.contains(.dots)
        case UInt8(ascii: "-"): ignored.contains(.hyphens)
        case UInt8(ascii: "_"): ignored.contains(.underscores)
        default: false
        }
    }

    /// The provider of a link key.
    static func provider(of linkKey: Span<UInt8>) -> MailboxProvider {
        guard linkKey.count >= 8 else { return byName(linkKey) }
        guard let number = endings.match(linkKey, last: lastWord(of: linkKey)) else { return other }
        return known[number].provider
    }

    /// Short keys, such as "x@pm.me", are compared with every name.
    private static func byName(_ linkKey: Span<UInt8>) -> MailboxProvider {
        for (ending, provider) in known where linkKey.hasSuffix(ending) { return provider }
        return other
    }

    private static let endings = AddressEndings(known.map(\.ending), wordBytes: 6)

    /// Every known domain behind its at-sign.
    private static let known: [(ending: [UInt8], provider: MailboxProvider)] = {
        let groups: [(MailboxProvider, [String])] = [
            (google, ["gmail.com", "googlemail.com"]),
            (apple, ["icloud.com", "me.com", "mac.com"]),
            (proton, ["proton.me", "protonmail.com", "protonmail.ch", "pm.me"]),
            (yandex, ["yandex.ru", "yandex.com", "ya.ru", "yandex.by", "yandex.kz", "yandex.ua"]),
            (fastmail, ["fastmail.com", "fastmail.fm"]),
            (yahoo, yahooDomains),
        ]
        return groups.flatMap { provider, domains in
            domains.map { (ending: [UInt8(ascii: "@")] + Array($0.utf8), provider: provider) }
        }
    }()

    private static let yahooDomains = [
        "yahoo.com", "ymail.com", "rocketmail.com", "yahoo.co.uk", "yahoo.de", "yahoo.es",
        "yahoo.ie", "yahoo.ca", "yahoo.se", "yahoo.no", "yahoo.dk", "yahoo.fi", "yahoo.nl",
        "yahoo.pl", "yahoo.cz", "yahoo.at", "yahoo.be", "yahoo.fr", "yahoo.it", "yahoo.com.au",
        "yahoo.com.mx", "yahoo.co.nz", "yahoo.co.za",
    ]
}
