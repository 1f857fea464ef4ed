import RecordLinkage
import Testing

@Suite("Placeholders and completeness of names")
struct NameQualityTests {
    @Test(
        "A name that says nothing is a placeholder",
        arguments: [
            "Test|Test", "test|testsson", "N/A|N/A", "xxx|xxx", "-|-", ".|", "unknown|unknown",
            "Ukjent|Ukjent",
            "Okänd|Okänd", "Tuntematon|", "Unbekannt|Unbekannt", "Onbekend|", "Inconnu|",
            "Desconocido|", "Neznámý|",
            "Nieznany|", "Fornavn|Etternavn", "First|Last", "Vorname|Nachname", "asdf|asdf",
            "qwerty|qwerty", "12345|1",
            "???|???", "John|Doe", "Max|Mustermann", "Ola|Nordmann", "Guest|", "NULL|NULL",
            "Tom|Tom", "aaa|bbb",
        ])
    func placeholders(name: String) {
        #expect(isPlaceholderName(name))
    }

    @Test(
        "A person's name is none",
        arguments: [
            "Anna|Berg", "Tom|Holland", "Na|Li", "Jan|Kowalski", "Juan|Pérez", "N.|Andersen",
            "Test|Andersson", "Ed|Doe",
            "Bo|Ek", "Aa|Lund", "Tom|", "Li|Xu", "Guest|Andersson", "|", "王|小明", "A|B",
            "Christian|Name", "O|Ø",
        ])
    func persons(name: String) {
        #expect(!isPlaceholderName(name))
    }

    @Test("The spelling that says most is the most complete")
    func mostComplete() {
        let falling = [
            "José María|Pérez", "José M.|Pérez", "José|Pérez", "JOSÉ|PÉREZ", "Jose|Perez",
            "JOSE|PEREZ", "jose|perez",
            "J.|Perez", "Jose|", "JosÃ©|PÃ©rez", "Test|Test", "|",
        ]
        let scores = falling.map { completeness(of: $0) }
        for index in 1..<scores.count {
            #expect(
                scores[index - 1] > scores[index], "\(falling[index - 1]) over \(falling[index])")
        }
        #expect(scores.last == 0)
    }
}
