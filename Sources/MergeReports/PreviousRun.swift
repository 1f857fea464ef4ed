/// The run that a report is compared with.
package struct PreviousRun: Sendable, Equatable {
    /// Its number, `nil` for a dry run.
    package var run: Int?
    /// Its date, RFC 3339.
    package var asOf: String
    /// What its report counted.
    package var figures: RunFigures

    /// A run to compare with.
    package init(run: Int?, asOf: String, figures: RunFigures) {
        self.run = run
        self.asOf = asOf
        self.figures = figures
    }

    /// Reads the figures back out of a `report.json` that Koble wrote; `nil` when it is none.
    ///
    /// It reads what `renderReportJSON` writes and no other layout: each of the lines starts with two spaces
    /// and its name, which no text inside the file can do, since line breaks in texts are escaped.
    package init?(reportJSON: [UInt8]) {
        let text = String(decoding: reportJSON, as: UTF8.self)
        guard let figures = line("figures", in: text), let asOf = line("as_of", in: text),
            let run = line("run", in: text), asOf.hasPrefix("\""), asOf.hasSuffix("\""),
            figures.hasPrefix("{"), figures.hasSuffix("}")
        else { return nil }
        var values: [RunFigures.Figure: Int] = [:]
        for pair in figures.dropFirst().dropLast().split(separator: ",") {
            let parts = pair.split(separator: ":")
            guard parts.count == 2, let value = Int(trimmed(parts[1])) else { return nil }
            // A figure that this version does not know is one that it cannot compare.
            guard let figure = RunFigures.Figure(rawValue: String(trimmed(parts[0]).dropFirst().dropLast())) else {
                continue
            }
            values[figure] = value
        }
        self.init(run: Int(run), asOf: String(asOf.dropFirst().dropLast()), figures: RunFigures(values: values))
    }
}

/// The value of a top-level member that stands on a line of its own.
private func line(_ key: String, in text: String) -> Substring? {
    for line in text.split(separator: "\n") where line.hasPrefix("  \"\(key)\": ") {
        let value = line.dropFirst(key.count + 6)
        return value.hasSuffix(",") ? value.dropLast() : value
    }
    return nil
}

private func trimmed(_ text: Substring) -> Substring {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return text
}
