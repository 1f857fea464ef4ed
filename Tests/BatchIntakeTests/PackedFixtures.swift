import Foundation

/// Forty rows, and the same packed by `gzip -9` and by libzstd with a checksum.
enum PackedFixtures {
    static let text =
        "account_id,email,first_name\n"
        + (0..<40).map { "\($0),a\($0)@example.com,Søren\n" }.joined()

    static let gzip = decoded(
        """
        H4sIAAAAAAACA23Su23DABCD4d6zHAKT9LPLDhnAOCgKIMCSDdsBMlr6LBaqZ8vu/+56GG7fy+syfdY493Str+nxfF2WnsfNtnr7Pv70fL+Ob8Ntro+/38e4bFCNtLOaaVe10r6r3qV9X71P+6H6kPZj9THtp+pT2s/V59jlYOTiNTk2w9GI1XA2YjccjlgOpyO2w/GI9XA+Yj8MgCgAEyAa0AaMBrQB893Xw0cD2oDRgDZgNKANGA1oA0YD2oDRgDZgNKANGA1kA0UD2UDRQDZQ/v71/aOBbKBoIBsoGsgGigaygaKBbKBoIBsoGvwDxTeV+RgEAAA=
        """)

    static let zstd = decoded(
        """
        KLUv/WQYA00HABKOJB+wJ40BlDAMmYQmhBvZxxu27fSgyYlbSillSpLMTORi/gz7W/an7C/ZH7K/Y/ur/dH+jPsZ7bfaT7Vfaj/Ufqf93PZj+5nyM8hvkZ8iv0R+iPwO+Zn8Sn6Gxmesb6lPpS+hD53v+HO/8mNhQRQICQFTEocBQRAoP0AAzGcKiPLlsChQJANDJFeQCSSHxWKQOI4HKiBgo5J5n/bpT/v0T38KPwRa16d/+tM+/Wmf9ulP+/Sn/OBvXZ/Opw/46QJ+eoCfDuDT/3+670/v8+l8Pr3nwx4L1CuaJmiSJjRBE5qgyaIJLj2gleBIjQ==
        """)

    /// A zstd frame of `count` blocks of 128 KiB, each the same byte: 4 bytes a block.
    static func zstdBomb(prefix: [UInt8], byte: UInt8, blocks: Int) -> [UInt8] {
        // Magic; a frame without size, checksum and dictionary; a window of 128 KiB.
        var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 7 << 3]
        frame += blockHeader(type: 0, size: prefix.count, isLast: false) + prefix
        for index in 0..<blocks {
            frame += blockHeader(type: 1, size: 128 * 1024, isLast: index == blocks - 1) + [byte]
        }
        return frame
    }

    /// A zstd frame that asks for a window of 2^`log` bytes.
    static func zstdWindow(log: UInt8) -> [UInt8] {
        [0x28, 0xB5, 0x2F, 0xFD, 0x00, (log - 10) << 3]
            + blockHeader(type: 0, size: 1, isLast: true) + [0x61]
    }

    private static func blockHeader(type: Int, size: Int, isLast: Bool) -> [UInt8] {
        let header = (isLast ? 1 : 0) | type << 1 | size << 3
        return [UInt8(header & 0xFF), UInt8(header >> 8 & 0xFF), UInt8(header >> 16)]
    }

    private static func decoded(_ base64: String) -> [UInt8] {
        [UInt8](Data(base64Encoded: base64)!)
    }
}
