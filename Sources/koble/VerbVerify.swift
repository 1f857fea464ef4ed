import MergeWorker
import WorkspaceConfiguration

/// `koble verify`
enum VerbVerify: Verb {
    static let description = VerbDescription(
        "verify", "proves the store and the published files sound and balanced",
        discussion: """
            Reads every byte of the store, checks every record and hash, decides everything again, and \
            compares ledger, accounts index, full snapshots, look-alikes, what undo keeps, the inputs in \
            done/ and all files in out/. Changes nothing, and lets no other verb change anything meanwhile. \
            Each finding is a line with its place; exits with 9 if anything is unsound. On a disk or \
            memory that fails, restore a backup, or make the state anew with koble rebuild.
            """,
        common: [.workspace, .json, .quiet])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        let progress = RunProgress()
        let drain = DrainFlag()
        let signals = SignalWatch(drain)
        let display = RunDisplay(
            progress, work: "verifying", isQuiet: invocation.isQuiet || invocation.isJSON)
        do {
            let inputs = try StateInputs(invocation)
            let limits = inputs.limits
            let report = try await performVerify(
                inputs, limits: limits, schedulers: .threads(workers: limits.workers), progress: progress,
                drain: drain)
            await display.finish()
            return show(report, invocation)
        } catch is Drained {
            await display.finish()
            Terminal.error.write("Stopped on request, before everything was verified.\n")
            return signals.status
        } catch {
            await display.finish()
            return exitStatus(reporting: error)
        }
    }

    private static func show(_ report: VerifyReport, _ invocation: Invocation) -> ExitStatus {
        let isWritten =
            invocation.isJSON
            ? Terminal.output.write(report.json) : showText(report, isQuiet: invocation.isQuiet)
        guard isWritten else { return .failed }
        return report.isSound ? .done : .unsound
    }

    private static func showText(_ report: VerifyReport, isQuiet: Bool) -> Bool {
        var lines = report.findings.filter { $0.kind == .unsound || !isQuiet }.map { finding in
            (finding.kind == .unsound ? "unsound: " : "remark: ") + finding.description
        }
        if report.unlisted > 0 { lines.append("unsound: \(report.unlisted) more findings") }
        let seen =
            "\(report.accounts) accounts, \(report.batches) batches, \(report.run) runs, "
            + "\(report.files) published files (\(formatBytes(report.fileBytes)))"
        if report.isSound {
            if !isQuiet { lines.append("Sound: \(seen).") }
        } else {
            lines.append("Not sound; read \(seen).")
        }
        return lines.isEmpty || Terminal.output.write(lines.joined(separator: "\n") + "\n")
    }
}
