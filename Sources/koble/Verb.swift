import WorkspaceConfiguration

/// One verb of the command line: what it is, and what it does.
protocol Verb: SendableMetatype {
    static var description: VerbDescription { get }

    /// Does it. Results go to standard output, everything else to standard error.
    static func run(_ invocation: Invocation) async -> ExitStatus
}
