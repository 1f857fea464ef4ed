import AccountModel
import Glibc
import WorkspaceConfiguration

/// `koble init`
enum VerbInit: Verb {
    static let description = VerbDescription(
        "init", "makes a workspace",
        discussion: """
            Makes the folder if need be, with a commented koble.json, a secret key (mode 0600) and \
            the spool folders of the twenty countries. An existing workspace is left alone; a \
            broken-off init is finished by running it again.
            Keep a copy of koble.key apart from the workspace: without it no address can be traced \
            to its profile again.
            """,
        arguments: [
            ArgumentDescription(
                "DIR", .folder, isOptional: true, "The folder of the new workspace.")
        ],
        options: [
            OptionDescription(
                "launch", "INSTANT", .date, "The launch instant to write into the configuration.")
        ],
        common: [.workspace, .quiet],
        examples: [
            CommandExample("koble init /srv/koble", "A workspace that is not launched yet."),
            CommandExample(
                "koble init --launch 2026-03-01T00:00:00Z /srv/koble",
                "Accounts created from that instant on need consent before they are linked."),
        ])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        if invocation.arguments.first != nil, invocation.has("workspace") {
            Terminal.error.write("koble: name the folder once, as DIR or with --workspace\n")
            return .wrongUsage
        }
        let named = invocation.arguments.first ?? invocation.text("workspace")
        let layout = WorkspaceLayout(option: named, environment: processEnvironment())
        if let reason = obstacle(in: layout) {
            Terminal.error.write(reason + "\n")
            return .wrongUsage
        }
        do throws(NewFileFault) {
            try create(layout, launch: invocation.date("launch"))
        } catch {
            Terminal.error.write(error.message + "\n")
            return .failed
        }
        if let fault = KeyFile.fault(of: layout.keyFile) {
            Terminal.error.write(fault + "\n")  // A key that was there before.
            return .failed
        }
        if !invocation.isQuiet { Terminal.output.write(nextSteps(layout)) }
        return .done
    }

    /// Why nothing is made here, or `nil`.
    private static func obstacle(in layout: WorkspaceLayout) -> String? {
        guard let entries = folderEntries(layout.root) else { return nil }
        if entries.contains("koble.json") {
            return
                "\(layout.root) is a workspace already: it has a koble.json. Nothing was changed."
        }
        let ours = [
            "koble.key", "koble.key.new", "koble.json.new", "spool", "decisions", "suppressions",
            "state", "out",
        ]
        guard let foreign = entries.first(where: { !ours.contains($0) }) else { return nil }
        return "\(layout.root) holds other things (\(foreign)). Name an empty or a new folder."
    }

    /// The configuration comes last: it is what makes the folder a workspace.
    private static func create(
        _ layout: WorkspaceLayout, launch: Timestamp?
    ) throws(NewFileFault) {
        for folder in layout.folders { try createFolder(folder) }
        do {
            try KeyFile.create(layout.keyFile)
        } catch  where error.isExisting {
            // Made by an init that was broken off, or restored from a backup: it stays.
        }
        try createNewFile(
            layout.configurationFile, Array(ConfigurationTemplate(launch: launch).text.utf8))
    }

    private static func nextSteps(_ layout: WorkspaceLayout) -> String {
        let option = layout.root == "." ? "" : " --workspace \(layout.root)"
        return """
            Made a workspace in \(layout.root == "." ? "this folder" : layout.root).

            Next:
              1. Describe the countries' exports in \(layout.configurationFile), then:
                 koble config check\(option)
              2. Keep a copy of \(layout.keyFile) in a safe place, apart from backups.
              3. Drop exports into \(layout.spoolFolder)/CC/incoming: write them elsewhere on the
                 same disk, then rename them into it.

            """
    }
}

/// The names in a folder, sorted, or `nil` when there is no such folder.
private func folderEntries(_ path: String) -> [String]? {
    guard let folder = unsafe opendir(path) else { return nil }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
        let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
}

/// The environment as far as the workspace is found by it.
func processEnvironment() -> [String: String] {
    environment("KOBLE_WORKSPACE").map { ["KOBLE_WORKSPACE": $0] } ?? [:]
}
