internal import AccountModel

extension SettingKind {
    func wordFault(_ word: String, _ words: [String]) -> ValueFault? {
        guard !words.contains(word) else { return nil }
        return ValueFault(
            reason: "\(quoteJSON(word)) is not known", wayOut: spellingHint(for: word, among: words)
        )
    }

    func countryFault(_ code: String) -> ValueFault? {
        let codes = Country.allCases.map(\.code)
        guard !codes.contains(code) else { return nil }
        let hint =
            code.uppercased() == "UK" ? "Did you mean GB?" : spellingHint(for: code, among: codes)
        return ValueFault(
            reason: "\(quoteJSON(code)) is none of the twenty countries", wayOut: hint)
    }

    func byteSizeFault(_ text: String) -> ValueFault? {
        guard let size = ByteSize(text) else {
            return ValueFault(reason: "it is no size", wayOut: "Write a size such as \"1GiB\".")
        }
        guard size.bytes < KobleConfiguration.memoryBytesMin else { return nil }
        return ValueFault(
            reason: "it is too little to work with",
            wayOut: "Give at least \(ByteSize(bytes: KobleConfiguration.memoryBytesMin)).")
    }

    /// An entry must have the form of a link key (RULES §2, K1), or it would never match one.
    func addressFault(_ text: String) -> ValueFault? {
        let isLocalPart = text.hasSuffix("@")
        let name = isLocalPart ? text.dropLast() : text.dropFirst()
        let isOneName = !name.isEmpty && !name.contains("@") && !name.utf8.contains { $0 <= 0x20 }
        guard isLocalPart || text.hasPrefix("@"), isOneName else {
            return ValueFault(
                reason: "it is no part of an address",
                wayOut: #"Write a local part as "box@", a domain as "@theatre.example"."#)
        }
        let isKeyForm = name.utf8.allSatisfy { byte in
            !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) && (isLocalPart || byte < 0x80)
        }
        guard isKeyForm, name.first != ".", name.last != "." else {
            return ValueFault(
                reason: "no address compares equal to it",
                wayOut: "Write it in lower case, a domain in its ASCII form (xn--…), no outer dots."
            )
        }
        return nil
    }

    func delimiterFault(_ text: String) -> ValueFault? {
        guard [",", ";", "|", "\t"].contains(text) else {
            return ValueFault(
                reason: "\(quoteJSON(text)) cannot stand between fields",
                wayOut: #"Write "," ";" "|" or "\t"."#)
        }
        return nil
    }

    func timeZoneFault(_ text: String) -> ValueFault? {
        guard TimeZoneRule(name: text) == nil else { return nil }
        return ValueFault(
            reason: "\(quoteJSON(text)) is no time zone that is known here",
            wayOut: #"Write "UTC", an offset such as "+02:00", or "WET", "CET", "EET"."#)
    }

    func dateFormatFault(_ text: String) -> ValueFault? {
        do throws(DatePattern.Fault) {
            _ = try DatePattern(text, timeZone: .utc)
            return nil
        } catch {
            return ValueFault(
                reason: "\(quoteJSON(text)) is no form of a date: \(error.reason)",
                wayOut: #"Write it like "dd.MM.yyyy" or "yyyy-MM-dd HH:mm:ss"."#)
        }
    }
}
