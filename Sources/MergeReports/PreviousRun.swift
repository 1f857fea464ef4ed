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
        let lines = topLevelLines(["figures", "as_of", "run"], of: reportJSON)
        guard let figures = lines["figures"], let asOf = lines["as_of"], let run = lines["run"], asOf.hasPrefix("\""),
            asOf.hasSuffix("\""),
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

/// The values of top-level members that stand on a line of their own, the first of each name. By bytes: a report
/// may have some hundred thousand, and each run reads one.
private func topLevelLines(_ keys: [String], of text: [UInt8]) -> [String: String] {
    let starts = keys.map { (key: $0, start: Array("  \"\($0)\": ".utf8)) }
    var values: [String: String] = [:]
    var rest = text[...]
    while !rest.isEmpty, values.count < keys.count {
        let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
        let line = rest[..<end]
        for (key, start) in starts where line.starts(with: start) && values[key] == nil {
            var value = line.dropFirst(start.count)
            if value.last == UInt8(ascii: ",") { value.removeLast() }
            values[key] = String(decoding: value, as: UTF8.self)
        }
        rest = rest[min(end + 1, rest.endIndex)...]
    }
    return values
}

private func trimmed(_ text: Substring) -> Substring {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return text
}
