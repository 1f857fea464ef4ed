internal import CSodium
package import DurableFiles
package import ByteScanning
import Glibc

/// What a sub-key of the workspace's key is for. The names are part of the derivation and never
/// change.
package enum KeyPurpose: String, CaseIterable, Sendable {
    case linkKey = "link-key"
    case account = "account"
    case digest = "digest"
    case profileID = "profile-id"
    case veto = "veto"
    case suppression = "suppression"
    case name = "name"
}

/// Why a key file was not accepted.
package enum KeyFault: Error, Equatable, Sendable {
    case file(FileFault)
    /// Somebody besides its owner may read or write it.
    case tooOpen(path: String, mode: UInt32)
    case otherOwner(path: String)
    case notRegular(path: String)
    case wrongSize(path: String, bytes: Int)
}

extension KeyFault: CustomStringConvertible {
    /// What we tried, what happened, what the operator can do. Never the key.
    package var description: String {
        switch self {
        case .file(let fault) where fault.code == ENOENT:
            "\(fault.description) If this workspace has a state, restore it from your backup of keys; a new "
                + "key would change every id."
        case .file(let fault): fault.description
        case .tooOpen(let path, let mode):
            "Could not use the key \(printable(path)): others may read it (mode "
                + "\(String(mode, radix: 8))). Find out who did, then set its mode to 600."
        case .otherOwner(let path):
            "Could not use the key \(printable(path)): it belongs to another user. Run as that "
                + "user, or give the file to this one."
        case .notRegular(let path):
            "Could not use the key \(printable(path)): it is no regular file. Put the file itself "
                + "there, not a link."
        case .wrongSize(let path, let bytes):
            "Could not use the key \(printable(path)): it has \(bytes) bytes instead of "
                + "\(StoreKey.bytes). Restore it from your backup of keys; a new key would change every id."
        }
    }
}

/// The secret key of a workspace, in memory that is locked, guarded and wiped.
@safe package final class StoreKey: @unchecked Sendable {
    // Unchecked: the memory is only read after `init`.

    /// The size of a key file.
    package static let bytes = 32

    private let secret: UnsafeMutableRawPointer

    /// Makes a new key file, mode 0600; fails if there is one.
    package static func create(_ path: String) throws(KeyFault) {
        startSodium()
        let key = StoreKey()
        unsafe randombytes_buf(key.secret, StoreKey.bytes)
        do {
            let file = try Descriptor.creating(path)
            try unsafe file.writeAll(
                UnsafeRawBufferPointer(start: key.secret, count: StoreKey.bytes))
            try file.flush()
            try fsyncFolder(parentFolder(of: path))
        } catch {
            throw .file(error)
        }
    }

    /// Reads a key file, refusing one that others can read, that is a link, or of another size.
    package convenience init(readingFrom path: String) throws(KeyFault) {
        StoreKey.startSodium()
        self.init()
        do {
            let file = try Descriptor.reading(path)
            let status = try file.status()
            if let fault = StoreKey.fault(of: status, at: path) { throw fault }
            let target = unsafe UnsafeMutableRawBufferPointer(start: secret, count: StoreKey.bytes)
            let count = try unsafe file.read(into: target, at: 0)
            guard count == StoreKey.bytes else {
                throw KeyFault.wrongSize(path: path, bytes: count)
            }
        } catch let fault as FileFault {
            throw fault.code == ELOOP ? .notRegular(path: path) : .file(fault)
        } catch let fault as KeyFault {
            throw fault
        } catch {
            preconditionFailure("an error of another kind")
        }
    }

    /// Writes the key to a file of mode 0600, whole or not at all; what was there is replaced.
    package func save(_ path: String) throws(KeyFault) {
        let staged = parentFolder(of: path) + "/." + fileName(of: path) + ".part"
        do {
            try removeDurably(staged)
            let file = try Descriptor.creating(staged)
            try unsafe file.writeAll(UnsafeRawBufferPointer(start: secret, count: StoreKey.bytes))
            try file.flush()
            try renameDurably(from: staged, to: path)
        } catch {
            throw .file(error)
        }
    }

    /// Makes a new key, that is in no file yet.
    package static func generate() -> StoreKey {
        startSodium()
        let key = StoreKey()
        unsafe randombytes_buf(key.secret, StoreKey.bytes)
        return key
    }

    private init() {
        // Guard pages around it, locked where the limits allow, left out of core dumps.
        guard let secret = unsafe sodium_malloc(StoreKey.bytes) else {
            preconditionFailure("no protected memory for the key")
        }
        unsafe self.secret = secret
    }

    deinit { unsafe sodium_free(secret) }  // wipes it

    private static func fault(of status: FileStatus, at path: String) -> KeyFault? {
        if status.kind != .file { return .notRegular(path: path) }
        if status.mode & 0o077 != 0 { return .tooOpen(path: path, mode: status.mode) }
        if status.ownerID != geteuid() { return .otherOwner(path: path) }
        if status.bytes != StoreKey.bytes { return .wrongSize(path: path, bytes: status.bytes) }
        return nil
    }

    private static func startSodium() {
        precondition(sodium_init() >= 0, "libsodium cannot start")
    }

    /// The SipHash key for a purpose.
    package func sipKey(_ purpose: KeyPurpose) -> SipKey {
        let bytes = derive(purpose, count: 16)
        let words = unsafe bytes.withUnsafeBytes { unsafe (field64($0, 0), field64($0, 8)) }
        return SipKey(words.0, words.1)
    }

    /// A keyed hash of 32 bytes (BLAKE2b), for what must stay secret for years outside the store.
    package func keyedHash32(_ purpose: KeyPurpose, _ message: [UInt8]) -> [UInt8] {
        var key = derive(purpose, count: 32)
        var output = [UInt8](repeating: 0, count: 32)
        let code = unsafe crypto_generichash(
            &output, 32, message, UInt64(message.count), key, key.count)
        precondition(code == 0, "BLAKE2b refused a key")
        unsafe sodium_memzero(&key, key.count)
        return output
    }

    /// What the key is called where keys are told apart: sixteen hexadecimal digits that say nothing of it.
    package var name: String {
        let digits = Array("0123456789abcdef")
        return String(keyedHash32(.name, []).prefix(8).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    /// A sub-key: BLAKE2b of the purpose's name under the secret.
    private func derive(_ purpose: KeyPurpose, count: Int) -> [UInt8] {
        let name = Array("koble/1/\(purpose.rawValue)".utf8)
        var output = [UInt8](repeating: 0, count: count)
        let key = unsafe secret.assumingMemoryBound(to: UInt8.self)
        let code = unsafe crypto_generichash(
            &output, count, name, UInt64(name.count), key, StoreKey.bytes)
        precondition(code == 0, "BLAKE2b refused a key")
        return output
    }
}

extension StoreKey: CustomStringConvertible, CustomReflectable {
    /// Says that there is a key, and nothing about it.
    package var description: String { "StoreKey" }

    /// Nothing: a key is never printed.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
