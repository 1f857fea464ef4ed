/// A column of an account export, by its canonical name.
///
/// Families (`marketing.<channel>`, `delivery.<part>`, `attributes.<name>`) are not listed here: a file
/// may have any number of them.
public enum InputColumn: UInt8, CaseIterable, Sendable {
    case accountID, email, firstName, lastName, country, postalCode, phone, language
    case createdAt, updatedAt, emailVerified, phoneVerified, accountType, status
    case linkConsent, consentProvenBy, privileged, pendingEmailChange, emailChangedAt
    case openDataRequest, legalHold, globalPasswordSetAt, globalPhoneVerifiedAt
    case organiser, orders, op

    /// The name in a header row or as an NDJSON key.
    public var name: String { InputColumn.names[Int(rawValue)] }

    /// The column of this exact name, or `nil`.
    public init?(name: String) {
        guard let index = InputColumn.names.firstIndex(of: name) else { return nil }
        self = InputColumn.allCases[index]
    }

    private static let names = [
        "account_id", "email", "first_name", "last_name", "country", "postal_code", "phone", "language",
        "created_at", "updated_at", "email_verified", "phone_verified", "account_type", "status",
        "link_consent", "consent_proven_by", "privileged", "pending_email_change", "email_changed_at",
        "open_data_request", "legal_hold", "global_password_set_at", "global_phone_verified_at",
        "organiser", "orders", "op",
    ]
}

/// A family of columns whose second part the exporting country names.
public enum ColumnFamily: UInt8, CaseIterable, Sendable {
    case marketing, delivery, attributes

    /// The part before the dot.
    public var prefix: String { "\(self)" }
}

/// Where the value of one input column of a row goes.
public enum ColumnSlot: Hashable, Sendable {
    case column(InputColumn)
    /// A member of a family, such as `marketing.email`.
    case member(ColumnFamily, name: String)
    /// The column map says to leave it out.
    case ignored
}
