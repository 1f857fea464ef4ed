internal import ByteScanning

/// Remembers what was made of the domains of addresses: a small table, direct-mapped, that compares whole domains.
///
/// Few domains have most of the addresses that are not plain, and each costs a microsecond by the Unicode tables.
/// What the memo says is what the tables said: a hit is an equal domain, never just an equal hash.
struct DomainMemo {
    private struct Entry {
        var domain: [UInt8] = []
        var made: [UInt8] = []
    }

    private var entries: [Entry] = []

    private static let places = 256
    /// A longer domain is not remembered.
    private static let bytesMax = 64

    /// Appends what was made of a domain, if it is remembered.
    @inline(__always)
    func append(_ domain: RawSpan, to output: inout [UInt8]) -> Bool {
        guard !entries.isEmpty, domain.byteCount > 0, domain.byteCount <= DomainMemo.bytesMax else { return false }
        let entry = entries[DomainMemo.place(of: domain)]
        guard isEqual(entry.domain.raw, domain) else { return false }
        output += entry.made
        return true
    }

    /// Remembers what was made of a domain, in the place of another one.
    mutating func remember(_ domain: RawSpan, _ made: Span<UInt8>) {
        guard domain.byteCount > 0, domain.byteCount <= DomainMemo.bytesMax else { return }
        if entries.isEmpty { entries = [Entry](repeating: Entry(), count: DomainMemo.places) }
        let place = DomainMemo.place(of: domain)
        entries[place].domain = domain.copied()
        entries[place].made = made.raw.copied()
    }

    @inline(__always)
    private static func place(of domain: RawSpan) -> Int {
        Int(truncatingIfNeeded: foldedHash(domain, seed: 0) & UInt64(places - 1))
    }

    private func isEqual(_ one: RawSpan, _ other: RawSpan) -> Bool {
        guard one.byteCount == other.byteCount else { return false }
        var place = 0
        while place + 8 <= one.byteCount {
            if loadWord(one, at: place) != loadWord(other, at: place) { return false }
            place += 8
        }
        return loadTail(one, from: place) == loadTail(other, from: place)
    }
}

/// Makes link keys one after the other; says what `makeLinkKey` says, and remembers domains.
package struct LinkKeyMaker {
    private var domains = DomainMemo()

    /// An empty memory.
    package init() {}

    /// As `makeLinkKey`.
    package mutating func make(_ field: Span<UInt8>, into key: inout [UInt8]) -> AddressFault? {
        let split = placeBehindAt(field.raw)
        let domain = field.raw.extracting(split..<field.count)
        if split > 1, isPlainLocalPart(field.extracting(0..<split - 1)) {
            replace(&key, with: field.extracting(0..<split))
            for place in key.indices { key[place] = lowercasedASCII(key[place]) }
            if domains.append(domain, to: &key) { return nil }
        }
        let fault = makeLinkKey(field, into: &key)
        // White space around an address was cut off: the same white space will be.
        if fault == nil { domains.remember(domain, key.span.extracting(placeBehindAt(key.raw)..<key.count)) }
        return fault
    }
}

/// Where the part behind the last at-sign begins; zero without one.
@inline(__always)
func placeBehindAt(_ address: RawSpan) -> Int {
    var place = address.byteCount
    while place > 0, loadByte(address, at: place - 1) != UInt8(ascii: "@") { place -= 1 }
    return place
}
