internal import AccountModel
internal import ByteScanning

/// Which fields of a row its record keeps.
extension AccountEncoder {
    /// Writes the common fields and the extras; `false` when a field is too long.
    mutating func writeBody(
        _ fields: borrowing RowFields, _ line: UInt32, _ phone: PhoneNumber, _ flags: inout AccountFlags
    ) -> Bool {
        writer.begin()
        guard write(.accountID, fields, .accountID) else { return false }
        if kind == .account {
            guard write(.email, fields, .email), write(.firstName, fields, .firstName),
                write(.lastName, fields, .lastName), write(.postalCode, fields, .postalCode)
            else { return false }
            let language = fields.location(.language)
            if isLanguage(language, fields, line) {
                guard writer.append(.language, fields.source(language), language.range) else { return false }
            }
            if phone.isUnparsable {
                guard write(.phoneAsGiven, fields, .phone) else { return false }
            }
            if !addresses.normalized.isEmpty {
                let address = addresses.normalized
                guard writer.append(.linkKey, address.raw, 0..<address.count) else { return false }
            }
        }
        // Extras are escaped one by one: their tags and lengths are bytes of any value.
        let commonEnd = writer.count
        if writer.needsEscape(upTo: commonEnd) { flags.insert(.needsEscape) }
        if kind == .account {
            guard writeExtras(fields, line, &flags) else { return false }
            if writer.count > commonEnd { flags.insert(.hasExtras) }
        }
        return true
    }

    @inline(__always)
    private mutating func write(_ field: CommonField, _ fields: borrowing RowFields, _ column: InputColumn) -> Bool {
        let location = fields.location(column)
        return writer.append(field, fields.source(location), location.range)
    }

    /// Whether there is a language that looks like an RFC 5646 tag (two or three letters, sub-tags).
    private mutating func isLanguage(
        _ location: FieldLocation, _ fields: borrowing RowFields, _ line: UInt32
    ) -> Bool {
        if location.range.isEmpty { return false }
        if isLanguageTag(fields.source(location).bytes(location.range)) { return true }
        findings.note(.badLanguage, line: line)
        return false
    }

    private mutating func writeExtras(
        _ fields: borrowing RowFields, _ line: UInt32, _ flags: inout AccountFlags
    ) -> Bool {
        if plan.hasRareColumns {
            if writeInstant(fields, .emailChangedAt, .emailChangedAt, line) { flags.insert(.emailChanged) }
            guard writeText(fields, .consentProvenBy, .consentProvenBy) else { return false }
            if writeInstant(fields, .globalPasswordSetAt, .globalPasswordSetAt, line) {
                flags.insert(.globalPasswordSet)
            }
            if writeInstant(fields, .globalPhoneVerifiedAt, .globalPhoneVerifiedAt, line) {
                flags.insert(.globalPhoneVerified)
            }
            guard writeText(fields, .organiser, .organiser), writeText(fields, .orders, .orders) else { return false }
        }
        for place in plan.members.indices {
            let location = fields.location(column: plan.members[place].column)
            if location.range.isEmpty { continue }
            guard writeMember(plan.members[place], location, fields, line) else { return false }
        }
        return true
    }

    @inline(__always)
    private mutating func writeMember(
        _ member: ColumnPlan.Member, _ location: FieldLocation, _ fields: borrowing RowFields, _ line: UInt32
    ) -> Bool {
        guard location.range.count <= RecordLayout.fieldBytesMax else { return false }
        if member.tag == .marketing {
            guard let isAllowed = fields.word(location).boolean else {
                findings.note(.badBoolean, line: line)
                return true  // Empty: never asked, the strictest there is.
            }
            return writer.append(.marketing, fields.names, member.nameRange, isAllowed: isAllowed)
        }
        return writer.append(member.tag, fields.names, member.nameRange, fields.source(location), location.range)
    }

    private mutating func writeInstant(
        _ fields: borrowing RowFields, _ column: InputColumn, _ tag: AccountExtra, _ line: UInt32
    ) -> Bool {
        if fields.length(column) == 0 { return false }
        let value = instant(fields, column, line)
        if value == noInstant { return false }
        writer.append(tag, instant: value)
        return true
    }

    private mutating func writeText(
        _ fields: borrowing RowFields, _ column: InputColumn, _ tag: AccountExtra
    ) -> Bool {
        let location = fields.location(column)
        if location.range.isEmpty { return true }
        return writer.append(tag, fields.source(location), 0..<0, fields.source(location), location.range)
    }
}
