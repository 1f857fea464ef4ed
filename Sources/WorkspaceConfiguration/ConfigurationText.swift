internal import FoundationEssentials

/// koble.json as it was read: its values, and on which line each of them stands.
struct ConfigurationText {
    let root: [String: ConfigurationValue]
    /// The line of each key and list element, by path.
    let lines: [[String]: Int]

    /// The largest koble.json that is read. Column maps of twenty countries take some 100 kB.
    static let bytesMax = 1 << 20

    /// Reads JSON5. Foundation judges the syntax and the values; the lines come from a scan of our own,
    /// as does the search for repeated keys, of which Foundation keeps the first without a word.
    init(_ bytes: [UInt8]) throws(ConfigurationFault) {
        guard bytes.count <= ConfigurationText.bytesMax else {
            throw .file("it has \(bytes.count) bytes", "Keep it within \(ConfigurationText.bytesMax).")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .file("it is not UTF-8", "Save it as UTF-8.")
        }
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        let value: ConfigurationValue
        do {
            value = try decoder.decode(ConfigurationValue.self, from: Data(text.utf8))
        } catch {
            throw .file(
                "it is no JSON5: \(ConfigurationText.explain(error))",
                "Look for a missing comma, quotation mark or bracket there.")
        }
        guard case .object(let root) = value else {
            throw .file("it holds \(value.kindName)", "Put all settings between { and }.")
        }
        var locator = ConfigurationLocator(bytes)
        locator.locate()
        guard locator.repeated.isEmpty else {
            throw ConfigurationFault(
                findings: locator.repeated.map { path, line in
                    ConfigurationFinding(
                        severity: .error, path: path.joined(separator: "."), line: line,
                        reason: "this key is already set above",
                        wayOut: "Keep one of the two.")
                })
        }
        self.root = root
        lines = locator.lines
    }

    private static func explain(_ error: any Error) -> String {
        guard case DecodingError.dataCorrupted(let context) = error else { return "\(error)" }
        guard let cause = context.underlyingError else { return context.debugDescription }
        return "\(cause)"
    }
}

extension ConfigurationFault {
    fileprivate static func file(_ reason: String, _ wayOut: String) -> ConfigurationFault {
        ConfigurationFault(findings: [
            ConfigurationFinding(severity: .error, path: "", line: nil, reason: reason, wayOut: wayOut)
        ])
    }
}
