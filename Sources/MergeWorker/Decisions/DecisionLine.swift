internal import AccountModel
internal import ByteScanning
internal import RecordLinkage

/// One decision as it came in: a line of a file, or an order on the command line.
struct DecisionLine: Sendable {
    var kind = JournalEntry.Kind.decision
    var decision: HumanDecision
    var subject: DecisionSubject
    var verdict: Ruling.Verdict
    var decidedAt: Timestamp
    var decidedBy: String
    var reason: String
    /// `nil` for an order on the command line.
    var place: DecisionPlace?

    /// What it is called where another decision contradicts it.
    var name: String { place.map { "\($0)" } ?? "the order of \(decidedAt)" }
}

extension DecisionLine {
    /// The line that a journalled decision was; `nil` when it cannot be one.
    init?(_ order: HumanDecision, _ entry: JournalEntry, accountKey: SipKey) {
        let values: [DecisionColumn: String?] = [
            .decision: order.verb.rawValue, .country: order.country, .accountID: order.accountID,
            .otherCountry: order.otherCountry, .otherAccountID: order.otherAccountID, .field: order.field,
            .hold: order.hold, .reason: entry.reason, .decidedBy: entry.decidedBy, .decidedAt: entry.decidedAt,
        ]
        let reader = DecisionReader(accountKey: accountKey, end: .latest)
        let place = DecisionPlace(file: entry.file ?? "", line: UInt64(entry.line ?? 0), byteOffset: 0)
        guard case .success(let line) = reader.read(values.compactMapValues { $0 }, place) else { return nil }
        self = line
    }
}

/// Columns of a decisions file.
enum DecisionColumn: String, CaseIterable, Sendable {
    case decision, country, accountID = "account_id", otherCountry = "other_country"
    case otherAccountID = "other_account_id", field, hold, reason, decidedBy = "decided_by"
    case decidedAt = "decided_at"

    /// A file without one of these is refused whole.
    var isRequired: Bool {
        switch self {
        case .decision, .country, .accountID, .reason, .decidedBy, .decidedAt: true
        case .otherCountry, .otherAccountID, .field, .hold: false
        }
    }
}

/// Reads the values of one line strictly: nothing is trimmed, guessed or ignored.
struct DecisionReader {
    let accountKey: SipKey
    /// Decisions of this instant or later are refused.
    let end: Timestamp
    /// Decisions about erased accounts are refused; `nil` when nobody was erased.
    var suppressions: SuppressionList?

    /// Longest account id, as in an export, and longest name of a person.
    private static let nameBytesMax = 255
    private static let reasonBytesMax = 1000

    func read(
        _ values: [DecisionColumn: String], _ place: DecisionPlace
    ) -> Result<DecisionLine, RefusedDecision> {
        do throws(DecisionFault) {
            return .success(try line(values, place))
        } catch {
            return .failure(
                RefusedDecision(
                    place: place, reason: error.reject.rawValue,
                    country: values[.country].flatMap(Country.init(code:))?.code))
        }
    }

    private func line(
        _ values: [DecisionColumn: String], _ place: DecisionPlace
    ) throws(DecisionFault) -> DecisionLine {
        guard let verb = HumanDecision.Verb(rawValue: values[.decision] ?? "") else {
            throw DecisionFault(.unknownDecision)
        }
        let account = try account(values, .country, .accountID)
        var other: (country: Country, id: String)?
        if !(values[.otherCountry] ?? "").isEmpty || !(values[.otherAccountID] ?? "").isEmpty {
            other = try self.account(values, .otherCountry, .otherAccountID)
        }
        if let other, other == account { throw DecisionFault(.sameAccount) }
        let decision = HumanDecision(
            verb: verb, country: account.country.code, accountID: account.id, otherCountry: other?.country.code,
            otherAccountID: other?.id, field: given(values[.field]), hold: given(values[.hold]))
        let subject = try subject(decision, indexPlace(account), other.map(indexPlace))
        let reason = try text(values[.reason], DecisionReader.reasonBytesMax, .reasonInvalid)
        let decidedBy = try text(values[.decidedBy], DecisionReader.nameBytesMax, .decidedByInvalid)
        guard let decidedAt = Timestamp(values[.decidedAt] ?? "") else { throw DecisionFault(.decidedAtInvalid) }
        guard decidedAt < end else { throw DecisionFault(.decidedInFuture) }
        if isErased(account, decidedAt) || other.map({ isErased($0, decidedAt) }) == true {
            throw DecisionFault(.accountErased)
        }
        return DecisionLine(
            decision: decision, subject: subject, verdict: verdict(verb), decidedAt: decidedAt,
            decidedBy: decidedBy, reason: reason, place: place)
    }

