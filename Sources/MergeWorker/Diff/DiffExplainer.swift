internal import AccountModel
internal import Synchronization

/// What events say about their causes, each text and each set of texts kept once.
///
/// A run of a thousand files has some thousand texts, however many profiles it changed.
final class DiffCauseTable: Sendable {
    /// What the event of a profile says in one folder.
    struct Told: Hashable {
        var layer: Int
        /// As in the event; empty where every event of the run has the same cause.
        var text: [UInt8]
    }

    private struct Content {
        var texts: [Told] = []
        var numbers: [Told: Int32] = [:]
        var sets: [[Int32]] = [[]]
        var setNumbers: [[Int32]: Int32] = [[]: 0]
    }

    private let layers: [Int: DiffLayer]
    private let content = Mutex(Content())

    /// Texts and sets kept; some hundred bytes each. Past it, profiles are explained by country again.
    static let entriesMax = 200_000

    init(_ circumstances: DiffCircumstances) { layers = circumstances.layers }

    /// Whether the events of a folder are to be asked.
    func tells(_ layer: Int) -> Bool { layers[layer]?.tellsCauses ?? false }

    /// The number of a text, from one; zero when there are too many.
    func number(of text: [UInt8], in layer: Int) -> Int32 {
        let told = Told(layer: layer, text: text)
        return content.withLock { content in
            if let known = content.numbers[told] { return known }
            if content.texts.count >= DiffCauseTable.entriesMax { return 0 }
            content.texts.append(told)
            content.numbers[told] = Int32(content.texts.count)
            return Int32(content.texts.count)
        }
    }

    /// The number of a set of texts, given by places from zero; -1 when there are too many.
    func set(of places: [Int32]) -> Int32 {
        let sorted = Set(places).sorted()
        return content.withLock { content in
            if let known = content.setNumbers[sorted] { return known }
            if content.sets.count >= DiffCauseTable.entriesMax { return -1 }
            content.sets.append(sorted)
            content.setNumbers[sorted] = Int32(content.sets.count - 1)
            return Int32(content.sets.count - 1)
        }
    }

    /// The texts of a set; `nil` for one that was not kept.
    func told(_ set: Int32) -> [Told]? {
        if set < 0 { return nil }
        return content.withLock { content in content.sets[Int(set)].map { content.texts[Int($0)] } }
    }
}

/// Says what made a profile differ: exactly where events tell it, else everything that can have.
struct DiffExplainer {
    let circumstances: DiffCircumstances
    private let table: DiffCauseTable
    /// Every folder of one side alone tells its causes: a profile without one has no explanation.
    private let isExact: Bool

    init(_ circumstances: DiffCircumstances, _ table: DiffCauseTable) {
        self.circumstances = circumstances
        self.table = table
        isExact = circumstances.layers.values.allSatisfy(\.tellsCauses)
    }

    /// Nothing if nothing is known that can have made it differ.
    func sources(
        _ difference: ProfileDifference, _ before: ProfileLine?, _ after: ProfileLine?,
        _ relations: [ProfileRelation]
    ) -> [DiffSource] {
        if difference.isErased { return erasures }
        let marks = marks(difference, before, after, relations)
        var found: Set<DiffSource> = []
        var isWhole = isExact && !difference.isBeforeUnknown && !difference.isAfterUnknown
        if let told = table.told(difference.causes) {
            let shared = sharedTexts(told)
            for entry in told { isWhole = explain(entry, shared, into: &found) && isWhole }
        } else {
            isWhole = false
        }
        if circumstances.isParted {
            if circumstances.rulesDiffer { found.insert(DiffSource(cause: .rules)) }
            if circumstances.datesDiffer, marks.contains(.held) { found.insert(DiffSource(cause: .holdEnded)) }
        }
        if !isWhole { found.formUnion(possible(marks, relations)) }
        return found.sorted()
    }

    // MARK: What events tell

