import Foundation
import Testing

/// One profile as a run publishes it.
struct PublishedProfile: Decodable, Equatable {
    struct Account: Decodable, Equatable {
        var country: String
        var account_id: String
        var role: String
        var account_type: String
        var basis: String?
        var orders: [String]?
        var withheld: [String]?
        var marketing: [String: Bool]
        var name: String { "\(country)/\(account_id)" }
    }

    struct Login: Decodable, Equatable {
        var password: String
        var phone: String?
        var channel: String?
        var mailbox_proof: Bool
        var revoke_sessions: Bool
        var local_only: Bool
    }

    struct Conflict: Decodable, Equatable {
        var kind: String
    }

    struct Source: Decodable, Equatable {
        var country: String
        var account_id: String
        var rule: String?
        var losers: [Source]?
        var name: String { "\(country)/\(account_id)" }
    }

    var profile_id: String
    var state: String
    var email: String?
    var first_name: String?
    var last_name: String?
    var country: String?
    var postal_code: String?
    var phone: String?
    var language: String?
    var accounts: [Account]
    var provenance: [String: Source]?
    var login: Login
    var conflicts: [Conflict]
    var moved_from: [String]
}

/// The lines of a file.
func lines(_ bytes: [UInt8]?) -> [Substring] {
    String(decoding: bytes ?? [], as: UTF8.self).split(separator: "\n")
}

func profiles(_ bytes: [UInt8]?) throws -> [PublishedProfile] {
    try lines(bytes).map { try JSONDecoder().decode(PublishedProfile.self, from: Data($0.utf8)) }
}

/// What a program holds that follows `out/` run by run, and takes over nothing but what the files say.
struct PublishedState {
    /// Lines of profiles.ndjson by id, without where the profile came from: that is news, no state.
    private(set) var lines: [String: Substring] = [:]
    private(set) var profiles: [String: PublishedProfile] = [:]
    /// `profile,account` with role and basis.
    private(set) var links: [String: String] = [:]
    /// Accounts with role and reason.
    private(set) var holds: [String: String] = [:]
    private var nextEvent = 1

    private struct Event: Decodable {
        var id: String
        var type: String
        /// The stub of an event of an erased profile names none.
        var subject: String?
        /// Of holds that are listed anew.
        var country: String?
    }

    /// Takes an export, which has no events: all of it is there.
    mutating func takeExport(_ files: [String: [UInt8]]) throws {
        for line in MergeWorkerTests.lines(files["profiles.ndjson"]) {
            let profile = try JSONDecoder().decode(PublishedProfile.self, from: Data(line.utf8))
            try put(profile.profile_id, line)
        }
        takeLinks(files)
        takeHolds(files)
    }

    /// Whether two programs have the same, however they came to it.
    static func == (left: PublishedState, right: PublishedState) -> Bool {
        left.lines == right.lines && left.links == right.links && left.holds == right.holds
    }

    /// What differs from another state, a line each: at most a handful.
    func differences(to wanted: PublishedState) -> [String] {
        func compare(_ mine: [String: String], _ theirs: [String: String]) -> [String] {
            Set(mine.keys).union(theirs.keys).sorted().filter { mine[$0] != theirs[$0] }
                .map { "\($0) is \(mine[$0] ?? "nothing"), wanted \(theirs[$0] ?? "nothing")" }
        }
        let found =
            compare(lines.mapValues(String.init), wanted.lines.mapValues(String.init)) + compare(links, wanted.links)
            + compare(holds, wanted.holds)
        return Array(found.prefix(6))
    }

    mutating func take(_ files: [String: [UInt8]]) throws {
        try takeProfiles(files)
        let isErasure = String(decoding: files["manifest.json"] ?? [], as: UTF8.self).contains("\"task\" : \"erase\"")
        // With an erased profile all its links went, those of accounts that live on elsewhere as well.
        takeLinks(files, areThere: !isErasure)
        takeHolds(files)
        if isErasure { dropErasedLinks() }
    }

