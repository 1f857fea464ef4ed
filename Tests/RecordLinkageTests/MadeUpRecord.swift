import AccountModel

/// An account record written by hand: what a decision reads of it, and nothing of how it is read in.
struct MadeUpRecord {
    var country = Country.NO
    var id = "1"
    var firstName = "Ada"
    var lastName = "Berg"
    var flags: AccountFlags = []
    var type = AccountType.registered
    var status = AccountStatus.active
    var consent = LinkConsent.unanswered
    var createdAt = noInstant
    var updatedAt = noInstant
    var emailChangedAt: Int64?
    /// `CC/ACCOUNT`.
    var consentProvenBy: String?
    var phone = PhoneNumber.absent
    var addressFault: UInt8 = 0

    /// The record's bytes, by `RecordLayout`.
    var bytes: [UInt8] {
        let fields = [id, "ada@mail.example", firstName, lastName, "", "", "", ""].map { Array($0.utf8) }
        var body = fields.flatMap { $0 }
        var allFlags = AccountFlags(type: type, status: status, consent: consent).union(flags)
        if let emailChangedAt {
            allFlags.insert([.emailChanged, .hasExtras])
            body += [AccountExtra.emailChangedAt.rawValue, 0, 8, 0] + littleEndian(emailChangedAt)
        }
        if let consentProvenBy {
            allFlags.insert(.hasExtras)
            let text = Array(consentProvenBy.utf8)
            body += [AccountExtra.consentProvenBy.rawValue, 0, UInt8(text.count), 0] + text
        }
        var record = littleEndian(UInt32(RecordLayout.headerBytes + body.count))
        record += [country.rawValue, RecordKind.account.rawValue, addressFault, 0]
        record += littleEndian(allFlags.rawValue) + littleEndian(UInt32(0))
        record += littleEndian(updatedAt) + littleEndian(createdAt) + littleEndian(phone.rawValue)
        for field in fields { record += littleEndian(UInt16(field.count)) }
        record += [UInt8](repeating: 0, count: RecordLayout.headerBytes - record.count)
        return record + body
    }

    /// Several records one after the other, and where each starts.
    static func buffer(_ records: [MadeUpRecord]) -> (bytes: [UInt8], starts: [Int]) {
        var (bytes, starts): ([UInt8], [Int]) = ([], [])
        for record in records {
            starts.append(bytes.count)
            bytes += record.bytes
        }
        return (bytes, starts)
    }
}

private func littleEndian<T: FixedWidthInteger>(_ number: T) -> [UInt8] {
    (0..<T.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> T(8 * $0)) }
}
