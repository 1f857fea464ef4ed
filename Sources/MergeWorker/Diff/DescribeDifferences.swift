internal import AccountModel
internal import ByteScanning
internal import DurableFiles

/// Tells of each profile that differs how, and why; counts, and writes a line for each if it is asked to.
struct DifferenceWriter: ~Copyable {
    private let files: ProfileFiles
    private let explainer: DiffExplainer
    private var profilesBySource: [DiffSource: Int] = [:]
    /// Lists of sources as they are written; there are few, and millions of profiles.
    private var sourceTexts: [[DiffSource]: String] = [:]
    private var output: OutputFile?
    private(set) var summary: DiffSummary

    init(
        _ files: ProfileFiles, _ explainer: DiffExplainer, _ summary: DiffSummary,
        output: consuming OutputFile?
    ) {
        self.files = files
        self.explainer = explainer
        self.summary = summary
        self.output = output
        let circumstances = explainer.circumstances
        self.summary.batchesDiffer = circumstances.batches
        self.summary.countries = Country.allCases.filter { circumstances.countries.contains(CountrySet($0)) }
            .map(\.code)
    }

    /// Walks both lists beside each other, by profile.
    mutating func write(
        _ differences: consuming SortedRecords<ProfileDifference>,
        _ relations: consuming SortedRecords<ProfileRelation>, _ drain: DrainFlag
    ) throws {
        while let difference = differences.next {
            try drain.check()
            var own: [ProfileRelation] = []
            while let relation = relations.next, relation.profile <= difference.id {
                if relation.profile == difference.id { own.append(relation) }
                try relations.advance()
            }
            try describe(difference, own)
            try differences.advance()
        }
    }

    /// Makes the file durable, and returns the counts.
    consuming func finish() throws -> DiffSummary {
        var summary = summary
        summary.sources = profilesBySource.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            DiffSummary.SourceCount(source: $0.key, profiles: $0.value)
        }
        if let output = output.take() { _ = try output.finish() }
        return summary
    }

    private mutating func describe(_ difference: ProfileDifference, _ relations: [ProfileRelation]) throws {
        let before = try files.line(difference.before)
        let after = try files.line(difference.after)
        let change = kind(difference, relations)
        let members = differingMembers(before, after)
        let sources = explainer.sources(difference, before, after, relations)
        let causes = DiffCause.allCases.filter { cause in sources.contains { $0.cause == cause } }
        summary.changes[change.rawValue, default: 0] += 1
        for member in members { summary.members[member, default: 0] += 1 }
        for cause in causes { summary.causes[cause.rawValue, default: 0] += 1 }
        for source in sources { profilesBySource[source, default: 0] += 1 }
        if causes.isEmpty { summary.unexplained += 1 }
        if difference.isBeforeUnknown || difference.isAfterUnknown { summary.unknown += 1 }
        guard output != nil else { return }
        let line = DifferenceLine(
            id: difference.id, change: change, members: members, causes: causes,
            sources: sourceText(sources), relations: relations)
        try output?.append(line.render(before, after))
    }

    private mutating func sourceText(_ sources: [DiffSource]) -> String {
        if let known = sourceTexts[sources] { return known }
        let text = String(decoding: encodeInline(sources), as: UTF8.self)
        sourceTexts[sources] = text
        return text
    }

    private func kind(_ difference: ProfileDifference, _ relations: [ProfileRelation]) -> ProfileChange {
        let stayed = relations.contains { $0.kind == .stayed } ? 1 : 0
        if Set(relations.filter { $0.kind == .wentTo }.map(\.other)).count + stayed > 1 { return .split }
        if Set(relations.filter { $0.kind == .cameFrom }.map(\.other)).count + stayed > 1 { return .merged }
        if difference.before.isNone, !difference.isBeforeUnknown { return .appeared }
        return difference.after.isNone && !difference.isAfterUnknown ? .vanished : .changed
    }

    private func differingMembers(_ before: ProfileLine?, _ after: ProfileLine?) -> [String] {
        guard let before, let after else { return [] }
        return ProfileLine.comparedMembers.filter { before.value($0) != after.value($0) }
    }
}

/// One line of the file of differences.
private struct DifferenceLine {
    let id: Hash128
    let change: ProfileChange
    let members: [String]
    let causes: [DiffCause]
    /// As JSON.
    let sources: String
    let relations: [ProfileRelation]

    func render(_ before: ProfileLine?, _ after: ProfileLine?) -> [UInt8] {
        var text = ByteBuffer(capacity: 1024)
        text.append("{\"profile_id\":\"")
        text.append(uuid: id)
        text.append("\",\"change\":\"")
        text.append(text: change.rawValue)
        text.append("\",\"causes\":")
        appendNames(causes.map(\.rawValue), &text)
        text.append(",\"sources\":")
        text.append(text: sources)
        text.append(",\"differs\":")
        appendNames(members, &text)
        text.append(",\"from\":")
        appendProfiles(.cameFrom, &text)
        text.append(",\"into\":")
        appendProfiles(.wentTo, &text)
        text.append(",\"before\":")
        appendSide(before, &text)
        text.append(",\"after\":")
        appendSide(after, &text)
        text.append("}\n")
        return text.array()
    }

    private func appendNames(_ names: [String], _ text: inout ByteBuffer) {
        text.append("[")
        for (position, name) in names.enumerated() {
            text.append(position == 0 ? "\"" : ",\"")
            text.append(text: name)
            text.append("\"")
        }
        text.append("]")
    }

    private func appendProfiles(_ kind: ProfileRelation.Kind, _ text: inout ByteBuffer) {
        text.append("[")
        var last: Hash128?
        for relation in relations where relation.kind == kind && relation.other != last {
            text.append(last == nil ? "\"" : ",\"")
            text.append(uuid: relation.other)
            text.append("\"")
            last = relation.other
        }
        text.append("]")
    }

    /// The accounts of a side, and the values that differ; all short values where the other side has none.
    private func appendSide(_ line: ProfileLine?, _ text: inout ByteBuffer) {
        guard let line else { return text.append("null") }
        text.append("{")
        for name in ProfileLine.shownMembers.sorted() where members.isEmpty || members.contains(name) {
            guard let value = line.value(name) else { continue }
            text.append(text: "\"\(name)\":")
            text.append(Array(value).raw)
            text.append(",")
        }
        text.append("\"accounts\":[")
        for (position, account) in line.accounts.enumerated() {
            if position > 0 { text.append(",") }
            text.append(account.json.raw)
        }
        text.append("]}")
    }
}
