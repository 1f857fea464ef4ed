internal import DurableFiles
internal import WorkspaceConfiguration

/// One file of `suppressions/`: what one erasure, or one run, added. Never changed once it has its name.
///
/// The first line is `koble-suppressions 1 COUNT CHECKSUM`; it tells how many entries follow, so that a copy
/// that was cut is found and never taken for a shorter list.
struct SuppressionFile: Equatable, Sendable {
    var name: String
    var entries: [SuppressionEntry]

    /// What a file's name ends in; other names in the folder are left alone.
    static let suffix = ".suppressions"
    private static let magic = "koble-suppressions 1"
    /// More than five million entries; a larger file is damaged.
    private static let bytesMax = 1 << 29

    /// The text of the file.
    var text: String {
        let head = "\(SuppressionFile.magic) \(entries.count)"
        let lines = ["\(head) \(SuppressionEntry.checksum(head))"] + entries.map(\.line)
        return lines.joined(separator: "\n") + "\n"
    }

    /// Puts the file into the folder, durably and whole.
    func write(_ layout: WorkspaceLayout) throws(FileFault) {
        try makeFolder(layout.suppressionsFolder)
        try durableWrite(layout.suppressionsFolder + "/" + name, text)
    }

    /// Whether a name in the folder is one of such a file.
    static func isName(_ name: String) -> Bool { name.hasSuffix(suffix) && !name.hasPrefix(".") }

    /// Reads all files of the folder, by name.
    /// - Throws: `RunFault.workspace` when one is damaged: to go on without an entry would bring a person back.
    static func readAll(_ layout: WorkspaceLayout) throws -> [SuppressionFile] {
        let folder = layout.suppressionsFolder
        guard try FileStatus.of(folder) != nil else { return [] }
        return try namesInFolder(folder).filter(isName).map { name in
            let bytes = try readFile(folder + "/" + name, bytesMax: bytesMax)
            return SuppressionFile(name: name, entries: try entries(of: bytes, name))
        }
    }

    private static func entries(of bytes: [UInt8], _ name: String) throws -> [SuppressionEntry] {
        var lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let isEnded = lines.popLast()?.isEmpty == true
        guard isEnded, let head = lines.first, let count = self.count(head), lines.count == count + 1 else {
            throw damaged(name, line: 1)
        }
        return try lines.enumerated().dropFirst().map { number, line in
            guard let entry = SuppressionEntry(line: line) else { throw damaged(name, line: number + 1) }
            return entry
        }
    }

    private static func count(_ head: Substring) -> Int? {
        let words = head.split(separator: " ")
        guard words.count == 4, words[0..<2].joined(separator: " ") == magic,
            SuppressionEntry.checksum(words[0..<3].joined(separator: " ")) == words[3]
        else { return nil }
        return Int(words[2])
    }

    private static func damaged(_ name: String, line: Int) -> RunFault {
        .workspace(
            "Could not read suppressions/\(printable(name)): it is damaged or cut at line \(line). Nothing was "
                + "done, because an erased person might come back. Restore the file from a copy.")
    }
}
