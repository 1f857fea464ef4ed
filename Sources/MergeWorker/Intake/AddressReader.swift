internal import ByteScanning
internal import Normalization

/// Reads the address of each row: its link key, and what has to be known of it.
///
/// Nearly every address is plain; it is read where it stands, without a copy.
struct AddressReader {
    private let key: SipKey
    private let unusable: UnusableAddresses
    private let lookAlikes: LookAlikeFilter
    private var linkKeys = LinkKeyMaker()
    private var skeletons: SkeletonMaker

    /// K1 of the last address, where it is not the field itself in lower case; else empty.
    private(set) var normalized: [UInt8] = []
    /// Placeholders and role addresses are held.
    private(set) var isUnusable = false

    init(_ keys: IntakeKeys, _ unusable: UnusableAddresses, _ lookAlikes: LookAlikeFilter) {
        key = keys.link
        self.unusable = unusable
        self.lookAlikes = lookAlikes
        skeletons = SkeletonMaker(keys)
    }

    /// What an address turned out to be.
    enum Reading {
        /// The link key, of the field itself in lower case.
        case plain(Hash128)
        /// The link key, of `normalized`.
        case other(Hash128)
        case rejected(AddressFault)
    }

    /// Forgets the last address.
    @inline(__always)
    mutating func begin() {
        if !normalized.isEmpty { normalized.removeAll(keepingCapacity: true) }
        isUnusable = false
    }

    /// Reads one field; notes an address that others may look like.
    mutating func read(_ field: Span<UInt8>) -> Reading {
        let fault: AddressFault?
        switch scanAddress(field) {
        case .plain(let range, let hasHyphenPair):
            let address = field.extracting(range)
            if range.count == field.count, !hasHyphenPair, !unusable.mayMatch(address) {
                return .plain(sipHash128LowercasingASCII(address.raw, key: key))
            }
            fault = linkKeys.make(field, into: &normalized)
        case .needsUnicodePath: fault = linkKeys.make(field, into: &normalized)
        case .rejected(let reason, _): fault = reason
        }
        if let fault {
            normalized.removeAll(keepingCapacity: true)
            return .rejected(fault)
        }
        return judge(field)
    }

    /// What there is to know of `normalized`, a sound key.
    private mutating func judge(_ field: Span<UInt8>) -> Reading {
        let address = normalized
        let hash = sipHash128(address.raw, key: key)
        if !isPlainKey(address.span) {
            skeletons.make(address.span)
            lookAlikes.insert(skeletons.place)
            lookAlikes.sums?.note(skeletons.skeleton.raw)
        }
        isUnusable = unusable.matches(address.span) != nil
        guard case .plain(let range, _) = scanAddress(field), range.count == field.count else { return .other(hash) }
        normalized.removeAll(keepingCapacity: true)
        return .plain(hash)
    }
}
