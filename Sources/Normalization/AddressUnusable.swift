internal import ByteScanning

/// Why nobody may be identified by an address although it is one.
package enum UnusableReason: UInt8, CaseIterable, Sendable {
    /// The local part names a placeholder or a role: nobody's or many people's mailbox.
    case localPart = 1
    /// The domain is reserved, a placeholder, or lets everyone read its mail.
    case domain
    /// The last label is a number: an IP address without its brackets.
    case numericDomain

    /// The stable reason code of reports, in snake case.
    package var code: String {
        switch self {
        case .localPart: "unusable_local_part"
        case .domain: "unusable_domain"
        case .numericDomain: "unusable_numeric_domain"
        }
    }
}

/// Placeholders and role addresses, whose accounts are held and never linked.
///
/// Asked for every account. Nearly every answer is no, and a few loads give it;
/// only what passes them is looked up.
package struct UnusableAddresses: Sendable {
    private let localParts: Set<[UInt8]>
    private let domains: Set<[UInt8]>
    private var localFilter = WordFilter()
    private let longEndings: AddressEndings
    private let shortEndings: AddressEndings
    /// A name of one or two letters is too short for the endings; then every address is looked up.
    private let hasTinyDomain: Bool

    /// - Parameters:
    ///   - localParts: whole local parts, as in K1.
    ///   - domains: domains in A-label form, with all that is under them; `invalid` is the whole
    ///     TLD.
    package init(localParts: [String], domains: [String]) {
        self.localParts = Set(localParts.map { Array($0.utf8) })
        self.domains = Set(domains.map { Array($0.utf8) })
        hasTinyDomain = self.domains.contains { $0.count < 3 }
        for name in self.localParts { localFilter.insert(firstWord(of: (name + [0x40]).span)) }
        // A domain ends the address behind the at-sign or behind the dot of a sub-domain.
        let endings = self.domains.flatMap { [[UInt8(ascii: "@")] + $0, [UInt8(ascii: ".")] + $0] }
        longEndings = AddressEndings(endings.filter { $0.count >= 8 }, wordBytes: 8)
        shortEndings = AddressEndings(endings.filter { (4..<8).contains($0.count) }, wordBytes: 4)
    }

    /// Why the address is unusable, or `nil`.
    package func matches(_ linkKey: Span<UInt8>) -> UnusableReason? { mayMatch(linkKey) ? lookUp(linkKey) : nil }

    /// Whether the address may be unusable: never no when it is. A few loads, and no copy in lower case.
    /// - Parameter address: a link key, or a plain address in either case.
    package func mayMatch(_ address: Span<UInt8>) -> Bool {
        guard address.count >= 8, !hasTinyDomain else { return true }
        let last = lowercasedASCII(lastWord(of: address))
        return localFilter.mayContain(lowercasedASCII(firstWord(of: address)))
            || longEndings.mayMatch(address, last: last)
            || shortEndings.mayMatch(address, last: last)
            || address[address.count &- 1] &- UInt8(ascii: "0") < 10
    }

    private func lookUp(_ linkKey: Span<UInt8>) -> UnusableReason? {
        var key: [UInt8] = []
        replace(&key, with: linkKey)
        guard let at = key.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        if localParts.contains(Array(key[..<at])) { return .localPart }
        var rest = key[(at + 1)...]
        while true {
            if domains.contains(Array(rest)) { return .domain }
            guard let dot = rest.firstIndex(of: UInt8(ascii: ".")) else { break }
            rest = rest[(dot + 1)...]
        }
        let isNumber = rest.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
        return isNumber ? .numericDomain : nil
    }
}
