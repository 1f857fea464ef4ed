internal import AccountModel
internal import ByteScanning
internal import RecordLinkage

/// A candidate of a key range: the leading half of its link key, and where its record starts.
struct CandidateReference {
    var high: UInt64
    var start: UInt32
}

/// Orders references by `high`: one counting scatter by the bits after the key range's own, then an
/// insertion pass (SPEED §5). Link keys are keyed hashes, so the bins are even; equal keys do not move.
///
/// - Parameter rangeBits: leading bits that all keys of the range share.
func sortByKey(_ references: inout [CandidateReference], rangeBits: Int) {
    let count = references.count
    guard count > 16 else {
        insertionSort(&references)
        return
    }
    let bits = min(16, max(4, Int.bitWidth - count.leadingZeroBitCount - 3))
    let shift = UInt64(64 - rangeBits - bits)
    let mask = UInt64((1 << bits) - 1)
    var starts = [Int32](repeating: 0, count: (1 << bits) + 1)
    for reference in references { starts[Int((reference.high >> shift) & mask) + 1] += 1 }
    for bin in 1..<starts.count { starts[bin] += starts[bin - 1] }
    var sorted = [CandidateReference](repeating: CandidateReference(high: 0, start: 0), count: count)
    for reference in references {
        let bin = Int((reference.high >> shift) & mask)
        sorted[Int(starts[bin])] = reference
        starts[bin] += 1
    }
    insertionSort(&sorted)
    references = sorted
}

private func insertionSort(_ references: inout [CandidateReference]) {
    guard references.count > 1 else { return }
    for index in 1..<references.count {
        let moving = references[index]
        var place = index
        while place > 0, references[place - 1].high > moving.high {
            references[place] = references[place - 1]
            place -= 1
        }
        references[place] = moving
    }
}

/// Orders candidates of equal leading key: by the rest of the key, then by country and account id, with
/// notes about moves behind the accounts.
func sortRun(_ run: inout ArraySlice<CandidateReference>, _ bytes: RawSpan) {
    if run.count < 2 { return }
    // One precedence for all: a closure over a span cannot be stored, so this is an insertion sort for the
    // usual handful, and a merge sort of positions for a hub.
    if run.count <= 32 {
        for index in run.indices.dropFirst() {
            let moving = run[index]
            var place = index
            while place > run.startIndex, isBefore(moving.start, run[place - 1].start, bytes) {
                run[place] = run[place - 1]
                place -= 1
            }
            run[place] = moving
        }
        return
    }
    mergeSort(&run, bytes)
}

/// Bottom-up merge sort: n log n for a key with a million accounts.
private func mergeSort(_ run: inout ArraySlice<CandidateReference>, _ bytes: RawSpan) {
    var source = Array(run)
    var target = source
    var width = 1
    while width < source.count {
        var start = 0
        while start < source.count {
            let middle = min(start + width, source.count)
            let end = min(start + 2 * width, source.count)
            var left = start
            var right = middle
            for place in start..<end {
                let takesLeft =
                    left < middle && (right >= end || !isBefore(source[right].start, source[left].start, bytes))
                target[place] = takesLeft ? source[left] : source[right]
                if takesLeft { left += 1 } else { right += 1 }
            }
            start = end
        }
        swap(&source, &target)
        width *= 2
    }
    for (offset, reference) in source.enumerated() { run[run.startIndex + offset] = reference }
}

/// Sixteen bytes of link key stand before each record.
let candidateKeyBytes = 16

/// The second half of the link key of the candidate whose record starts at `start`.
@inline(__always)
func lowKey(_ start: UInt32, _ bytes: RawSpan) -> UInt64 { loadWord(bytes, at: Int(start) - 8) }

private func isBefore(_ left: UInt32, _ right: UInt32, _ bytes: RawSpan) -> Bool {
    let lowLeft = lowKey(left, bytes)
    let lowRight = lowKey(right, bytes)
    if lowLeft != lowRight { return lowLeft < lowRight }
    return isRecordBefore(Int(left), Int(right), bytes)
}

/// Accounts before notes about moves; then by country, then by account id.
func isRecordBefore(_ left: Int, _ right: Int, _ bytes: RawSpan) -> Bool {
    let first = AccountFacts(bytes, at: left)
    let second = AccountFacts(bytes, at: right)
    let isNote = (first.kind.isMove, second.kind.isMove)
    if isNote.0 != isNote.1 { return !isNote.0 }
    if first.country != second.country { return first.country < second.country }
    if isNote.0 { return isLess(noteBytes(left, bytes), noteBytes(right, bytes)) }
    return isLess(bytes.bytes(first.range(of: .accountID)), bytes.bytes(second.range(of: .accountID)))
}

@_lifetime(copy bytes)
private func noteBytes(_ start: Int, _ bytes: RawSpan) -> Span<UInt8> {
    bytes.bytes(start + RecordLayout.headerBytes..<start + RecordLayout.headerBytes + 32)
}

extension RecordKind {
    /// Whether it is a note to a key about one of its accounts, and no record.
    var isMove: Bool {
        switch self {
        case .departure, .arrival, .due, .vanishing, .vetoing, .erasing: true
        case .account, .deleted, .erased, .vanished: false
        }
    }
}
