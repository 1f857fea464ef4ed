internal import AccountModel
internal import ByteScanning
internal import RecordLinkage

/// The accounts of a profile: who they are, and what is carried for each and never merged.
extension ProfileRenderer {
    /// Country, account id, role, type, basis and withheld fields; what is carried follows.
    ///
    /// - Parameter released: the fields that the account gives to the profile; what it has and keeps back is
    ///   said. A profile of its own shows all that it has.
    @inline(__always)
    func appendAccount(
        _ facts: AccountFacts, _ role: Role, _ basis: LinkBasis, released: GoldenFieldSet = .all,
        _ output: inout ByteBuffer
    ) {
        output.append("{\"country\":\"")
        appendCountry(facts.country, &output)
        output.append("\",\"account_id\":")
        appendText(facts, .accountID, &output)
        output.append(",\"role\":\"")
        if role == .member { output.append("member") } else { output.append(role.name) }
        switch facts.flags.type {
        case .registered: output.append("\",\"account_type\":\"registered\",\"basis\":")
        case .guest: output.append("\",\"account_type\":\"guest\",\"basis\":")
        case .attendee: output.append("\",\"account_type\":\"attendee\",\"basis\":")
        case .passholder: output.append("\",\"account_type\":\"passholder\",\"basis\":")
        }
        if basis == .none {
            output.append("null")
        } else {
            output.append("\"")
            output.append(basis.name)
            output.append("\"")
        }
        if released != .all, role.joins { appendWithheld(facts, released, &output) }
        output.append(",\"marketing\":{")
    }

    /// The fields that the account has and that its country does not give to the profile.
    private func appendWithheld(_ facts: AccountFacts, _ released: GoldenFieldSet, _ output: inout ByteBuffer) {
        var isFirst = true
        for (field, name) in GoldenFieldSet.named where !released.contains(field) && facts.hasValue(of: field) {
            output.append(isFirst ? ",\"withheld\":[\"" : ",\"")
            isFirst = false
            output.append(name)
            output.append("\"")
        }
        if !isFirst { output.append("]") }
    }

    /// Marketing, delivery address, organiser, organisers' own fields, orders: one walk over the extras, which
    /// stand in the order of their tags.
    func appendCarried(
        _ facts: AccountFacts, _ peers: borrowing MarketingPeers, _ output: inout ByteBuffer,
        _ counts: inout RenderCounts
    ) {
        counts.accounts += 1
        guard facts.flags.contains(.hasExtras) else {
            output.append("}}")
            return
        }
        let start = output.count
        var organiser: Range<Int>?
        var orders: Range<Int>?
        var family = AccountExtra.marketing
        var isFirst = true
        var cursor = facts.extras.lowerBound
        while let field = facts.nextExtra(records, &cursor) {
            switch field.tag {
            case .organiser: organiser = field.value
            case .orders: orders = field.value
            case .marketing: appendMarketing(field, of: facts, peers, &isFirst, &output, &counts)
            case .delivery:
                if family == .marketing {
                    output.append("},\"delivery\":{")
                    (family, isFirst) = (.delivery, true)
                }
                appendPair(field, &isFirst, &output)
            case .attribute:
                if family != .attribute {
                    output.append("}")
                    appendOrganiser(organiser, &output)
                    output.append(",\"attributes\":{")
                    (family, isFirst) = (.attribute, true)
                }
                appendPair(field, &isFirst, &output)
            case .emailChangedAt, .consentProvenBy, .globalPasswordSetAt, .globalPhoneVerifiedAt: break
            }
        }
        output.append("}")
        if family != .attribute { appendOrganiser(organiser, &output) }
        if let orders { appendOrders(orders, &output, &counts) }
        output.append("}")
        counts.consentBreaches += consentBreaches(in: output.bytes, from: start, of: facts, records)
    }

    @inline(__always)
    private func appendMarketing(
        _ field: ExtraField, of facts: AccountFacts, _ peers: borrowing MarketingPeers, _ isFirst: inout Bool,
        _ output: inout ByteBuffer, _ counts: inout RenderCounts
    ) {
        let own = loadByte(records, at: field.value.lowerBound) != 0
        let shown = peers.strictest(own, of: facts, name: field.name, records)
        if shown != own { counts.consentTightened += 1 }
        guard let shown else { return }
        output.append(isFirst ? "\"" : ",\"")
        isFirst = false
        output.append(jsonEscaped: records, field.name)
        output.append(shown ? "\":true" : "\":false")
    }

    @inline(__always)
    private func appendPair(_ field: ExtraField, _ isFirst: inout Bool, _ output: inout ByteBuffer) {
        output.append(isFirst ? "\"" : ",\"")
        isFirst = false
        output.append(jsonEscaped: records, field.name)
        output.append("\":\"")
        output.append(jsonEscaped: records, field.value)
        output.append("\"")
    }

