internal import DurableFiles

/// Reads a whole store and says everything that is not as it was written.
///
/// Reads the file itself and never through LMDB, so damage of any kind ends as a finding. The
/// caller holds the workspace's lock: nobody may write meanwhile.
///
/// - Returns: Nothing if the store is sound.
package func verifyStore(_ path: String) -> [StoreFinding] {
    do {
        guard let status = try FileStatus.of(path), status.kind == .file else {
            return [finding("there is no store at \(printable(path))")]
        }
        let pages = try RawPages(path)
        guard let first = try pages.header(0), let second = try pages.header(1) else {
            return [finding("one of the two headers is none of a store")]
        }
        return verify(pages, first, second)
    } catch let error as FileFault {
        return [finding(error.description, .unreadable)]
    } catch {
        return [finding("\(error)", .unreadable)]
    }
}

private func verify(
    _ pages: RawPages, _ first: StoreHeader, _ second: StoreHeader
) -> [StoreFinding] {
    let newest = first.number > second.number ? first : second
    let older = first.number > second.number ? second : first
    var findings: [StoreFinding] = []
    // The two are written in turns: even numbers on the first page, odd ones on the second.
    let isEven = first.number % 2 == 0 && (second.number % 2 == 1 || newest.number == 0)
    if !isEven || newest.number - older.number > 1 {
        findings.append(finding("headers of the states \(first.number) and \(second.number)"))
    }
    if newest.isUnused { return findings }
    var walk = StoreWalk(pages, newest, readsBlocks: true)
    walk.walkAll()
    findings += walk.findings
    findings += stampFindings(walk.facts, newest)
    // The older header is only the way back after a torn commit, but a flipped bit in its number
    // may have made it the older one.
    if older.number > 0 {
        var olderWalk = StoreWalk(pages, older, readsBlocks: false)
        olderWalk.walkFacts()
        findings += olderWalk.findings
        findings += stampFindings(olderWalk.facts, older)
    }
    return findings
}

private func stampFindings(_ facts: [[UInt8]: [UInt8]], _ header: StoreHeader) -> [StoreFinding] {
    let format = facts[OwnFact.format].flatMap(littleEndianNumber)
    let stamp = facts[OwnFact.stamp].flatMap(littleEndianNumber)
    var findings: [StoreFinding] = []
    if !(format.map(formatsRead.contains) ?? false) {
        findings.append(finding("another format than \(formatVersion)"))
    }
    if stamp != header.number {
        findings.append(finding("state \(header.number), last written as \(stamp ?? 0)"))
    }
    return findings
}

private func finding(_ problem: String, _ kind: StoreFinding.Kind = .damaged) -> StoreFinding {
    StoreFinding(kind: kind, place: "header", problem: problem)
}
