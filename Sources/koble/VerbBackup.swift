import AccountModel
import FoundationEssentials
import MergeWorker
import WorkspaceConfiguration

/// `koble backup`
enum VerbBackup: Verb {
    static let description = VerbDescription(
        "backup", "copies the state into a new folder, also beside a run",
        discussion: """
            One moment of the store, with koble.json, suppressions/ and receipts/, and a backup.json with the digest of \
            each file, written last. The folder appears whole or not at all, and was read back before. Takes no lock. \
            The key is not in it: keep koble.key (and koble.key.NAME after a rekey) in a place of its own, for without \
            it a backup is of no use, and with it anybody who has the backup can turn addresses into profile ids.
            """,
        options: [
            OptionDescription(
                "out", "DIR", .folder, "The folder of the backup: it is made, and must not be there yet."),
            OptionDescription(
                "with-inputs",
                "Also kept inputs and decisions files (done/), from which koble rebuild makes the state anew."),
        ],
        common: [.workspace, .json, .quiet],
        examples: [
            CommandExample("koble backup --out /backup/koble-2026-03-02", "A backup that koble restore takes.")
        ])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        guard let folder = invocation.text("out") else {
            Terminal.error.write("koble: backup needs --out DIR, a folder that is not there yet.\n")
            return .wrongUsage
        }
        let drain = DrainFlag()
        let signals = SignalWatch(drain)
        do {
            let layout = try WorkspaceLayout.find(
                option: invocation.text("workspace"), environment: processEnvironment())
            let now = Timestamp(rawValue: Int64(Date().timeIntervalSince1970) * 1000)
            var request = BackupRequest(folder: folder, madeAt: now, programVersion: ProgramVersion.current)
            request.hasInputs = invocation.has("with-inputs")
            return show(try performBackup(request, of: layout, drain: drain), invocation)
        } catch is Drained {
            Terminal.error.write("Stopped on request. Nothing was left.\n")
            return signals.status
        } catch {
            return exitStatus(reporting: error)
        }
    }

    private static func show(_ summary: BackupSummary, _ invocation: Invocation) -> ExitStatus {
        if invocation.isJSON { return Terminal.output.write(summary.json) ? .done : .failed }
        if invocation.isQuiet { return .done }
        let inputs = summary.inputs > 0 ? ", \(summary.inputs) kept inputs" : ""
        let text =
            "Backed up the state of run \(summary.run) to \(summary.folder): \(summary.accounts) accounts, "
            + "\(formatBytes(summary.storeBytes))\(inputs), \(summary.suppressions) files of suppressions/. Read back and sound.\n"
            + "The key is not in it (\(summary.keys.joined(separator: ", "))): keep a copy of koble.key in another place.\n"
        return Terminal.output.write(text) ? .done : .failed
    }
}
