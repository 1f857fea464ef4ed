package import DurableFiles

/// A result code of LMDB or of the system, as LMDB gave it.
package struct LMDBCode: RawRepresentable, Equatable, Sendable {
    /// LMDB's code, or the system's.
    package let rawValue: Int32

    /// From such a code.
    package init(rawValue: Int32) { self.rawValue = rawValue }
}

/// What the world did to the store.
package struct StoreError: Error, Equatable, Sendable {
    /// What was wrong.
    package enum Cause: Equatable, Sendable {
        case missing
        case diskFull
        /// The store has grown to the size that was mapped for it.
        case mapFull
        /// The file ends before pages that it needs.
        case truncated(bytes: Int, neededBytes: Int)
        case notAStore
        /// Written by a version of this program with another layout.
        case otherFormat(found: UInt64)
        /// Bytes that do not carry the checksum, order or length they were written with.
        case damaged(String)
        /// An earlier commit failed; only a new process may write again.
        case earlierCommitFailed
        case file(FileFault)
        case library(LMDBCode, String)
    }

    /// What was tried, as a verb with its object.
    package let operation: String
    /// What went wrong.
    package let cause: Cause
    /// After this the process must exit and start again: what is on disk is no longer known to it.
    package let isFatal: Bool

    /// Describes what was tried and what was wrong.
    package init(_ operation: String, _ cause: Cause, isFatal: Bool = false) {
        self.operation = operation
        self.cause = cause
        self.isFatal = isFatal
    }

    /// The same work may succeed in a new process without a repair of the store.
    package var isRetryable: Bool {
        switch cause {
        case .diskFull, .mapFull, .earlierCommitFailed: true
        case .file(let fault): fault.isRetryable
        case .missing, .truncated, .notAStore, .otherFormat, .damaged, .library: false
        }
    }
}

extension StoreError: CustomStringConvertible {
    /// What we tried, what happened, what the operator can do.
    package var description: String {
        if case .file(let fault) = cause { return fault.description }
        return "Could not \(operation): \(reason). \(advice)"
    }

    private var reason: String {
        switch cause {
        case .missing: "there is no store"
        case .diskFull: "the disk is full"
        case .mapFull: "the store has reached the size set for it"
        case .truncated(let bytes, let needed): "it has \(bytes) bytes and needs \(needed)"
        case .notAStore: "the file is no store"
        case .otherFormat(let found):
            "its format is \(found), and this program reads those up to \(formatVersion)"
        case .damaged(let place): "damaged bytes in \(place)"
        case .earlierCommitFailed: "an earlier commit of this process failed"
        case .file(let fault): fault.description
        case .library(let code, let text): "\(text) (LMDB \(code.rawValue))"
        }
    }

    private var advice: String {
        switch cause {
        case .missing: "Check the path of the workspace, or load the batches anew."
        case .diskFull: "Free space and run again; the state is as at the last commit."
        case .mapFull: "Raise the limit of the store's size and run again."
        case .truncated, .notAStore, .damaged:
            "Run koble verify. A backup mends it: koble restore BACKUP --replace --redeliver, then koble run."
        case .otherFormat: "Use the version of the program that wrote it, or rebuild."
        case .earlierCommitFailed: "Run again; the state is as at the last commit."
        case .file, .library: "Run again; if it stays so, run verify."
        }
    }
}
