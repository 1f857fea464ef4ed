package import DurableFiles

/// The four folders of one country, and the moves between them.
///
/// The caller holds the workspace lock: nobody else moves files, though senders drop new ones into
/// `incoming/` at any time. A batch is where its file is; its manifest follows, so that a crash
/// between the two moves leaves at most a manifest behind, which `recover()` brings home. No move
/// ever replaces a file: where the name is taken, a number is added before the suffix.
package struct Spool: Sendable {
    /// The folders of a spool.
    package enum Place: String, CaseIterable, Sendable {
        case incoming, claimed, done, refused
    }

    /// The country's folder, such as `spool/NO`.
    package let folder: String

    private let incoming: String

    /// - Parameter incoming: where new files lie, if not in `folder/incoming`.
    package init(folder: String, incoming: String? = nil) {
        self.folder = folder
        self.incoming = incoming ?? folder + "/" + Place.incoming.rawValue
    }

    /// The path of a name in one of the folders.
    package func path(_ place: Place, _ name: String? = nil) -> String {
        let path = place == .incoming ? incoming : folder + "/" + place.rawValue
        return name.map { path + "/" + $0 } ?? path
    }

    /// Makes the folders that are not there.
    package func make() throws(FileFault) {
        try makeFolder(folder)
        for place in Place.allCases { try makeFolder(path(place)) }
    }

    /// What lies in `incoming/`.
    package func listing(requireManifest: Bool = false) throws(FileFault) -> SpoolListing {
        SpoolListing(names: try namesInFolder(path(.incoming)), requireManifest: requireManifest)
    }

    /// The batches that were claimed and neither finished nor refused, in the byte order of their
    /// names: those of a run that died, too.
    package func claimed() throws(FileFault) -> [String] {
        SpoolListing(names: try namesInFolder(path(.claimed)), requireManifest: false).batches
    }

    /// The path of a batch's manifest, or `nil` if it has none.
    package func manifestPath(_ place: Place, _ name: String) throws(FileFault) -> String? {
        let path = path(place, name + BatchManifest.suffix)
        return try FileStatus.of(path) == nil ? nil : path
    }

    // MARK: Moves

    /// Takes a batch out of `incoming/`; returns its name in `claimed/`.
    package func claim(_ name: String) throws(FileFault) -> String {
        // The manifest first: a batch in claimed/ has its manifest with it.
        try move(name, from: .incoming, to: .claimed, manifestFirst: true)
    }

    /// Puts a batch away that was applied; returns its name in `done/`.
    package func finish(_ name: String) throws(FileFault) -> String {
        try move(name, from: .claimed, to: .done, manifestFirst: false)
    }

    /// Puts a batch away that is not applied, with `NAME.refused.json` that says why; returns its
    /// name in `refused/`.
    package func refuse(_ name: String, _ fault: BatchFault) throws(FileFault) -> String {
        let target = try freeName(for: name, in: .refused)
        // The reason first: a file in refused/ is never without one.
        try durableWrite(
            path(.refused, target + RefusalReport.suffix), RefusalReport(file: name, fault).json())
        return try move(name, from: .claimed, to: .refused, manifestFirst: false, as: target)
    }

    /// Removes a batch that is not applied and must not be kept; `NAME.refused.json` says why.
    package func refuseWithoutKeeping(_ name: String, _ fault: BatchFault) throws(FileFault) {
        let target = try freeName(for: name, in: .refused)
        try durableWrite(
            path(.refused, target + RefusalReport.suffix), RefusalReport(file: name, fault).json())
        try removeDurably(path(.claimed, name))
        try removeDurably(path(.claimed, name + BatchManifest.suffix))
    }

    /// Gives a claimed batch back, such as one that a stopped run did not get to.
    package func release(_ name: String) throws(FileFault) -> String {
        try move(name, from: .claimed, to: .incoming, manifestFirst: true)
    }

    /// Gives an applied batch back, to be applied again; returns its name in `incoming/`.
    package func redeliver(_ name: String) throws(FileFault) -> String {
        try move(name, from: .done, to: .incoming, manifestFirst: true)
    }

    /// Brings manifests home that a crash parted from their batch. Called before anything is claimed.
    package func recover() throws(FileFault) {
        let names = try namesInFolder(path(.claimed))
        let present = Set(names)
        for name in names where name.hasSuffix(BatchManifest.suffix) {
            let batch = String(name.dropLast(BatchManifest.suffix.count))
            if present.contains(batch) { continue }
            let (place, home) = try placeOfParted(batch)
            try renameDurablyIfFree(
                from: path(.claimed, name), to: path(place, home + BatchManifest.suffix))
        }
    }

    /// Where the batch is that left its manifest in `claimed/`.
    private func placeOfParted(_ batch: String) throws(FileFault) -> (Place, String) {
        if try isThere(.incoming, batch), try !isThere(.incoming, batch + BatchManifest.suffix) {
            return (.incoming, batch)
        }
        for place in [Place.done, .refused] {
            if let moved = try newest(batch, in: place),
                try !isThere(place, moved + BatchManifest.suffix)
            {
                return (place, moved)
            }
        }
        return (.done, try freeName(for: batch, in: .done))
    }

    /// The name under which a batch was last put into a folder, or `nil`.
    private func newest(_ name: String, in place: Place) throws(FileFault) -> String? {
        var newest: String?
        var candidate = name
        var number = 2
        while try isThere(place, candidate) {
            newest = candidate
            candidate = Spool.numbered(name, number)
            number += 1
        }
        return newest
    }

    private func move(
        _ name: String, from source: Place, to target: Place, manifestFirst: Bool,
        as given: String? = nil
    ) throws(FileFault) -> String {
        var moves = SpoolMoves()
        let newName = try moves.add(
            name, of: self, from: source, to: target, manifestFirst: manifestFirst, as: given)
        try moves.carryOut()
        return newName
    }

    /// The name itself, or with the first number that neither a file nor a manifest has yet.
    /// - Parameter reserved: paths that files are about to get.
    func freeName(
        for name: String, in place: Place, besides reserved: Set<String> = []
    ) throws(FileFault) -> String {
        var candidate = name
        var number = 2
        while true {
            let isReserved = reserved.contains(path(place, candidate))
            let isTaken = try isThere(place, candidate)
            let isManifestTaken = try isThere(place, candidate + BatchManifest.suffix)
            if !isReserved && !isTaken && !isManifestTaken { return candidate }
            candidate = Spool.numbered(name, number)
            number += 1
        }
    }

    func isThere(_ place: Place, _ name: String) throws(FileFault) -> Bool {
        try FileStatus.of(path(place, name)) != nil
    }

    /// `NO.csv.gz` with 2 is `NO.2.csv.gz`.
    private static func numbered(_ name: String, _ number: Int) -> String {
        let suffixes = [".csv", ".ndjson"].flatMap { [$0, $0 + ".gz", $0 + ".zst"] }
        let suffix = suffixes.first { name.hasSuffix($0) } ?? ""
        return name.dropLast(suffix.count) + ".\(number)" + suffix
    }
}
