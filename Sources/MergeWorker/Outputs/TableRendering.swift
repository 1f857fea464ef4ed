internal import AccountModel
internal import ByteScanning
internal import RecordLinkage

/// Writes the tables and conflict files that stand beside the profiles.
struct TableRenderer: ~Escapable {
    private let records: RawSpan

    @_lifetime(copy records)
    init(records: RawSpan) { self.records = records }

    // MARK: For programs: links.csv and holds.csv

    func renderLink(
        _ id: Hash128, _ member: GroupMember, change: StaticString, into output: inout ByteBuffer
    ) {
        output.append(uuid: id)
        output.append(",")
        appendAccount(member, &output)
        output.append(",")
        output.append(member.basis.name)
        output.append(",")
        output.append(change)
        output.append("\n")
    }

    func renderHold(_ member: GroupMember, change: StaticString, into output: inout ByteBuffer) {
        appendHold(member, &output)
        output.append(",")
        output.append(change)
        output.append("\n")
    }

    /// The row of an account that is in no profile because of its status.
    func renderExcluded(_ facts: AccountFacts, _ reason: RoleReason, into output: inout ByteBuffer) {
        appendCountry(facts.country, &output)
        output.append(",")
        appendField(facts.range(of: .accountID), &output)
        output.append(",")
        output.append(Role.excluded.name)
        output.append(",")
        output.append(reason.code)
        output.append(",added\n")
    }

    /// A hold as it stands in holds.csv, but for what became of it.
    func hold(of member: GroupMember) -> [UInt8] {
        var text = ByteBuffer(capacity: 64)
        appendHold(member, &text)
        return text.array()
    }

    private func appendHold(_ member: GroupMember, _ output: inout ByteBuffer) {
        appendAccount(member, &output)
        output.append(",")
        output.append(member.reason.code)
    }

    /// `country,account_id,role`
    private func appendAccount(_ member: GroupMember, _ output: inout ByteBuffer) {
        appendCountry(member.facts.country, &output)
        output.append(",")
        appendField(member.facts.range(of: .accountID), &output)
        output.append(",")
        output.append(member.role.name)
    }

    /// A field of a table for programs: quoted only where RFC 4180 asks for it.
    private func appendField(_ range: Range<Int>, _ output: inout ByteBuffer) {
        guard needsCSVQuotes(records, range) else { return output.append(records, range) }
        let bytes = records.bytes(range)
        output.append("\"")
        for index in bytes.indices {
            if bytes[index] == UInt8(ascii: "\"") { output.append("\"") }
            output.append(bytes[index])
        }
        output.append("\"")
    }

    private func appendCountry(_ country: Country, _ output: inout ByteBuffer) {
        let (first, second) = country.letters
        output.append(first)
        output.append(second)
    }

    // MARK: Conflicts

    /// How many accounts of a conflict are listed with their values; a hub would list thousands.
    static let conflictValuesMax = 20

    /// One line of conflicts.ndjson.
    func renderConflict(
        _ conflict: Conflict, _ id: Hash128, _ decision: borrowing GroupDecision, into output: inout ByteBuffer
    ) {
        output.append("{\"profile_id\":\"")
        output.append(uuid: id)
        output.append("\",\"field\":\"")
        output.append(conflict.kind.field.name)
        output.append("\",\"class\":\"")
        output.append(conflict.kind.harm.name)
        output.append("\",\"kind\":\"")
        output.append(conflict.kind.code)
        output.append("\",\"severity\":")
        output.append(decimal: UInt64(conflict.kind.harm.rawValue) + 1)
        if let verdict = conflict.verdict {
            output.append(",\"level\":")
            output.append(decimal: UInt64(verdict.level.rawValue))
            output.append(",\"rule\":\"")
            output.append(verdict.rule.code)
            output.append("\",\"values\":[")
        } else {
            output.append(",\"level\":null,\"rule\":null,\"values\":[")
        }
        appendValues(conflict, decision, &output)
        if conflict.kind == .lookAlike { appendLookAlikes(decision, &output) }
        output.append("],\"winner\":")
        if conflict.winner >= 0 {
            output.append("{")
            appendSource(decision.members[conflict.winner], &output)
            output.append("}")
        } else {
            output.append("null")
        }
        output.append(",\"advice\":\"")
        output.append(conflict.kind.advice)
        output.append("\"}\n")
    }

    private func appendValues(
        _ conflict: Conflict, _ decision: borrowing GroupDecision, _ output: inout ByteBuffer
    ) {
        var listed = 0
        for index in decision.members.indices
        where decision.members[index].role.joins || index == conflict.member {
            if listed == TableRenderer.conflictValuesMax, index != conflict.member { continue }
            output.append(listed == 0 ? "{" : ",{")
            listed += 1
            let member = decision.members[index]
            appendSource(member, &output)
            output.append(",\"role\":\"")
            output.append(member.role.name)
            if conflict.kind.field != .phone {
                output.append("\",\"first_name\":\"")
                output.append(jsonEscaped: records, member.facts.range(of: .firstName))
                output.append("\",\"last_name\":\"")
                output.append(jsonEscaped: records, member.facts.range(of: .lastName))
            }
            if conflict.kind.field != .name {
                output.append("\",\"phone\":\"")
                appendPhone(member.facts, isJSON: true, &output)
            }
            output.append("\"}")
        }
    }

