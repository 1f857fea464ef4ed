import WorkspaceConfiguration

/// Shows on standard error how far a run is: in place on a terminal, else a plain line now and
/// then.
actor ProgressLine {
    private let terminal: Terminal
    private let isInteractive: Bool
    private let interval: Duration
    private var lastShown: ContinuousClock.Instant?
    private var lineCount = 0

    /// - Parameter isQuiet: Nothing is shown at all.
    init?(isQuiet: Bool, on terminal: Terminal = .error) {
        guard !isQuiet else { return nil }
        self.terminal = terminal
        isInteractive = terminal.isInteractive
        interval = isInteractive ? .milliseconds(100) : .seconds(5)
        // In a log, what is over soon needs no line.
        lastShown = isInteractive ? nil : .now
    }

    /// Shows `snapshot`, unless the last one was shown a moment ago.
    func show(_ snapshot: ProgressSnapshot, at now: ContinuousClock.Instant = .now) {
        if let lastShown, now - lastShown < interval { return }
        lastShown = now
        draw(snapshot)
    }

    /// Takes what is shown in place away again; plain lines stay.
    func clear() {
        if lineCount > 0 { terminal.write("\u{1B}[\(lineCount)A\r\u{1B}[J") }
        lineCount = 0
        lastShown = nil
    }

    private func draw(_ snapshot: ProgressSnapshot) {
        guard isInteractive else {
            terminal.write(renderProgressLine(snapshot, width: 200) + "\n")
            return
        }
        // One column stays free, so that no terminal wraps the line.
        let lines = renderProgress(snapshot, width: terminal.columns - 1)
        let up = lineCount > 0 ? "\u{1B}[\(lineCount)A" : ""
        // Each line is written over, and only what is left of the old one erased: nothing flickers.
        let drawn = lines.map { "\r" + $0 + "\u{1B}[K\n" }.joined()
        terminal.write(up + drawn + "\u{1B}[J")
        lineCount = lines.count
    }
}
