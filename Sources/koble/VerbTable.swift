import WorkspaceConfiguration

/// Every verb there is, in the order of the help.
enum VerbTable {
    static let verbs: [any Verb.Type] = [
        VerbInit.self,
        VerbRun.self,
        VerbStatus.self,
        VerbExport.self,
        VerbExplain.self,
        VerbHints.self,
        VerbDiff.self,
        VerbUnlink.self,
        VerbErase.self,
        VerbPerson.self,
        VerbVerify.self,
        VerbRedecide.self,
        VerbRekey.self,
        VerbUndo.self,
        VerbBackup.self,
        VerbRestore.self,
        VerbRebuild.self,
        VerbSynth.self,
        VerbConfig.self,
        VerbCompletion.self,
        VerbManpage.self,
        VerbVersion.self,
        VerbHelp.self,
    ]

    /// The program, as parser, help, completion and manual know it.
    static let program = ProgramDescription(
        name: "koble", version: ProgramVersion.current,
        summary: "merges the customer accounts of twenty countries into global profiles",
        verbs: verbs.map { $0.description })
}
