extension UnusableAddresses {
    /// What holds when the configuration names nothing else.
    package static let standard = UnusableAddresses(
        localParts: standardLocalParts, domains: standardDomains)

    /// Placeholders, role addresses and box offices in the languages of the twenty countries.
    package static let standardLocalParts: [String] =
        placeholders + senders + roles + boxOffices

    /// Names that no mail can reach, placeholders, and mailboxes open to everyone.
    ///
    /// `example.com`, `.example` and `.test` are not among them: rehearsals and documentation live there.
    package static let standardDomains: [String] = [
        "invalid", "localhost", "local", "localdomain", "internal", "lan",
        "home.arpa", "onion", "noemail.com",
        "no-email.com", "nomail.com", "no-mail.com", "noreply.com", "no-reply.com",
        "donotreply.com", "fakemail.com", "fake.com", "asdf.com", "none.com", "test.com",
        "mailinator.com", "yopmail.com",
    ]

    private static let placeholders: [String] = [
        "test", "tests", "tester", "testing", "test1", "test2", "test123", "test.test", "testtest",
        "none", "noone", "nobody", "no", "na", "n/a", "null", "nil", "undefined", "unknown",
        "anonymous", "anon", "dummy", "fake", "example", "sample", "asdf", "asdfasdf", "qwerty",
        "abc", "xxx", "xx", "noemail", "no-email", "no.email", "no_email", "nomail", "no-mail",
        "no.mail", "no_mail", "keinemail", "keine", "keine.email", "ingenmail", "ingen",
        "ingen.epost", "ingenepost", "ingenemail", "geenmail", "geen", "geenemail", "sinemail",
        "sincorreo", "sin.correo", "notiene", "no.tiene", "brakmaila", "brak", "nemam", "nemail",
        "eiole", "ei.ole", "pasdemail", "pasdadresse", "ukendt", "okand", "ukjent", "unbekannt",
        "onbekend", "desconocido", "tuntematon", "neznamy", "nieznany", "inconnu",
    ]

    private static let senders: [String] = [
        "noreply", "no-reply", "no.reply", "no_reply", "noreplies", "donotreply", "do-not-reply",
        "do.not.reply", "do_not_reply", "dontreply", "mailer-daemon", "mailerdaemon", "postmaster",
        "bounce", "bounces", "nicht-antworten", "svar-ikke", "svarinte", "svarikke", "ikke-svar",
        "noresponder", "no-responder", "ne-pas-repondre", "notifications", "notification",
        "automailer",
    ]

    /// RFC 2142, and what organisations call their common mailboxes.
    private static let roles: [String] = [
        "info", "information", "informasjon", "infos", "contact", "contacts", "kontakt", "kontakta",
        "contacto", "office", "mail", "email", "e-mail", "epost", "post", "postmottak", "posta",
        "poczta", "admin", "administrator", "administration", "administrasjon", "administracion",
        "webmaster", "hostmaster", "root", "abuse", "noc", "security", "support", "helpdesk",
        "help", "service", "customerservice", "customer.service", "customercare", "kundeservice",
        "kundservice", "kundenservice", "kundtjanst", "kundendienst", "klantenservice",
        "asiakaspalvelu", "sales", "salg", "verkauf", "vertrieb", "verkoop", "ventas", "myynti",
        "sprzedaz", "marketing", "reception", "resepsjon", "receptionen", "recepce", "recepcion",
        "rezeption", "sekretariat", "sekretariatet", "secretariat", "secretaria", "billing",
        "invoice", "invoices", "faktura", "fakturor", "rechnung", "buchhaltung", "accounts",
        "accounting", "bookkeeping", "regnskap", "ekonomi", "okonomi", "administratie", "facturas",
        "facturation", "toimisto", "team", "staff", "crew", "events", "event", "booking",
        "bookings", "bestellung", "orders", "order", "shop", "store", "newsletter", "privacy",
        "gdpr", "dpo", "legal", "press", "presse", "jobs", "hr",
    ]

    private static let boxOffices: [String] = [
        "boxoffice", "box-office", "box.office", "box_office", "ticket", "tickets", "ticketing",
        "ticketoffice", "ticket-office", "billett", "billetter", "billettkontor", "billet",
        "billetter", "billetkontor", "billetkontoret", "biljett", "biljetter", "biljettkassan",
        "biljettkontoret", "lippu", "liput", "lipunmyynti", "lippumyynti", "kasse", "kassen",
        "kassa", "kassan", "karten", "kartenverkauf", "kartenvorverkauf", "vorverkauf",
        "abendkasse", "theaterkasse", "tageskasse", "kaartverkoop", "kaarten", "bespreekbureau",
        "taquilla", "taquillas", "boletos", "boleteria", "entradas", "bilety", "kasabiletowa",
        "vstupenky", "pokladna", "predprodej", "billetterie", "billets", "biglietteria",
    ]
}
