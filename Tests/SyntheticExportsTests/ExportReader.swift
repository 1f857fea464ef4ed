import AccountModel
import Foundation
import SyntheticExports
import TestSupport

/// What a plan wrote, read back by a parser of the tests' own.
struct Exports {
    var files: [String: [UInt8]] = [:]

    init(_ plan: SyntheticPlan, threads: Int = 2) throws {
        let folder = try TemporaryFolder()
        try writeSyntheticExports(plan, into: folder.path, threads: threads) { _ in }
        files = try Exports.read(folder.path)
    }

    init(deltaOf plan: SyntheticPlan, accounts: Int, sequence: Int, threads: Int = 2) throws {
        let folder = try TemporaryFolder()
        try writeSyntheticDelta(
            plan, accounts: accounts, sequence: sequence, into: folder.path, threads: threads)
        files = try Exports.read(folder.path)
    }

    /// Every file below a folder, by its path within it.
    static func read(_ folder: String) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            var isFolder: ObjCBool = false
            let path = folder + "/" + name
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            if !isFolder.boolValue {
                files[name] = try Array(Data(contentsOf: URL(filePath: path)))
            }
        }
        return files
    }

    /// The rows of all files without their headers.
    var rows: [Row] {
        files.sorted { $0.key < $1.key }.flatMap { name, bytes in
            let lines = parsedCSV(bytes)
            let columns = lines[0]
            return lines.dropFirst().map {
                Row(folder: String(name.prefix(2)), columns: columns, fields: $0)
            }
        }
    }
}

struct Row {
    let folder: String
    let columns: [String]
    let fields: [String]

    var isWhole: Bool { fields.count == columns.count }
    var address: String { self["email"].trimmingCharacters(in: .whitespaces).lowercased() }

    subscript(column: String) -> String { fields[columns.firstIndex(of: column)!] }
}

/// RFC 4180, in the plainest way.
func parsedCSV(_ bytes: [UInt8]) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    func endField() {
        row.append(String(decoding: field, as: UTF8.self))
        field = []
    }
    var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while index < bytes.count {
        let byte = bytes[index]
        index += 1
        if isQuoted {
            if byte != 34 {
                field.append(byte)
            } else if index < bytes.count, bytes[index] == 34 {
                field.append(34)
                index += 1
            } else {
                isQuoted = false
            }
        } else if byte == 34 {
            isQuoted = true
        } else if byte == 44 {
            endField()
        } else if byte == 10 {
            if field.last == 13 { field.removeLast() }
            endField()
            rows.append(row)
            row = []
        } else {
            field.append(byte)
        }
    }
    precondition(field.isEmpty && row.isEmpty && !isQuoted, "the file ends inside a row")
    return rows
}
