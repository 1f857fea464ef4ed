internal import FoundationEssentials
internal import MergeStore
internal import WorkspaceConfiguration

/// Under which rules the state was decided, piece by piece: what its rules digest is made of.
///
/// The digest alone only says that something moved; this says what, and lets the decisions of before be taken
/// again, so that a redecided state publishes exactly what changed.
struct RulesStamp: Codable, Equatable, Sendable {
    /// The settings that can change a decision, as a koble.json of their own.
    var settings: String
    /// Versions of the program's rules and tables, by name.
    var versions: [String: String]
    /// The name of the key that hashes are made with (`StoreKey.name`); tells nothing about the key.
    var key: String
    /// Names of the keys before it, oldest first.
    var formerKeys: [String]

    /// Where it stands in `SmallTable.meta`.
    static let place = "rules"

    init(_ configuration: KobleConfiguration, _ key: StoreKey, formerKeys: [String] = []) {
        settings = configuration.rulesText
        versions = Dictionary(uniqueKeysWithValues: ruleVersions.map { ($0.name, $0.value) })
        self.key = key.name
        self.formerKeys = formerKeys
    }
}

/// What is not as it was when the state was decided.
struct RulesMovement: Equatable, Sendable {
    /// Names of settings.
    var settings: [String] = []
    /// Names of the program's rules and tables.
    var versions: [String] = []
    var isOtherKey = false
    /// The state does not say under what it was decided.
    var isUnknown = false

    /// In words, for a message.
    var names: [String] {
        if isUnknown { return ["something that the state does not name"] }
        return settings + versions + (isOtherKey ? ["the key"] : [])
    }

    init(from former: RulesStamp?, to now: RulesStamp) {
        guard let former else {
            isUnknown = true
            return
        }
        versions = Set(former.versions.keys).union(now.versions.keys)
            .filter { former.versions[$0] != now.versions[$0] }.sorted()
        isOtherKey = former.key != now.key
        guard former.settings != now.settings else { return }
        guard let was = former.configuration, let becomes = now.configuration else {
            settings = ["a setting that this version does not know"]
            return
        }
        settings = becomes.rulesMoved(since: was)
    }
}

extension RulesStamp {
    /// The configuration of these settings; `nil` if this version does not know one of them.
    var configuration: KobleConfiguration? {
        do {
            return try KobleConfiguration(json: Array(settings.utf8))
        } catch {
            return nil
        }
    }
}

extension StoreEnvironment {
    /// Under what the state was decided; `nil` in a state that does not say.
    func rulesStamp() throws(StoreError) -> RulesStamp? {
        let bytes = try read { (transaction) throws(StoreError) in
            try transaction.value(of: Array(RulesStamp.place.utf8), in: .meta)
        }
        return try bytes.map { (found) throws(StoreError) in
            try decodeJSON(RulesStamp.self, found, "the rules of the state")
        }
    }
}
