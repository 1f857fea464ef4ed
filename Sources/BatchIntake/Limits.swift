/// The bounds of reading one batch file: whatever the file holds, memory stays within them.
package struct BatchLimits: Sendable {
    /// Bytes read and indexed at a time: small enough that block, positions and rows stay in a 2
    /// MiB second-level cache, large enough that a system call per block costs nothing.
    package var blockBytes = 512 * 1024

    /// The longest row, without its line break. An account has a few hundred bytes; a row of this
    /// size is a broken file, and a block must be able to hold it whole.
    package var rowBytesMax = 1024 * 1024

    /// The most columns of a header, and the most keys that NDJSON lines of one file may use.
    package var columnsMax = 1024

    /// The most bytes a file may unpack to, or no limit. A bomb costs time, not memory: unpacked
    /// bytes are read in blocks like any others.
    package var unpackedBytesMax: UInt64?

    /// The largest window a zstd file may ask for, as a power of two: 32 MiB, what `zstd -20` uses.
    package var zstdWindowLogMax = 25

    /// The usual bounds.
    package init() {}

    /// Below this, smaller buffers save nothing that can be measured.
    private static let smallBlockBytes = 8 * 1024

    /// The limits for a plain file of so many bytes: a small batch needs no buffers for large ones, and making
    /// them costs more than reading it.
    ///
    /// No file is read otherwise for it: a row, and a block, can be as long as the whole text.
    /// - Parameter expansion: bytes of text, in UTF-8, for each byte of the file at most.
    func fitting(fileBytes: UInt64, expansion: Int) -> BatchLimits {
        guard fileBytes < UInt64(blockBytes / expansion) else { return self }
        // The end of the text is seen by a read for which there is room.
        let textBytesMax = max(expansion * Int(fileBytes) + 64, BatchLimits.smallBlockBytes)
        var limits = self
        limits.blockBytes = min(blockBytes, textBytesMax)
        limits.rowBytesMax = min(rowBytesMax, textBytesMax)
        return limits
    }
}

/// Readable bytes after the end of a block, so that vector code may load whole words.
package let blockPaddingBytes = 64
