import Dispatch
import Glibc
import MergeWorker
import Synchronization
import WorkspaceConfiguration

/// Turns SIGINT and SIGTERM into a request to stop: what is under way is left whole, nothing new begins.
final class SignalWatch: @unchecked Sendable {
    // `sources` is written by `init` alone, before anyone else can see this object.
    private var sources: [any DispatchSourceSignal] = []
    private let received = Atomic<Int32>(0)

    init(_ drain: DrainFlag) {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [self] in
                received.store(number, ordering: .releasing)
                drain.raise()
            }
            source.resume()
            sources.append(source)
        }
    }

    /// The exit status of a run that was stopped.
    var status: ExitStatus {
        received.load(ordering: .acquiring) == SIGINT ? .interrupted : .terminated
    }
}
