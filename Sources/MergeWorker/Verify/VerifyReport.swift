internal import Synchronization

/// Something that `verify` noticed.
package struct VerifyFinding: Codable, Equatable, Sendable, CustomStringConvertible {
    /// How bad it is.
    package enum Kind: String, Codable, Equatable, Sendable {
        /// Something is not as it was written, or does not add up.
        case unsound
        /// Worth knowing; nothing is lost or wrong.
        case remark
    }

    /// How bad it is.
    package var kind: Kind
    /// Where, such as `out/000042/links.csv`.
    package var place: String
    /// A sentence without personal data.
    package var problem: String

    /// Place and problem.
    package var description: String { "\(place): \(problem)" }
}

/// What `verify` read and what it found.
package struct VerifyReport: Codable, Equatable, Sendable {
    /// The last run.
    package var run = 0
    /// That were read back.
    package var accounts = 0
    /// Of the ledger.
    package var batches = 0
    /// Published ones that were read back.
    package var files = 0
    /// Of those files.
    package var fileBytes = 0
    /// The first ones; `unlisted` counts the rest.
    package var findings: [VerifyFinding] = []
    /// Findings beyond those that are listed.
    package var unlisted = 0

    /// Whether nothing is unsound.
    package var isSound: Bool { unlisted == 0 && !findings.contains { $0.kind == .unsound } }

    /// The report for programs: one object.
    package var json: String { String(decoding: encodePublished(self), as: UTF8.self) }
}

/// Collects findings from all workers; a store damaged all over fills no memory.
final class FindingList: Sendable {
    private struct Collected: ~Copyable {
        var findings: [VerifyFinding] = []
        var unlisted = 0
    }

    private let collected = Mutex(Collected())

    /// Findings that are listed: nobody reads more, and `unlisted` counts the others.
    static let listedMax = 200

    func note(_ place: String, _ problem: String, _ kind: VerifyFinding.Kind = .unsound) {
        collected.withLock { list in
            if list.findings.count < FindingList.listedMax {
                list.findings.append(VerifyFinding(kind: kind, place: place, problem: problem))
            } else if kind == .unsound {
                list.unlisted += 1
            }
        }
    }

    /// Whether something was found until now at a place that begins like this, or may have been.
    func hasFinding(at prefix: String) -> Bool {
        collected.withLock { $0.unlisted > 0 || $0.findings.contains { $0.place.hasPrefix(prefix) } }
    }

    /// Whether nothing more would be listed.
    var isFull: Bool { collected.withLock { $0.findings.count >= FindingList.listedMax } }

    /// The findings, by place: workers come to them in any order.
    func finish() -> (findings: [VerifyFinding], unlisted: Int) {
        collected.withLock { list in
            (list.findings.sorted { ($0.place, $0.problem) < ($1.place, $1.problem) }, list.unlisted)
        }
    }
}
