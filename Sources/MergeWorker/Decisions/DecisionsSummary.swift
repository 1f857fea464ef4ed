/// What became of people's decisions in a run.
package struct DecisionsSummary: Sendable {
    /// Lines that were written to the journal.
    package var applied = 0
    /// Lines that said what stood already.
    package var repeated = 0
    /// Lines that were not applied, of files that were.
    package var refused: [RefusedDecision] = []
    /// Files that were refused whole, each with the reason in a sentence.
    package var refusedFiles: [(name: String, message: String)] = []
    /// Files whose content was applied before.
    package var knownFiles: [String] = []

    /// No decisions.
    package init() {}

    init(_ decisions: RunDecisions) {
        applied = decisions.applied
        repeated = decisions.repeated
        refused = decisions.refused
        refusedFiles = decisions.refusals().map { ($0.fileName, "\($0.message). \($0.wayOut)") }
        knownFiles = decisions.files.filter(\.isKnown).map(\.name)
    }

    /// Whether there was anything to read.
    package var isEmpty: Bool {
        applied + repeated + refused.count + refusedFiles.count + knownFiles.count == 0
    }
}