    /// No row of an erasure's run names an erased account: its links go with its place in the profile's line.
    private mutating func dropErasedLinks() {
        links = links.filter { key, _ in
            let fields = key.split(separator: ",", omittingEmptySubsequences: false)
            return profiles[String(fields[0])]?.accounts.contains {
                $0.country == fields[1] && $0.account_id == fields[2]
            } ?? false
        }
    }

    private mutating func takeProfiles(_ files: [String: [UInt8]]) throws {
        var news: [String: Substring] = [:]
        for line in MergeWorkerTests.lines(files["profiles.ndjson"]) {
            let profile = try JSONDecoder().decode(PublishedProfile.self, from: Data(line.utf8))
            #expect(news.updateValue(line, forKey: profile.profile_id) == nil, "a profile is published twice")
        }
        for line in MergeWorkerTests.lines(files["changes.ndjson"]) {
            let event = try JSONDecoder().decode(Event.self, from: Data(line.utf8))
            #expect(Int(event.id) == nextEvent, "events are numbered without gaps")
            nextEvent += 1
            if event.type == "koble.holds.replaced", let country = event.country {
                // All that are excluded there are listed in holds.csv; who is not was erased.
                holds = holds.filter { !($0.key.hasPrefix(country + "/") && $0.value.hasPrefix("excluded,")) }
                continue
            }
            guard let subject = event.subject else {
                #expect(event.type == "koble.profile.erased")
                continue
            }
            try take(event.type, subject, news.removeValue(forKey: subject))
        }
        #expect(news.isEmpty, "a profile is published without an event")
    }

    private mutating func take(_ type: String, _ subject: String, _ line: Substring?) throws {
        let isKnown = lines[subject] != nil
        switch type {
        case "koble.profile.retired", "koble.profile.erased":
            #expect(isKnown && line == nil, "a retired profile was there, and is not published")
            if type == "koble.profile.erased" {
                // No file names erased accounts: what was taken of them goes with their profile.
                for account in profiles[subject]?.accounts ?? [] { holds[account.name] = nil }
                links = links.filter { !$0.key.hasPrefix(subject) }
            }
            lines[subject] = nil
            profiles[subject] = nil
        case "koble.profile.created":
            #expect(!isKnown, "a created profile is new")
            try put(subject, line)
        case "koble.profile.updated", "koble.profile.linked", "koble.profile.unlinked":
            #expect(isKnown, "a changed profile was there")
            try put(subject, line)
        case "koble.profile.moved":
            try put(subject, line)
        default: Issue.record("an event of unknown type \(type)")
        }
    }

    private mutating func put(_ id: String, _ line: Substring?) throws {
        let line = try #require(line, "a changed profile is published")
        let end = try #require(line.range(of: ",\"moved_from\":")).lowerBound
        let profile = try JSONDecoder().decode(PublishedProfile.self, from: Data(line.utf8))
        lines[id] = line[..<end]
        profiles[id] = profile
    }

    private mutating func takeLinks(_ files: [String: [UInt8]], areThere: Bool = true) {
        for line in MergeWorkerTests.lines(files["links.csv"]).dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            let key = fields[0..<3].joined(separator: ",")
            if fields[5] == "removed" {
                let former = links.removeValue(forKey: key)
                #expect(former != nil || !areThere, "a link is removed that was not there")
            } else {
                links[key] = "\(fields[3]),\(fields[4])"
            }
        }
    }

    private mutating func takeHolds(_ files: [String: [UInt8]]) {
        for line in MergeWorkerTests.lines(files["holds.csv"]).dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            let account = "\(fields[0])/\(fields[1])"
            let hold = "\(fields[2]),\(fields[3])"
            if fields[4] == "removed" {
                #expect(holds.removeValue(forKey: account) == hold, "a hold is removed that was not there")
            } else {
                #expect(fields[4] == "added")
                holds[account] = hold
            }
        }
    }
}