    /// Adds what one event says. Returns false where it does not say all.
    private func explain(
        _ told: DiffCauseTable.Told, _ shared: Set<[UInt8]>, into found: inout Set<DiffSource>
    ) -> Bool {
        guard let layer = circumstances.layers[told.layer], let manifest = layer.manifest else { return false }
        if let task = manifest.task {
            found.insert(source(task, manifest))
            return true
        }
        if told.text.isEmpty {
            // A rehearsal of other rules decides everything again: what no batch explains, they do.
            guard manifest.rulesMoved != nil else { return false }
            found.insert(rules(manifest))
            return true
        }
        var isWhole = true
        for word in told.text.split(separator: UInt8(ascii: " ")) {
            let text = String(decoding: word, as: UTF8.self)
            if text == ChangeCause.more.text {
                isWhole = false
            } else if let number = text.hasPrefix("batch:") ? UInt32(text.dropFirst(6)) : nil {
                guard let batch = manifest.batches.first(where: { $0.number == number }) else {
                    isWhole = false
                    continue
                }
                if circumstances.different.contains(batch.identity) { found.insert(source(batch, manifest)) }
            } else if let cause = DiffCause(rawValue: text), !shared.contains(Array(word)) {
                found.insert(DiffSource(cause: cause, run: manifest.run))
            }
        }
        if manifest.rulesMoved != nil { found.insert(rules(manifest)) }
        return isWhole
    }

    /// Words that the events of both sides have: what both rehearsals did alike is no difference.
    private func sharedTexts(_ told: [DiffCauseTable.Told]) -> Set<[UInt8]> {
        guard circumstances.isParted else { return [] }
        let sides = [true, false].map { side in
            Set(
                told.filter { circumstances.layers[$0.layer]?.isBefore == side }
                    .flatMap { $0.text.split(separator: UInt8(ascii: " ")).map(Array.init) })
        }
        return sides[0].intersection(sides[1])
    }

    private func source(_ batch: DiffManifest.Batch, _ manifest: DiffManifest) -> DiffSource {
        DiffSource(cause: .records, run: manifest.run, country: batch.country, file: batch.file)
    }

    private func rules(_ manifest: DiffManifest) -> DiffSource {
        DiffSource(cause: .rules, run: manifest.run, detail: manifest.rulesMoved?.joined(separator: ", "))
    }

    /// What a run that merged nothing was for.
    private func source(_ task: String, _ manifest: DiffManifest) -> DiffSource {
        switch task {
        case "redecide": return rules(manifest)
        case "rekey": return DiffSource(cause: .key, run: manifest.run)
        case "erase": return DiffSource(cause: .erasure, run: manifest.run)
        default:
            let isUndo = task.hasPrefix("undo")
            return DiffSource(cause: isUndo ? .undo : .decision, run: manifest.run, detail: task)
        }
    }

    private var erasures: [DiffSource] {
        let runs = circumstances.layers.values.compactMap(\.manifest).filter { $0.task == "erase" }.map(\.run)
        if runs.count != 1 { return [DiffSource(cause: .erasure)] }
        return [DiffSource(cause: .erasure, run: runs[0])]
    }

    // MARK: What can have been

    private func marks(
        _ difference: ProfileDifference, _ before: ProfileLine?, _ after: ProfileLine?,
        _ relations: [ProfileRelation]
    ) -> DiffMarks {
        // Of what is not known any account may have been a part.
        if difference.isBeforeUnknown || difference.isAfterUnknown { return DiffMarks(rawValue: .max) }
        var marks = DiffMarks(before).union(DiffMarks(after))
        for relation in relations { marks.formUnion(DiffMarks(rawValue: relation.otherMarks)) }
        return marks
    }

    /// Everything that can have made the profile differ, where the events do not tell: as coarse as a country.
    private func possible(_ marks: DiffMarks, _ relations: [ProfileRelation]) -> Set<DiffSource> {
        var found: Set<DiffSource> = []
        // Whose address looks like another is held or free by the accounts of that one, wherever they are.
        let isFarAffected = !marks.isDisjoint(with: [.held, .lookAlike])
        for layer in circumstances.layers.values {
            guard let manifest = layer.manifest else { continue }
            for batch in layer.applied where circumstances.different.contains(batch.identity) {
                let isNear = !marks.countries.isDisjoint(with: CountrySet(batch.country))
                if isNear || isFarAffected { found.insert(source(batch, manifest)) }
            }
        }
        let isAccountMoved = relations.contains { $0.kind == .accountIsNew || $0.kind == .accountIsGone }
        if isAccountMoved {
            if found.isEmpty { found.insert(DiffSource(cause: .records)) }
            return found
        }
        if circumstances.rulesDiffer { found.insert(DiffSource(cause: .rules)) }
        if circumstances.hasOrder { found.insert(DiffSource(cause: .decision)) }
        if circumstances.datesDiffer, marks.contains(.held) { found.insert(DiffSource(cause: .holdEnded)) }
        return found
    }
}

extension CountrySet {
    /// The country with this code, or nothing.
    fileprivate init(_ code: String) {
        self.init()
        if let country = Country(code: code) { insert(CountrySet(country)) }
    }
}
