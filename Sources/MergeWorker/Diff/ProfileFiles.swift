internal import DurableFiles

/// The files of profiles that are compared, open for looking at single lines.
final class ProfileFiles {
    private final class Opened {
        let file: LineFile
        init(_ path: String) throws(FileFault) { file = try LineFile(path) }
    }

    private let files: [Opened]

    init(_ layers: DiffLayers) throws(FileFault) {
        var files: [Opened] = []
        for folder in layers.folders { files.append(try Opened(folder + "/profiles.ndjson")) }
        self.files = files
    }

    /// The line that stands there; `nil` for no place.
    func line(_ place: LinePlace) throws -> ProfileLine? {
        if place.isNone { return nil }
        let bytes = try files[Int(place.layer)].file.line(at: Int(place.offset), count: Int(place.count))
        guard let line = ProfileLine(bytes) else {
            throw RunFault.workspace(
                "A line of profiles.ndjson is not as koble writes it, at byte \(place.offset).")
        }
        return line
    }
}
