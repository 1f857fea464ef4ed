internal import BatchIntake
internal import ByteScanning
internal import Glibc

/// Reads a plain CSV as the worker does and prints what a row costs: index and check, then also a
/// look at every field.
func intakeBench(path: String) throws {
    guard let named = BatchLayout.named(path) else {
        print("intake: \(path) is no name of a batch")
        return
    }
    let layout = BatchLayout(format: named.format, compression: named.compression)
    if named.format != .ndjson {
        for search in SeparatorSearch.available { try reportSeparators(path: path, layout, search) }
    }
    try report("rows", path: path, layout: layout) { $0.rows.count }
    try report("rows and digest", path: path, layout: layout, isDigested: true) { $0.rows.count }
    try report("rows and fields", path: path, layout: layout, fieldBytes)
}

/// Runs through the file five times and prints the least processor time.
private func report(
    _ name: String, path: String, layout: BatchLayout, isDigested: Bool = false,
    _ body: (borrowing RowBlock) -> Int
) throws {
    var best = UInt64.max
    var rows: UInt64 = 0
    var bytes: UInt64 = 0
    var checksum = 0
    for _ in 0..<5 {
        let start = processorNanoseconds()
        checksum = 0
        var reader = try RowReader(path: path, layout: layout, isDigested: isDigested)
        while try reader.nextBlock() { checksum &+= body(reader.block) }
        best = min(best, processorNanoseconds() - start)
        rows = reader.rowsRead
        bytes = reader.bytesRead
    }
    printResult(name, best, rows: Int(rows), bytes: Int(bytes))
    precondition(checksum >= 0)  // keeps the work from being optimised away
}

/// Indexes one block of the file over and over, in the second-level cache: what the index alone
/// costs.
private func reportSeparators(
    path: String, _ layout: BatchLayout, _ search: SeparatorSearch
) throws {
    var reader = try RowReader(path: path, layout: layout)
    guard try reader.nextBlock() else { return }
    let bytes = reader.block.bytes
    var positions = [UInt32](repeating: 0, count: bytes.count + separatorPositionSlack)
    var lineEnds = [LineEnd](repeating: LineEnd(position: 0, quotesBefore: 0), count: bytes.count)
    var best = UInt64.max
    var rows = 0
    for _ in 0..<50 {
        var positionSpan = positions.mutableSpan
        var lineEndSpan = lineEnds.mutableSpan
        let start = processorNanoseconds()
        rows =
            indexSeparators(
                of: bytes.span, in: 0..<bytes.count, delimiter: UInt8(ascii: ","),
                positions: &positionSpan, lineEnds: &lineEndSpan, search: search
            ).lineCount
        best = min(best, processorNanoseconds() - start)
    }
    printResult("separators, \(search)", best, rows: rows, bytes: bytes.count)
}

/// Processor time of this process: other programs on the machine do not count.
private func processorNanoseconds() -> UInt64 {
    var now = timespec()
    let code = unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
    precondition(code == 0, "no processor clock")
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
}

private func printResult(_ name: String, _ nanoseconds: UInt64, rows: Int, bytes: Int) {
    let nanoseconds = Double(nanoseconds)
    let perRow = (nanoseconds / Double(max(rows, 1)) * 10).rounded() / 10
    let rate = (Double(bytes) / nanoseconds * 100).rounded() / 100
    print("intake \(name): \(perRow) ns/row, \(rate) GB/s, \(rows) rows")
}

private func fieldBytes(_ block: borrowing RowBlock) -> Int {
    var sum = 0
    let bytes = block.bytes.span
    let ends = block.fieldEnds.span
    let rows = block.rows.span
    for index in rows.indices {
        let row = rows[index]
        guard row.fault == nil else { continue }
        var start = Int(row.start)
        for column in 0..<block.columnCount {
            let end = Int(ends[Int(row.firstEnd) &+ column])
            if end > start { sum &+= Int(bytes[start]) }
            start = end &+ 1
        }
    }
    return sum
}
