import FoundationEssentials
import MergeStore
import MergeWorker
import WorkspaceConfiguration

extension Invocation {
    /// What X means: a profile id, an account or an address; `-` takes it from standard input. `nil`, and told, if
    /// it is none of them.
    var subject: ExplainSubject? {
        let given = arguments[0]
        let text = given == "-" ? readLine() ?? "" : given
        if let subject = ExplainSubject(text.trimmingBlanks) { return subject }
        Terminal.error.write("koble: This is no profile id, no account such as NO/NO-42 and no address.\n")
        return nil
    }
}

extension StateInputs {
    /// The workspace that the command line means, with its configuration and key.
    init(_ invocation: Invocation) throws {
        let layout = try WorkspaceLayout.find(
            option: invocation.text("workspace"), environment: processEnvironment())
        self.init(
            layout: layout, configuration: try KobleConfiguration(file: layout.configurationFile),
            key: try layout.fittingKey())
    }

    /// Bounds of a verb that reads the whole state: as many workers as there are cores.
    var limits: WorkerLimits {
        var limits = WorkerLimits.allCores
        limits.memoryBytes = configuration.memory.bytes
        return limits
    }
}

extension WorkerLimits {
    /// Bounds of a verb that has not read the configuration yet.
    static var allCores: WorkerLimits { WorkerLimits(workers: ProcessInfo.processInfo.activeProcessorCount) }
}
