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
    let records: RawSpan

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
        var peers = MarketingPeers()
        for index in decision.members.indices {
            let member = decision.members[index]
            guard member.role.joins || member.role == .reference else { continue }
            if !isFirst { output.append(",") }
            isFirst = false
            if member.role.joins { peers.turn(to: index, of: decision.members, records) }
            appendAccount(member.facts, member.role, member.basis, released: member.released, &output)
            appendCarried(member.facts, member.role.joins ? peers : MarketingPeers(), &output, &counts)
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
        var named: [Hash128] = []
        for id in movedFrom.compactMap(\.formerID) where !named.contains(id) {
            output.append(named.isEmpty ? "\"" : ",\"")
            output.append(uuid: id)
            output.append("\"")
            named.append(id)
        }
        output.append("]}\n")
    }

    /// The joint profile of a key with one account. Writes what `renderJoint` would.
    func renderAlone(
        _ id: Hash128, _ facts: AccountFacts, _ stance: Stance, _ decision: AloneDecision,
        into output: inout ByteBuffer, _ counts: inout RenderCounts
    ) {
        let fields = decision.fields
        output.append("{\"profile_id\":\"")
        output.append(uuid: id)
        output.append("\",\"state\":\"single\",\"email\":")
        appendEmail(fields.contains(.email) ? facts : nil, &output)
        output.append(",\"first_name\":")
        appendText(fields.contains(.firstName) ? facts : nil, .firstName, &output)
        output.append(",\"last_name\":")
        appendText(fields.contains(.lastName) ? facts : nil, .lastName, &output)
        if fields.contains(.country) {
            output.append(",\"country\":\"")
            appendCountry(facts.country, &output)
            output.append("\",\"postal_code\":")
        } else {
            output.append(",\"country\":null,\"postal_code\":")
        }
        appendText(fields.contains(.postalCode) ? facts : nil, .postalCode, &output)
        appendPhone(fields.contains(.phone) ? facts.phone : nil, &output)
        output.append(",\"language\":")
        appendText(fields.contains(.language) ? facts : nil, .language, &output)
        output.append(",\"accounts\":[")
        appendAccount(facts, stance.role, .none, released: stance.released, &output)
        appendCarried(facts, MarketingPeers(), &output, &counts)
        output.append("]")
        output.append(LoginText.ending(decision.login).raw)
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
        appendAccount(facts, member.role, member.basis, &output)
        appendCarried(facts, MarketingPeers(), &output, &counts)
        output.append("]")
        output.append(LoginText.ending(.local).raw)
    }

    // MARK: Golden fields

    func appendEmail(_ facts: AccountFacts?, _ output: inout ByteBuffer) {
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

    func appendName(_ survivor: Survivor?, _ members: [GroupMember], _ output: inout ByteBuffer) {
        let member = survivor.map { members[$0.winner] }
        output.append(",\"first_name\":")
        appendText(member.flatMap { $0.released.contains(.firstName) ? $0.facts : nil }, .firstName, &output)
        output.append(",\"last_name\":")
        appendText(member.flatMap { $0.released.contains(.lastName) ? $0.facts : nil }, .lastName, &output)
    }

    func appendPlace(_ survivor: Survivor?, _ members: [GroupMember], _ output: inout ByteBuffer) {
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

    func appendPhone(_ phone: PhoneNumber?, _ output: inout ByteBuffer) {
        if let phone, phone.isParsed {
            output.append(",\"phone\":\"+")
            output.append(decimal: phone.e164)
            output.append("\"")
        } else {
            output.append(",\"phone\":null")
        }
    }

    func appendText(_ facts: AccountFacts?, _ field: CommonField, _ output: inout ByteBuffer) {
        guard let facts, !facts.isEmpty(field) else {
            output.append("null")
            return
        }
        appendQuoted(facts.range(of: field), needsEscape: facts.flags.contains(.needsEscape), &output)
    }

    @inline(__always)
    func appendQuoted(_ range: Range<Int>, needsEscape: Bool, _ output: inout ByteBuffer) {
        output.append(UInt8(ascii: "\""))
        if needsEscape {
            output.append(jsonEscaped: records, range)
        } else {
            output.append(records, range)
        }
        output.append(UInt8(ascii: "\""))
    }

    @inline(__always)
    func appendCountry(_ country: Country, _ output: inout ByteBuffer) {
        let (first, second) = country.letters
        output.append(first)
        output.append(second)
    }

    // MARK: Provenance, login, conflicts

    func appendProvenance(_ decision: borrowing GroupDecision, _ output: inout ByteBuffer) {
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
            appendLosers(decision, unit, survivor.winner, &output)
            output.append("]}")
        }
        output.append("}")
    }

    /// The other accounts that had a value to offer.
    func appendLosers(
        _ decision: borrowing GroupDecision, _ unit: SurvivorshipUnit, _ winner: Int, _ output: inout ByteBuffer
    ) {
        var isFirst = true
        for index in decision.members.indices
        where index != winner && hasValue(unit, decision.members[index], records) {
            output.append(isFirst ? "{" : ",{")
            isFirst = false
            appendSource(decision.members[index], &output)
            output.append("}")
        }
    }

    func appendSource(_ member: GroupMember, _ output: inout ByteBuffer) {
        output.append("\"country\":\"")
        appendCountry(member.facts.country, &output)
        output.append("\",\"account_id\":")
        appendText(member.facts, .accountID, &output)
    }

    func appendConflictSummary(_ conflict: Conflict, _ output: inout ByteBuffer) {
        output.append("{\"field\":\"")
        output.append(conflict.kind.field.name)
        output.append("\",\"class\":\"")
        output.append(conflict.kind.harm.name)
        output.append("\",\"kind\":\"")
        output.append(conflict.kind.code)
        output.append("\"}")
    }
}
