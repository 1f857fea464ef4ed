internal import AccountModel
internal import ByteScanning
internal import Normalization
internal import RecordLinkage

/// What the fields of a row say: each is read once, and what cannot be read is a finding (RULES §8).
extension AccountEncoder {
    mutating func readPhone(_ fields: borrowing RowFields, _ line: UInt32) -> PhoneNumber {
        if kind != .account { return .absent }
        let phone = parsePhone(fields.value(.phone), defaultCountry: context.country)
        if phone.isAbsent { findings.note(.phoneMissing, line: line) }
        if phone.isUnparsable { note(.phoneUnparsable, line, fields, .phone) }
        let found = phone.findings
        if found.rawValue == 0 { return phone }
        if found.contains(.regionAssumed) { note(.phoneRegionAssumed, line, fields, .phone) }
        if found.contains(.spreadsheetDamage) { note(.phoneSpreadsheetDamage, line, fields, .phone) }
        if found.contains(.plusLost) { note(.phonePlusLost, line, fields, .phone) }
        if found.contains(.hasExtension) { findings.note(.phoneExtension, line: line) }
        if found.contains(.renumbered) { findings.note(.phoneRenumbered, line: line) }
        if found.contains(.notAssigned) { note(.phoneNotAssigned, line, fields, .phone) }
        return phone
    }

    mutating func readName(
        _ fields: borrowing RowFields, _ line: UInt32, _ flags: inout AccountFlags
    ) {
        if kind != .account { return }
        let given = fields.value(.firstName)
        let family = fields.value(.lastName)
        if given.isEmpty && family.isEmpty {
            findings.note(.nameMissing, line: line)
            return
        }
        let givenTraits = givenNames.traits(given)
        let familyTraits = familyNames.traits(family)
        let both = givenTraits.rawValue | familyTraits.rawValue
        if both & NameFieldTraits.neverPlaceholder.rawValue == 0, placeholderName(given: given, family: family) {
            flags.insert(.placeholderName)
            note(.namePlaceholder, line, fields, .firstName, .lastName)
        }
        if both & NameFieldTraits.mojibake.rawValue != 0 {
            flags.insert(.mojibakeName)
            note(.nameMojibake, line, fields, .firstName, .lastName)
        }
    }

    mutating func accountType(_ fields: borrowing RowFields, _ line: UInt32) -> AccountType {
        let word = fields.word(.accountType)
        if word.count == 0 || word.isWord("registered") { return .registered }
        if word.isWord("guest") { return .guest }
        if word.isWord("attendee") { return .attendee }
        if word.isWord("passholder") { return .passholder }
        findings.note(.badAccountType, line: line)
        return .registered
    }

    mutating func status(_ fields: borrowing RowFields, _ line: UInt32) -> AccountStatus {
        let word = fields.word(.status)
        if word.count == 0 || word.isWord("active") { return .active }
        if word.isWord("blocked") { return .blocked }
        if word.isWord("closed") { return .closed }
        findings.note(.badStatus, line: line)
        return .active
    }

    mutating func consent(_ fields: borrowing RowFields, _ line: UInt32) -> LinkConsent {
        let word = fields.word(.linkConsent)
        if word.count == 0 { return .unanswered }
        if word.isWord("granted") { return .granted }
        if word.isWord("declined") { return .declined }
        findings.note(.badConsent, line: line)
        return .unanswered
    }

    /// Reads the flags. A Boolean that cannot be read is empty and a finding (RULES §8); where the value
    /// protects somebody, or where a role was meant that is not known, the account is held for review.
    mutating func readBooleans(
        _ fields: borrowing RowFields, _ line: UInt32, _ flags: inout AccountFlags
    ) {
        if boolean(fields, .emailVerified, line) == true { flags.insert(.emailVerified) }
        if boolean(fields, .phoneVerified, line) == true { flags.insert(.phoneVerified) }
        readProtection(fields, .privileged, .privileged, line, &flags)
        readProtection(fields, .pendingEmailChange, .pendingEmailChange, line, &flags)
        readProtection(fields, .openDataRequest, .openDataRequest, line, &flags)
        readProtection(fields, .legalHold, .legalHold, line, &flags)
    }

    /// Findings that leave open whether the account may be linked.
    var unreadableProtections: Int {
        findings.count(.badStatus) + findings.count(.badAccountType) + findings.count(.badConsent)
    }

    private mutating func readProtection(
        _ fields: borrowing RowFields, _ column: InputColumn, _ flag: AccountFlags, _ line: UInt32,
        _ flags: inout AccountFlags
    ) {
        if fields.length(column) == 0 { return }
        switch boolean(fields, column, line) {
        case true: flags.insert(flag)
        case false: break
        case nil: flags.insert(.hasUnreadableProtection)
        }
    }

    @inline(__always)
    private mutating func boolean(
        _ fields: borrowing RowFields, _ column: InputColumn, _ line: UInt32
    ) -> Bool? {
        let word = fields.word(column)
        if word.count == 0 { return nil }
        if let value = word.boolean { return value }
        findings.note(.badBoolean, line: line)
        return nil
    }

    mutating func instant(
        _ fields: borrowing RowFields, _ column: InputColumn, _ line: UInt32
    ) -> Int64 {
        if fields.length(column) == 0 { return noInstant }
        if let timestamp = context.configuration.dates.parse(fields.value(column)) { return timestamp.rawValue }
        findings.note(.badDate, line: line)
        return noInstant
    }
}
