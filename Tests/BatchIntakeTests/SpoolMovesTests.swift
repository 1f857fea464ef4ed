import BatchIntake
import DurableFiles
import Foundation
import TestSupport
import Testing

@Suite("Moves of many batches")
struct SpoolMovesTests {
    private let folder: TemporaryFolder
    private let spools: [Spool]

    init() throws {
        folder = try TemporaryFolder()
        spools = ["NO", "SE", "DK"].map { [folder] in Spool(folder: folder.path($0)) }
        for spool in spools { try spool.make() }
    }

    private func put(_ spool: Spool, _ place: Spool.Place, _ name: String) throws {
        try Data(name.utf8).write(to: URL(fileURLWithPath: spool.path(place, name)))
    }

    private func names(_ spool: Spool, _ place: Spool.Place) throws -> [String] { try namesInFolder(spool.path(place)) }

    @Test("All batches move with their manifests, and those of all folders become durable together")
    func together() throws {
        for spool in spools {
            for name in ["a.csv", "a.csv.manifest.json", "b.csv"] { try put(spool, .incoming, name) }
        }
        let plan = FaultPlan.watching()
        try FaultPlan.$current.withValue(plan) {
            var moves = SpoolMoves()
            for spool in spools {
                #expect(try moves.claim("a.csv", of: spool) == "a.csv")
                #expect(try moves.claim("b.csv", of: spool) == "b.csv")
            }
            try moves.carryOut()
        }
        for spool in spools {
            #expect(try names(spool, .claimed) == ["a.csv", "a.csv.manifest.json", "b.csv"])
            #expect(try names(spool, .incoming) == [])
        }
        // The manifests, durable, and only then the first batch; each time two folders of three countries.
        let manifests = [FaultPoint](repeating: .rename, count: 3) + [FaultPoint](repeating: .fsyncFolder, count: 6)
        let batches = [FaultPoint](repeating: .rename, count: 6) + [FaultPoint](repeating: .fsyncFolder, count: 6)
        #expect(plan.calls == manifests + batches)
    }

    @Test("Batches that would get one name get different ones")
    func sameName() throws {
        let spool = spools[0]
        try put(spool, .done, "a.csv")
        for name in ["a.csv", "a.2.csv"] { try put(spool, .claimed, name) }
        var moves = SpoolMoves()
        #expect(try moves.finish("a.csv", of: spool) == "a.2.csv")
        #expect(try moves.finish("a.2.csv", of: spool) == "a.2.2.csv")
        try moves.carryOut()
        #expect(try names(spool, .done) == ["a.2.2.csv", "a.2.csv", "a.csv"])
        #expect(try readFile(spool.path(.done, "a.2.csv"), bytesMax: 100) == Array("a.csv".utf8))
    }

    @Test("Stopped at any step, every batch is claimed or waits, and no manifest is parted from it")
    func stopped() throws {
        var occurrence = 0
        var isStopped = true
        while isStopped {
            occurrence += 1
            for spool in spools {
                for place in [Spool.Place.incoming, .claimed] { try emptyFolder(spool.path(place)) }
                for name in ["a.csv", "a.csv.manifest.json"] { try put(spool, .incoming, name) }
            }
            isStopped = false
            do {
                try FaultPlan.$current.withValue(FaultPlan(nil, occurrence: occurrence, .failForGood(EIO))) {
                    var moves = SpoolMoves()
                    for spool in spools { _ = try moves.claim("a.csv", of: spool) }
                    try moves.carryOut()
                }
            } catch { isStopped = true }
            for spool in spools {
                try spool.recover()
                let (claimed, waiting) = try (names(spool, .claimed), names(spool, .incoming))
                #expect((claimed + waiting) == ["a.csv", "a.csv.manifest.json"], "stopped at call \(occurrence)")
            }
        }
        #expect(occurrence > 12)
    }

    private func emptyFolder(_ path: String) throws {
        for name in try namesInFolder(path) { try removeDurably(path + "/" + name) }
    }
}
