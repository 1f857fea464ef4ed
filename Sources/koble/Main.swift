import Glibc
import WorkspaceConfiguration

/// The program: understands the command line and runs one verb.
@main
struct Program {
    static func main() async {
        umask(0o077)  // Whatever is written is for its owner alone.
        let status = await run(Array(CommandLine.arguments.dropFirst()))
        exit(status.rawValue)
    }

    private static func run(_ words: [String]) async -> ExitStatus {
        do throws(UsageFault) {
            switch try VerbTable.program.parse(words) {
            case .version: return VerbVersion.show(isJSON: false)
            case .help(let verb): return VerbHelp.show(verb)
            case .run(let invocation): return await run(invocation)
            }
        } catch {
            Terminal.error.write(error.message + "\n")
            return .wrongUsage
        }
    }

    private static func run(_ invocation: Invocation) async -> ExitStatus {
        guard let verb = VerbTable.verbs.first(where: { $0.description.name == invocation.verb })
        else {
            preconditionFailure("the parser let a verb pass that is not in the table")
        }
        return await verb.run(invocation)
    }
}
