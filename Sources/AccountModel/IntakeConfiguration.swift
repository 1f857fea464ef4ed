/// The character encoding of a country's CSV files. NDJSON is UTF-8 always.
public enum Charset: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    case windows1250 = "windows-1250"
    case windows1252 = "windows-1252"
    case latin1 = "iso-8859-1"
    case latin2 = "iso-8859-2"
    case latin9 = "iso-8859-15"
    /// With a byte order mark, or big-endian without one.
    case utf16 = "utf-16"
}

/// How the files of one country are read: what CONTRACT's "Input columns" calls column, value and
/// date maps, and the limits of a file.
public struct IntakeConfiguration: Sendable, Hashable {
    /// The byte between two CSV fields.
    public var delimiter: UInt8
    /// The encoding of CSV files.
    public var charset: Charset
    /// Where an exported column goes, by its exported name. A column that is not listed has to bear
    /// a canonical name.
    public var columns: [String: ColumnSlot]
    /// What an exported value means: canonical column name → exported value → canonical value.
    /// Values that are not listed stay as they are.
    public var values: [String: [String: String]]
    /// The forms of dates besides RFC 3339, tried in their order before it.
    public var dates: DateReader
    /// The largest share of rejected rows that a file may have before it is refused, 0 to 1.
    public var rejectShareMax: Double
    /// As many rejected rows are always tolerated, so that a small file is not refused for one row.
    public var rejectCountMin: Int
    /// Whether a file without a manifest waits.
    public var requireManifest: Bool

    /// A country that exports in the canonical form.
    public static let standard = IntakeConfiguration(
        delimiter: UInt8(ascii: ","), charset: .utf8, columns: [:], values: [:],
        dates: DateReader(patterns: []), rejectShareMax: 0.1, rejectCountMin: 100,
        requireManifest: false)

    /// A configuration in which everything is said.
    public init(
        delimiter: UInt8, charset: Charset, columns: [String: ColumnSlot],
        values: [String: [String: String]], dates: DateReader, rejectShareMax: Double,
        rejectCountMin: Int, requireManifest: Bool
    ) {
        self.delimiter = delimiter
        self.charset = charset
        self.columns = columns
        self.values = values
        self.dates = dates
        self.rejectShareMax = rejectShareMax
        self.rejectCountMin = rejectCountMin
        self.requireManifest = requireManifest
    }

    /// Whether a file with `rejects` of `rows` rejected has to be refused whole.
    public func isRefused(rejects: Int, of rows: Int) -> Bool {
        rejects > rejectCountMin && Double(rejects) > rejectShareMax * Double(rows)
    }
}

extension ColumnSlot {
    /// The slot of a canonical column name, a family member such as `marketing.email`, or `ignore`;
    /// `nil` when the name is none of these.
    public init?(canonicalName name: String) {
        if name == "ignore" {
            self = .ignored
        } else if let column = InputColumn(name: name) {
            self = .column(column)
        } else {
            guard let dot = name.firstIndex(of: "."),
                let family = ColumnFamily.allCases.first(where: { $0.prefix == name[..<dot] })
            else { return nil }
            let member = name[name.index(after: dot)...]
            guard !member.isEmpty else { return nil }
            self = .member(family, name: String(member))
        }
    }
}
