internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import Synchronization

/// Why a row was rejected: for its form, or for what it says.
struct RejectReason: BitwiseCopyable, Equatable, Sendable {
    /// That of a `RowFault`, or of a `RowReject` behind them.
    private let number: UInt8

    /// Where the numbers of `RowReject` begin.
    private static let contentBase: UInt8 = 128

    init(_ fault: RowFault) { number = fault.rawValue }
    init(_ reject: RowReject) { number = RejectReason.contentBase + reject.rawValue }

    /// As `rejects.ndjson` and reports write it.
    var code: String {
        if number < RejectReason.contentBase {
            guard let fault = RowFault(rawValue: number) else { preconditionFailure("a reason without a name") }
            return fault.code
        }
        guard let reject = RowReject(rawValue: number - RejectReason.contentBase) else {
            preconditionFailure("a reason without a name")
        }
        return "\(reject.code)"
    }
}

/// A row that was rejected.
struct RejectedRow: BitwiseCopyable, Comparable, Sendable {
    /// The physical line, from 1.
    var line: UInt64
    /// In the unpacked text.
    var byteOffset: UInt64
    var reason: RejectReason

    static func < (left: RejectedRow, right: RejectedRow) -> Bool { left.line < right.line }
}

/// The rejected rows of a batch, however many they are: what does not fit into a mebibyte goes to a temporary file.
final class RejectList: Sendable {
    private struct Content: ~Copyable {
        var sorter: RecordSorter<RejectedRow>?
        /// The first ones, as they came.
        var first: [RejectedRow] = []
    }

    private let content: Mutex<Content>

    /// In memory at most.
    static let bytesMax = 1 << 20
    /// How many rows the report of a refused batch names.
    static let firstMax = 100

    /// - Parameter folder: where the temporary file is made, if one is needed.
    init(in folder: String, bytesMax: Int = RejectList.bytesMax) {
        content = Mutex(Content(sorter: RecordSorter(bytesMax: bytesMax, folder: folder)))
    }

    func append(_ row: RejectedRow) throws(FileFault) {
        try content.withLock { (content) throws(FileFault) in
            precondition(content.sorter != nil, "a row is rejected after all were written")
            try content.sorter?.append(row)
            if content.first.count < RejectList.firstMax { content.first.append(row) }
        }
    }

    /// The first rows, as they came.
    var first: [RejectedRow] { content.withLock { $0.first } }

    /// Hands every row over, by line. Afterwards the list is closed.
    func takeSorted(_ body: (RejectedRow) throws(FileFault) -> Void) throws(FileFault) {
        try content.withLock { (content) throws(FileFault) in
            guard let sorter = content.sorter.take() else { preconditionFailure("a list of rejects is taken twice") }
            var rows = try sorter.sorted()
            while let row = rows.next {
                try body(row)
                try rows.advance()
            }
        }
    }
}
