internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeStore
internal import Normalization
internal import WorkspaceConfiguration

extension IntakeKeys {
    /// The keys of intake, derived from the workspace's secret key.
    init(_ key: StoreKey) {
        link = key.sipKey(.linkKey)
        account = key.sipKey(.account)
        let probe: [UInt8] = Array("content".utf8)
        contentSeed = sipHash128(probe.raw, key: key.sipKey(.digest)).high
    }
}

/// The digest that the state is stamped with: policies, tables and keys (RULES §2).
func makeRulesDigest(_ configuration: KobleConfiguration, _ keys: IntakeKeys) -> String {
    var bytes = configuration.policyBytes
    for (name, value) in ruleVersions { bytes += Array("\(name)=\(value)\n".utf8) }
    // The key itself must not be told by its digest: a hash made with it is.
    let witness = sipHash128(Array("witness".utf8).raw, key: keys.link)
    bytes += Array(witness.hexadecimal.utf8)
    return SHA256Digest.of(bytes).hex
}

/// Versions of everything that decides.
let ruleVersions: [(name: String, value: String)] = [
    ("decision_rules", "3"),
    ("record_layout", "1"),
    ("name_rules", "1"),
    ("unicode_tables", unicodeTablesVersion),
    ("phone_tables", phoneMetadataVersion),
]
