internal import AccountModel
internal import ByteScanning
internal import RecordLinkage

/// The bits that make a hash a UUID of version 8 (RFC 9562 §5.8).
func profileID(_ hash: Hash128) -> Hash128 {
    Hash128(
        high: hash.high & ~0xF000 | 0x8000,
        low: hash.low & ~(0b11 << 62) | 0b10 << 62)
}

/// Writes profiles as lines of NDJSON.
///
/// Everything variable about a profile goes through here; constants are copied whole. A record whose flags
/// say that nothing needs escaping is copied as it is.
struct ProfileRenderer: ~Escapable {
    private let records: RawSpan

    @_lifetime(copy records)
    init(records: RawSpan) { self.records = records }

    /// The joint profile of a group: linked or single.
    func renderJoint(
        _ id: Hash128, _ decision: borrowing GroupDecision, movedFrom: ArraySlice<Arrival>,
        into output: inout ByteBuffer, _ counts: inout RenderCounts
    ) {
        output.append("{\"profile_id\":\"")
        output.append(uuid: id)
        output.append(decision.isLinked ? "\",\"state\":\"linked\",\"email\":" : "\",\"state\":\"single\",\"email\":")
        appendEmail(decision.email.map { decision.members[$0.winner].facts }, &output)
        appendName(decision.name, decision.members, &output)
        appendPlace(decision.place, decision.members, &output)
        appendPhone(decision.phone.map { decision.members[$0.winner].facts.phone }, &output)
        output.append(",\"language\":")
        appendText(decision.language.map { decision.members[$0.winner].facts }, .language, &output)
        output.append(",\"accounts\":[")
        var isFirst = true
        for member in decision.members where member.role.joins || member.role == .reference {
            if !isFirst { output.append(",") }
            isFirst = false
            appendAccount(member, decision.members, &output, &counts)
        }
        if decision.isLinked {
            output.append("],\"provenance\":")
            appendProvenance(decision, &output)
        } else {
            output.append("]")
        }
        if decision.conflicts.isEmpty, movedFrom.isEmpty {
            output.append(LoginText.ending(decision.login).raw)
            return
        }
        output.append(",\"login\":")
        output.append(LoginText.steps(decision.login).raw)
        output.append(",\"conflicts\":[")
        for (position, conflict) in decision.conflicts.enumerated() {
            if position > 0 { output.append(",") }
            appendConflictSummary(conflict, &output)
        }
        output.append("],\"moved_from\":[")
        for (position, arrival) in movedFrom.enumerated() {
            output.append(position == 0 ? "\"" : ",\"")
            output.append(uuid: profileID(arrival.otherKey))
            output.append("\"")
        }
        output.append("]}\n")
    }

    /// The profile of an account that is in no joint one.
    func renderLocal(
        _ id: Hash128, _ member: GroupMember, into output: inout ByteBuffer, _ counts: inout RenderCounts
    ) {
        let facts = member.facts
        output.append("{\"profile_id\":\"")
        output.append(uuid: id)
        output.append("\",\"state\":\"local\",\"email\":")
        appendEmail(facts, &output)
        output.append(",\"first_name\":")
        appendText(facts, .firstName, &output)
        output.append(",\"last_name\":")
        appendText(facts, .lastName, &output)
        output.append(",\"country\":\"")
        appendCountry(facts.country, &output)
        output.append("\",\"postal_code\":")
        appendText(facts, .postalCode, &output)
        appendPhone(facts.phone, &output)
        output.append(",\"language\":")
        appendText(facts, .language, &output)
        output.append(",\"accounts\":[")
        appendAccount(member, [], &output, &counts)
        output.append("]")
        output.append(LoginText.ending(.local).raw)
    }

    // MARK: Golden fields

    private func appendEmail(_ facts: AccountFacts?, _ output: inout ByteBuffer) {
        guard let facts, !facts.isEmpty(.email) else {
            output.append("null")
            return
        }
        // The address is for sending mail: outer blanks of the export are no part of it.
        var range = facts.range(of: .email)
        let bytes = records.bytes(range)
        var start = 0
        var end = bytes.count
        while start < end, bytes[start] <= 0x20 { start += 1 }
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        range = range.lowerBound + start..<range.lowerBound + end
        appendQuoted(range, needsEscape: facts.flags.contains(.needsEscape), &output)
    }

    private func appendName(_ survivor: Survivor?, _ members: [GroupMember], _ output: inout ByteBuffer) {
        let member = survivor.map { members[$0.winner] }
        output.append(",\"first_name\":")
        appendText(member.flatMap { $0.released.contains(.firstName) ? $0.facts : nil }, .firstName, &output)
        output.append(",\"last_name\":")
        appendText(member.flatMap { $0.released.contains(.lastName) ? $0.facts : nil }, .lastName, &output)
    }

    private func appendPlace(_ survivor: Survivor?, _ members: [GroupMember], _ output: inout ByteBuffer) {
        output.append(",\"country\":")
        let member = survivor.map { members[$0.winner] }
        if let member, member.released.contains(.country) {
            output.append("\"")
            appendCountry(member.facts.country, &output)
            output.append("\",\"postal_code\":")
        } else {
            output.append("null,\"postal_code\":")
        }
        appendText(member.flatMap { $0.released.contains(.postalCode) ? $0.facts : nil }, .postalCode, &output)
    }

    private func appendPhone(_ phone: PhoneNumber?, _ output: inout ByteBuffer) {
        if let phone, phone.isParsed {
            output.append(",\"phone\":\"+")
            output.append(decimal: phone.e164)
            output.append("\"")
        } else {
            output.append(",\"phone\":null")
        }
    }

