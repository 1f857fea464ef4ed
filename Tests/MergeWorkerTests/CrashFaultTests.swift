import Foundation
import Synchronization
import Testing

/// Makes the durable calls of a run fail, once or for good, and looks at what the run says and
/// leaves.
@Suite("Fault sweep of whole runs")
struct CrashFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let code: String
        let isForGood: Bool
        /// The first call, without `KOBLE_FULL`: the four kinds meet different calls.
        let first: Int
        var testDescription: String { code + (isForGood ? " for good" : " once") }
        func text(at call: Int) -> String { "any:\(call):\(code)" + (isForGood ? ":always" : "") }
    }

    static let faults = [
        Fault(code: "EIO", isForGood: false, first: 0),
        Fault(code: "EIO", isForGood: true, first: 3),
        Fault(code: "ENOSPC", isForGood: false, first: 6),
        Fault(code: "ENOSPC", isForGood: true, first: 9),
    ]

    @Test(
        "A call that fails stops the run with a reason, and the next run finishes it",
        arguments: faults, [false, true])
    func failsAnywhere(fault: Fault, isDelta: Bool) async throws {
        let start = try ProgramWorkspace()
        try ProgramInput.dropFirstLoad(start)
        if isDelta {
            try start.run()
            try ProgramInput.dropDelta(start)
        }
        let before = try start.contents().filter { $0.key.hasPrefix("out/") }
        let undisturbed = try ProgramWorkspace(copying: start)
        try undisturbed.run()
        let wanted = try undisturbed.contents()
        let statuses = Mutex<[Int32: Int]>([:])
        let step = isFullSweep ? 1 : 13
        let calls = try await sweep(step: step) { position in
            let call = isFullSweep ? position : position + fault.first
            let status = try CrashFaultTests.failAndRepeat(
                start, fault.text(at: call), before: before, wanted)
            statuses.withLock { $0[status, default: 0] += 1 }
            return status != 5
        }
        print("\(fault.testDescription): \(calls) calls, statuses \(statuses.withLock { $0 })")
        #expect(calls > 40)
        #expect(statuses.withLock { $0[6] ?? 0 } > 0, "no fault after the commit was met")
    }

    /// - Returns: The exit status under the fault.
    private static func failAndRepeat(
        _ start: ProgramWorkspace, _ fault: String, before: [String: String],
        _ wanted: [String: String]
    ) throws -> Int32 {
        let workspace = try ProgramWorkspace(copying: start)
        let failed = try workspace.run(fault: fault)
        switch failed.status {
        case 1:
            #expect(failed.error.contains("koble: Could not"), "\(fault): \(failed.error)")
            let after = try workspace.contents().filter {
                $0.key.hasPrefix("out/") && !$0.key.hasPrefix("out/.")
            }
            #expect(after == before, "\(fault) left something in out/")
        case 6:
            #expect(failed.error.contains("committed but not yet published"), "\(fault)")
        default:
            #expect(failed.status == 5, "\(fault): \(failed.status) \(failed.error)")
        }
        let repeated = try workspace.run()
        #expect([0, 5].contains(repeated.status), "\(fault): \(repeated.error)")
        #expect(differences(try workspace.contents(), wanted) == [], "\(fault)")
        #expect(try workspace.leftovers() == [], "\(fault)")
        return failed.status
    }
}
