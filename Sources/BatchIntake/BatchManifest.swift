package import AccountModel
package import DurableFiles
internal import FoundationEssentials

/// What a sender says of a batch file, in `NAME.manifest.json` beside it.
package struct BatchManifest: Equatable, Sendable {
    /// Whether a batch has the changes or the whole country.
    package enum Kind: String, Sendable {
        case delta, full
    }

    /// Known by it, with sequence and part.
    package var batchID: String
    /// Whose batch it is; the folder's.
    package var country: Country
    /// Changes, or the whole country.
    package var kind: Kind
    /// The number of rows, without the header and with those that will be rejected.
    package var rows: UInt64?
    /// The size of the file as it is, packed.
    package var bytes: UInt64?
    /// The digest of the file as it is, packed.
    package var sha256: SHA256Value?
    /// Orders the batches of a country; a full batch has one.
    package var sequence: UInt64?
    /// This file is part `part` of `parts`, from 1.
    package var part: UInt64
    /// How many parts there are.
    package var parts: UInt64
    /// The id of the batch that this one replaces: all of its parts, and what has that id later, but for a higher
    /// sequence than this one's.
    package var supersedes: String?

    /// What a manifest's name has after the name of its batch.
    package static let suffix = ".manifest.json"

    /// A manifest has ten short values; a larger file is none.
    private static let bytesMax = 64 * 1024

    /// Sequences are kept in 31 bits, one of them off: a time in milliseconds is none.
    package static let sequenceMax: UInt64 = (1 << 31) - 3

    /// Reads a manifest file.
    package init(path: String) throws(BatchFault) {
        let bytes: [UInt8]
        do {
            bytes = try readFile(path, bytesMax: BatchManifest.bytesMax)
        } catch {
            throw BatchFault(
                .manifestUnreadable, "The manifest cannot be read: \(error)",
                wayOut: "Put a plain file beside the batch, or none.")
        }
        try self.init(bytes)
    }

    /// Reads the text of a manifest.
    package init(_ bytes: [UInt8]) throws(BatchFault) {
        var fields: ManifestFields
        do {
            fields = try JSONDecoder().decode(ManifestFields.self, from: Data(bytes))
        } catch {
            throw BatchFault(
                .manifestUnreadable, "The manifest is no JSON object of strings and whole numbers",
                wayOut: "Check it with a JSON tool, and send it again.")
        }
        batchID = try fields.required("batch_id")
        guard let country = Country(code: try fields.required("country")) else {
            throw invalid("\"country\" is none of the twenty country codes")
        }
        self.country = country
        guard let kind = Kind(rawValue: try fields.text("kind") ?? Kind.delta.rawValue) else {
            throw invalid("\"kind\" is neither \"delta\" nor \"full\"")
        }
        self.kind = kind
        rows = try fields.number("rows")
        self.bytes = try fields.number("bytes")
        sha256 = try fields.digest("sha256")
        sequence = try fields.number("sequence")
        let part = try fields.number("part")
        let parts = try fields.number("parts")
        supersedes = try fields.text("supersedes")
        try fields.checkNoneLeft()
        self.part = part ?? 1
        self.parts = parts ?? 1
        guard (part == nil) == (parts == nil), self.part >= 1, self.part <= self.parts else {
            throw invalid("\"part\" and \"parts\" come together, and part is 1 to parts")
        }
        guard sequence ?? 0 <= BatchManifest.sequenceMax else {
            throw invalid("\"sequence\" is above \(BatchManifest.sequenceMax)")
        }
        guard supersedes != batchID else { throw invalid("\"supersedes\" names the batch itself") }
        guard kind == .delta || sequence != nil else {
            throw invalid("\"kind\" is \"full\", and a full batch needs a \"sequence\"")
        }
    }

    /// Refuses a file that lies in another country's spool.
    package func check(country folder: Country) throws(BatchFault) {
        guard country == folder else {
            throw BatchFault(
                .manifestCountryMismatch,
                "The manifest says \(country.code), but this is the spool of \(folder.code)",
                wayOut: "Put the file into spool/\(country.code)/incoming.")
        }
    }

    /// Refuses a file that is not what the manifest says.
    package func check(bytes: UInt64, sha256: SHA256Value, rows: UInt64) throws(BatchFault) {
        let again = "Send the file and its manifest again, both from the same export."
        if let wanted = self.bytes, wanted != bytes {
            throw BatchFault(
                .manifestBytesMismatch, "The file has \(bytes) bytes, the manifest says \(wanted)",
                wayOut: again)
        }
        if let wanted = self.sha256, wanted != sha256 {
            throw BatchFault(
                .manifestDigestMismatch,
                "The file's SHA-256 is \(sha256.hex), the manifest says \(wanted.hex)",
                wayOut: again)
        }
        if let wanted = self.rows, wanted != rows {
            throw BatchFault(
                .manifestRowsMismatch, "The file has \(rows) rows, the manifest says \(wanted)",
                wayOut: again)
        }
    }
}

private func invalid(_ what: String) -> BatchFault {
    BatchFault(
        .manifestInvalid, "In the manifest \(what)",
        wayOut: "Correct the manifest and put both files into incoming/ again.")
}

/// The values of a manifest that were not yet asked for.
private struct ManifestFields: Decodable {
    private enum Value: Decodable {
        case text(String)
        case number(UInt64)
        case null

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let number = try? container.decode(UInt64.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }
    }

    private var values: [String: Value]

    init(from decoder: any Decoder) throws {
        values = try decoder.singleValueContainer().decode([String: Value].self)
    }

    mutating func text(_ name: String) throws(BatchFault) -> String? {
        switch values.removeValue(forKey: name) {
        case nil, .null: return nil
        case .text(let text) where !text.isEmpty && text.utf8.count <= 200: return text
        case .text, .number: throw invalid("\"\(name)\" is no text of 1 to 200 bytes")
        }
    }

    mutating func required(_ name: String) throws(BatchFault) -> String {
        guard let text = try text(name) else { throw invalid("\"\(name)\" is missing") }
        return text
    }

    mutating func number(_ name: String) throws(BatchFault) -> UInt64? {
        switch values.removeValue(forKey: name) {
        case nil, .null: return nil
        case .number(let number): return number
        case .text: throw invalid("\"\(name)\" is no whole number")
        }
    }

    mutating func digest(_ name: String) throws(BatchFault) -> SHA256Value? {
        guard let text = try text(name) else { return nil }
        guard let digest = SHA256Value(hex: text) else {
            throw invalid("\"\(name)\" is not 64 hexadecimal digits")
        }
        return digest
    }

    /// A misspelt name would otherwise switch off a check without a word.
    func checkNoneLeft() throws(BatchFault) {
        guard let name = values.keys.min() else { return }
        throw invalid("there is an unknown name: \(ColumnNames.shown(name, position: 1))")
    }
}
