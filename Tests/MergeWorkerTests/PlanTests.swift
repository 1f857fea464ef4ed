import DurableFiles
import Foundation
import Testing

@testable import MergeWorker

@Suite("Plans", .serialized)
struct PlanTests {
    /// A workspace with one run behind it, a second batch waiting, and the plan for it.
    private func planned(isFull: Bool = true) async throws -> (workspace: TestWorkspace, plan: RunPlan) {
        var made = MadeUpAccounts(seed: 11)
        let rows = made.history(of: 40)
        let workspace = try TestWorkspace(OracleTests.launched + "}")
        try workspace.drop(Array(rows[..<30]), "a")
        try await workspace.run()
        try workspace.drop(Array(rows[30...]), "b")
        let report = try workspace.reportFolder()
        let summaries = try await workspace.run {
            $0.isDryRun = true
            $0.isFull = isFull
            $0.reportFolder = report
        }
        let path = workspace.folder + "/plan.json"
        try RunPlan(try #require(summaries.first)).write(to: path)
        return (workspace, try RunPlan(readingFrom: path))
    }

    private func refusal(_ workspace: TestWorkspace, _ plan: RunPlan) async throws -> String {
        let before = try workspace.facts()
        let waiting = try namesInFolder(workspace.layout.spoolFolder + "/NO/incoming")
        do {
            try await workspace.run { $0.plan = plan }
            return "carried out"
        } catch RunFault.gate(let reason) {
            #expect(try workspace.facts() == before)
            #expect(try namesInFolder(workspace.layout.spoolFolder + "/NO/incoming") == waiting)
            return reason
        }
    }

    @Test("A plan is carried out exactly, and a second time changes nothing", arguments: [true, false])
    func isCarriedOut(isFull: Bool) async throws {
        let (workspace, plan) = try await planned(isFull: isFull)
        #expect(plan.files.isEmpty != isFull)
        let done = try await workspace.run { $0.plan = plan }
        #expect(done.first?.isCommitted == true)
        #expect(try workspace.facts() == plan.result)
        #expect(try await workspace.run { $0.plan = plan }.isEmpty)
        #expect(try workspace.facts() == plan.result)
    }

    @Test("A plan is refused when a file came, went or changed, and says which")
    func refusesInputs() async throws {
        let (workspace, plan) = try await planned()
        let incoming = workspace.layout.spoolFolder + "/NO/incoming/"
        try workspace.drop("NO", "c.csv", Array("account_id,email\n9,x@y.test\n".utf8))
        #expect(try await refusal(workspace, plan).contains("NO/c.csv, which is new"))
        try FileManager.default.removeItem(atPath: incoming + "c.csv")
        let bytes = try readFile(incoming + "b.csv", bytesMax: 1 << 20)
        try workspace.drop("NO", "b.csv", bytes + Array("\n".utf8))
        #expect(try await refusal(workspace, plan).contains("NO/b.csv, which has other content"))
        try FileManager.default.removeItem(atPath: incoming + "b.csv")
        #expect(try await refusal(workspace, plan).contains("NO/b.csv, which is gone"))
        try workspace.drop("NO", "b.csv", bytes)
        #expect(try await refusal(workspace, plan) == "carried out")
    }

    @Test("A plan is refused when state or rules have moved, before any file is")
    func refusesState() async throws {
        let (workspace, plan) = try await planned()
        var other = plan
        other.rulesDigest = "0"
        #expect(try await refusal(workspace, other).contains("the rules"))
        other = plan
        other.program = "0"
        #expect(try await refusal(workspace, other).contains("the program (0 then"))
        other = plan
        other.run = 7
        #expect(try await refusal(workspace, other).contains("after run 7 then, after run 1 now"))
        other = plan
        other.stateDigest = "0"
        #expect(try await refusal(workspace, other).contains("the state (its digest)"))
    }

    @Test("A run that does not come to what was planned commits nothing, and the next run does")
    func refusesOtherResult() async throws {
        let (workspace, plan) = try await planned()
        var other = plan
        other.files[0].sha256 = "0"
        #expect(try await refusal(workspace, other).contains("the outputs \(plan.files[0].name)"))
        other = plan
        other.result.accounts += 1
        #expect(try await refusal(workspace, other).contains("the state that the run leads to"))
        #expect(try await refusal(workspace, plan) == "carried out")
    }

    @Test("What is no plan is refused")
    func refusesOtherFiles() throws {
        let workspace = try TestWorkspace()
        let path = workspace.folder + "/plan.json"
        try durableWrite(path, "{}")
        #expect(throws: RunFault.self) { try RunPlan(readingFrom: path) }
    }
}

@Suite("Plans from the shell", .serialized)
struct ProgramPlanTests {
    @Test("A plan is saved, carried out, and refused with 8 once an input has moved")
    func savesAndRefuses() throws {
        let workspace = try ProgramWorkspace()
        let header = "account_id,email,updated_at,email_verified\n"
        try workspace.drop("NO", "a.csv", header + "1,a@x.test,2024-01-01T00:00:00Z,true\n")
        let plan = workspace.folder + "/plan.json"
        let look = ["--dry-run", "--report", workspace.folder + "/look", "--plan", plan]
        #expect(try workspace.run(look).status == 0)
        try workspace.drop("SE", "late.csv", header + "2,b@x.test,2024-01-01T00:00:00Z,true\n")
        let refused = try workspace.start(["run", "--workspace", workspace.root, "--plan", plan]).wait()
        #expect(refused.status == 8 && refused.error.contains("SE/late.csv, which is new"))
        #expect(try workspace.names("SE", "incoming") == ["late.csv"])
        try FileManager.default.removeItem(atPath: workspace.path("SE", "incoming", "late.csv"))
        let done = try workspace.start(["run", "--workspace", workspace.root, "--plan", plan]).wait()
        #expect(done.status == 0 && done.output.contains("Created 1 profile"))
        let again = try workspace.start(["run", "--workspace", workspace.root, "--plan", plan]).wait()
        #expect(again.status == 0 && again.output.contains("carried out"))
        #expect(try workspace.run(["--plan", plan, "--watch"]).status == 2)
    }

