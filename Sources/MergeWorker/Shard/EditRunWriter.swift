internal import ByteScanning
internal import DurableFiles

/// Entries of a block table in key order, in a temporary file: sixteen bytes of key, four of length, and
/// the payload.
struct EditRun: Sendable {
    var file: TemporarySpill?
    /// Parts of the file, in order.
    var parts: [(offset: Int, bytes: Int)] = []
    var entries = 0

    var bytes: Int { parts.reduce(0) { $0 + $1.bytes } }
}

/// Writes an `EditRun`, a buffer at a time.
struct EditRunWriter {
    private var file: TemporarySpill?
    private var parts: [(offset: Int, bytes: Int)] = []
    private var buffer: [UInt8] = []
    private var used = 0
    private var entries = 0

    /// Bytes of one write.
    private static let partBytes = 1 << 20

    init() {}

    mutating func open(in folder: String) throws(FileFault) {
        file = try TemporarySpill(in: folder)
        buffer = [UInt8](repeating: 0, count: EditRunWriter.partBytes)
    }

    /// Appends an entry of the accounts index. Keys ascend.
    mutating func append(_ key: Hash128, _ value: IndexValue) throws(FileFault) {
        let bytes = value.storedBytes
        let place = try makeRoom(bytes)
        var span = buffer.mutableSpan
        var output = unsafe span.mutableBytes
        storeEntryHead(key, length: UInt32(bytes), &output, at: place)
        value.store(&output, at: place + EditRun.headBytes)
    }

    /// Appends an edit of a block table; without a payload the key goes. Keys ascend.
    mutating func append(_ key: Hash128, _ payload: RawSpan?) throws(FileFault) {
        let length = payload?.byteCount ?? 0
        let place = try makeRoom(length)
        var span = buffer.mutableSpan
        var output = unsafe span.mutableBytes
        storeEntryHead(key, length: payload == nil ? EditRun.removal : UInt32(length), &output, at: place)
        if let payload { _ = copyBytes(payload, 0..<length, into: &output, at: place + EditRun.headBytes) }
    }

    /// Makes room for an entry and returns where it starts.
    private mutating func makeRoom(_ length: Int) throws(FileFault) -> Int {
        let bytes = EditRun.headBytes + length
        if used + bytes > buffer.count {
            try flush()
            // A hub may be larger than a part: its part is as large as it needs to be.
            if bytes > buffer.count { buffer = [UInt8](repeating: 0, count: bytes) }
        }
        defer { used += bytes }
        entries += 1
        return used
    }

    private mutating func flush() throws(FileFault) {
        guard used > 0, let file else { return }
        let count = used
        let outcome: Result<Int, FileFault> = unsafe buffer.withUnsafeBytes { bytes in
            do throws(FileFault) {
                return .success(try unsafe file.append(UnsafeRawBufferPointer(rebasing: bytes[0..<count])))
            } catch { return .failure(error) }
        }
        parts.append((try outcome.get(), count))
        used = 0
    }

    mutating func finish() throws(FileFault) -> EditRun {
        try flush()
        return EditRun(file: file, parts: parts, entries: entries)
    }
}

extension EditRun {
    /// The same entries in runs of a few parts each.
    var slices: [EditRun] {
        stride(from: 0, to: parts.count, by: EditRun.sliceParts).map { start in
            let end = min(start + EditRun.sliceParts, parts.count)
            return EditRun(file: file, parts: Array(parts[start..<end]), entries: start == 0 ? entries : 0)
        }
    }

    /// A few megabytes: the store takes them in some 10 ms.
    private static let sliceParts = 4

    /// Hands every entry to `body`: key and payload; a removal has no payload.
    func forEach<E: Error>(_ body: (Hash128, RawSpan?) throws(E) -> Void, fault: (FileFault) -> E) throws(E) {
        guard let file else { return }
        for part in parts {
            var problem: FileFault?
            let buffer = unsafe [UInt8](unsafeUninitializedCapacity: part.bytes) { memory, initialized in
                do throws(FileFault) {
                    try unsafe file.read(at: part.offset, into: UnsafeMutableRawBufferPointer(memory))
                    initialized = part.bytes
                } catch { problem = error }
            }
            if let problem { throw fault(problem) }
            let bytes = buffer.raw
            var offset = 0
            while offset < bytes.byteCount {
                let key = Hash128(high: loadWord(bytes, at: offset), low: loadWord(bytes, at: offset + 8))
                let length = loadHalfWord(bytes, at: offset + 16)
                offset += 20
                if length == EditRun.removal {
                    try body(key, nil)
                } else {
                    try body(key, bytes.extracting(offset..<offset + Int(length)))
                    offset += Int(length)
                }
            }
        }
    }

    /// Bytes of key and length.
    static let headBytes = 20

    /// The length that stands for "remove this key".
    static let removal = UInt32.max
}

private func storeEntryHead(
    _ key: Hash128, length: UInt32, _ output: inout MutableRawSpan, at offset: Int
) {
    output.storeBytes(of: key.high, toByteOffset: offset, as: UInt64.self)
    output.storeBytes(of: key.low, toByteOffset: offset + 8, as: UInt64.self)
    output.storeBytes(of: length, toByteOffset: offset + 16, as: UInt32.self)
}
