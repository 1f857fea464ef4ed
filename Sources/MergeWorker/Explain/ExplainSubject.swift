package import AccountModel
internal import ByteScanning
internal import MergeStore
internal import Normalization

/// What `explain` is asked about.
package enum ExplainSubject: Equatable, Sendable {
    /// The id of a joint or a local profile.
    case profile(high: UInt64, low: UInt64)
    case account(Country, String)
    case address(String)

    /// Reads a profile id, `CC/ACCOUNT` or an address; `nil` when it is none of them.
    package init?(_ text: String) {
        if let id = ExplainSubject.uuid(text) {
            self = .profile(high: id.high, low: id.low)
            return
        }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, let country = Country(code: String(parts[0])), !parts[1].isEmpty {
            self = .account(country, String(parts[1]))
        } else if text.contains("@") {
            self = .address(text)
        } else {
            return nil
        }
    }

    private static func uuid(_ text: String) -> Hash128? {
        let bytes = Array(text.utf8)
        guard bytes.count == 36 else { return nil }
        var words: [UInt64] = [0, 0]
        var digits = 0
        for (offset, byte) in bytes.enumerated() {
            if [8, 13, 18, 23].contains(offset) {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
            words[digits / 16] = words[digits / 16] << 4 | UInt64(digit)
            digits += 1
        }
        return Hash128(high: words[0], low: words[1])
    }
}

/// Where a subject is in the state.
struct LocatedSubject {
    var linkKey: Hash128
    /// Its place in the accounts index, if it is one account.
    var account: Hash128?
}

extension ExplainSubject {
    /// Finds the subject; `nil` when the state does not know it.
    func locate(_ state: OpenedState) throws(StoreError) -> LocatedSubject? {
        switch self {
        case .profile(let high, let low): return try locateProfile(Hash128(high: high, low: low), state)
        case .account(let country, let id):
            let account = accountIndexKey(country, Array(id.utf8).raw, key: state.keys.account)
            if let found = try locateAccount([account], state) { return found }
            // NO/x@y.z is an address as well: a slash may stand before the at sign.
            guard id.contains("@") else { return nil }
            return try locateAddress("\(country.code)/\(id)", state)
        case .address(let text): return try locateAddress(text, state)
        }
    }

    private func locateAddress(_ text: String, _ state: OpenedState) throws(StoreError) -> LocatedSubject? {
        var address: [UInt8] = []
        guard makeLinkKey(Array(text.utf8).span, into: &address) == nil else { return nil }
        let key = sipHash128(address.raw, key: state.keys.link)
        return try locateKey(
            [
                state.suppressions?.currentKey(key, SuppressionSubject(address: address, country: .SE, account: []))
                    ?? key
            ], state)
    }

    /// A profile id is a hash with six bits replaced: each of the 64 hashes that it may stand for is tried.
    private func locateProfile(_ id: Hash128, _ state: OpenedState) throws(StoreError) -> LocatedSubject? {
        guard profileID(id) == id else { return nil }
        var candidates: [Hash128] = []
        for version in UInt64(0)..<16 {
            for variant in UInt64(0)..<4 {
                candidates.append(
                    Hash128(
                        high: id.high & ~0xF000 | version << 12, low: id.low & ~(0b11 << 62) | variant << 62))
            }
        }
        if let found = try locateKey(candidates, state) { return found }
        return try locateAccount(candidates, state)
    }

    private func locateKey(
        _ candidates: [Hash128], _ state: OpenedState
    ) throws(StoreError) -> LocatedSubject? {
        let found = try state.store.read { (transaction) throws(StoreError) in
            try transaction.withCursor(.profiles) { (cursor) throws(StoreError) in
                for key in candidates.sorted() where try cursor.contains(key) { return Optional(key) }
                return nil
            }
        }
        guard let key = found ?? nil else { return nil }
        return LocatedSubject(linkKey: key, account: nil)
    }

    private func locateAccount(
        _ candidates: [Hash128], _ state: OpenedState
    ) throws(StoreError) -> LocatedSubject? {
        let sorted = candidates.sorted()
        let values = try IndexReader(store: state.store).values(of: sorted)
        for (account, value) in zip(sorted, values) {
            if let value { return LocatedSubject(linkKey: value.linkKey, account: account) }
        }
        return nil
    }
}
