import AccountModel
import Testing
import WorkspaceConfiguration

/// A program with one option of each kind.
private let program = ProgramDescription(
    name: "koble", version: "9.8.7", summary: "merges accounts",
    verbs: [
        VerbDescription(
            "run", "merges every complete batch",
            discussion:
                "First paragraph, which is long enough to be wrapped on a narrow screen.\n.Second.",
            options: [
                OptionDescription("dry-run", "Change nothing."),
                OptionDescription("report", "DIR", .folder, "Where the report goes."),
                OptionDescription("memory", "SIZE", .size, "Working memory."),
                OptionDescription("as-of", "DATE", .date, "The date that counts as today."),
                OptionDescription("seed", "N", .integer(0...100), "The seed."),
                OptionDescription(
                    "fail-on", "CLASS", .choice(["takeover", "privacy"]), isRepeatable: true,
                    "A gate."),
                OptionDescription("country", "CC", .country, "One country."),
            ],
            common: [.workspace, .configuration, .json, .quiet],
            examples: [
                CommandExample("koble run --dry-run --report plan", "Looks before it leaps.")
            ]),
        VerbDescription(
            "explain", "tells what is known of X",
            arguments: [
                ArgumentDescription("X", .text, "A profile, an account or an address."),
                ArgumentDescription(
                    "FORM", .choice(["short", "long"]), isOptional: true, "How much."),
            ],
            common: .workspace),
    ])

private func invocation(_ words: [String]) throws -> Invocation {
    let parsed = try program.parse(words)
    guard case .run(let invocation) = parsed else { throw NoVerb(parsed: parsed) }
    return invocation
}

private struct NoVerb: Error {
    let parsed: ParsedCommandLine
}

@Suite("Command line")
struct CommandLineTests {
    @Test("Options are read in both forms, before and behind arguments")
    func options() throws {
        let run = try invocation([
            "--workspace", "/w", "run", "--dry-run", "--report=out=1", "--memory", "1.5GiB", "-q",
            "--as-of", "2026-03-01", "--seed", "7", "--fail-on", "takeover", "--fail-on=privacy",
            "--country", "no",
        ])
        #expect(run.verb == "run")
        #expect(run.has("dry-run"))
        #expect(run.text("workspace") == "/w")
        #expect(run.text("report") == "out=1")
        #expect(run.size("memory")?.bytes == 3 << 29)
        #expect(run.date("as-of") == Timestamp("2026-03-01T00:00:00Z"))
        #expect(run.integer("seed") == 7)
        #expect(run.texts("fail-on") == ["takeover", "privacy"])
        #expect(run.country("country") == .NO)
        #expect(run.isQuiet)
        #expect(!run.isJSON)
        #expect(!run.has("config"))
    }

