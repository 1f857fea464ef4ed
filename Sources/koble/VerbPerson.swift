import DurableFiles
import MergeWorker
import WorkspaceConfiguration

/// `koble person`
enum VerbPerson: Verb {
    static let description = VerbDescription(
        "person", "exports all that is held on one person",
        discussion: """
            One JSON object: every account of the person's address as its country exported it, with \
            marketing per country, orders, delivery addresses, an organiser's own fields, and the batch, \
            file and line that it came from; what was decided about them and why; the changes that were \
            published. Give addresses by standard input (-), so that they stay out of the shell's \
            history. The answer is personal data.
            """,
        arguments: [
            ArgumentDescription(
                "X", .text,
                "A profile id, an account such as NO/NO-42, an address, or - to read it from standard input.")
        ],
        options: [
            OptionDescription("out", "FILE", .file, "Write it to this file, which only its owner can read.")
        ],
        common: [.workspace],
        examples: [
            CommandExample("koble person - --out person.json < address.txt", "For the answer to a data request.")
        ])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        guard let subject = invocation.subject else { return .wrongUsage }
        do {
            guard let person = try performPersonExport(subject, try StateInputs(invocation)) else {
                Terminal.error.write("koble: That is not known in this workspace.\n")
                return .unknownSubject
            }
            if let path = invocation.text("out") {
                try durableWrite(path, person.json)
                return .done
            }
            return Terminal.output.write(person.json) ? .done : .failed
        } catch {
            return exitStatus(reporting: error)
        }
    }
}
