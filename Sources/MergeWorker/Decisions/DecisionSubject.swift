internal import AccountModel
internal import ByteScanning

/// What a decision is about. Of all decisions about one subject the one decided last stands.
///
/// Accounts are named by their place in the accounts index: a decision follows its account from address to
/// address, and waits for one that is not there yet.
struct DecisionSubject: Hashable, Sendable {
    enum Kind: UInt8, Sendable {
        case account = 1, pair, field, hold
    }

    let kind: Kind
    let account: Hash128
    /// The other account of a pair, whose place is the greater one; else zero.
    let other: Hash128
    /// The name of the unit, or the code of the hold.
    let detail: String

    /// Whether an account is alone.
    init(apart account: Hash128) { self.init(.account, account, .zero, "") }

    /// Whether two accounts belong together, in either order.
    init(pair one: Hash128, _ other: Hash128) { self.init(.pair, min(one, other), max(one, other), "") }

    /// Whether a unit's value comes from an account.
    init(_ unit: SurvivorshipUnit, of account: Hash128) { self.init(.field, account, .zero, "\(unit.name)") }

    /// Whether a hold of an account has ended.
    init(_ hold: RoleReason, of account: Hash128) { self.init(.hold, account, .zero, "\(hold.code)") }

    private init(_ kind: Kind, _ account: Hash128, _ other: Hash128, _ detail: String) {
        self.kind = kind
        self.account = account
        self.other = other
        self.detail = detail
    }

    /// The accounts that it names.
    var accounts: [Hash128] { kind == .pair ? [account, other] : [account] }

    /// Its key in the store: kind, account, and the other account or the detail.
    var storeKey: [UInt8] {
        var bytes = [kind.rawValue] + bigEndianBytes(account)
        switch kind {
        case .account: break
        case .pair: bytes += bigEndianBytes(other)
        case .field, .hold: bytes += Array(detail.utf8)
        }
        return bytes
    }

    /// Reads the stored form; `nil` for bytes that are none.
    init?(storeKey bytes: [UInt8]) {
        guard let kind = bytes.first.flatMap(Kind.init(rawValue:)), bytes.count >= 17 else { return nil }
        let rest = bytes[17...]
        guard kind != .pair || rest.count == 16, kind != .account || rest.isEmpty else { return nil }
        self.kind = kind
        account = hash128(bigEndian: bytes[1..<17])
        other = kind == .pair ? hash128(bigEndian: rest) : .zero
        detail = kind == .pair ? "" : String(decoding: rest, as: UTF8.self)
    }
}

/// What was decided about a subject, and when.
struct Ruling: Equatable, Sendable {
    enum Verdict: UInt8, Sendable {
        /// A person took the decision back; kept, so that an older one cannot come in again.
        case withdrawn = 0
        case keepApart, link, choose, release
    }

    var verdict: Verdict
    /// In milliseconds.
    var decidedAt: Int64
    /// Its entry in the journal.
    var journalNumber: UInt64

    /// The stored form.
    var bytes: [UInt8] {
        [verdict.rawValue] + bigEndianBytes(UInt64(bitPattern: decidedAt)) + bigEndianBytes(journalNumber)
    }

    init(_ verdict: Verdict, decidedAt: Int64, journalNumber: UInt64) {
        self.verdict = verdict
        self.decidedAt = decidedAt
        self.journalNumber = journalNumber
    }

    /// Reads the stored form; `nil` for bytes that are none.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == 17, let verdict = Verdict(rawValue: bytes[0]) else { return nil }
        self.init(
            verdict, decidedAt: Int64(bitPattern: word(bigEndian: bytes[1..<9])),
            journalNumber: word(bigEndian: bytes[9...]))
    }
}

/// What the digest of the state takes of a standing decision: not when or where it came in.
func digestWord(_ subject: DecisionSubject, _ ruling: Ruling) -> UInt64 {
    let bytes = subject.storeKey + ruling.bytes.prefix(9)
    return foldedHash(bytes.raw, seed: 0x6b6f_626c_655f_6463)
}

func bigEndianBytes(_ word: UInt64) -> [UInt8] {
    stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
}

func bigEndianBytes(_ hash: Hash128) -> [UInt8] { bigEndianBytes(hash.high) + bigEndianBytes(hash.low) }

func word(bigEndian bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

private func hash128(bigEndian bytes: ArraySlice<UInt8>) -> Hash128 {
    Hash128(high: word(bigEndian: bytes.prefix(8)), low: word(bigEndian: bytes.dropFirst(8)))
}
