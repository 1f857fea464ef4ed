/// What the coordinator is doing with the key ranges. Pure: no clock, no file, no `await`.
///
/// Key ranges are decided in any order and written in ascending order, and never more than `inFlightMax`
/// are decided and not yet written: the workers wait for the writer, not the other way round.
struct CoordinatorState: ~Copyable {
    enum Action: Equatable, Sendable {
        /// Start deciding this key range.
        case decide(Int)
        /// Write this key range, which is decided.
        case write(Int)
        /// Wait for what is under way.
        case wait
        /// Everything is decided and written.
        case finish
        /// Asked to stop, and nothing is under way any more.
        case stop
    }

    private let rangeCount: Int
    private let inFlightMax: Int
    private var nextToStart = 0
    private var nextToWrite = 0
    private var underWay = 0
    private var decided: Set<Int> = []
    private var isWriting = false
    private var isDraining = false

    init(rangeCount: Int, inFlightMax: Int) {
        precondition(rangeCount > 0 && inFlightMax > 0, "a run has key ranges, and works on one at least")
        self.rangeCount = rangeCount
        self.inFlightMax = inFlightMax
    }

    /// What to do now. Ask until it says `wait`, `finish` or `stop`.
    mutating func nextAction() -> Action {
        if !isDraining {
            if !isWriting, decided.contains(nextToWrite) {
                isWriting = true
                decided.remove(nextToWrite)
                return .write(nextToWrite)
            }
            if nextToStart < rangeCount, nextToStart - nextToWrite < inFlightMax {
                underWay += 1
                defer { nextToStart += 1 }
                return .decide(nextToStart)
            }
        }
        if underWay > 0 || isWriting { return .wait }
        if isDraining { return .stop }
        precondition(nextToWrite == rangeCount, "nothing is under way, and not everything is written")
        return .finish
    }

    mutating func rangeDecided(_ range: Int) {
        precondition(range >= nextToWrite && !decided.contains(range), "key range \(range) is decided twice")
        underWay -= 1
        decided.insert(range)
    }

    mutating func rangeWritten(_ range: Int) {
        precondition(isWriting && range == nextToWrite, "key range \(range) is written out of order")
        isWriting = false
        nextToWrite += 1
    }

    mutating func drainRequested() { isDraining = true }
}
