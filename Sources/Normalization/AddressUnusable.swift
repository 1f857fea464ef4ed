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
/// Asked for every account. Nearly every answer is no, and two loads and three bits of a filter give
/// it; only what passes the filter is looked up.
package struct UnusableAddresses: Sendable {
    private let localParts: Set<[UInt8]>
    private let domains: Set<[UInt8]>
    private var localFilter = ByteFilter()
    private var longDomainFilter = ByteFilter()
    private var shortDomainFilter = ByteFilter()
    /// A name of one or two letters is too short for a filter; then every address is looked up.
    private let hasTinyDomain: Bool

    /// - Parameters:
    ///   - localParts: whole local parts, as in K1.
    ///   - domains: domains in A-label form, with all that is under them; `invalid` is the whole TLD.
    package init(localParts: [String], domains: [String]) {
        self.localParts = Set(localParts.map { Array($0.utf8) })
        self.domains = Set(domains.map { Array($0.utf8) })
        hasTinyDomain = self.domains.contains { $0.count < 3 }
        for name in self.localParts { localFilter.insert(firstWord(of: (name + [0x40]).span)) }
        for name in self.domains {
            if name.count >= 8 {
                longDomainFilter.insert(lastWord(of: name.span))
            } else {
                // Shorter than a word: filed with the separator before it, cut to its last four bytes.
                for separator in [UInt8(ascii: "@"), UInt8(ascii: ".")] {
                    let filed = [0, 0, 0, 0, 0, 0, 0, separator] + name
                    shortDomainFilter.insert(lastWord(of: filed.span) >> 32)
                }
            }
        }
    }

    /// Why the address is unusable, or `nil`.
    package func matches(_ linkKey: Span<UInt8>) -> UnusableReason? {
        guard linkKey.count >= 8, !hasTinyDomain else { return lookUp(linkKey) }
        let last = lastWord(of: linkKey)
        let isSuspect =
            localFilter.mayContain(firstWord(of: linkKey))
            || longDomainFilter.mayContain(last)
            || shortDomainFilter.mayContain(last &>> 32)
            || linkKey[linkKey.count - 1] &- UInt8(ascii: "0") < 10
        return isSuspect ? lookUp(linkKey) : nil
    }

    private func lookUp(_ linkKey: Span<UInt8>) -> UnusableReason? {
        var key: [UInt8] = []
        for place in linkKey.indices { key.append(linkKey[place]) }
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

/// The first eight bytes, cut after the at-sign if one is among them; shorter keys end in zeros.
@inline(__always)
private func firstWord(of bytes: Span<UInt8>) -> UInt64 {
    let word = word(of: bytes, at: 0)
    // The high bit of each byte that is an at-sign; only the lowest set bit is exact, and only it counts.
    let difference = word ^ 0x4040_4040_4040_4040
    let found = (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    return found == 0 ? word : word & (found ^ (found &- 1))
}

/// The last eight bytes of at least eight.
@inline(__always)
private func lastWord(of bytes: Span<UInt8>) -> UInt64 { word(of: bytes, at: bytes.count - 8) }

@inline(__always)
private func word(of bytes: Span<UInt8>, at start: Int) -> UInt64 {
    guard bytes.count >= start + 8 else {
        var word: UInt64 = 0
        for place in start..<bytes.count { word |= UInt64(bytes[place]) &<< UInt64(8 * (place - start)) }
        return word
    }
    let raw = unsafe bytes.bytes  // Only read.
    // The guard keeps the eight bytes inside the span.
    return unsafe raw.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
}

/// A set of words that may say yes too often and never no too often: 4096 bits, one a word.
private struct ByteFilter: Sendable {
    private var bits = [UInt64](repeating: 0, count: 64)

    mutating func insert(_ word: UInt64) {
        let slot = ByteFilter.slot(of: word)
        bits[slot >> 6] |= 1 << UInt64(slot & 63)
    }

    @inline(__always)
    func mayContain(_ word: UInt64) -> Bool {
        let slot = ByteFilter.slot(of: word)
        return bits[slot >> 6] &>> UInt64(slot & 63) & 1 == 1
    }

    @inline(__always)
    private static func slot(of word: UInt64) -> Int {
        Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) &>> 52)
    }
}