    /// Whether a line must not be kept: one of its accounts was erased, or nobody can tell which accounts they are.
    func mustGo(_ values: [DecisionColumn: String]) -> Bool {
        do throws(DecisionFault) {
            let decidedAt = Timestamp(values[.decidedAt] ?? "")
            if isErased(try account(values, .country, .accountID), decidedAt) { return true }
            if (values[.otherCountry] ?? "").isEmpty, (values[.otherAccountID] ?? "").isEmpty { return false }
            return isErased(try account(values, .otherCountry, .otherAccountID), decidedAt)
        } catch {
            return true
        }
    }

    private func isErased(_ account: (country: Country, id: String), _ decidedAt: Timestamp?) -> Bool {
        suppressions?.isErased(account.country, Array(account.id.utf8), at: decidedAt, accountKey: accountKey) ?? false
    }

    private func given(_ value: String?) -> String? { value.flatMap { $0.isEmpty ? nil : $0 } }

    private func account(
        _ values: [DecisionColumn: String], _ country: DecisionColumn, _ id: DecisionColumn
    ) throws(DecisionFault) -> (country: Country, id: String) {
        guard let country = Country(code: values[country] ?? "") else { throw DecisionFault(.unknownCountry) }
        return (country, try text(values[id], DecisionReader.nameBytesMax, .accountInvalid))
    }

    private func text(
        _ value: String?, _ bytesMax: Int, _ reject: DecisionReject
    ) throws(DecisionFault) -> String {
        guard let value, !value.isEmpty, value.utf8.count <= bytesMax,
            !value.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else { throw DecisionFault(reject) }
        return value
    }

    private func indexPlace(_ account: (country: Country, id: String)) -> Hash128 {
        accountIndexKey(account.country, Array(account.id.utf8).raw, key: accountKey)
    }

    private func verdict(_ verb: HumanDecision.Verb) -> Ruling.Verdict {
        switch verb {
        case .keepApart: .keepApart
        case .link: .link
        case .choose: .choose
        case .release: .release
        case .withdraw: .withdrawn
        }
    }

    /// What the decision is about. A withdrawal is about what its columns name.
    private func subject(
        _ decision: HumanDecision, _ account: Hash128, _ other: Hash128?
    ) throws(DecisionFault) -> DecisionSubject {
        let verb = decision.verb
        let hasField = decision.field != nil
        if hasField, verb != .choose, verb != .withdraw { throw DecisionFault(.fieldUnexpected) }
        if decision.hold != nil, verb != .release, verb != .withdraw || hasField {
            throw DecisionFault(.holdUnexpected)
        }
        if verb == .choose || hasField {
            if other != nil { throw DecisionFault(.otherAccountUnexpected) }
            guard let unit = decision.field.flatMap(SurvivorshipUnit.init(name:)) else {
                throw DecisionFault(.unknownField)
            }
            return DecisionSubject(unit, of: account)
        }
        if verb == .release || decision.hold != nil {
            if other != nil { throw DecisionFault(.otherAccountUnexpected) }
            guard let hold = decision.hold.flatMap(RoleReason.init(code:)) else { throw DecisionFault(.unknownHold) }
            guard hold.isReviewable else { throw DecisionFault(.holdNotReviewable) }
            return DecisionSubject(hold, of: account)
        }
        guard let other else {
            if verb == .link { throw DecisionFault(.otherAccountMissing) }
            return DecisionSubject(apart: account)
        }
        return DecisionSubject(pair: account, other)
    }
}

/// Why a line is not applied, on its way out of the reader.
private struct DecisionFault: Error {
    let reject: DecisionReject
    init(_ reject: DecisionReject) { self.reject = reject }
}

extension RefusedDecision: Error {}
