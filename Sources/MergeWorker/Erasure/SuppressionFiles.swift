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
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count > 1, lines[lines.count - 1].isEmpty, let count = count(lines[0]), lines.count == count + 2
        else { throw damaged(name, line: 1) }
        return try (1..<count + 1).map { number in
            guard let entry = SuppressionEntry(line: lines[number]) else { throw damaged(name, line: number + 1) }
            return entry
        }
    }

    private static func count(_ head: ArraySlice<UInt8>) -> Int? {
        let words = String(decoding: head, as: UTF8.self).split(separator: " ")
        guard words.count == 4, words[0..<2].joined(separator: " ") == magic,
            SuppressionEntry.checksum(words[0..<3].joined(separator: " ")) == words[3]
        else { return nil }
        return Int(words[2]).flatMap { $0 < 0 ? nil : $0 }
    }

    private static func damaged(_ name: String, line: Int) -> RunFault {
        .workspace(
            "Could not read suppressions/\(printable(name)): it is damaged or cut at line \(line). Nothing was "
                + "done, because an erased person might come back. Restore the file from a copy.")
    }
}
