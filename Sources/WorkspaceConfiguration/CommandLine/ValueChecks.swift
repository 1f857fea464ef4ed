internal import AccountModel

extension ValueKind {
    /// Why `value` is not of this kind, or `nil` when it is. Never repeats the value.
    func fault(in value: String) -> String? {
        switch self {
        case .text, .file, .folder:
            value.isEmpty ? "it is empty" : nil
        case .size:
            ByteSize(value) == nil ? "write a size such as 1GiB or 512MiB" : nil
        case .date:
            Timestamp(value) == nil
                ? "write a date such as 2026-03-01 or 2026-03-01T00:00:00Z" : nil
        case .integer(let range):
            integerFault(value, range)
        case .choice(let words):
            words.contains(value) ? nil : choiceFault(value, words)
        case .country:
            countryFault(value)
        }
    }

    private func integerFault(_ value: String, _ range: ClosedRange<Int>) -> String? {
        if let number = Int(value), range.contains(number) { return nil }
        return range.upperBound == .max
            ? "write a whole number from \(range.lowerBound)"
            : "write a whole number from \(range.lowerBound) to \(range.upperBound)"
    }

    private func choiceFault(_ value: String, _ words: [String]) -> String {
        "write one of \(words.joined(separator: ", "))"
            + (nearestSpelling(to: value, among: words).map { "; did you mean \($0)?" } ?? "")
    }

    private func countryFault(_ value: String) -> String? {
        Country(code: value) == nil
            ? "write one of \(Country.allCases.map(\.code).joined(separator: ", "))" : nil
    }
}
