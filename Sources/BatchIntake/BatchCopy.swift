/// Copies a batch file without some of its lines, packed as it was.
///
/// Lines are counted as `RowBlock.line(of:)` counts them, in the unpacked bytes: so it works for every charset
/// in which a line feed is one byte, which is all but UTF-16.
/// - Parameters:
///   - dropping: ranges of lines, from 1, in ascending order, apart from each other.
///   - append: takes the bytes of the copy.
/// - Throws: `BatchFault` when the file cannot be read, and what `append` throws.
package func copyBatch(
    _ path: String, layout: BatchLayout, dropping: [Range<UInt64>], limits: BatchLimits = BatchLimits(),
    to append: ([UInt8]) throws -> Void
) throws {
    let file = try BatchFile(path: path, isDigested: false)
    let stream: any ByteStream =
        switch layout.compression {
        case .plain: file
        case .gzip: GzipStream(file)
        case .zstd: ZstdStream(file, windowLogMax: limits.zstdWindowLogMax)
        }
    let packer: any BatchPacker =
        switch layout.compression {
        case .plain: PlainPacker()
        case .gzip: GzipPacker()
        case .zstd: ZstdPacker()
        }
    var filter = LineFilter(dropping)
    var buffer = [UInt8](repeating: 0, count: limits.blockBytes)
    while true {
        let count = try stream.read(into: &buffer, at: 0, count: buffer.count)
        if count == 0 { break }
        let packed = packer.pack(filter.kept(buffer[0..<count]), isEnd: false)
        if !packed.isEmpty { try append(packed) }
    }
    let rest = packer.pack([], isEnd: true)
    if !rest.isEmpty { try append(rest) }
}

/// Passes lines on, or not.
private struct LineFilter {
    private var line: UInt64 = 1
    private var dropping: ArraySlice<Range<UInt64>>

    init(_ dropping: [Range<UInt64>]) { self.dropping = dropping[...] }

    mutating func kept(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let feed = bytes[start...].firstIndex(of: 0x0A)
            let end = feed.map { $0 + 1 } ?? bytes.endIndex
            while let first = dropping.first, first.upperBound <= line { dropping.removeFirst() }
            if dropping.first?.contains(line) != true { output.append(contentsOf: bytes[start..<end]) }
            if feed != nil { line += 1 }
            start = end
        }
        return output
    }
}

/// Packs bytes as a batch file is packed.
protocol BatchPacker {
    func pack(_ bytes: [UInt8], isEnd: Bool) -> [UInt8]
}

struct PlainPacker: BatchPacker {
    func pack(_ bytes: [UInt8], isEnd: Bool) -> [UInt8] { bytes }
}
