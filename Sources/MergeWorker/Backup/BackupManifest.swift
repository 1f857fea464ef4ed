internal import DurableFiles
internal import FoundationEssentials
internal import MergeStore

/// `backup.json`: what a backup is of, and every file of it with its digest. Written last, so that a folder
/// without it is no backup. It names nobody.
package struct BackupManifest: Codable, Equatable, Sendable {
    /// The layout of the folder.
    package var format: Int
    /// Version of the program.
    package var program: String
    /// When it was made: RFC 3339.
    package var madeAt: String
    /// The last run that is in it; later ones are not.
    package var run: Int
    /// The date of the last run, RFC 3339.
    package var asOf: String
    /// Live ones.
    package var accounts: Int
    /// Of the set of records, in hexadecimal.
    package var stateDigest: String
    /// SHA-256 of all that decides (RULES §2).
    package var rulesDigest: String
    /// Number of the first event that is not in it.
    package var nextEvent: UInt64
    /// Number of the first batch that is not in it.
    package var nextBatch: UInt32
    /// The name of the key that the state was made with; the key itself is not in the backup.
    package var key: String
    /// Names of the keys of before that are needed beside it.
    package var formerKeys: [String]
    /// Whether the kept inputs are in it, from which `koble rebuild` makes the state anew.
    package var hasInputs: Bool
    /// All other files, by name.
    package var files: [WrittenFile]

    static let name = "backup.json"
    static let formatNow = 1
    static let storeName = "store.mdb"
    static let configurationName = "koble.json"
    /// A manifest has a line for each file of `done/`.
    private static let bytesMax = 256 << 20

    /// Reads the manifest of a backup.
    init(readingFrom folder: String) throws {
        let path = folder + "/" + BackupManifest.name
        guard try FileStatus.of(path)?.kind == .file else {
            throw RunFault.workspace(
                "\(printable(folder)) is no backup, or one that was broken off: it has no backup.json. Name a folder "
                    + "that koble backup has finished.")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let bytes = try readFile(path, bytesMax: BackupManifest.bytesMax)
        do {
            self = try decoder.decode(BackupManifest.self, from: Data(bytes))
        } catch {
            throw DamagedBackup(file: BackupManifest.name, problem: "it cannot be read")
        }
        guard format == BackupManifest.formatNow else {
            throw RunFault.workspace(
                "The backup has format \(format), and this program reads \(BackupManifest.formatNow). Use the version "
                    + "that made it (\(printable(program))).")
        }
        for file in files where !BackupManifest.isInside(file.name) {
            throw DamagedBackup(file: BackupManifest.name, problem: "it names a file outside the backup")
        }
    }

    /// Whether a name leads nowhere but into the backup.
    private static func isInside(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("/")
            && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
                !["", ".", ".."].contains($0)
            }
    }

    init(
        program: String, madeAt: String, facts: StateFacts, asOf: String, key: String, formerKeys: [String],
        hasInputs: Bool, files: [WrittenFile]
    ) {
        format = BackupManifest.formatNow
        self.program = program
        self.madeAt = madeAt
        run = facts.run
        self.asOf = asOf
        accounts = facts.accounts
        stateDigest = facts.digest
        rulesDigest = facts.rulesDigest
        (nextEvent, nextBatch) = (facts.nextEvent, facts.nextBatch)
        self.key = key
        self.formerKeys = formerKeys
        self.hasInputs = hasInputs
        self.files = files
    }

    /// Files below a folder of the backup, such as `suppressions`.
    func files(below folder: String) -> [WrittenFile] { files.filter { $0.name.hasPrefix(folder + "/") } }

    /// Compares every file with its length and digest.
    /// - Throws: `DamagedBackup` that names the first that differs; `Drained`.
    func check(_ folder: String, _ drain: DrainFlag) throws {
        for file in files {
            try drain.check()
            let path = folder + "/" + file.name
            guard let status = try FileStatus.of(path), status.kind == .file else {
                throw DamagedBackup(file: file.name, problem: "it is missing")
            }
            let found = try digestFile(path)
            if found.bytes != file.bytes || found.sha256.hex != file.sha256 {
                throw DamagedBackup(file: file.name, problem: "its content is not what was backed up")
            }
        }
    }
}

/// A backup is not as it was written.
package struct DamagedBackup: Error, Equatable, CustomStringConvertible {
    /// Its name in the backup.
    package var file: String
    /// A sentence without personal data.
    package var problem: String

    /// File, problem and way out.
    package var description: String {
        "The backup is damaged: \(printable(file)): \(problem). Nothing was changed; take another backup."
    }
}
