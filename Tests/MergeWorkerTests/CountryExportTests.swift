import Testing

@testable import MergeWorker

/// Whole runs over files as countries send them.
@Suite("Country exports", .serialized)
struct CountryExportTests {
    static let norwegian = """
        {"countries": {"NO": {
            "delimiter": ";", "charset": "windows-1252", "time_zone": "CET",
            "date_formats": ["dd.MM.yyyy", "dd.MM.yyyy HH:mm"],
            "columns": {
                "kundenr": "account_id", "epost": "email", "fornavn": "first_name", "etternavn": "last_name",
                "telefon": "phone", "opprettet": "created_at", "endret": "updated_at",
                "epost_bekreftet": "email_verified", "telefon_bekreftet": "phone_verified",
                "nyhetsbrev": "marketing.email", "intern_merknad": "ignore"
            },
            "values": {
                "email_verified": {"J": "true", "N": "false"}, "phone_verified": {"J": "true", "N": "false"},
                "marketing.email": {"J": "true", "N": "false"}
            }
        }}}
        """

    @Test("A Norwegian export in its own words, encoding and dates is read by configuration alone")
    func norwegianExport() async throws {
        let workspace = try TestWorkspace(CountryExportTests.norwegian)
        let text = """
            kundenr;epost;fornavn;etternavn;telefon;opprettet;endret;epost_bekreftet;telefon_bekreftet;nyhetsbrev;intern_merknad
            42;bjørg@post.example;Bjørg;"Åsen; Næss";912 34 567;31.12.2019;31.12.2024 23:15;J;N;J;hemmelig
            43;kari@post.example;Kari;Lie;;01.02.2020;;N;;N;
            44;ola@post.example;Per;Lie;;31.02.2020;;J;;;

            """
        try workspace.drop("NO", "kunder.csv", windows1252(text))
        try await workspace.run()
        let all = try profiles(try workspace.published()["profiles.ndjson"])
        let profile = try #require(all.first { $0.accounts.first?.account_id == "42" })
        #expect(profile.email == "bjørg@post.example")
        #expect(profile.first_name == "Bjørg")
        #expect(profile.last_name == "Åsen; Næss")
        #expect(profile.phone == "+4791234567")
        #expect(profile.accounts.first?.role == "member")
        #expect(profile.accounts.first?.marketing == ["email": true])
        let other = try #require(all.first { $0.accounts.first?.account_id == "43" })
        #expect(other.accounts.first?.role == "unverified")
        #expect(other.accounts.first?.marketing == ["email": false])
        // A day that the calendar does not have empties the field; the customer is not lost.
        #expect(all.contains { $0.accounts.first?.account_id == "44" })
    }

    @Test("The Norwegian dates order versions as instants of Norwegian time")
    func norwegianDates() async throws {
        let workspace = try TestWorkspace(CountryExportTests.norwegian)
        let header = "kundenr;epost;fornavn;endret;epost_bekreftet\n"
        let text = header + "1;a@post.example;Sommer;01.07.2024 12:00;J\n1;a@post.example;Vinter;31.12.2023 12:00;J\n"
        try workspace.drop("NO", "kunder.csv", windows1252(text))
        try await workspace.run()
        #expect(try profiles(try workspace.published()["profiles.ndjson"]).map(\.first_name) == ["Sommer"])
    }

    private func windows1252(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { UInt8($0.value) }  // All characters used here are those of Latin-1.
    }

    @Test("Plain, gzip and zstd files of CSV and NDJSON come to the same profiles")
    func packedFiles() async throws {
        let ndjson = Array(
            """
            {"account_id":"1","email":"a@mail.example","email_verified":true,"marketing":{"email":true},"orders":"A;B"}
            {"account_id":"2","email":"b@mail.example","email_verified":false,"delivery":{"city":"Øst"}}

            """.utf8)
        let table = Array(
            """
            account_id,email,email_verified,marketing.email,orders,delivery.city
            1,a@mail.example,true,true,A;B,
            2,b@mail.example,false,,,Øst

            """.utf8)
        let files: [(name: String, bytes: [UInt8])] = [
            ("a.csv", table), ("a.csv.gz", gzipped(table)), ("a.csv.zst", zstandard(table)),
            ("a.ndjson", ndjson), ("a.ndjson.gz", gzipped(ndjson)), ("a.ndjson.zst", zstandard(ndjson)),
        ]
        var wanted: [UInt8]?
        for file in files {
            let workspace = try TestWorkspace()
            try workspace.drop("SE", file.name, file.bytes)
            try await workspace.run()
            let got = try workspace.published()["profiles.ndjson"]
            #expect(lines(got).count == 2, "\(file.name)")
            if let wanted { #expect(got == wanted, "\(file.name)") }
            wanted = got
        }
    }
}
