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
        appendEmail(decision, &output)
        appendName(decision, &output)
        appendPlace(decision, &output)
        appendPhone(decision.phone.map { decision.members[$0.winner].facts.phone }, &output)
        appendLanguage(decision, &output)
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
            output.appendEnding(decision.login)
            return
        }
        output.appendLogin(decision.login)
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
        appendEmail(facts, if: fields.contains(.email), &output)
        output.append(",\"first_name\":")
        appendText(facts, .firstName, if: fields.contains(.firstName), &output)
        output.append(",\"last_name\":")
        appendText(facts, .lastName, if: fields.contains(.lastName), &output)
        if fields.contains(.country) {
            output.append(",\"country\":\"")
            appendCountry(facts.country, &output)
            output.append("\",\"postal_code\":")
        } else {
            output.append(",\"country\":null,\"postal_code\":")
        }
        appendText(facts, .postalCode, if: fields.contains(.postalCode), &output)
        appendPhone(fields.contains(.phone) ? facts.phone : nil, &output)
        output.append(",\"language\":")
        appendText(facts, .language, if: fields.contains(.language), &output)
        output.append(",\"accounts\":[")
        appendAccount(facts, stance.role, .none, released: stance.released, &output)
        appendCarried(facts, MarketingPeers(), &output, &counts)
        output.append("]")
        output.appendEnding(decision.login)
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
        output.appendEnding(.local)
    }

    // MARK: Golden fields

    func appendEmail(_ facts: AccountFacts, if isShown: Bool = true, _ output: inout ByteBuffer) {
        guard isShown, !facts.isEmpty(.email) else { return output.append("null") }
        // The address is for sending mail: outer blanks of the export are no part of it.
        var range = facts.range(of: .email)
        while !range.isEmpty, loadByte(records, at: range.lowerBound) <= 0x20 {
            range = range.lowerBound + 1..<range.upperBound
        }
        while !range.isEmpty, loadByte(records, at: range.upperBound - 1) <= 0x20 {
            range = range.lowerBound..<range.upperBound - 1
        }
        appendQuoted(range, needsEscape: facts.flags.contains(.needsEscape), &output)
    }

    private func appendEmail(_ decision: borrowing GroupDecision, _ output: inout ByteBuffer) {
        guard let winner = decision.email?.winner else { return output.append("null") }
        appendEmail(decision.members[winner].facts, &output)
    }

    private func appendName(_ decision: borrowing GroupDecision, _ output: inout ByteBuffer) {
        guard let winner = decision.name?.winner else {
            return output.append(",\"first_name\":null,\"last_name\":null")
        }
        let member = decision.members[winner]
        output.append(",\"first_name\":")
        appendText(member.facts, .firstName, if: member.released.contains(.firstName), &output)
        output.append(",\"last_name\":")
        appendText(member.facts, .lastName, if: member.released.contains(.lastName), &output)
    }

    private func appendPlace(_ decision: borrowing GroupDecision, _ output: inout ByteBuffer) {
        guard let winner = decision.place?.winner else {
            return output.append(",\"country\":null,\"postal_code\":null")
        }
        let member = decision.members[winner]
        if member.released.contains(.country) {
            output.append(",\"country\":\"")
            appendCountry(member.facts.country, &output)
            output.append("\",\"postal_code\":")
        } else {
            output.append(",\"country\":null,\"postal_code\":")
        }
        appendText(member.facts, .postalCode, if: member.released.contains(.postalCode), &output)
    }

    private func appendLanguage(_ decision: borrowing GroupDecision, _ output: inout ByteBuffer) {
        output.append(",\"language\":")
        guard let winner = decision.language?.winner else { return output.append("null") }
        appendText(decision.members[winner].facts, .language, &output)
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

    @inline(__always)
    func appendText(
        _ facts: AccountFacts, _ field: CommonField, if isShown: Bool = true, _ output: inout ByteBuffer
    ) {
        guard isShown, !facts.isEmpty(field) else { return output.append("null") }
        appendQuoted(facts.range(of: field), needsEscape: facts.flags.contains(.needsEscape), &output)
    }

    @inline(__always)
    func appendQuoted(_ range: Range<Int>, needsEscape: Bool, _ output: inout ByteBuffer) {
        if needsEscape {
            output.append("\"")
            output.append(jsonEscaped: records, range)
            output.append("\"")
        } else {
            output.append(quoted: records, range)
        }
    }

    @inline(__always)
    func appendCountry(_ country: Country, _ output: inout ByteBuffer) {
        let (first, second) = country.letters
        output.append(littleEndian: UInt16(first) | UInt16(second) << 8)
    }

    // MARK: Provenance, login, conflicts

    private func appendProvenance(_ decision: borrowing GroupDecision, _ output: inout ByteBuffer) {
        output.append("{")
        // What the first unit says is nearly always what the others say as well: written once, and copied.
        var first: (unit: SurvivorshipUnit, text: Range<Int>)?
        for unit in SurvivorshipUnit.allCases {
            guard let survivor = decision.survivor(of: unit) else { continue }
            output.append(first == nil ? "\"" : ",\"")
            output.append(unit.name)
            output.append("\":{")
            if let first, survivor == decision.survivor(of: first.unit),
                decision.members.allSatisfy({ $0.offered.contains(unit) == $0.offered.contains(first.unit) })
            {
                output.append(again: first.text)
                continue
            }
            let start = output.count
            appendOrigin(decision, unit, survivor, &output)
            if first == nil { first = (unit, start..<output.count) }
        }
        output.append("}")
    }

    /// Whose value it is, by which rule, and the other accounts that had one to offer.
    private func appendOrigin(
        _ decision: borrowing GroupDecision, _ unit: SurvivorshipUnit, _ survivor: Survivor,
        _ output: inout ByteBuffer
    ) {
        appendSource(decision.members[survivor.winner].facts, &output)
        output.append(",\"rule\":\"")
        output.append(survivor.rule.map { $0.code } ?? "only_value")
        output.append("\",\"losers\":[")
        var isFirst = true
        for index in decision.members.indices
        where index != survivor.winner && decision.members[index].offered.contains(unit) {
            output.append(isFirst ? "{" : ",{")
            isFirst = false
            appendSource(decision.members[index].facts, &output)
            output.append("}")
        }
        output.append("]}")
    }

    @inline(__always)
    private func appendSource(_ facts: AccountFacts, _ output: inout ByteBuffer) {
        output.append("\"country\":\"")
        appendCountry(facts.country, &output)
        output.append("\",\"account_id\":")
        appendText(facts, .accountID, &output)
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
