import MergeStore
import MergeWorker
import WorkspaceConfiguration

/// Says on standard error what went wrong, and which exit status that is.
func exitStatus(reporting error: any Error) -> ExitStatus {
    if let fault = error as? ConfigurationFault {
        for finding in fault.findings {
            Terminal.error.write("koble: \(finding.message(in: "koble.json"))\n")
        }
        return .wrongUsage
    }
    if let fault = error as? WorkspaceFault {
        Terminal.error.write("koble: \(fault.message)\n")
        return .wrongUsage
    }
    Terminal.error.write("koble: \(error)\n")
    switch error {
    case is KeyFault: return .wrongUsage
    case let fault as RunFault:
        switch fault {
        case .locked: return .locked
        case .rulesMoved, .keyMoved, .asOfGoesBack, .workspace: return .wrongUsage
        case .unknownRun: return .unknownSubject
        case .gate: return .gateClosed
        case .missingStance, .unbalanced: return .failed
        }
    case is PublicationFault: return .notPublished
    case is DamagedBackup: return .unsound
    default: return .failed
    }
}
