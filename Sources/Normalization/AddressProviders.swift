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
    let canonicalDomain: String?

    init(ignored: Ignored = [], tagMark: Character = "+", canonicalDomain: String? = nil) {
        self.ignored = ignored
        self.tagMark = tagMark.asciiValue ?? UInt8(ascii: "+")
        self.canonicalDomain = canonicalDomain
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

    /// The provider of a domain in A-label form.
    static func provider(of domain: Span<UInt8>) -> MailboxProvider {
        var name: [UInt8] = []
        name.reserveCapacity(domain.count)
        for place in domain.indices { name.append(domain[place]) }
        return byDomain[name] ?? other
    }

    private static let byDomain: [[UInt8]: MailboxProvider] = {
        let groups: [(MailboxProvider, [String])] = [
            (google, ["gmail.com", "googlemail.com"]),
            (apple, ["icloud.com", "me.com", "mac.com"]),
            (proton, ["proton.me", "protonmail.com", "protonmail.ch", "pm.me"]),
            (yandex, ["yandex.ru", "yandex.com", "ya.ru", "yandex.by", "yandex.kz", "yandex.ua"]),
            (fastmail, ["fastmail.com", "fastmail.fm"]),
            (
                yahoo,
                [
                    "yahoo.com", "ymail.com", "rocketmail.com", "yahoo.co.uk", "yahoo.de", "yahoo.es",
                    "yahoo.ie", "yahoo.ca", "yahoo.se", "yahoo.no", "yahoo.dk", "yahoo.fi", "yahoo.nl",
                    "yahoo.pl", "yahoo.cz", "yahoo.at", "yahoo.be", "yahoo.fr", "yahoo.it",
                    "yahoo.com.au", "yahoo.com.mx", "yahoo.co.nz", "yahoo.co.za",
                ]
            ),
        ]
        var table: [[UInt8]: MailboxProvider] = [:]
        for (provider, domains) in groups {
            for domain in domains { table[Array(domain.utf8)] = provider }
        }
        return table
    }()
}