    /// The accounts of the addresses that look like this one; they are in no profile of it.
    private func appendLookAlikes(_ decision: borrowing GroupDecision, _ output: inout ByteBuffer) {
        for other in decision.lookAlike?.others ?? [] {
            let (first, second) = other.country.letters
            output.append(",{\"country\":\"")
            output.append(first)
            output.append(second)
            output.append("\",\"account_id\":\"")
            output.append(jsonEscaped: other.accountID.raw, 0..<other.accountID.count)
            output.append("\",\"role\":\"held\"}")
        }
    }

    private func appendSource(_ member: GroupMember, _ output: inout ByteBuffer) {
        output.append("\"country\":\"")
        appendCountry(member.facts.country, &output)
        output.append("\",\"account_id\":\"")
        output.append(jsonEscaped: records, member.facts.range(of: .accountID))
        output.append("\"")
    }

    private func appendPhone(_ facts: AccountFacts, isJSON: Bool, _ output: inout ByteBuffer) {
        if facts.phone.isParsed {
            output.append("+")
            output.append(decimal: facts.phone.e164)
        } else if isJSON {
            output.append(jsonEscaped: records, facts.range(of: .phoneAsGiven))
        } else {
            appendPersonText(facts.range(of: .phoneAsGiven), &output)
        }
    }

    /// One line of conflicts.csv, for people: every value quoted, and nothing that a spreadsheet would run
    /// as a formula (OWASP, "CSV Injection").
    func renderConflictRow(
        _ conflict: Conflict, _ id: Hash128, _ decision: borrowing GroupDecision, into output: inout ByteBuffer
    ) {
        let other = decision.members[conflict.member]
        output.append(conflict.kind.harm.name)
        output.append(",")
        output.append(conflict.kind.code)
        output.append(",")
        output.append(conflict.kind.field.name)
        output.append(",")
        output.append(uuid: id)
        output.append(",")
        appendPersonAccount(conflict.winner >= 0 ? decision.members[conflict.winner] : nil, conflict, &output)
        output.append(",")
        if conflict.kind == .lookAlike, let first = decision.lookAlike?.others.first {
            let (one, two) = first.country.letters
            output.append(one)
            output.append(two)
            output.append(",\"")
            TableRenderer(records: first.accountID.raw).appendGuarded(0..<first.accountID.count, &output)
            output.append("\",\"\"")
        } else {
            appendPersonAccount(other, conflict, &output)
        }
        output.append(",")
        if let verdict = conflict.verdict {
            output.append(decimal: UInt64(verdict.level.rawValue))
            output.append(",")
            output.append(verdict.rule.code)
        } else {
            output.append(",")
        }
        output.append(",\"")
        output.append(conflict.kind.advice)
        output.append("\"\n")
    }

    /// `country,"account","value"`, empty without an account.
    private func appendPersonAccount(_ member: GroupMember?, _ conflict: Conflict, _ output: inout ByteBuffer) {
        guard let member else { return output.append(",,") }
        appendCountry(member.facts.country, &output)
        output.append(",\"")
        appendGuarded(member.facts.range(of: .accountID), &output)
        output.append("\",\"")
        if conflict.kind.field == .phone {
            output.append(member.facts.phone.isParsed ? "'" : "")
            appendPhone(member.facts, isJSON: false, &output)
        } else {
            appendGuarded(member.facts.range(of: .firstName), &output)
            output.append(" ")
            appendPersonText(member.facts.range(of: .lastName), &output)
        }
        output.append("\"")
    }

    /// Text of a cell whose first character must not start a formula.
    private func appendGuarded(_ range: Range<Int>, _ output: inout ByteBuffer) {
        if let first = range.first, startsFormula(records.bytes(first..<first + 1)[0]) { output.append("'") }
        appendPersonText(range, &output)
    }

    /// Text inside quotes: quotes doubled, control characters as spaces.
    private func appendPersonText(_ range: Range<Int>, _ output: inout ByteBuffer) {
        let bytes = records.bytes(range)
        for index in bytes.indices {
            if bytes[index] == UInt8(ascii: "\"") { output.append("\"") }
            output.append(bytes[index] < 0x20 ? 0x20 : bytes[index])
        }
    }

    private func startsFormula(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D, 0x0A: true
        default: false
        }
    }
}

/// The header rows of the tables.
enum TableHeader {
    static let links: StaticString = "profile_id,country,account_id,role,basis,change\n"
    static let holds: StaticString = "country,account_id,role,reason,change\n"
    static let conflicts: StaticString =
        "class,kind,field,profile_id,kept_country,kept_account,kept_value,other_country,other_account,other_value,level,rule,advice\n"
}
