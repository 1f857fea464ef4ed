import ByteScanning
import Testing

@Suite("Separator index")
struct SeparatorIndexTests {
    private struct Found: Equatable {
        var positions: [UInt32] = []
        var lineEnds: [[Int]] = []
        var summary: SeparatorSummary
    }

    private func index(_ bytes: [UInt8], _ range: Range<Int>, _ search: SeparatorSearch) -> Found {
        var positions = [UInt32](repeating: 0, count: range.count + separatorPositionSlack)
        var lineEnds = [LineEnd](
            repeating: LineEnd(position: 0, quotesBefore: 0), count: range.count)
        var positionSpan = positions.mutableSpan
        var lineEndSpan = lineEnds.mutableSpan
        let summary = indexSeparators(
            of: bytes.span, in: range, delimiter: 0x3B, positions: &positionSpan,
            lineEnds: &lineEndSpan, search: search)
        return Found(
            positions: Array(positions.prefix(summary.positionCount)),
            lineEnds: lineEnds.prefix(summary.lineCount).map { [$0.index, $0.quotesBefore] },
            summary: summary)
    }

    private func expected(_ bytes: [UInt8], _ range: Range<Int>) -> Found {
        var found = Found(
            summary: SeparatorSummary(
                positionCount: 0, lineCount: 0, quoteCount: 0, loneCarriageReturnCount: 0,
                hasNUL: false, hasNonASCII: false))
        for at in range {
            let byte = bytes[at]
            if byte == 10 {
                found.lineEnds.append([found.positions.count, found.summary.quoteCount])
                found.summary.lineCount += 1
            }
            if byte == 0x22 { found.summary.quoteCount += 1 }
            if [10, 0x22, 0x3B].contains(byte) { found.positions.append(UInt32(at)) }
            if byte == 13 && !(at + 1 < range.upperBound && bytes[at + 1] == 10) {
                found.summary.loneCarriageReturnCount += 1
            }
            if byte == 0 { found.summary.hasNUL = true }
            if byte >= 0x80 { found.summary.hasNonASCII = true }
        }
        found.summary.positionCount = found.positions.count
        return found
    }

    @Test("Every level finds what a byte loop finds", arguments: UInt64(0)..<300)
    func levelsAgree(seed: UInt64) {
        var random = RandomBytes(seed: seed)
        let common: [UInt8] = [0x3B, 0x22, 10, 13]
        let isDense = seed % 3 == 0
        let count = Int(random.next() % 400)
        let bytes = (0..<count).map { _ -> UInt8 in
            let pick = random.next()
            if isDense || pick % 5 == 0 { return common[Int(pick >> 8) % 4] }
            if pick % 101 == 0 { return 0 }
            if pick % 97 == 0 { return 0xC3 }
            return UInt8(0x61 + (pick >> 16) % 26)
        }
        let lower = count == 0 ? 0 : Int(random.next() % UInt64(count))
        for search in SeparatorSearch.available {
            #expect(
                index(bytes, lower..<count, search) == expected(bytes, lower..<count),
                "seed \(seed), \(search)")
        }
    }

    @Test("The portable level is always there")
    func portable() {
        #expect(SeparatorSearch.available.first == .portable)
        #expect(SeparatorSearch.available.contains(.best))
    }
}

private struct RandomBytes {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