    @Test("A lone hyphen is an argument, and two hyphens end the options")
    func arguments() throws {
        #expect(try invocation(["explain", "-"]).arguments == ["-"])
        #expect(
            try invocation(["explain", "--workspace", "w", "--", "--x", "long"]).arguments == [
                "--x", "long",
            ])
    }

    @Test("Help and version are found")
    func helpAndVersion() throws {
        #expect(try program.parse([]) == .help(verb: nil))
        #expect(try program.parse(["--help"]) == .help(verb: nil))
        #expect(try program.parse(["-h"]) == .help(verb: nil))
        #expect(try program.parse(["--version"]) == .version)
        #expect(try program.parse(["run", "--dry-run", "--help"]) == .help(verb: "run"))
        #expect(try program.parse(["explain", "-h"]) == .help(verb: "explain"))
    }

    @Test(
        "A mistake is told in one line, with the nearest spelling and the help to read",
        arguments: [
            (["rnu"], "\"rnu\"; did you mean run?", "koble --help"),
            (["frobnicate"], "no verb \"frobnicate\"", "koble --help"),
            (["--dry-run", "run"], "stands before a verb", "koble --help"),
            (["run", "--dryrun"], "--dryrun; did you mean --dry-run?", "koble run --help"),
            (["run", "-x"], "no option -x", "koble run --help"),
            (["run", "x"], "run takes no argument", "koble run --help"),
            (["run", "--report"], "--report needs a value: --report DIR", "koble run --help"),
            (["run", "--report="], "--report needs a value", "koble run --help"),
            (["run", "--dry-run=yes"], "--dry-run takes no value", "koble run --help"),
            (["run", "--quiet", "-q"], "--quiet is given twice", "koble run --help"),
            (["run", "--memory", "lots"], "--memory: write a size", "koble run --help"),
            (["run", "--as-of", "2026-02-29"], "--as-of: write a date", "koble run --help"),
            (
                ["run", "--seed", "101"], "--seed: write a whole number from 0 to 100",
                "koble run --help"
            ),
            (["run", "--fail-on", "takeovr"], "did you mean takeover?", "koble run --help"),
            (["run", "--country", "XX"], "--country: write one of SE", "koble run --help"),
            (["explain"], "explain needs X", "koble explain --help"),
            (["explain", "a", "short", "b"], "no more than X FORM", "koble explain --help"),
            (
                ["explain", "a", "shrt"], "FORM: write one of short, long; did you mean short?",
                "koble explain --help"
            ),
        ])
    func mistakes(words: [String], reason: String, help: String) throws {
        let fault = try #require(throws: UsageFault.self) { try program.parse(words) }
        #expect(fault.message.contains(reason), "\(fault.message)")
        #expect(fault.message.hasSuffix("(see: \(help))"), "\(fault.message)")
        #expect(!fault.message.contains("\n"))
    }

    @Test(
        "No message repeats an address",
        arguments: [
            ["ada@canary.example"], ["explain", "a", "ada@canary.example"],
            ["run", "ada@canary.example"], ["run", "--ada@canary.example"],
            ["--ada@canary.example"], ["explain", "a", "short", "ada@canary.example"],
            ["run", "--memory", "ada@canary.example"], ["run", "--memory=ada@canary.example"],
        ])
    func addressesStayOut(words: [String]) throws {
        let fault = try #require(throws: UsageFault.self) { try program.parse(words) }
        #expect(!fault.message.contains("canary"), "\(fault.message)")
    }

    @Test(
        "Sizes are read and written",
        arguments: [
            ("1GiB", 1 << 30, "1GiB"), ("512MiB", 512 << 20, "512MiB"),
            ("1.5 GiB", 3 << 29, "1.5GiB"),
            ("2gb", 2_000_000_000, "1.8GiB"), ("4096", 4096, "4KiB"), ("100", 100, "100 bytes"),
        ])
    func sizes(text: String, bytes: Int, written: String) throws {
        let size = try #require(ByteSize(text))
        #expect(size.bytes == bytes)
        #expect(size.description == written)
    }

    @Test(
        "What is no size is refused",
        arguments: ["", "GiB", "1XiB", "-1GiB", "1.2.3GiB", "1.5", "9e9GiB", "99999999TiB"])
    func noSizes(text: String) { #expect(ByteSize(text) == nil) }
}

@Suite("Help, completion, manual")
struct HelpTests {
    @Test(
        "Help keeps within its width and names every option and example", arguments: [50, 80, 100])
    func help(width: Int) throws {
        let text = program.help(for: "run", width: width)
        for option in program.verbs[0].allOptions { #expect(text.contains("--\(option.name)")) }
        #expect(text.contains("Usage: koble run [options]"))
        #expect(text.contains("koble run --dry-run --report plan"))
        for line in text.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
        for line in program.help(for: nil, width: width).split(separator: "\n") {
            #expect(line.count <= width, "\(line)")
        }
    }

    @Test("The program's help lists verbs and exit statuses")
    func programHelp() {
        let text = program.help(for: nil, width: 80)
        #expect(text.hasPrefix("koble 9.8.7 — merges accounts\n"))
        #expect(text.contains("  run      merges every complete batch\n"))
        #expect(text.contains("  explain  tells what is known of X\n"))
        for status in ExitStatus.allCases { #expect(text.contains("  \(status.rawValue) ")) }
        #expect(
            program.help(for: "explain", width: 80).contains(
                "Usage: koble explain X [FORM] [options]"))
    }

    @Test("Exit statuses are those that scripts hold on to")
    func exitStatuses() {
        #expect(
            ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 130, 143])
    }

    @Test("Each shell learns every verb, option and choice", arguments: Shell.allCases)
    func completion(shell: Shell) {
        let script = program.completion(for: shell)
        for verb in program.verbs {
            #expect(script.contains(verb.name))
            for option in verb.allOptions {
                #expect(script.contains(shell == .fish ? "-l \(option.name)" : "--\(option.name)"))
            }
        }
        #expect(script.contains("takeover privacy"))
        #expect(script.contains("short long"))
        #expect(script.contains("SE NO FI"))
    }

    @Test("The manual page escapes what roff would take for itself")
    func manual() {
        let page = program.manualPage
        #expect(page.hasPrefix(".TH KOBLE 1"))
        #expect(page.contains("\n\\&.Second.\n"))
        #expect(page.contains("\\-\\-dry\\-run"))
        for line in page.split(separator: "\n") where line.hasPrefix(".") {
            let request = line.dropFirst().prefix { $0.isLetter }
            #expect(
                ["TH", "SH", "SS", "B", "I", "TP", "PP", "RS", "RE", "nf", "fi"].contains(
                    String(request)))
        }
    }

    @Test("Workspace paths are those of the contract")
    func layout() {
        let layout = WorkspaceLayout(root: "/srv/koble/")
        #expect(layout.configurationFile == "/srv/koble/koble.json")
        #expect(layout.spoolFolder(.incoming, of: .NO) == "/srv/koble/spool/NO/incoming")
        #expect(layout.outFolder(ofRun: 42) == "/srv/koble/out/000042")
        #expect(layout.outFolder(ofRun: 1_234_567) == "/srv/koble/out/1234567")
        #expect(layout.folders.count == 1 + 1 + Country.count * 5 + 4)
        #expect(WorkspaceLayout(root: "/").keyFile == "/koble.key")
        #expect(WorkspaceLayout(option: "a", environment: ["KOBLE_WORKSPACE": "b"]).root == "a")
        #expect(WorkspaceLayout(option: nil, environment: ["KOBLE_WORKSPACE": "b"]).root == "b")
        #expect(WorkspaceLayout(option: nil, environment: ["KOBLE_WORKSPACE": ""]).root == ".")
        #expect(throws: WorkspaceFault.self) {
            try WorkspaceLayout.find(option: "/nowhere/at/all", environment: [:])
        }
    }
}

