import MergeWorker
import WorkspaceConfiguration

/// `koble explain`
enum VerbExplain: Verb {
    static let description = VerbDescription(
        "explain", "tells what is known of a profile, an account or an address",
        discussion: """
            Members and their roles, the winner of each field and why, conflicts, the countries' \
            stances, the row that each account came from, and what would be merged with a consent that \
            is missing. Give addresses by standard input (-), so that they stay out of the shell's \
            history. The answer is personal data.
            """,
        arguments: [
            ArgumentDescription(
                "X", .text,
                "A profile id, an account such as NO/NO-42, an address, or - to read it from standard input.")
        ],
        common: [.workspace, .json],
        examples: [
            CommandExample("koble explain NO/NO-42", "One account and its profile."),
            CommandExample("koble explain - < address.txt", "An address that nobody else sees."),
        ])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        guard let subject = invocation.subject else { return .wrongUsage }
        do {
            guard let explanation = try performExplain(subject, try StateInputs(invocation)) else {
                // Not repeated: it may be an address, and standard error may be a log.
                Terminal.error.write("koble: That is not known in this workspace.\n")
                return .unknownSubject
            }
            let text = invocation.isJSON ? explanation.json : ExplanationText(explanation).text
            return Terminal.output.write(text) ? .done : .failed
        } catch {
            return exitStatus(reporting: error)
        }
    }
}

extension String {
    /// Without blanks, tabs and line ends outside.
    var trimmingBlanks: String {
        let isBlank = { (character: Character) in character.isWhitespace }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
