internal import CZlib

/// Unpacks gzip (RFC 1952), also of several members one after the other.
@safe final class GzipStream: ByteStream {
    private let source: any ByteStream
    private var input = InputWindow(capacity: 128 * 1024)
    private var zlib = unsafe z_stream()
    private var isInsideMember = true

    init(_ source: any ByteStream) {
        self.source = source
        // 16: gzip and nothing else; 15: its largest window, 32 KiB.
        let code = unsafe inflateInit2_(
            &zlib, 16 + 15, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        precondition(code == Z_OK, "inflateInit2: \(code)")
    }

    deinit { unsafe inflateEnd(&zlib) }

    func read(into buffer: inout [UInt8], at start: Int, count: Int) throws(BatchFault) -> Int {
        precondition(
            start >= 0 && count > 0 && start + count <= buffer.count, "read outside the buffer")
        while true {
            if input.range.isEmpty {
                try input.refill(from: source)
                if input.isAtEnd {
                    if isInsideMember { throw unpackFault(.truncated, packing: "gzip") }
                    return 0
                }
            }
            if !isInsideMember {
                // `gzip -t` takes a further member or nothing, and so does this.
                let code = unsafe inflateReset(&zlib)
                precondition(code == Z_OK, "inflateReset: \(code)")
                isInsideMember = true
            }
            let got = try inflateOnce(into: &buffer, at: start, count: count)
            if got > 0 { return got }
        }
    }

    private func inflateOnce(
        into buffer: inout [UInt8], at start: Int, count: Int
    ) throws(BatchFault) -> Int {
        let available = input.range
        let (code, used, got) = unsafe input.bytes.withUnsafeBufferPointer { packed in
            unsafe buffer.withUnsafeMutableBufferPointer { unpacked in
                // zlib's `next_in` is not const, but is only read.
                unsafe zlib.next_in = UnsafeMutablePointer(
                    mutating: packed.baseAddress! + available.lowerBound)
                unsafe zlib.avail_in = UInt32(available.count)
                unsafe zlib.next_out = unpacked.baseAddress! + start
                unsafe zlib.avail_out = UInt32(count)
                let code = unsafe inflate(&zlib, Z_NO_FLUSH)
                return unsafe (
                    code, available.count - Int(zlib.avail_in), count - Int(zlib.avail_out)
                )
            }
        }
        input.consume(used)
        switch code {
        case Z_STREAM_END: isInsideMember = false
        case Z_OK, Z_BUF_ERROR: break
        case Z_MEM_ERROR: preconditionFailure("zlib is out of memory")
        default: throw unpackFault(.damaged, packing: "gzip")
        }
        return got
    }
}

enum UnpackProblem { case truncated, damaged }

func unpackFault(_ problem: UnpackProblem, packing: String) -> BatchFault {
    switch problem {
    case .truncated:
        BatchFault(
            .compressedDataTruncated, "The \(packing) data ends before it is complete",
            wayOut: "Send the file again; it was probably cut off on its way.")
    case .damaged:
        BatchFault(
            .compressedDataDamaged, "The \(packing) data is damaged, or is no \(packing) data",
            wayOut: "Check the file with `\(packing) -t`, and send it again.")
    }
}

/// Packs one gzip member.
@safe final class GzipPacker: BatchPacker {
    private var zlib = unsafe z_stream()

    init() {
        let code = unsafe deflateInit2_(
            &zlib, 6, Z_DEFLATED, 16 + 15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        precondition(code == Z_OK, "deflateInit2: \(code)")
    }

    deinit { unsafe deflateEnd(&zlib) }

    func pack(_ bytes: [UInt8], isEnd: Bool) -> [UInt8] {
        var input = bytes
        var output: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 128 * 1024)
        unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe zlib.next_in = source.baseAddress
            unsafe zlib.avail_in = UInt32(source.count)
            while true {
                let (code, got) = unsafe piece.withUnsafeMutableBufferPointer { target in
                    unsafe zlib.next_out = target.baseAddress
                    unsafe zlib.avail_out = UInt32(target.count)
                    let code = unsafe deflate(&zlib, isEnd ? Z_FINISH : Z_NO_FLUSH)
                    return unsafe (code, target.count - Int(zlib.avail_out))
                }
                precondition(code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR, "deflate: \(code)")
                output += piece[0..<got]
                if got < piece.count { break }
            }
        }
        return output
    }
}
