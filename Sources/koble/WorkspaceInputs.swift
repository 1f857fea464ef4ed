import Foundation
import MergeStore
import MergeWorker
import WorkspaceConfiguration

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
        var limits = WorkerLimits(workers: ProcessInfo.processInfo.activeProcessorCount)
        limits.memoryBytes = configuration.memory.bytes
        return limits
    }
}