@Suite("Progress")
struct ProgressTests {
    private let snapshot = ProgressSnapshot(
        phase: "reading", done: 6_123_456, total: 10_000_000,
        amount: "\(formatAmount(bytes: 6_123_456)) of \(formatAmount(bytes: 10_000_000))", rate: "1.90 MB/s",
        secondsLeft: 125.2,
        countries: Country.allCases.map {
            .init(country: $0, done: $0 == .SE ? 10 : 5, total: $0 == .US ? nil : 10)
        })

    @Test("A line tells phase, share, amount, time left and rate")
    func line() {
        #expect(
            renderProgressLine(snapshot, width: 100)
                == "reading  61%  6.12 MB of 10.0 MB  2 min 06 s left  1.90 MB/s")
    }

    @Test("On any width no line is longer, and the phase comes first", arguments: 1...120)
    func widths(width: Int) {
        for line in renderProgress(snapshot, width: width) { #expect(line.count <= width) }
        #expect("reading".hasPrefix(renderProgressLine(snapshot, width: width).prefix(7)))
    }

    @Test("On a terminal there is a bar where it fits, and every country")
    func terminal() {
        let lines = renderProgress(snapshot, width: 100)
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("[############--------]  reading  61%"))
        #expect(renderProgress(snapshot, width: 70)[0].hasPrefix("reading  61%"))
        #expect(lines[1].hasPrefix("SE 100%   NO 50%"))
        #expect(lines[2].hasSuffix("US 5"))
    }

    @Test("100 % is shown only when all is done")
    func nearlyDone() {
        var nearly = snapshot
        nearly.done = 9_999_999
        #expect(renderProgressLine(nearly, width: 100).contains("99%"))
        nearly.done = 10_000_000
        #expect(renderProgressLine(nearly, width: 100).contains("100%"))
        nearly.total = nil
        #expect(!renderProgressLine(nearly, width: 100).contains("%"))
    }

    @Test(
        "Counts",
        arguments: [
            (0, "0"), (9_999, "9999"), (10_000, "10.0 k"), (999_999, "999 k"),
            (1_000_000, "1.00 M"),
            (12_345_678, "12.3 M"), (1_090_000_000, "1.09 G"),
        ])
    func counts(count: Int, text: String) { #expect(formatCount(count) == text) }

    @Test(
        "Durations",
        arguments: [
            (0, "0 s"), (0.1, "1 s"), (59.5, "1 min 00 s"), (125, "2 min 05 s"),
            (3_780, "1 h 03 min"),
            (Double.infinity, "long"), (-5, "0 s"),
        ])
    func durations(seconds: Double, text: String) {
        #expect(formatDuration(seconds: seconds) == text)
    }
}
