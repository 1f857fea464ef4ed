internal import AccountModel
internal import ByteScanning
internal import MergeStore
internal import Normalization

/// One link key in the store's list of skeletons that look-alikes may share.
///
/// A skeleton is in the list as long as one of its addresses is not plain; then all of its addresses are. So the
/// store grows with the addresses that are not plain, and not with all of them.
struct LookAlikeEntry: Hashable, Sendable {
    /// Keyed hash of the skeleton; that of a plain address which is its own skeleton is its link key.
    var skeleton: Hash128
    var key: Hash128
    /// Where the skeleton stands in `LookAlikeFilter`.
    var place: UInt64
    var isPlain: Bool

    private static let prefix: [UInt8] = Array("k3/".utf8)

    /// What the keys of a skeleton's entries, or of all, begin with.
    static func prefix(of skeleton: Hash128? = nil) -> [UInt8] {
        guard let skeleton else { return prefix }
        var bytes = prefix
        appendBigEndian(skeleton.high, to: &bytes)
        appendBigEndian(skeleton.low, to: &bytes)
        return bytes
    }

    var storeKey: [UInt8] {
        var bytes = LookAlikeEntry.prefix
        bytes.reserveCapacity(bytes.count + 32)
        for word in [skeleton.high, skeleton.low, key.high, key.low] { appendBigEndian(word, to: &bytes) }
        return bytes
    }

    var storeValue: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(9)
        appendBigEndian(place, to: &bytes)
        bytes.append(isPlain ? 1 : 0)
        return bytes
    }

    init(skeleton: Hash128, key: Hash128, place: UInt64, isPlain: Bool) {
        self.skeleton = skeleton
        self.key = key
        self.place = place
        self.isPlain = isPlain
    }

    /// Reads a stored entry; `nil` for bytes that are none.
    init?(storeKey: [UInt8], value: [UInt8]) {
        let start = LookAlikeEntry.prefix.count
        guard storeKey.count == start + 32, value.count == 9 else { return nil }
        func word(_ bytes: [UInt8], _ offset: Int) -> UInt64 {
            bytes[offset..<offset + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        skeleton = Hash128(high: word(storeKey, start), low: word(storeKey, start + 8))
        key = Hash128(high: word(storeKey, start + 16), low: word(storeKey, start + 24))
        place = word(value, 0)
        isPlain = value[8] == 1
    }
}

private func appendBigEndian(_ word: UInt64, to bytes: inout [UInt8]) {
    var shift: UInt64 = 64
    while shift > 0 {
        shift -= 8
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
    }
}

extension ReadTransaction {
    /// Calls `body` with the entries of one skeleton, or of all, by skeleton and key, until it returns `false`.
    borrowing func walkLookAlikes(
        of skeleton: Hash128? = nil, _ body: (LookAlikeEntry) throws(StoreError) -> Bool
    ) throws(StoreError) {
        let prefix = LookAlikeEntry.prefix(of: skeleton)
        try walk(.hints, from: prefix) { (key, value) throws(StoreError) in
            guard key.starts(with: prefix) else { return false }
            guard let entry = LookAlikeEntry(storeKey: key, value: value) else {
                throw StoreError("read the look-alikes", .damaged("an entry of \(key.count) bytes"))
            }
            return try body(entry)
        }
    }
}

/// Makes the skeletons of addresses; its buffers are used again.
struct SkeletonMaker {
    private let keys: IntakeKeys
    private var lowercased: [UInt8] = []
    private var domains = DomainSkeletons()
    private(set) var skeleton: [UInt8] = []
    /// The address itself can be listed among the plain spellings of a skeleton.
    private(set) var isPlain = false
    private(set) var isASCII = false

    init(_ keys: IntakeKeys) { self.keys = keys }

    /// Makes the skeleton of an account's link key; `false` for an account without a sound address.
    mutating func make(_ facts: AccountFacts, _ bytes: RawSpan) -> Bool {
        if facts.kind != .account || facts.addressFault != 0 { return false }
        guard facts.flags.contains(.isPlainAddress) else {
            make(bytes.bytes(facts.range(of: .linkKey)))
            return true
        }
        let address = bytes.extracting(facts.range(of: .email))
        if lowercased.count < address.byteCount + 8 {
            lowercased = [UInt8](repeating: 0, count: address.byteCount + 8)
        }
        lowercaseASCII(address, into: &lowercased)
        let whole = lowercased
        make(whole.span.extracting(0..<address.byteCount))
        return true
    }

    mutating func make(_ linkKey: Span<UInt8>) {
        isPlain = isPlainKey(linkKey)
        isASCII = isPlain || isASCIIAddress(linkKey)
        if isPlain { makeSkeleton(linkKey, into: &skeleton) } else { domains.make(linkKey, into: &skeleton) }
    }

    var place: UInt64 { lookAlikePlace(skeleton.raw, keys) }
    var hash: Hash128 { sipHash128(skeleton.raw, key: keys.link) }
}
