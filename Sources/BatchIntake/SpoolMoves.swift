package import DurableFiles

/// Moves of batches between the folders of spools, carried out and made durable together: a run of twenty countries
/// waits for the disk four times instead of eighty.
///
/// As with a single move, a batch in `claimed/` has its manifest with it: what goes first of all moves is durable
/// before what follows it. A crash in between leaves manifests without their batch, which `Spool.recover` brings
/// home.
package struct SpoolMoves {
    private struct Move {
        let source: String
        let target: String
    }

    private var first: [Move] = []
    private var second: [Move] = []
    private var reserved: Set<String> = []

    /// None yet.
    package init() {}

    /// A batch is to leave `incoming/`; returns its name in `claimed/`.
    package mutating func claim(_ name: String, of spool: Spool) throws(FileFault) -> String {
        try add(name, of: spool, from: .incoming, to: .claimed, manifestFirst: true)
    }

    /// A batch that was applied is to be put away; returns its name in `done/`.
    package mutating func finish(_ name: String, of spool: Spool) throws(FileFault) -> String {
        try add(name, of: spool, from: .claimed, to: .done, manifestFirst: false)
    }

    /// A claimed batch is to be given back; returns its name in `incoming/`.
    package mutating func release(_ name: String, of spool: Spool) throws(FileFault) -> String {
        try add(name, of: spool, from: .claimed, to: .incoming, manifestFirst: true)
    }

    /// - Parameter given: its new name, if that is chosen.
    mutating func add(
        _ name: String, of spool: Spool, from source: Spool.Place, to target: Spool.Place, manifestFirst: Bool,
        as given: String? = nil
    ) throws(FileFault) -> String {
        let newName: String
        if let given { newName = given } else { newName = try spool.freeName(for: name, in: target, besides: reserved) }
        reserved.insert(spool.path(target, newName))
        let batch = Move(source: spool.path(source, name), target: spool.path(target, newName))
        let hasManifest = try spool.isThere(source, name + BatchManifest.suffix)
        let suffix = BatchManifest.suffix
        let manifest = hasManifest ? [Move(source: batch.source + suffix, target: batch.target + suffix)] : []
        first += manifestFirst ? manifest : [batch]
        second += manifestFirst ? [batch] : manifest
        return newName
    }

    /// Moves everything. No move replaces a file.
    package consuming func carryOut() throws(FileFault) {
        for moves in [first, second] where !moves.isEmpty {
            var renames = JoinedRenames()
            for move in moves { try renames.renameIfFree(from: move.source, to: move.target) }
            try renames.flush()
        }
    }
}
