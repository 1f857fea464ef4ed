/// An amount of memory or disk.
package struct ByteSize: Sendable, Hashable {
    /// Never negative when it was read from text.
    package let bytes: Int

    /// So many bytes.
    package init(bytes: Int) { self.bytes = bytes }

    /// Reads `512MiB`, `1.5GiB`, `2GB` or a plain number of bytes.
    package init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
        guard let factor = ByteSize.factors[unit], let amount = Double(digits), amount >= 0 else {
            return nil
        }
        let exact = amount * Double(factor)
        guard exact <= 1e15, unit != "" || !digits.contains(".") else { return nil }
        bytes = Int(exact)
    }

    private static let factors = [
        "": 1, "b": 1, "k": 1 << 10, "kib": 1 << 10, "kb": 1000, "m": 1 << 20, "mib": 1 << 20,
        "mb": 1_000_000, "g": 1 << 30, "gib": 1 << 30, "gb": 1_000_000_000, "t": 1 << 40,
        "tib": 1 << 40, "tb": 1_000_000_000_000,
    ]
}

extension ByteSize: CustomStringConvertible {
    /// In the largest binary unit that it fills, exact when it is a multiple of it.
    package var description: String {
        for (shift, unit) in [(40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")]
        where bytes >= 1 << shift {
            if bytes % (1 << shift) == 0 { return "\(bytes >> shift)\(unit)" }
            let tenths = (bytes * 10) >> shift
            return "\(tenths / 10).\(tenths % 10)\(unit)"
        }
        return "\(bytes) bytes"
    }
}
