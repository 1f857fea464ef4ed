import AccountModel
import BatchIntake
import DurableFiles
import TestSupport
import Testing

@Suite("Batch manifests")
struct BatchManifestTests {
    private func fault(_ json: String) -> BatchFault? {
        do throws(BatchFault) {
            _ = try BatchManifest(Array(json.utf8))
            return nil
        } catch { return error }
    }

    @Test("A full manifest reads as written")
    func full() throws {
        let digest = String(repeating: "ab", count: 32)
        let json = """
            {"batch_id": "NO-7", "country": "NO", "rows": 3, "bytes": 18446744073709551615,
             "sha256": "\(digest)", "kind": "full", "sequence": 7, "part": 2, "parts": 3,
             "supersedes": "NO-6"}
            """
        let manifest = try BatchManifest(Array(json.utf8))
        #expect(manifest.batchID == "NO-7")
        #expect(manifest.country == .NO)
        #expect(manifest.rows == 3)
        #expect(manifest.bytes == .max)
        #expect(manifest.sha256?.hex == digest)
        #expect(manifest.kind == .full)
        #expect(manifest.sequence == 7)
        #expect([manifest.part, manifest.parts] == [2, 3])
        #expect(manifest.supersedes == "NO-6")
    }

    @Test("What may be left out has a meaning")
    func least() throws {
        let manifest = try BatchManifest(Array(#"{"batch_id":"1","country":"se"}"#.utf8))
        #expect(manifest.kind == .delta)
        #expect(manifest.rows == nil)
        #expect([manifest.part, manifest.parts] == [1, 1])
    }

    @Test(
        "A wrong manifest says which name is wrong",
        arguments: [
            (#"{"country":"NO"}"#, "batch_id"),
            (#"{"batch_id":"","country":"NO"}"#, "batch_id"),
            (#"{"batch_id":7,"country":"NO"}"#, "batch_id"),
            (#"{"batch_id":"1"}"#, "country"),
            (#"{"batch_id":"1","country":"XX"}"#, "country"),
            (#"{"batch_id":"1","country":"NO","kind":"all"}"#, "kind"),
            (#"{"batch_id":"1","country":"NO","kind":"full"}"#, "sequence"),
            (#"{"batch_id":"1","country":"NO","rows":"3"}"#, "rows"),
            (#"{"batch_id":"1","country":"NO","sha256":"abc"}"#, "sha256"),
            (#"{"batch_id":"1","country":"NO","part":1}"#, "part"),
            (#"{"batch_id":"1","country":"NO","part":0,"parts":1}"#, "part"),
            (#"{"batch_id":"1","country":"NO","part":3,"parts":2}"#, "part"),
            (#"{"batch_id":"1","country":"NO","row":3}"#, "row"),
        ])
    func invalid(json: String, name: String) {
        let fault = fault(json)
        #expect(fault?.reason == .manifestInvalid)
        #expect(fault?.message.contains("\"\(name)\"") == true, "\(fault?.message ?? "accepted")")
    }

    @Test(
        "What is no manifest is unreadable",
        arguments: [
            "", "[]", "{", #"{"batch_id":"1","country":"NO","rows":-1}"#, #"{"rows":1.5}"#,
            #"{"x":[]}"#,
        ])
    func unreadable(json: String) {
        #expect(fault(json)?.reason == .manifestUnreadable)
    }

    @Test("A file that is not what its manifest says is refused")
    func checks() throws {
        let digest = SHA256Digest.of([1])
        let json = #"{"batch_id":"1","country":"NO","rows":3,"bytes":9,"sha256":"\#(digest.hex)"}"#
        let manifest = try BatchManifest(Array(json.utf8))
        try manifest.check(country: .NO)
        try manifest.check(bytes: 9, sha256: digest, rows: 3)
        func reason(_ body: () throws -> Void) -> BatchFault.Reason? {
            do { try body() } catch { return (error as? BatchFault)?.reason }
            return nil
        }
        #expect(reason { try manifest.check(country: .SE) } == .manifestCountryMismatch)
        #expect(
            reason { try manifest.check(bytes: 8, sha256: digest, rows: 3) }
                == .manifestBytesMismatch)
        #expect(
            reason { try manifest.check(bytes: 9, sha256: SHA256Digest.of([2]), rows: 3) }
                == .manifestDigestMismatch)
        #expect(
            reason { try manifest.check(bytes: 9, sha256: digest, rows: 4) }
                == .manifestRowsMismatch)
    }

    @Test("A manifest that is a link or far too large is unreadable")
    func files() throws {
        let folder = try TemporaryFolder()
        let large = try folder.write(
            [UInt8](repeating: 32, count: 100_000), to: "a.csv.manifest.json")
        for path in [large, folder.path("none"), folder.path] {
            #expect(throws: BatchFault.self) { try BatchManifest(path: path) }
        }
    }
}
