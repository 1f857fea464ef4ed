import BatchIntake
import DurableFiles
import Foundation
import TestSupport
import Testing

@Suite("Spool")
struct SpoolTests {
    private let folder: TemporaryFolder
    private let spool: Spool

    init() throws {
        folder = try TemporaryFolder()
        spool = Spool(folder: folder.path("NO"))
        try spool.make()
    }

    private func put(_ place: Spool.Place, _ name: String, _ text: String = "x") throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: spool.path(place, name)))
    }

    private func names(_ place: Spool.Place) throws -> [String] {
        try namesInFolder(spool.path(place))
    }

    private func text(_ place: Spool.Place, _ name: String) throws -> String {
        try String(contentsOfFile: spool.path(place, name), encoding: .utf8)
    }

    @Test("Only complete batches are listed, in the byte order of their names")
    func listing() throws {
        for name in [
            "b.csv", "a.ndjson.gz", "a.csv.zst", "Z.csv", "ø.csv", ".c.csv", "d.csv.part",
            "notes.txt",
            "b.csv.manifest.json", "e.csv.manifest.json", "f.CSV", "g\n.csv",
        ] {
            try put(.incoming, name)
        }
        let listing = try spool.listing()
        #expect(listing.batches == ["Z.csv", "a.csv.zst", "a.ndjson.gz", "b.csv", "ø.csv"])
        #expect(listing.waiting == ["e.csv.manifest.json"])
        #expect(listing.ignored == ["f.CSV", "g\n.csv", "notes.txt"])
        let strict = try spool.listing(requireManifest: true)
        #expect(strict.batches == ["b.csv"])
        #expect(strict.waiting.contains("Z.csv"))
    }

    @Test("A batch and its manifest move together")
    func moves() throws {
        try put(.incoming, "a.csv")
        try put(.incoming, "a.csv.manifest.json", "m")
        #expect(try spool.claim("a.csv") == "a.csv")
        #expect(try names(.incoming) == [])
        #expect(try spool.claimed() == ["a.csv"])
        #expect(try spool.manifestPath(.claimed, "a.csv") != nil)
        #expect(try spool.finish("a.csv") == "a.csv")
        #expect(try names(.claimed) == [])
        #expect(try names(.done) == ["a.csv", "a.csv.manifest.json"])
    }

    @Test("Nothing is ever overwritten: a taken name gets a number")
    func taken() throws {
        for round in 1...3 {
            try put(.incoming, "a.csv.gz", "\(round)")
            try put(.incoming, "a.csv.gz.manifest.json", "m\(round)")
            _ = try spool.finish(try spool.claim("a.csv.gz"))
        }
        #expect(
            try names(.done) == [
                "a.2.csv.gz", "a.2.csv.gz.manifest.json", "a.3.csv.gz", "a.3.csv.gz.manifest.json",
                "a.csv.gz", "a.csv.gz.manifest.json",
            ])
        #expect(try text(.done, "a.csv.gz") == "1")
        #expect(try text(.done, "a.3.csv.gz.manifest.json") == "m3")
    }

    @Test("A refused batch lies beside its reason")
    func refuse() throws {
        try put(.claimed, "a.csv")
        let fault = BatchFault(
            .unterminatedQuote, "A quote is open", wayOut: "Close it.", line: 7, byteOffset: 99)
        #expect(try spool.refuse("a.csv", fault) == "a.csv")
        #expect(try names(.refused) == ["a.csv", "a.csv.refused.json"])
        let json = try text(.refused, "a.csv.refused.json")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(object["reason"] as? String == "unterminated_quote")
        #expect(object["line"] as? Int == 7)
        #expect(object["byte_offset"] as? Int == 99)
        #expect(object["way_out"] as? String == "Close it.")
        #expect(object["file"] as? String == "a.csv")
    }

    @Test("A folder or a link with a batch's name can be refused as well")
    func refuseOddFiles() throws {
        try makeFolder(spool.path(.incoming, "a.csv"))
        try pointLink(spool.path(.incoming, "b.csv"), to: "/etc/passwd")
        for name in try spool.listing().batches {
            let claimed = try spool.claim(name)
            let fault = try #require(read(spool.path(.claimed, claimed), BatchLayout()).fault)
            _ = try spool.refuse(claimed, fault)
        }
        #expect(
            try names(.refused) == ["a.csv", "a.csv.refused.json", "b.csv", "b.csv.refused.json"])
    }

    @Test("After a crash in the middle of a claim, both files are back in incoming")
    func recoverClaim() throws {
        try put(.incoming, "a.csv")
        try put(.claimed, "a.csv.manifest.json")
        try spool.recover()
        #expect(try names(.incoming) == ["a.csv", "a.csv.manifest.json"])
        #expect(try names(.claimed) == [])
    }

    @Test("After a crash in the middle of finishing, the manifest goes to done")
    func recoverFinish() throws {
        try put(.done, "a.csv")
        try put(.claimed, "a.csv.manifest.json")
        try put(.claimed, "b.csv")
        try put(.claimed, "b.csv.manifest.json")
        try spool.recover()
        try spool.recover()
        #expect(try names(.claimed) == ["b.csv", "b.csv.manifest.json"])
        #expect(try names(.done).contains { $0.hasPrefix("a.") && $0.hasSuffix(".manifest.json") })
    }
}
