internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeStore
internal import WorkspaceConfiguration

/// Gathers all that is held on the person of a profile, an account or an address; `nil` when the state knows none.
package func performPersonExport(_ subject: ExplainSubject, _ inputs: StateInputs) throws -> PersonExport? {
    guard let decision = try performExplain(subject, inputs) else { return nil }
    let state = try OpenedState.decided(inputs)
    guard let located = try subject.locate(state) else { return nil }
    let records = try readGroup(located.linkKey, state)
    var starts: [UInt32] = []
    try listRecords(records.raw, offset: 0, into: &starts)
    let reader = PersonReader(records: records, store: state.store)
    let ids = Set(([decision.profileId] + decision.accounts.map(\.profileId)).compactMap { $0 })
    return PersonExport(
        accounts: try starts.map { try reader.account(AccountFacts(records.raw, at: Int($0))) }, decision: decision,
        events: try publishedEvents(of: ids, state).events.map {
            PersonExport.Event(run: $0.run, id: $0.id, type: $0.type, profileId: $0.subject)
        })
}

/// Reads stored records in full.
private struct PersonReader {
    let records: [UInt8]
    let store: StoreEnvironment

    func account(_ facts: AccountFacts) throws -> PersonExport.Account {
        let extras = extras(of: facts)
        return PersonExport.Account(
            country: facts.country.code, accountId: text(facts, .accountID) ?? "",
            accountType: "\(facts.flags.type.name)", status: status(facts), email: text(facts, .email),
            firstName: text(facts, .firstName), lastName: text(facts, .lastName),
            postalCode: text(facts, .postalCode), language: text(facts, .language), phone: phone(facts),
            isEmailVerified: facts.flags.contains(.emailVerified),
            isPhoneVerified: facts.flags.contains(.phoneVerified), linkConsent: consent(facts),
            consentProvenBy: extras.texts[.consentProvenBy], protections: protections(facts),
            createdAt: instant(facts.createdAt), updatedAt: instant(facts.updatedAt),
            emailChangedAt: instant(facts, .emailChangedAt),
            globalPasswordSetAt: instant(facts, .globalPasswordSetAt),
            globalPhoneVerifiedAt: instant(facts, .globalPhoneVerifiedAt),
            orders: extras.texts[.orders]?.split(separator: ";").map(String.init) ?? [],
            marketing: extras.marketing, delivery: extras.delivery, organiser: extras.texts[.organiser],
            attributes: extras.attributes, source: try source(facts))
    }

    private struct Extras {
        var texts: [AccountExtra: String] = [:]
        var marketing: [String: Bool] = [:]
        var delivery: [String: String] = [:]
        var attributes: [String: String] = [:]
    }

    private func extras(of facts: AccountFacts) -> Extras {
        var extras = Extras()
        guard facts.flags.contains(.hasExtras) else { return extras }
        var cursor = facts.extras.lowerBound
        while let field = facts.nextExtra(records.raw, &cursor) {
            let name = String(decoding: records[field.name], as: UTF8.self)
            switch field.tag {
            case .marketing: extras.marketing[name] = records[field.value.lowerBound] != 0
            case .delivery: extras.delivery[name] = String(decoding: records[field.value], as: UTF8.self)
            case .attribute: extras.attributes[name] = String(decoding: records[field.value], as: UTF8.self)
            case .consentProvenBy, .organiser, .orders:
                extras.texts[field.tag] = String(decoding: records[field.value], as: UTF8.self)
            case .emailChangedAt, .globalPasswordSetAt, .globalPhoneVerifiedAt: break
            }
        }
        return extras
    }

    private func text(_ facts: AccountFacts, _ field: CommonField) -> String? {
        let range = facts.range(of: field)
        return range.isEmpty ? nil : String(decoding: records[range], as: UTF8.self)
    }

    private func phone(_ facts: AccountFacts) -> String? {
        facts.phone.isParsed ? "+\(facts.phone.e164)" : text(facts, .phoneAsGiven)
    }

    private func status(_ facts: AccountFacts) -> String {
        switch facts.kind {
        case .deleted: "deleted"
        case .erased: "erased"
        case .vanished, .vanishing: "vanished"
        case .account, .departure, .arrival, .due, .vetoing, .erasing: "\(facts.flags.status)"
        }
    }

    /// A veto that an earlier version brought is kept apart from what this one says.
    private func consent(_ facts: AccountFacts) -> String {
        facts.flags.isVetoed ? "declined_before" : "\(facts.flags.consent)"
    }

    private func protections(_ facts: AccountFacts) -> [String] {
        let names: [(AccountFlags, String)] = [
            (.privileged, "privileged"), (.pendingEmailChange, "pending_email_change"),
            (.openDataRequest, "open_data_request"), (.legalHold, "legal_hold"),
        ]
        return names.filter { facts.flags.contains($0.0) }.map(\.1)
    }

    private func instant(_ milliseconds: Int64) -> String? {
        milliseconds == noInstant ? nil : Timestamp(rawValue: milliseconds).description
    }

    private func instant(_ facts: AccountFacts, _ extra: AccountExtra) -> String? {
        facts.instant(extra, records.raw).flatMap(instant)
    }

    private func source(_ facts: AccountFacts) throws -> PersonExport.Source {
        let number = facts.batch(records.raw)
        let batch = try store.ledgerBatch(number)
        return PersonExport.Source(
            country: facts.country.code, run: batch?.run, batch: Int(number), batchId: batch?.batchID,
            file: batch?.fileName, sha256: batch?.sha256, line: Int(facts.line(records.raw)))
    }
}
