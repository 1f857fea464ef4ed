package import AccountModel
internal import FoundationEssentials

/// A folder was named as a workspace and is none.
package struct WorkspaceFault: Error, Sendable, Hashable {
    /// What was tried, what happened, what to do; one line.
    package let message: String
}

/// Where everything lies in a workspace. Paths only; nothing here touches the disk but `find`.
package struct WorkspaceLayout: Sendable, Hashable {
    /// The folder itself, without a slash at its end.
    package let root: String
    private var stateName = "state"
    private var outName = "out"

    /// The layout below `root`, whether it exists or not.
    package init(root: String) {
        let trimmed = root.reversed().drop { $0 == "/" }.reversed()
        self.root = trimmed.isEmpty ? "/" : String(trimmed)
    }

    /// The configuration.
    package var configurationFile: String { path("koble.json") }
    /// The secret key, mode 0600.
    package var keyFile: String { path("koble.key") }
    /// Held with `flock` by the process that works here.
    package var lockFile: String { path("koble.lock") }
    /// The spool folders of all countries.
    package var spoolFolder: String { path("spool") }
    /// People's decisions.
    package var decisionsFolder: String { path("decisions") }
    /// Suppression entries; append-only, outlives the store.
    package var suppressionsFolder: String { path("suppressions") }
    /// The store.
    package var stateFolder: String { path(stateName) }
    /// The published runs.
    package var outFolder: String { path(outName) }
    /// A symbolic link to the newest run.
    package var latestLink: String { path(outName + "/latest") }

    /// The folder of what `run` published, such as `out/000042`.
    package func outFolder(ofRun run: Int) -> String {
        let digits = String(run)
        return path(outName + "/" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits)
    }

    /// Where a state is made beside the one that is live, before it takes its place.
    package var nextStateFolder: String { path("state/.next") }

    /// This workspace with another state in the making: spool, decisions, suppressions and keys are the same.
    /// - Parameter publishes: whether what is published goes to `out/`, or beside that state and nowhere else.
    package func withNextState(publishes: Bool) -> WorkspaceLayout {
        var layout = self
        layout.stateName = "state/.next"
        if !publishes { layout.outName = "state/.next/out" }
        return layout
    }

    /// One of the four folders of a country's spool.
    package func spoolFolder(_ stage: SpoolStage, of country: Country) -> String {
        path("spool/\(country.code)/\(stage.rawValue)")
    }

    /// All folders that `koble init` makes, parents before children.
    package var folders: [String] {
        let spools = Country.allCases.flatMap { country in
            [path("spool/\(country.code)")]
                + SpoolStage.allCases.map { spoolFolder($0, of: country) }
        }
        return [root, spoolFolder] + spools
            + [decisionsFolder, suppressionsFolder, stateFolder, outFolder]
    }

    private func path(_ below: String) -> String { root == "/" ? "/" + below : root + "/" + below }
}

/// The folders of a country's spool.
package enum SpoolStage: String, CaseIterable, Sendable {
    case incoming, claimed, done, refused
}

extension WorkspaceLayout {
    /// The folder that the command line means: `--workspace`, else `$KOBLE_WORKSPACE`, else the
    /// current folder.
    package init(option: String?, environment: [String: String]) {
        let named = option ?? environment["KOBLE_WORKSPACE"].flatMap { $0.isEmpty ? nil : $0 }
        self.init(root: named ?? ".")
    }

    /// The existing workspace that the command line means.
    /// - Throws: When that folder holds no `koble.json`.
    package static func find(
        option: String?, environment: [String: String]
    ) throws(WorkspaceFault) -> WorkspaceLayout {
        let layout = WorkspaceLayout(option: option, environment: environment)
        guard FileManager.default.fileExists(atPath: layout.configurationFile) else {
            let place = layout.root == "." ? "This folder" : "\(layout.root)"
            throw WorkspaceFault(
                message:
                    "\(place) is no workspace: it has no koble.json. Name one with --workspace DIR "
                    + "or $KOBLE_WORKSPACE, or make one: koble init DIR")
        }
        return layout
    }
}

extension KobleConfiguration {
    /// Reads the configuration of a workspace, or the file that `--config` names.
    /// - Throws: All that is wrong with it, or that it cannot be read.
    package init(file path: String) throws(ConfigurationFault) {
        let bytes: [UInt8]
        do {
            bytes = Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw ConfigurationFault(findings: [
                ConfigurationFinding(
                    severity: .error, path: "", line: nil, reason: "it cannot be read",
                    wayOut: "Check that it exists and that you may read it.")
            ])
        }
        try self.init(json: bytes)
    }
}