    private func appendText(_ facts: AccountFacts?, _ field: CommonField, _ output: inout ByteBuffer) {
        guard let facts, !facts.isEmpty(field) else {
            output.append("null")
            return
        }
        appendQuoted(facts.range(of: field), needsEscape: facts.flags.contains(.needsEscape), &output)
    }

    @inline(__always)
    private func appendQuoted(_ range: Range<Int>, needsEscape: Bool, _ output: inout ByteBuffer) {
        output.append(UInt8(ascii: "\""))
        if needsEscape {
            output.append(jsonEscaped: records, range)
        } else {
            output.append(records, range)
        }
        output.append(UInt8(ascii: "\""))
    }

    @inline(__always)
    private func appendCountry(_ country: Country, _ output: inout ByteBuffer) {
        let (first, second) = country.letters
        output.append(first)
        output.append(second)
    }

    // MARK: Accounts

    private func appendAccount(
        _ member: GroupMember, _ members: [GroupMember], _ output: inout ByteBuffer,
        _ counts: inout RenderCounts
    ) {
        let facts = member.facts
        counts.accounts += 1
        output.append("{\"country\":\"")
        appendCountry(facts.country, &output)
        output.append("\",\"account_id\":")
        appendText(facts, .accountID, &output)
        output.append(",\"role\":\"")
        output.append(member.role.name)
        output.append("\",\"account_type\":\"")
        output.append(facts.flags.type.name)
        if member.basis == .none {
            output.append("\",\"basis\":null,\"marketing\":{")
        } else {
            output.append("\",\"basis\":\"")
            output.append(member.basis.name)
            output.append("\",\"marketing\":{")
        }
        if facts.flags.contains(.hasExtras) {
            appendExtras(member, members, &output, &counts)
        } else {
            output.append("}}")
        }
    }

    /// Marketing, then what is carried per account: delivery address, orders, organisers' own fields.
    private func appendExtras(
        _ member: GroupMember, _ members: [GroupMember], _ output: inout ByteBuffer,
        _ counts: inout RenderCounts
    ) {
        let peers = MarketingPeers(member, members)
        var isFirst = true
        var cursor = member.facts.extras.lowerBound
        while let field = member.facts.nextExtra(records, &cursor) {
            guard field.tag == .marketing else { continue }
            let own = records.bytes(field.value)[0] != 0
            let shown = peers.isEmpty ? own : peers.strictest(own, name: field.name, records)
            if shown == true, !own { counts.consentBreaches += 1 }
            if shown != own { counts.consentTightened += 1 }
            guard let shown else { continue }
            output.append(isFirst ? "\"" : ",\"")
            isFirst = false
            output.append(jsonEscaped: records, field.name)
            output.append(shown ? "\":true" : "\":false")
        }
        output.append("}")
        appendFamily(member.facts, .delivery, "delivery", &output)
        if let organiser = member.facts.extra(.organiser, records) {
            output.append(",\"organiser\":\"")
            output.append(jsonEscaped: records, organiser)
            output.append("\"")
        }
        appendFamily(member.facts, .attribute, "attributes", &output)
        if let orders = member.facts.extra(.orders, records) { appendOrders(orders, &output, &counts) }
        output.append("}")
    }

    private func appendFamily(
        _ facts: AccountFacts, _ tag: AccountExtra, _ name: StaticString, _ output: inout ByteBuffer
    ) {
        var isFirst = true
        var cursor = facts.extras.lowerBound
        while let field = facts.nextExtra(records, &cursor) {
            guard field.tag == tag else { continue }
            if isFirst {
                output.append(",\"")
                output.append(name)
                output.append("\":{\"")
            } else {
                output.append(",\"")
            }
            isFirst = false
            output.append(jsonEscaped: records, field.name)
            output.append("\":\"")
            output.append(jsonEscaped: records, field.value)
            output.append("\"")
        }
        if !isFirst { output.append("}") }
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

    // MARK: Provenance, login, conflicts

    private func appendProvenance(_ decision: borrowing GroupDecision, _ output: inout ByteBuffer) {
        output.append("{")
        var isFirstUnit = true
        for unit in SurvivorshipUnit.allCases {
            guard let survivor = decision.survivor(of: unit) else { continue }
            output.append(isFirstUnit ? "\"" : ",\"")
            isFirstUnit = false
            output.append(unit.name)
            output.append("\":{")
            appendSource(decision.members[survivor.winner], &output)
            output.append(",\"rule\":\"")
            output.append(survivor.rule.map { $0.code } ?? "only_value")
            output.append("\",\"losers\":[")
            appendLosers(decision, survivor.winner, &output)
            output.append("]}")
        }
        output.append("}")
    }

    private func appendLosers(_ decision: borrowing GroupDecision, _ winner: Int, _ output: inout ByteBuffer) {
        var isFirst = true
        for index in decision.members.indices where index != winner && decision.members[index].role.joins {
            output.append(isFirst ? "{" : ",{")
            isFirst = false
            appendSource(decision.members[index], &output)
            output.append("}")
        }
    }

    private func appendSource(_ member: GroupMember, _ output: inout ByteBuffer) {
        output.append("\"country\":\"")
        appendCountry(member.facts.country, &output)
        output.append("\",\"account_id\":")
        appendText(member.facts, .accountID, &output)
    }

    private func appendConflictSummary(_ conflict: Conflict, _ output: inout ByteBuffer) {
        output.append("{\"field\":\"")
        output.append(conflict.kind.field.name)
        output.append("\",\"class\":\"")
        output.append(conflict.kind.harm.name)
        output.append("\",\"kind\":\"")
        output.append(conflict.kind.code)
        output.append("\"}")
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
private struct MarketingPeers {
    private var peers: [AccountFacts] = []

    /// - Parameter members: all accounts of the joint profile's key; none for a local profile.
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