    @Test("Unmasked samples stand in a file of their own, which says so")
    func unmasks() throws {
        let workspace = try ProgramWorkspace()
        let header = "account_id,email,first_name,last_name,updated_at,email_verified\n"
        try workspace.drop(
            "NO", "a.csv", header + "1,a@x.test,Kristoffer,Ingebrigtsen,2024-01-01T00:00:00Z,true\n")
        try workspace.drop(
            "SE", "a.csv", header + "2,a@x.test,Ragnhild,Thorvaldsdottir,2024-01-01T00:00:00Z,true\n")
        let folder = workspace.folder + "/look"
        #expect(try workspace.run(["--dry-run", "--report", folder]).status == 0)
        #expect(try !namesInFolder(folder).contains("report-unmasked.html"))
        try removeTree(folder)
        #expect(try workspace.run(["--dry-run", "--report", folder, "--unmask"]).status == 0)
        let masked = try String(contentsOfFile: folder + "/report.html", encoding: .utf8)
        let numbers = try String(contentsOfFile: folder + "/report.json", encoding: .utf8)
        let open = try String(contentsOfFile: folder + "/report-unmasked.html", encoding: .utf8)
        for name in ["Kristoffer", "Ingebrigtsen", "Ragnhild", "Thorvaldsdottir"] {
            #expect(!masked.contains(name) && !numbers.contains(name))
        }
        #expect(open.contains("Ragnhild") || open.contains("Rag"))
        #expect(open.contains("The samples show personal data unmasked") && open.contains("UNMASKED"))
        let mode = try FileManager.default.attributesOfItem(atPath: folder + "/report-unmasked.html")[
            .posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(try workspace.run(["--unmask"]).status == 2)
    }
}
