internal import FoundationEssentials

/// koble.json as it was read: its values, and on which line each of them stands.
struct ConfigurationText {
    let root: [String: ConfigurationValue]
    /// The line of each key and list element, by path.
    let lines: [[String]: Int]

    /// The largest koble.json that is read. Column maps of twenty countries take some 100 kB.
    static let bytesMax = 1 << 20

    /// Reads JSON5. Foundation judges the values; the lines come from a scan of our own, as does
    /// the search for repeated keys, of which Foundation keeps the first without a word.
    init(_ bytes: [UInt8]) throws(ConfigurationFault) {
        guard bytes.count <= ConfigurationText.bytesMax else {
            throw .file(
                "it has \(bytes.count) bytes", "Keep it within \(ConfigurationText.bytesMax).")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .file("it is not UTF-8", "Save it as UTF-8.")
        }
        var locator = ConfigurationLocator(bytes)
        locator.locate()
        if let (line, reason) = locator.fault {
            throw .file(reason, "Mend it; the file is JSON5.", line: line)
        }
        guard case .object(let root) = try ConfigurationText.decode(text) else {
            throw .file("it is no object", "Put all settings between { and }.")
        }
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

    private static func decode(_ text: String) throws(ConfigurationFault) -> ConfigurationValue {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        do {
            return try decoder.decode(ConfigurationValue.self, from: Data(text.utf8))
        } catch {
            throw .file(
                "a number or a text in it is no JSON5", "Look for odd escapes (\\) and numbers.")
        }
    }
}

extension ConfigurationFault {
    fileprivate static func file(
        _ reason: String, _ wayOut: String, line: Int? = nil
    ) -> ConfigurationFault {
        ConfigurationFault(findings: [
            ConfigurationFinding(
                severity: .error, path: "", line: line, reason: reason, wayOut: wayOut)
        ])
    }
}
