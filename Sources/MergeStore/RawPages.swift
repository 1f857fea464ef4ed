internal import DurableFiles

/// The pages of a store file, read one by one without mapping it, so that no damage can kill.
final class RawPages: Sendable {
    /// The least page size LMDB is used with here; headers fit in it.
    static let firstPageBytes = 4096

    let fileBytes: Int
    private let file: Descriptor

    init(_ path: String) throws(FileFault) {
        file = try Descriptor.reading(path)
        fileBytes = try file.status().bytes
    }

    /// Reads `count` bytes at `offset`, or `nil` where the file has not got so many.
    func bytes(at offset: Int, count: Int) throws(FileFault) -> [UInt8]? {
        guard offset >= 0, count >= 0, offset <= fileBytes - count else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        var target = bytes.mutableSpan
        let read = try unsafe target.withUnsafeMutableBytes { (raw) throws(FileFault) in
            try unsafe file.read(into: raw, at: offset)
        }
        return read == count ? bytes : nil
    }

    /// One of the two headers; the second stands on the second page, whatever the page size.
    func header(_ index: Int) throws(StoreError) -> StoreHeader? {
        do {
            guard let first = try bytes(at: 0, count: RawPages.firstPageBytes) else { return nil }
            let one = unsafe first.withUnsafeBytes { unsafe StoreHeader($0, index: 0) }
            guard let one, index == 1 else { return one }
            guard let second = try bytes(at: one.pageBytes, count: RawPages.firstPageBytes) else {
                return nil
            }
            let two = unsafe second.withUnsafeBytes { unsafe StoreHeader($0, index: 1) }
            return two?.pageBytes == one.pageBytes ? two : nil
        } catch {
            throw StoreError("read the store's header", .file(error))
        }
    }
}
