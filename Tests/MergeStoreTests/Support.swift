import ByteScanning
import DurableFiles
import Glibc
import MergeStore
import TestSupport

let mapBytes = 1 << 30

func storePath(_ folder: TemporaryFolder) -> String { folder.path + "/store.mdb" }

func openStore(
    _ path: String, _ access: StoreEnvironment.Access = .readWrite, _ limits: LayerLimits = LayerLimits()
) throws(StoreError) -> StoreEnvironment {
    try StoreEnvironment(path: path, access: access, mapBytes: mapBytes, layerLimits: limits)
}

func bytes(_ span: RawSpan) -> [UInt8] {
    span.withUnsafeBytes { Array($0) }
}

/// Everything in a block table, by walking it.
func contents(
    _ store: StoreEnvironment, _ table: BlockTable
) throws(StoreError) -> [(Hash128, [UInt8])] {
    try store.read { (transaction) throws(StoreError) in
        try transaction.withCursor(table) { (cursor) throws(StoreError) in
            var entries: [(Hash128, [UInt8])] = []
            while try cursor.next() {
                entries.append((cursor.key!, try cursor.withPayload { bytes($0) }))
            }
            return entries
        } ?? []
    }
}

/// Everything in a small table.
func contents(
    _ store: StoreEnvironment, _ table: SmallTable
) throws(StoreError) -> [[UInt8]: [UInt8]] {
    try store.read { (transaction) throws(StoreError) in
        var entries: [[UInt8]: [UInt8]] = [:]
        try transaction.walk(table) { key, value in
            entries[key] = value
            return true
        }
        return entries
    }
}

/// Applies edits in ascending order, and folds what is due; `nil` removes.
func apply(
    _ edits: [Hash128: [UInt8]?], to store: StoreEnvironment, _ table: BlockTable
) throws(StoreError) {
    let bytes = edits.values.reduce(0) { $0 + 20 + ($1?.count ?? 0) }
    try store.write { (transaction) throws(StoreError) in
        try transaction.edit(table, expectedBytes: bytes) { (editor) throws(StoreError) in
            for (key, payload) in edits.sorted(by: { $0.key < $1.key }) {
                if let payload {
                    try editor.put(key, payload.span.bytes)
                } else {
                    try editor.remove(key)
                }
            }
        }
    }
    try store.foldLayers()
}

/// Builds a store with these entries in both block tables.
func build(_ path: String, _ entries: [Hash128: [UInt8]]) throws(StoreError) {
    var builder = try StoreBuilder(path: path, mapBytes: mapBytes)
    for (key, payload) in entries.sorted(by: { $0.key < $1.key }) {
        try builder.append(key, payload.span.bytes, to: .profiles)
        try builder.append(key, payload.span.bytes, to: .accounts)
    }
    try builder.finish()
}