    private func appendOrganiser(_ organiser: Range<Int>?, _ output: inout ByteBuffer) {
        guard let organiser else { return }
        output.append(",\"organiser\":\"")
        output.append(jsonEscaped: records, organiser)
        output.append("\"")
    }

    private func appendOrders(_ orders: Range<Int>, _ output: inout ByteBuffer, _ counts: inout RenderCounts) {
        output.append(",\"orders\":[")
        var isFirst = true
        forEachOrder(orders, records) { order in
            output.append(isFirst ? "\"" : ",\"")
            isFirst = false
            output.append(jsonEscaped: records, order)
            output.append("\"")
            counts.orders += 1
        }
        output.append("]")
    }
}

/// What was written, counted while it was: the other side of the balance.
struct RenderCounts: Equatable, Sendable {
    var accounts = 0
    var orders = 0
    var consentBreaches = 0
    var consentTightened = 0
}

/// Calls `body` with the range of each order reference: between semicolons, blanks trimmed, none empty.
@inline(__always)
func forEachOrder(_ orders: Range<Int>, _ records: RawSpan, _ body: (Range<Int>) -> Void) {
    let bytes = records.bytes(orders)
    var start = 0
    while start < bytes.count {
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: ";") { end += 1 }
        var first = start
        var last = end
        while first < last, bytes[first] <= 0x20 { first += 1 }
        while last > first, bytes[last - 1] <= 0x20 { last -= 1 }
        if first < last { body(orders.lowerBound + first..<orders.lowerBound + last) }
        start = end + 1
    }
}

/// What the accounts of one country in a joint profile say about marketing: the strictest of them is shown (A6).
///
/// The members of a group stand by country, so the renderer turns from one country to the next, and each is looked
/// at once however many accounts it has.
struct MarketingPeers {
    /// How many accounts of one country are compared pair by pair; more are counted once for each channel.
    private static let pairsMax = 8

    private struct Answers {
        var yes = 0
        var no = 0
    }

    private var country: Country?
    /// The joining accounts of the country, where there are two or more.
    private var accounts: [AccountFacts] = []
    /// By the name of the channel; empty up to `pairsMax` accounts.
    private var answers: [[UInt8]: Answers]?

    /// None: the account is alone, or in a local profile.
    @inline(__always)
    init() {}

    /// Turns to the country of the account at `index`.
    ///
    /// - Parameter members: all accounts of the joint profile's key, in store order.
    mutating func turn(to index: Int, of members: [GroupMember], _ records: RawSpan) {
        let country = members[index].facts.country
        if self.country == country { return }
        self.country = country
        accounts.removeAll(keepingCapacity: true)
        answers = nil
        var end = index + 1
        while end < members.count, members[end].facts.country == country { end += 1 }
        guard end - index > 1 else { return }
        for member in members[index..<end] where member.role.joins { accounts.append(member.facts) }
        if accounts.count > MarketingPeers.pairsMax { countAnswers(records) }
    }

    private mutating func countAnswers(_ records: RawSpan) {
        var answers: [[UInt8]: Answers] = [:]
        for account in accounts {
            var cursor = account.extras.lowerBound
            while let field = account.nextExtra(records, &cursor) {
                guard field.tag == .marketing else { continue }
                let isYes = loadByte(records, at: field.value.lowerBound) != 0
                let channel = channel(field.name, records)
                answers[channel, default: Answers()].yes += isYes ? 1 : 0
                answers[channel, default: Answers()].no += isYes ? 0 : 1
            }
        }
        self.answers = answers
    }

    /// The strictest answer of an account and those beside it: no beats never asked (`nil`), which beats yes.
    func strictest(_ own: Bool, of facts: AccountFacts, name: Range<Int>, _ records: RawSpan) -> Bool? {
        guard own, accounts.count > 1 else { return own }
        if let answers {
            let answers = answers[channel(name, records), default: Answers()]
            return answers.no > 0 ? false : answers.yes == accounts.count ? true : nil
        }
        var isAskedByAll = true
        for peer in accounts where peer.start != facts.start {
            switch answer(of: peer, name, records) {
            case .some(false): return false
            case nil: isAskedByAll = false
            case .some(true): break
            }
        }
        return isAskedByAll ? true : nil
    }

    private func channel(_ name: Range<Int>, _ records: RawSpan) -> [UInt8] {
        let bytes = records.bytes(name)
        return bytes.indices.map { bytes[$0] }
    }

    private func answer(of peer: AccountFacts, _ name: Range<Int>, _ records: RawSpan) -> Bool? {
        var cursor = peer.extras.lowerBound
        while let field = peer.nextExtra(records, &cursor) {
            if field.tag == .marketing, areEqual(records, field.name, records, name) {
                return records.bytes(field.value)[0] != 0
            }
        }
        return nil
    }
}
