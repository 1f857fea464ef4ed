package import AccountModel

/// How far a run is, at one moment.
package struct ProgressSnapshot: Sendable, Hashable {
    /// One country's part of it.
    package struct CountryProgress: Sendable, Hashable {
        /// Whose part it is.
        package let country: Country
        /// How much of it is done, in the unit of the whole.
        package let done: Int
        /// `nil`: not known yet.
        package let total: Int?

        /// So much of a country's part.
        package init(country: Country, done: Int, total: Int?) {
            self.country = country
            self.done = done
            self.total = total
        }
    }

    /// What it is doing, such as `reading`.
    package var phase: String
    /// How much is done, for the share and the bar.
    package var done: Int
    /// `nil`: not known yet, or not counted.
    package var total: Int?
    /// How much is done, in words, such as `812 MB of 1.70 GB`; empty: nothing is counted.
    package var amount: String
    /// How fast it goes, such as `310 k accounts/s`; empty: not known yet.
    package var rate: String
    /// `nil`: not known yet.
    package var secondsLeft: Double?
    /// The parts of single countries, in the order to show them.
    package var countries: [CountryProgress]

    /// A moment in which everything is said.
    package init(
        phase: String, done: Int, total: Int?, amount: String, rate: String,
        secondsLeft: Double?, countries: [CountryProgress] = []
    ) {
        self.phase = phase
        self.done = done
        self.total = total
        self.amount = amount
        self.rate = rate
        self.secondsLeft = secondsLeft
        self.countries = countries
    }
}

/// The snapshot on one line of at most `width` columns; what fits last is left out first.
package func renderProgressLine(_ snapshot: ProgressSnapshot, width: Int) -> String {
    var parts = [snapshot.phase]
    if let share = percentage(snapshot.done, of: snapshot.total) { parts.append(share) }
    if !snapshot.amount.isEmpty { parts.append(snapshot.amount) }
    if let seconds = snapshot.secondsLeft {
        parts.append("\(formatDuration(seconds: seconds)) left")
    }
    if !snapshot.rate.isEmpty { parts.append(snapshot.rate) }
    while parts.count > 1, parts.joined(separator: "  ").count > width { parts.removeLast() }
    return String(parts.joined(separator: "  ").prefix(max(0, width)))
}

/// The snapshot for a terminal: the line behind a bar, and the countries in columns below it.
package func renderProgress(_ snapshot: ProgressSnapshot, width: Int) -> [String] {
    let bar = bar(snapshot).map { $0 + "  " } ?? ""
    let line = bar + renderProgressLine(snapshot, width: max(width, progressWidthMax))
    let first = line.count <= width ? line : renderProgressLine(snapshot, width: width)
    return [first] + countryLines(snapshot, width: width)
}

/// No line is longer than this, on however wide a screen.
private let progressWidthMax = 200

/// Rounded down, so that 100 % means done.
private func percentage(_ done: Int, of total: Int?) -> String? {
    guard let total else { return nil }
    let share = total > 0 ? min(100, Int(Double(done) / Double(total) * 100)) : 100
    return "\(done < total ? min(share, 99) : share)%"
}

/// Always of one width, so that what stands behind it keeps its place.
private func bar(_ snapshot: ProgressSnapshot) -> String? {
    guard let total = snapshot.total, total > 0 else { return nil }
    let cells = 20
    let share = min(1, max(0, Double(snapshot.done) / Double(total)))
    let filled = Int(share * Double(cells))
    return "[" + String(repeating: "#", count: filled)
        + String(repeating: "-", count: cells - filled) + "]"
}

private func countryLines(_ snapshot: ProgressSnapshot, width: Int) -> [String] {
    let cellWidth = 10
    let perLine = max(1, width / cellWidth)
    let cells = snapshot.countries.map { part in
        let progress = percentage(part.done, of: part.total) ?? formatCount(part.done)
        let text = "\(part.country.code) \(progress)"
        return text + String(repeating: " ", count: max(1, cellWidth - text.count))
    }
    return stride(from: 0, to: cells.count, by: perLine).map { start in
        var line = cells[start..<min(start + perLine, cells.count)].joined()
        while line.hasSuffix(" ") { line.removeLast() }
        return String(line.prefix(max(0, width)))
    }
}

/// `9421`, `12.3 k`, `4.56 M`: three or four digits, rounded down.
package func formatCount(_ count: Int) -> String {
    guard count >= 10_000 else { return String(count) }
    let (divisor, unit) =
        count < 1_000_000
        ? (1_000, "k") : count < 1_000_000_000 ? (1_000_000, "M") : (1_000_000_000, "G")
    let whole = count / divisor
    let digits = whole < 10 ? 2 : whole < 100 ? 1 : 0
    guard digits > 0 else { return "\(whole) \(unit)" }
    let scale = digits == 2 ? 100 : 10
    let fraction = String(count % divisor * scale / divisor)
    let padded = String(repeating: "0", count: digits - fraction.count) + fraction
    return "\(whole).\(padded) \(unit)"
}

/// `812 MB`, `9421 bytes`: thousands, as networks and disks are sold.
package func formatAmount(bytes: Int) -> String {
    bytes < 10_000 ? "\(bytes) bytes" : formatCount(bytes) + "B"
}

/// `45 s`, `2 min 05 s`, `1 h 03 min`, rounded up, because nobody minds to be early.
package func formatDuration(seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "long" }
    let total = Int(max(0, seconds).rounded(.up))
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    if total < 60 { return "\(total) s" }
    if total < 3600 { return "\(total / 60) min \(two(total % 60)) s" }
    return "\(total / 3600) h \(two(total / 60 % 60)) min"
}
