/// The pinned Unicode tables, unpacked from `UnicodeTableData` when the first Unicode address
/// comes.
///
/// Nothing here asks the operating system: an upgrade of ICU, libidn2 or the toolchain cannot move
/// a key. A class, so that handing it around counts one reference and not one for each table.
final class UnicodeTables: Sendable {
    static let pinned = UnicodeTables()

    private let traitNumbers: ScalarTrie
    private let traitRecords: [UInt32]
    private let mapping: ScalarTexts
    private let decomposition: ScalarTexts
    private let skeleton: ScalarTexts
    /// First scalar, second scalar; sorted, beside the composites of the same places.
    private let compositionPairs: [UInt64]
    private let composites: [UInt32]

    private init() {
        var traits = TableReader(base64: UnicodeTableData.traits)
        traitNumbers = ScalarTrie(from: &traits)
        traitRecords = traits.readRuns()
        mapping = ScalarTexts(base64: UnicodeTableData.mapping)
        decomposition = ScalarTexts(base64: UnicodeTableData.decomposition)
        skeleton = ScalarTexts(base64: UnicodeTableData.skeleton)

        var composition = TableReader(base64: UnicodeTableData.composition)
        let triples: [UInt32] = composition.readRuns()
        compositionPairs = stride(from: 0, to: triples.count, by: 3).map { place in
            UInt64(triples[place]) << 32 | UInt64(triples[place + 1])
        }
        composites = stride(from: 2, to: triples.count, by: 3).map { triples[$0] }
    }

    /// What is known of one scalar.
    func traits(of scalar: UInt32) -> ScalarTraits {
        guard scalar < ScalarTrie.covered else { return ScalarTraits.uncovered(scalar) }
        return ScalarTraits(record: traitRecords[Int(traitNumbers[scalar])])
    }

    /// Appends what UTS 46 makes of `scalar`, which is the scalar itself unless it is mapped.
    func appendMapped(_ scalar: UInt32, to output: inout [UInt32]) {
        mapping.append(scalar, to: &output)
    }

    /// Appends the full canonical decomposition of `scalar`; Hangul is `UnicodeNormalization`'s.
    func appendDecomposed(_ scalar: UInt32, to output: inout [UInt32]) {
        decomposition.append(scalar, to: &output)
    }

    /// Appends the look-alike form of `scalar`.
    func appendSkeleton(_ scalar: UInt32, to output: inout [UInt32]) {
        skeleton.append(scalar, to: &output)
    }

    /// The primary composite of two scalars, or `nil`; Hangul is `UnicodeNormalization`'s.
    func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
        let wanted = UInt64(first) << 32 | UInt64(second)
        var low = 0
        var high = compositionPairs.count
        while low < high {
            let middle = (low + high) / 2
            if compositionPairs[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        guard low < compositionPairs.count, compositionPairs[low] == wanted else { return nil }
        return composites[low]
    }
}

/// One number per scalar below `covered`, in blocks of 64 that many scalars share.
struct ScalarTrie: Sendable {
    /// Above stand only unassigned, private and ignorable scalars.
    static let covered: UInt32 = 0x40000

    private let blockStarts: [UInt32]
    private let values: [UInt16]

    init(from reader: inout TableReader) {
        let numbers: [UInt32] = reader.readRuns()
        blockStarts = numbers.map { $0 << 6 }
        let unpacked: [UInt32] = reader.readRuns()
        values = unpacked.map { UInt16($0) }
    }

    subscript(scalar: UInt32) -> UInt16 {
        values[Int(blockStarts[Int(scalar >> 6)] + (scalar & 63))]
    }
}

/// A short text for some scalars; every other scalar stands for itself.
struct ScalarTexts: Sendable {
    private let offsets: ScalarTrie
    /// Per text its length, then its scalars. Offset 0 means "no text".
    private let pool: [UInt32]

    init(base64: String) {
        var reader = TableReader(base64: base64)
        offsets = ScalarTrie(from: &reader)
        pool = reader.readRuns()
    }

    func append(_ scalar: UInt32, to output: inout [UInt32]) {
        guard scalar < ScalarTrie.covered else { return output.append(scalar) }
        let offset = Int(offsets[scalar])
        guard offset != 0 else { return output.append(scalar) }
        for place in offset + 1..<offset + 1 + Int(pool[offset]) { output.append(pool[place]) }
    }
}
