internal import CZstd

/// Unpacks Zstandard (RFC 8878), also of several frames one after the other.
@safe final class ZstdStream: ByteStream {
    private let source: any ByteStream
    private var input = InputWindow(capacity: 128 * 1024)
    private let context: OpaquePointer
    private let windowLogMax: Int
    private var isInsideFrame = true

    init(_ source: any ByteStream, windowLogMax: Int) {
        self.source = source
        self.windowLogMax = windowLogMax
        guard let context = unsafe ZSTD_createDCtx() else {
            preconditionFailure("zstd is out of memory")
        }
        unsafe self.context = context
        let code = unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, CInt(windowLogMax))
        precondition(ZSTD_isError(code) == 0, "zstd takes no window of 2^\(windowLogMax) bytes")
    }

    deinit { unsafe ZSTD_freeDCtx(context) }

    func read(into buffer: inout [UInt8], at start: Int, count: Int) throws(BatchFault) -> Int {
        precondition(
            start >= 0 && count > 0 && start + count <= buffer.count, "read outside the buffer")
        while true {
            if input.range.isEmpty { try input.refill(from: source) }
            // At the end of the source the unpacker may still hold bytes that did not fit before.
            let isDry = input.range.isEmpty
            if isDry && !isInsideFrame { return 0 }
            let got = try unpackOnce(into: &buffer, at: start, count: count)
            if got > 0 { return got }
            if isDry && isInsideFrame { throw unpackFault(.truncated, packing: "zstd") }
        }
    }

    private func unpackOnce(
        into buffer: inout [UInt8], at start: Int, count: Int
    ) throws(BatchFault) -> Int {
        let available = input.range
        let (code, used, got) = unsafe input.bytes.withUnsafeBufferPointer { packed in
            unsafe buffer.withUnsafeMutableBufferPointer { unpacked in
                var from = unsafe ZSTD_inBuffer(
                    src: packed.baseAddress! + available.lowerBound, size: available.count, pos: 0)
                var to = unsafe ZSTD_outBuffer(
                    dst: unpacked.baseAddress! + start, size: count, pos: 0)
                let code = unsafe ZSTD_decompressStream(context, &to, &from)
                return unsafe (code, from.pos, to.pos)
            }
        }
        input.consume(used)
        guard ZSTD_isError(code) == 0 else { throw fault(of: ZSTD_getErrorCode(code)) }
        // 0: a frame is complete and flushed.
        isInsideFrame = code != 0
        return got
    }

    private func fault(of code: ZSTD_ErrorCode) -> BatchFault {
        switch code {
        case ZSTD_error_frameParameter_windowTooLarge:
            return BatchFault(
                .compressionWindowTooLarge,
                "The zstd data asks for a window of more than \(1 << (windowLogMax - 20)) MiB",
                wayOut: "Pack it again without --long, at level 19 or below.")
        case ZSTD_error_memory_allocation: preconditionFailure("zstd is out of memory")
        default: return unpackFault(.damaged, packing: "zstd")
        }
    }
}

/// Packs one zstd frame.
@safe final class ZstdPacker: BatchPacker {
    private let context: OpaquePointer

    init() {
        guard let context = unsafe ZSTD_createCCtx() else { preconditionFailure("zstd is out of memory") }
        unsafe self.context = context
    }

    deinit { unsafe ZSTD_freeCCtx(context) }

    func pack(_ bytes: [UInt8], isEnd: Bool) -> [UInt8] {
        var output: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 128 * 1024)
        unsafe bytes.withUnsafeBytes { source in
            var from = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
            while true {
                let (left, got) = unsafe piece.withUnsafeMutableBytes { target in
                    var to = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
                    let left = unsafe ZSTD_compressStream2(context, &to, &from, isEnd ? ZSTD_e_end : ZSTD_e_continue)
                    return unsafe (left, to.pos)
                }
                precondition(ZSTD_isError(left) == 0, "zstd cannot pack")
                output += piece[0..<got]
                let isDone = isEnd ? left == 0 : unsafe from.pos == from.size
                if isDone { break }
            }
        }
        return output
    }
}
