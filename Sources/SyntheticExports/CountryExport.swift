internal import AccountModel

/// Writes the file of one country, block by block, on one thread.
struct CountryExport: Sendable {
    let maker: AccountMaker
    let writer: RowWriter
    let country: Country

    /// How many rows are made between two writes.
    static let blockRows = 8_192
    /// Room for a block of ordinary rows; a block of longer ones ends early.
    private static let bufferBytes = 4 << 20
    private static let bufferBytesMin = 64 << 10

    /// Writes all of the country's accounts, in an order that says nothing about who owns them.
    func write(
        into file: borrowing ExportFile, wrote: (Int) -> Void
    ) throws(SyntheticExportError) {
        let count = maker.population.accountCount(of: country)
        var random = SplitMix64(seed: maker.plan.seed, stream: 5, UInt64(country.rawValue))
        let shuffle = Shuffle(count: count, random: &random)
        try write(count, into: file, wrote: wrote) { place in
            maker.account(at: shuffle.number(at: place), in: country)
        }
    }

    /// Writes `count` accounts as `account` makes them.
    func write(
        _ count: Int, into file: borrowing ExportFile, wrote: (Int) -> Void,
        account: (Int) -> Account
    ) throws(SyntheticExportError) {
        let capacity = max(
            CountryExport.bufferBytesMin, min(CountryExport.bufferBytes, count * 512))
        var rows = RowBuffer(capacity: capacity)
        var later = RowBuffer(capacity: capacity)
        try file.append(encoded(header[...], isStart: true))
        var place = 0
        while place < count {
            let end = min(count, place + CountryExport.blockRows)
            let start = place
            while place < end, rows.hasRoomForRow, later.hasRoomForRow {
                let account = account(place)
                writer.put(account, into: &rows, later: &later)
                place += 1
            }
            try file.append(encoded(rows.written, isStart: false))
            try file.append(encoded(later.written, isStart: false))
            rows.removeAll()
            later.removeAll()
            wrote(place - start)
        }
    }

    private var header: [UInt8] { Array((maker.plan.columns.header + "\n").utf8) }

    /// The bytes in the country's own encoding and line ends.
    private func encoded(_ text: ArraySlice<UInt8>, isStart: Bool) -> ArraySlice<UInt8> {
        let plan = maker.plan
        var bytes = text
        if plan.crlfCodes.contains(country.code) { bytes = withCRLF(bytes)[...] }
        if plan.windows1252Codes.contains(country.code) { return windows1252(bytes)[...] }
        if isStart, plan.byteOrderMarkCodes.contains(country.code) {
            return [0xEF, 0xBB, 0xBF] + bytes
        }
        return bytes
    }

    /// CRLF at the ends of rows; a line break inside quotes stays as it was typed.
    private func withCRLF(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count + text.count / 64)
        var isQuoted = false
        for byte in text {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == UInt8(ascii: "\n"), !isQuoted { result.append(UInt8(ascii: "\r")) }
            result.append(byte)
        }
        return result
    }
}
