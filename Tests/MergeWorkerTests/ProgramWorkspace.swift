import DurableFiles
import Foundation
import Glibc
import MergeStore
import TestSupport
import Testing

/// A workspace in a folder of its own, removed with this object.
final class ProgramWorkspace: Sendable {
    private let temporary: TemporaryFolder
    /// Holds `workspace/` and what the programs say.
    var folder: String { temporary.path }
    var root: String { folder + "/workspace" }

    static let asOf = "2026-11-21"

    /// Makes an empty workspace with a fixed key, so that equal input gives equal output.
    convenience init() throws {
        try self.init(copying: nil)
        let made = try start(["init", root, "--quiet"]).wait()
        guard made.status == 0 else { throw ProgramTestFault(made.error) }
        try Data((0..<32).map { UInt8($0) }).write(to: URL(filePath: root + "/koble.key"))
    }

    /// Copies a workspace as it is.
    init(copying other: ProgramWorkspace?) throws {
        temporary = try TemporaryFolder(prefix: "koble-program-")
        if let other {
            try FileManager.default.copyItem(atPath: other.root, toPath: root)
        }
    }

    // MARK: Programs

    /// Starts the program under a watch that ends it when it hangs.
    func start(_ words: [String], fault: String? = nil) throws -> ProgramProcess {
        try ProgramProcess.start(
            ["/usr/bin/timeout", "--kill-after=5", "\(ProgramProcess.secondsMax)", kobleBinary]
                + words,
            environment: fault.map { ["KOBLE_FAULT": $0] } ?? [:], scratch: folder)
    }

    /// Starts a run that stands still at a durable call, such as `fsyncFile:1`; nobody watches it.
    func startStopping(_ words: [String], at call: String) throws -> ProgramProcess {
        try ProgramProcess.start(
            [kobleBinary, "run", "--workspace", root, "--as-of", ProgramWorkspace.asOf] + words,
            environment: ["KOBLE_FAULT": call + ":SIGSTOP"], scratch: folder)
    }

    func startRun(_ words: [String] = [], fault: String? = nil) throws -> ProgramProcess {
        let common = ["run", "--workspace", root, "--as-of", ProgramWorkspace.asOf]
        return try start(common + words, fault: fault)
    }

    @discardableResult
    func run(_ words: [String] = [], fault: String? = nil) throws -> ProgramResult {
        try startRun(words, fault: fault).wait()
    }

    /// Runs a program of the system.
    func system(_ words: String...) throws -> ProgramResult {
        try ProgramProcess.start(["/usr/bin/env"] + words, scratch: folder).wait()
    }

    // MARK: Files

    func path(_ country: String, _ place: String, _ name: String = "") -> String {
        "\(root)/spool/\(country)/\(place)" + (name.isEmpty ? "" : "/" + name)
    }

    /// Puts a file into a country's `incoming/`.
    func drop(_ country: String, _ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(filePath: path(country, "incoming", name)))
    }

    func drop(_ country: String, _ name: String, _ text: String) throws {
        try drop(country, name, Array(text.utf8))
    }

    /// Puts `lines` into the configuration, before everything else that stands there.
    func configure(_ lines: String) throws {
        let file = root + "/koble.json"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        guard let brace = text.range(of: "\n{\n") else { throw ProgramTestFault("no brace") }
        try text.replacingCharacters(in: brace, with: "\n{\n" + lines + ",\n")
            .write(toFile: file, atomically: true, encoding: .utf8)
    }

    func names(_ country: String, _ place: String) throws -> [String] {
        try namesInFolder(path(country, place))
    }

    func text(_ relative: String) throws -> String {
        try String(contentsOfFile: root + "/" + relative, encoding: .utf8)
    }

    /// The digest of the state after the newest run, as its manifest says it.
    func stateDigest() throws -> String {
        let data = try Data(contentsOf: URL(filePath: root + "/out/latest/manifest.json"))
        let manifest = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let state = manifest?["state"] as? [String: Any]
        guard let digest = state?["digest"] as? String else {
            throw ProgramTestFault("a manifest without a state digest")
        }
        return digest
    }

    /// Every path below `spool/`, `out/` and `decisions/` with the digest of its bytes; `timings.json`, which
    /// differs from run to run, is left out.
    func contents() throws -> [String: String] {
        var found: [String: String] = [:]
        for top in ["spool", "out", "decisions"] { try collect(top, &found) }
        return found
    }

    private func collect(_ relative: String, _ found: inout [String: String]) throws {
        let path = root + "/" + relative
        guard let status = try FileStatus.of(path) else { return }
        switch status.kind {
        case .folder:
            for name in try namesInFolder(path) { try collect(relative + "/" + name, &found) }
        case .file:
            if relative.hasSuffix("/timings.json") { return }
            found[relative] = SHA256Digest.of(try readFile(path, bytesMax: 1 << 30)).hex
        case .other:
            found[relative] = "neither file nor folder"
        case .link:
            found[relative] = try FileManager.default.destinationOfSymbolicLink(atPath: path)
        }
    }

    /// What a finished run must not leave behind: files on their way, claimed batches, a store
    /// that is not sound.
    /// - Parameter isVerified: also asks `koble verify`, which decides everything again.
    func leftovers(isVerified: Bool = isFullSweep) throws -> [String] {
        var found: [String] = []
        for path in try contents().keys.sorted() {
            let parts = path.split(separator: "/")
            if parts.contains("claimed") || parts.contains(where: { $0.hasPrefix(".") }) {
                found.append(path)
            }
        }
        for name in try namesInFolder(root + "/state") {
            let stays = ["store.mdb", "store.mdb-lock", "retention.json"].contains(name)
            if !stays { found.append("state/" + name) }
        }
        let store = root + "/state/store.mdb"
        if try FileStatus.of(store) != nil {
            found += verifyStore(store).filter { $0.kind != .lostRoom }.map { "store: \($0)" }
            if isVerified {
                let verified = try start(["verify", "--quiet", "--workspace", root]).wait()
                if verified.status != 0 { found.append(verified.output + verified.error) }
            }
        }
        return found
    }
}

struct ProgramTestFault: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// How two workspaces differ, in words; nothing if they do not.
func differences(_ found: [String: String], _ wanted: [String: String]) -> [String] {
    Set(found.keys).union(wanted.keys).sorted().compactMap { path in
        guard found[path] != wanted[path] else { return nil }
        if found[path] == nil { return "missing: \(path)" }
        return wanted[path] == nil ? "too much: \(path)" : "other content: \(path)"
    }
}
