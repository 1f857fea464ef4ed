internal import AccountModel
internal import Glibc

/// What a key of an NDJSON line means.
enum JSONKeyMeaning: Equatable {
    /// The value goes to this column of the rows.
    case column(Int)
    /// The value is an object whose members have columns of their own.
    case parent
    case ignored
}

/// The keys that a file has used so far, found by their bytes.
///
/// Every line has about the same keys, so a key is looked up by hash and the names are resolved
/// once.
struct JSONKeys {
    /// Where the value of each column goes: the input columns by raw value, then the members of
    /// families.
    private(set) var slots: [ColumnSlot] = InputColumn.allCases.map { .column($0) }
    private let names: ColumnNames
    private let slotsMax: Int
    private var texts: [UInt8] = []
    private var entries: [Entry] = []
    /// Open addressing: an index into the entries, or -1. Never more than half full.
    private var table = [Int32](repeating: -1, count: 256)

    private struct Entry {
        var hash: UInt32
        var start: Int
        var count: Int
        var meaning: JSONKeyMeaning
        /// The key that came after this one the last time: lines look alike, so it is tried first.
        var next: Int32 = -1
    }

    /// The key that was looked up last.
    private var last = 0

    init(_ names: ColumnNames, slotsMax: Int) {
        self.names = names
        self.slotsMax = max(slotsMax, InputColumn.allCases.count)
    }

    enum Fault: Error { case unknown, tooMany }

    /// The meaning of a key that was seen before.
    @inline(__always)
    mutating func known(_ key: borrowing Span<UInt8>) -> JSONKeyMeaning? {
        if last < entries.count {
            let expected = Int(entries[last].next)
            if expected >= 0 && isEqual(entries[expected], key) {
                last = expected
                return entries[expected].meaning
            }
        }
        guard let found = find(key) else { return nil }
        entries[last].next = Int32(found)
        last = found
        return entries[found].meaning
    }

    private func find(_ key: borrowing Span<UInt8>) -> Int? {
        let hash = JSONKeys.hash(key)
        var probe = Int(hash) & (table.count - 1)
        while table[probe] >= 0 {
            let index = Int(table[probe])
            if entries[index].hash == hash && isEqual(entries[index], key) { return index }
            probe = (probe + 1) & (table.count - 1)
        }
        return nil
    }

    /// Finds out what a key means that was not seen before, and remembers it.
    mutating func learn(_ key: [UInt8]) -> Result<JSONKeyMeaning, Fault> {
        let resolved = resolve(String(decoding: key, as: UTF8.self))
        guard case .success(let meaning) = resolved else { return resolved }
        if entries.count >= table.count / 2 { rehash() }
        entries.append(
            Entry(
                hash: JSONKeys.hash(key.span), start: texts.count, count: key.count,
                meaning: meaning))
        texts += key
        insert(entries.count - 1)
        return resolved
    }

    private mutating func resolve(_ name: String) -> Result<JSONKeyMeaning, Fault> {
        guard let slot = names.slot(named: name) else {
            return names.isParent(name) ? .success(.parent) : .failure(.unknown)
        }
        if slot == .ignored { return .success(.ignored) }
        if let index = slots.firstIndex(of: slot) { return .success(.column(index)) }
        guard slots.count < slotsMax else { return .failure(.tooMany) }
        slots.append(slot)
        return .success(.column(slots.count - 1))
    }

    private mutating func insert(_ index: Int) {
        var probe = Int(entries[index].hash) & (table.count - 1)
        while table[probe] >= 0 { probe = (probe + 1) & (table.count - 1) }
        table[probe] = Int32(index)
    }

    private mutating func rehash() {
        table = [Int32](repeating: -1, count: table.count * 2)
        for index in entries.indices { insert(index) }
    }

    private func isEqual(_ entry: Entry, _ key: borrowing Span<UInt8>) -> Bool {
        guard entry.count == key.count else { return false }
        return unsafe texts.span.withUnsafeBufferPointer { texts in
            unsafe key.withUnsafeBufferPointer { key in
                guard let known = texts.baseAddress, let wanted = key.baseAddress else {
                    return true
                }
                precondition(entry.start + entry.count <= texts.count, "a key outside the keys")
                return unsafe memcmp(known + entry.start, wanted, entry.count) == 0
            }
        }
    }

    /// FNV-1a. The keys that get in are columns, whose number is bounded: nobody gains by
    /// collisions.
    private static func hash(_ key: borrowing Span<UInt8>) -> UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        for offset in key.indices {
            hash = (hash ^ UInt32(key[offset])) &* 0x0100_0193
        }
        return hash ^ (hash &>> 15)
    }
}

extension ColumnNames {
    /// Whether values of this name are objects whose members are columns.
    func isParent(_ name: String) -> Bool {
        ColumnFamily.allCases.contains { $0.prefix == name } || parents.contains(name)
    }
}
