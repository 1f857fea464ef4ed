internal import AccountModel
internal import ByteScanning
internal import RecordLinkage

/// The accounts of a profile: who they are, and what is carried for each and never merged.
extension ProfileRenderer {
    /// Country, account id, role, type and basis; what is carried follows.
    @inline(__always)
    func appendAccount(_ facts: AccountFacts, _ role: Role, _ basis: LinkBasis, _ output: inout ByteBuffer) {
        output.append("{\"country\":\"")
        appendCountry(facts.country, &output)
        output.append("\",\"account_id\":")
        appendText(facts, .accountID, &output)
        output.append(",\"role\":\"")
        output.append(role.name)
        output.append("\",\"account_type\":\"")
        output.append(facts.flags.type.name)
        if basis == .none {
            output.append("\",\"basis\":null,\"marketing\":{")
        } else {
            output.append("\",\"basis\":\"")
            output.append(basis.name)
            output.append("\",\"marketing\":{")
        }
    }

    /// Marketing, delivery address, organiser, organisers' own fields, orders: one walk over the extras, which
    /// stand in the order of their tags.
    func appendCarried(
        _ facts: AccountFacts, _ peers: MarketingPeers, _ output: inout ByteBuffer, _ counts: inout RenderCounts
    ) {
        counts.accounts += 1
        guard facts.flags.contains(.hasExtras) else {
            output.append("}}")
            return
        }
        var organiser: Range<Int>?
        var orders: Range<Int>?
        var family = AccountExtra.marketing
        var isFirst = true
        var cursor = facts.extras.lowerBound
        while let field = facts.nextExtra(records, &cursor) {
            switch field.tag {
            case .organiser: organiser = field.value
            case .orders: orders = field.value
            case .marketing: appendMarketing(field, peers, &isFirst, &output, &counts)
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
    }

    @inline(__always)
    private func appendMarketing(
        _ field: ExtraField, _ peers: MarketingPeers, _ isFirst: inout Bool, _ output: inout ByteBuffer,
        _ counts: inout RenderCounts
    ) {
        let own = loadByte(records, at: field.value.lowerBound) != 0
        let shown = peers.isEmpty ? own : peers.strictest(own, name: field.name, records)
        if shown == true, !own { counts.consentBreaches += 1 }
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

/// The other accounts of one country in a joint profile, whose marketing answers may be stricter (A6).
struct MarketingPeers {
    private var peers: [AccountFacts] = []

    /// None: the account is alone, or in a local profile.
    @inline(__always)
    init() {}

    /// - Parameter members: all accounts of the joint profile's key.
    init(_ member: GroupMember, _ members: [GroupMember]) {
        guard members.count > 1, member.role.joins else { return }
        for other in members
        where other.role.joins && other.facts.country == member.facts.country
            && other.facts.start != member.facts.start
        {
            peers.append(other.facts)
        }
    }

    var isEmpty: Bool { peers.isEmpty }

    /// The strictest answer: no beats never asked (`nil`), which beats yes.
    func strictest(_ own: Bool, name: Range<Int>, _ records: RawSpan) -> Bool? {
        if !own { return false }
        var isAskedByAll = true
        for peer in peers {
            switch answer(of: peer, name, records) {
            case .some(false): return false
            case nil: isAskedByAll = false
            case .some(true): break
            }
        }
        return isAskedByAll ? true : nil
    }

    private func answer(of peer: AccountFacts, _ name: Range<Int>, _ records: RawSpan) -> Bool? {
        var cursor = peer.extras.lowerBound
        while let field = peer.nextExtra(records, &cursor) {
            if field.tag == .marketing, isEqual(records.bytes(field.name), records.bytes(name)) {
                return records.bytes(field.value)[0] != 0
            }
        }
        return nil
    }
}
