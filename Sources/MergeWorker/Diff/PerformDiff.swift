internal import DurableFiles

/// Bounds of a comparison.
package struct DiffLimits: Sendable {
    /// Memory of each of the sorters (at most three at a time); what does not fit goes to a temporary file.
    package var sorterBytesMax = 64 << 20
    /// Where temporary files are made; they have no name, and hold hashes and places, no values.
    package var temporaryFolder: String

    /// The usual bounds.
    package init(temporaryFolder: String) { self.temporaryFolder = temporaryFolder }
}

/// Compares two sides profile by profile, in bounded memory.
///
/// Files are sorted by link key, not by profile id, and a state may be spread over the folders of many runs; so
/// what each folder says of each profile is sorted by id first, and lines are read again only where they differ.
/// - Parameter file: where to write a line of NDJSON for each difference, sorted by profile id; personal data.
///   Must not be there yet; on any fault nothing is left of it.
/// - Throws: `Drained` when asked to stop; `RunFault`, `FileFault`.
package func performDiff(
    _ a: DiffSide, _ b: DiffSide, to file: String?, limits: DiffLimits, drain: DrainFlag
) throws -> DiffSummary {
    let layers = DiffLayers(a, b)
    let summary = DiffSummary(a, b)
    let circumstances = try DiffCircumstances(layers, summary)
    let causes = DiffCauseTable(circumstances)
    let files = try ProfileFiles(layers)
    var finder = DifferenceFinder(a, b, layers, files, causes, limits)
    try finder.find(try ProfileVersionReader(layers, causes, limits, drain: drain).read(), drain)
    var found = try finder.finish()
    let relations = try relateProfiles(found.takePlaces(), areComplete: a.isComplete && b.isComplete, limits)
    guard let file else {
        var writer = DifferenceWriter(files, DiffExplainer(circumstances, causes), summary, output: nil)
        try writer.write(found.takeDifferences(), relations, drain)
        return try writer.finish()
    }
    let staged = file + ".part"
    var writer = DifferenceWriter(
        files, DiffExplainer(circumstances, causes), summary, output: try OutputFile(creating: staged))
    do {
        try writer.write(found.takeDifferences(), relations, drain)
        let summary = try writer.finish()
        try renameDurablyIfFree(from: staged, to: file)
        return summary
    } catch {
        try removeDurably(staged)
        throw error
    }
}
