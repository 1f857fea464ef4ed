import AccountModel
import DurableFiles
import FoundationEssentials
import MergeWorker
import WorkspaceConfiguration

/// `koble erase`
enum VerbErase: Verb {
    static let description = VerbDescription(
        "erase", "erases whole persons, everywhere and for all time to come",
        discussion: """
            Finds every account of the person's address and erases them all: state, profile, published \
            runs, kept inputs. What stays is an entry in suppressions/ that keeps all earlier records \
            out, order references without the person, and a receipt in receipts/. Look first with \
            --dry-run. A legal hold stops it. What was begun is finished by the next command, whatever \
            happens. Give addresses by standard input (-) or in a file, so that they stay out of the \
            shell's history; let --by and --reason name no person that is erased.
            """,
        arguments: [
            ArgumentDescription(
                "X", .text, isOptional: true,
                "A profile id, an account such as NO/NO-42, an address, or - to read them from standard input.")
        ],
        options: [
            OptionDescription("from", "FILE", .file, "Read the persons from a file, one a line."),
            OptionDescription("dry-run", "Say what would be erased, and change nothing."),
            OptionDescription("by", "WHO", .text, "Who ordered it, for the receipt."),
            OptionDescription("reason", "TEXT", .text, "Why, such as the number of the request, for the receipt."),
            OptionDescription(
                "as-of", "DATE", .date, "Records created until then are kept out; default: now."),
        ],
        common: [.workspace, .json, .quiet],
        examples: [
            CommandExample("koble erase --dry-run NO/NO-42", "What would be erased with this account."),
            CommandExample(
                "koble erase - --by dpo --reason 2026-117 < address.txt", "Erases, and writes the receipt."),
        ])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        do {
            let lines = try lines(invocation)
            guard !lines.isEmpty else {
                Terminal.error.write("koble: Name a person: koble erase X, koble erase -, or --from FILE.\n")
                return .wrongUsage
            }
            var subjects: [ExplainSubject] = []
            for (number, line) in lines.enumerated() {
                guard let subject = ExplainSubject(line) else {
                    Terminal.error.write(
                        "koble: Number \(number + 1) is no profile id, no account such as NO/NO-42 and no address. "
                            + "Nothing was erased.\n")
                    return .wrongUsage
                }
                subjects.append(subject)
            }
            return try perform(subjects, invocation)
        } catch {
            return exitStatus(reporting: error)
        }
    }

    private static func perform(_ subjects: [ExplainSubject], _ invocation: Invocation) throws -> ExitStatus {
        var request = ErasureRequest(subjects: subjects, erasedAt: invocation.date("as-of") ?? now())
        request.by = invocation.text("by")
        request.reason = invocation.text("reason")
        request.isDryRun = invocation.has("dry-run")
        let drain = DrainFlag()
        let signals = SignalWatch(drain)
        do {
            let inputs = try StateInputs(invocation)
            let outcome = try performErase(
                inputs, request, programVersion: ProgramVersion.current, threads: inputs.limits.workers, drain: drain)
            switch outcome {
            case .unknown(let positions):
                let numbers = positions.prefix(20).map { String($0 + 1) }.joined(separator: ", ")
                Terminal.error.write(
                    "koble: Not known in this workspace: \(positions.count) of \(subjects.count) (number \(numbers)). "
                        + "Nothing was erased.\n")
                return .unknownSubject
            case .done(let summary):
                let text = invocation.isJSON ? summary.json : summary.text
                return Terminal.output.write(text) ? .done : .failed
            }
        } catch is Drained {
            Terminal.error.write("Stopped on request. An erasure that had begun is finished by the next command.\n")
            return signals.status
        }
    }

    private static func now() -> Timestamp {
        Timestamp(rawValue: Int64(Date().timeIntervalSince1970 * 1000))
    }

    /// The persons, one a line; blank lines are nobody.
    private static func lines(_ invocation: Invocation) throws -> [String] {
        var lines: [String] = []
        if let file = invocation.text("from") {
            let bytes = try readFile(file, bytesMax: 1 << 26)
            lines += String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
        }
        if let given = invocation.arguments.first {
            if given == "-" {
                while let line = readLine() { lines.append(line) }
            } else {
                lines.append(given)
            }
        }
        return lines.map(\.trimmingBlanks).filter { !$0.isEmpty }
    }
}
