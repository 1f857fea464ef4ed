internal import ByteScanning
internal import DurableFiles

/// The folders of both sides: those that both are made of, and those of one side alone.
struct DiffLayers {
    /// Shared folders first, then those of A alone, then those of B alone.
    let folders: [String]
    let sharedCount: Int
    let beforeEnd: Int

    init(_ a: DiffSide, _ b: DiffSide) {
        var shared = 0
        while shared < min(a.layers.count, b.layers.count), a.layers[shared] == b.layers[shared] {
            shared += 1
        }
        folders = Array(a.layers[..<shared]) + a.layers[shared...] + b.layers[shared...]
        sharedCount = shared
        beforeEnd = a.layers.count
    }

    /// The folders of one side alone.
    var own: Range<Int> { sharedCount..<folders.count }

    func isBefore(_ layer: Int) -> Bool { layer < beforeEnd }
    func isAfter(_ layer: Int) -> Bool { layer < sharedCount || layer >= beforeEnd }
}

/// Reads what the folders say about each profile.
struct ProfileVersionReader: ~Copyable {
    private let layers: DiffLayers
    private var sorter: RecordSorter<ProfileVersion>
    /// The profiles that some folder of one side alone speaks of; `nil` once there are too many to keep.
    private var touched: [Hash128]? = []
    private let causes: DiffCauseTable
    private let drain: DrainFlag

    init(_ layers: DiffLayers, _ causes: DiffCauseTable, _ limits: DiffLimits, drain: DrainFlag) {
        self.layers = layers
        self.causes = causes
        self.drain = drain
        sorter = RecordSorter(bytesMax: limits.sorterBytesMax, folder: limits.temporaryFolder)
    }

    /// All versions, by profile and by folder.
    consuming func read() throws -> SortedRecords<ProfileVersion> {
        for layer in layers.own {
            try readProfiles(layer)
            try readEvents(layer)
        }
        touched?.sort()
        // What no folder of one side alone speaks of is the same on both sides.
        if !layers.own.isEmpty {
            for layer in 0..<layers.sharedCount { try readProfiles(layer) }
            for layer in 0..<layers.sharedCount { try readEvents(layer) }
        }
        return try sorter.sorted()
    }

    private mutating func readProfiles(_ layer: Int) throws {
        let file = try LineFile(layers.folders[layer] + "/profiles.ndjson")
        let isOwn = layer >= layers.sharedCount
        var lines = 0
        try file.forEachLine { line, offset in
            lines += 1
            if lines & 0xFFF == 0 { try drain.check() }
            guard let id = uuid(line, at: 15) else {
                throw RunFault.workspace(
                    "Line \(lines) of \(printable(layers.folders[layer]))/profiles.ndjson is no profile of koble."
                )
            }
            if isOwn { touch(id) } else if !isTouched(id) { return }
            try sorter.append(
                ProfileVersion(
                    id: id, digest: digest(line), offset: Int64(offset), count: Int32(line.count),
                    layer: Int16(layer),
                    kind: .line))
        }
    }

    /// Events tell what profiles.ndjson cannot: which profiles are no more.
    private mutating func readEvents(_ layer: Int) throws {
        let path = layers.folders[layer] + "/changes.ndjson"
        guard try FileStatus.of(path) != nil else { return }
        let file = try LineFile(path)
        let isOwn = layer >= layers.sharedCount
        try file.forEachLine { line, _ in
            guard let (kind, id) = event(line) else { return }
            let isTold = isOwn && causes.tells(layer)
            if kind == .told, !isTold { return }
            if isOwn { touch(id) } else if !isTouched(id) { return }
            var version = ProfileVersion(
                id: id, digest: .zero, offset: 0, count: 0, layer: Int16(layer), kind: kind)
            if isTold { version.causes = causes.number(of: eventCauses(line), in: layer) }
            try sorter.append(version)
        }
    }

    /// Profiles to keep in memory for the look at the shared folders; past it all their lines are sorted.
    private static let touchedMax = 2_000_000

    private mutating func touch(_ id: Hash128) {
        guard let count = touched?.count else { return }
        if count < Self.touchedMax { touched?.append(id) } else { touched = nil }
    }

    private func isTouched(_ id: Hash128) -> Bool {
        guard let touched else { return true }
        var low = 0
        var high = touched.count
        while low < high {
            let middle = (low + high) / 2
            if touched[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low < touched.count && touched[low] == id
    }
}

/// Digest of a line without `moved_from`, which tells of one run and not of the profile.
private func digest(_ line: Span<UInt8>) -> Hash128 {
    var end = line.count
    var at = line.count - movedFromMark.count
    while at > 0 {
        if line[at] == UInt8(ascii: ","), holds(line, at, movedFromMark) {
            end = at
            break
        }
        at -= 1
    }
    return sipHash128(line.extracting(0..<end).raw, key: SipKey(0x6B6F_626C_652E_6469, 0x6666_2E6C_696E_6573))
}

private let movedFromMark = Array(",\"moved_from\":[".utf8)
private let typeMark = Array("\"type\":\"koble.profile.".utf8)
private let causesMark = Array(EventText.causesStart.utf8)
private let subjectMark = Array("\"subject\":\"".utf8)
private let eventKinds: [(name: [UInt8], kind: ProfileVersion.Kind)] = [
    (Array("retired\"".utf8), .retired), (Array("erased\"".utf8), .erased),
    (Array("created\"".utf8), .created),
    (Array("moved\"".utf8), .created),  // It is new, and its accounts were elsewhere before.
]

/// What an event of changes.ndjson says, if it matters here.
private func event(_ line: Span<UInt8>) -> (ProfileVersion.Kind, Hash128)? {
    guard let type = position(line, after: typeMark), let subject = position(line, after: subjectMark),
        let id = uuid(line, at: subject)
    else { return nil }
    return (eventKinds.first { holds(line, type, $0.name) }?.kind ?? .told, id)
}

/// The causes that an event lists; none for a run whose events all have the same.
private func eventCauses(_ line: Span<UInt8>) -> [UInt8] {
    guard let start = position(line, after: causesMark) else { return [] }
    var text: [UInt8] = []
    var place = start
    while place < line.count, line[place] != UInt8(ascii: "\"") {
        text.append(line[place])
        place += 1
    }
    return text
}

/// Whether `mark` stands at this place of the line.
private func holds(_ line: Span<UInt8>, _ place: Int, _ mark: [UInt8]) -> Bool {
    guard place + mark.count <= line.count else { return false }
    for index in mark.indices where line[place + index] != mark[index] { return false }
    return true
}

/// Where the first `mark` of the line ends; `nil` if there is none.
private func position(_ line: Span<UInt8>, after mark: [UInt8]) -> Int? {
    for place in 0..<max(0, line.count - mark.count) where holds(line, place, mark) {
        return place + mark.count
    }
    return nil
}

/// The profile id that is written at `start`; `nil` if there is none.
private func uuid(_ line: Span<UInt8>, at start: Int) -> Hash128? {
    guard start + 36 <= line.count else { return nil }
    var words: (UInt64, UInt64) = (0, 0)
    var digits = 0
    for index in start..<start + 36 {
        let byte = line[index]
        if byte == UInt8(ascii: "-") { continue }
        let value: UInt8
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): value = byte - UInt8(ascii: "a") + 10
        default: return nil
        }
        if digits < 16 {
            words.0 = words.0 << 4 | UInt64(value)
        } else {
            words.1 = words.1 << 4 | UInt64(value)
        }
        digits += 1
    }
    return digits == 32 ? Hash128(high: words.0, low: words.1) : nil
}
