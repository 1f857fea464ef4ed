internal import AccountModel

/// A report as data: what `report.html` draws and `report.json` writes.
///
/// Both files are rendered from this one value, so a number cannot stand in one and be missing in the other.
struct ReportPage {
    var title: String
    /// The one line that the terminal shows too.
    var verdict: String
    /// Whether every count of the run adds up.
    var isBalanced: Bool
    /// What a person should look at first, the worst first.
    var warnings: [ReportWarning]
    var isMasked: Bool
    /// When and with what: shown in the head of the page.
    var origin: [ReportFact]
    var tiles: [ReportTile]
    /// Where all accounts end up, drawn as one bar.
    var overview: ReportEquation
    var sections: [ReportSection]
}

/// A sentence that asks for attention.
struct ReportWarning {
    var tone: ReportTone
    var text: String
}

/// What a colour stands for; the words beside it always say the same.
enum ReportTone: String {
    case plain, accent, good, takeover, privacy, quality
}

/// One large number.
struct ReportTile {
    var key: String
    var label: String
    var value: Int
    var note: String
    var tone: ReportTone
}

/// One part of the report, with a heading and a place in the contents.
struct ReportSection {
    /// Name in the JSON, and in the address of the section.
    var key: String
    var title: String
    /// What the section answers; holds no number of its own.
    var intro: String
    var blocks: [ReportBlock]
}

/// What a section is made of.
enum ReportBlock {
    case facts(key: String, [ReportFact])
    case equation(ReportEquation)
    case table(ReportTable)
    case matrix(ReportMatrix)
    /// A sentence in a frame; holds no number.
    case statement(ReportTone, String)
}

/// A named value.
struct ReportFact {
    var key: String
    var label: String
    var value: ReportCell
}

/// A sum that has to come out: `total` on the left, its parts on the right.
struct ReportEquation {
    var key: String
    var title: String
    var total: ReportTerm
    var parts: [ReportTerm]

    var difference: Int { total.value - parts.reduce(0) { $0 + $1.value } }
}

/// A number with its name.
struct ReportTerm {
    var key: String
    var label: String
    var value: Int
}

/// A table of the report; a list of objects in the JSON.
struct ReportTable {
    var key: String
    var caption: String
    var columns: [ReportColumn]
    var rows: [ReportRow]
    /// What stands in place of the table when it has no rows.
    var whenEmpty = "None."
    /// Whether the table starts folded.
    var isFolded = false
    /// The first rows that the HTML shows; the JSON has all of them.
    var rowsMax = Int.max
    var isSortable = true
    /// Whether the controls for harm and kind act on this table.
    var hasSamples = false
}

/// A column: its name in the JSON and its heading.
struct ReportColumn {
    var key: String
    var label: String
    var isNumber = true

    init(_ key: String, _ label: String, isNumber: Bool = true) {
        self.key = key
        self.label = label
        self.isNumber = isNumber
    }

    static func text(_ key: String, _ label: String) -> ReportColumn {
        ReportColumn(key, label, isNumber: false)
    }
}

/// A row; the first cell is its heading.
struct ReportRow {
    var cells: [ReportCell]
    /// The countries that the row is about, for the filter; empty where it is about all.
    var countries: [Country] = []
    /// Words that the filters for samples look for.
    var tags: [String] = []
    /// Whether the row sums up others, and stays where it is when the table is sorted.
    var isTotal = false
}

/// One value of a table.
enum ReportCell {
    case absent
    /// Text of the run or of an export: escaped and made harmless wherever it is shown.
    case text(String)
    /// A sentence of this program that explains the row.
    case note(String)
    /// A file name, a code, a command: shown in a fixed-width font.
    case verbatim(String)
    /// A digest or an id, of which the eye sees the first characters; copying takes all.
    case digest(String)
    /// A stable code, with the words that stand for it in the HTML.
    case code(String, String)
    case harm(String, ReportTone)
    case country(Country)
    case count(Int)
    /// A difference, with its sign.
    case change(Int)
    /// `part` of `whole`, in percent with one decimal.
    case percent(Int, of: Int)
    /// A share that is drawn as a bar as well; `start` is where the bar begins.
    case bar(Int, of: Int, start: Int, ReportTone)
    /// The first lines of a file.
    case lines([UInt32])
    /// A value in which the characters that the other side lacks are marked.
    case marked(String, differences: [Range<Int>])
    case yes(Bool)
}

/// Counts of pairs of countries; symmetric, the diagonal is inside a country.
struct ReportMatrix {
    var key: String
    var caption: String
    /// What one count is, as "linked profiles".
    var unit: String
    /// As in `DecisionStatistics.countryPairs`: the smaller country first.
    var pairs: [Int]
    var isFolded = false

    func count(_ left: Country, _ right: Country) -> Int {
        let (first, second) = left <= right ? (left, right) : (right, left)
        return pairs[Int(first.rawValue) * Country.count + Int(second.rawValue)]
    }
}
