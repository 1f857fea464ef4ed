internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeStore
internal import Normalization
internal import RecordLinkage

/// A profile's id before a change of keys, and after.
struct RekeyedProfile: Sendable {
    var former: Hash128
    var current: Hash128
}

/// The ids that profiles had under the key of before.
struct FormerIDs: Sendable {
    let keys: IntakeKeys
    /// Under the key of before; `nil` when nobody was erased.
    let suppressions: SuppressionList?

    /// The link key that a joint profile had: all its addresses have one.
    func linkKey(_ decision: borrowing GroupDecision, _ bytes: RawSpan) -> Hash128? {
        guard let member = decision.members.first(where: { $0.role.joins }) else { return nil }
        var address: [UInt8] = []
        guard makeLinkKey(bytes.bytes(member.facts.range(of: .email)), into: &address) == nil else {
            preconditionFailure("a joint profile whose address has no link key")
        }
        let key = sipHash128(address.raw, key: keys.link)
        return suppressions?.currentKey(
            key, SuppressionSubject(address: address, country: .SE, account: [])) ?? key
    }

    /// The id of an account's own profile.
    func localID(_ facts: AccountFacts, _ bytes: RawSpan) -> Hash128 {
        profileID(accountPlace(facts, bytes, key: keys.account))
    }
}

/// Owns `rekey-map.csv`: which profile has which id now.
actor RekeyMap {
    static let name = "rekey-map.csv"
    private var file: OutputFile?

    init(in folder: String) throws(FileFault) {
        var file = try createOutput(folder, RekeyMap.name)
        try file.append("old_profile_id,new_profile_id\n")
        self.file = consume file
    }

    func append(_ profiles: [RekeyedProfile]) throws(FileFault) {
        var text = ByteBuffer(capacity: 64 + profiles.count * 74)
        for profile in profiles {
            text.append(uuid: profile.former)
            text.append(",")
            text.append(uuid: profile.current)
            text.append("\n")
        }
        if !text.isEmpty { try file?.append(text.bytes.bytes) }
    }

    func finish() throws(FileFault) -> WrittenFile? {
        guard let file = file.take() else { return nil }
        return try RunOutputs.finish(file, RekeyMap.name)
    }
}

extension StoreEnvironment {
    /// The standing decisions under another key. Their accounts are named by hashes, so they are found through
    /// the journal, which names them as people did.
    func rekeyedConstraints(_ key: SipKey) throws -> ConstraintSet {
        var rekeyed = ConstraintSet()
        for (subject, ruling) in try constraints().rulings {
            guard let decision = try journalEntry(ruling.journalNumber)?.decision,
                let account = accountPlace(decision.country, decision.accountID, key)
            else { throw StoreError("change the keys of the decisions", .damaged("a decision without its order")) }
            if subject.kind == .pair {
                guard let other = accountPlace(decision.otherCountry ?? "", decision.otherAccountID ?? "", key) else {
                    throw StoreError("change the keys of the decisions", .damaged("a pair of one account"))
                }
                rekeyed.put(ruling, about: DecisionSubject(pair: account, other))
            } else {
                let name = [subject.kind.rawValue] + bigEndianBytes(account) + Array(subject.detail.utf8)
                guard let moved = DecisionSubject(storeKey: name) else {
                    preconditionFailure("a subject that was read cannot be read")
                }
                rekeyed.put(ruling, about: moved)
            }
        }
        return rekeyed
    }

    private func accountPlace(_ country: String, _ id: String, _ key: SipKey) -> Hash128? {
        Country(code: country).map { accountIndexKey($0, Array(id.utf8).raw, key: key) }
    }
}
