/// The code page that old exports are in. Bytes it gives no character stand for themselves (C1).
func windows1252Scalar(_ byte: UInt8) -> Unicode.Scalar {
    guard byte >= 0x80, byte < 0xA0 else { return Unicode.Scalar(byte) }
    return Unicode.Scalar(windows1252High[Int(byte) - 0x80])!
}

/// UTF-8 as Windows-1252; what the code page lacks becomes `?`.
func windows1252(_ text: ArraySlice<UInt8>) -> [UInt8] {
    String(decoding: text, as: UTF8.self).unicodeScalars.map { scalar in
        if scalar.value < 0x80 || (0xA0...0xFF).contains(scalar.value) {
            return UInt8(scalar.value)
        }
        guard let place = windows1252High.firstIndex(of: UInt16(truncatingIfNeeded: scalar.value)),
            scalar.value < 0x10000
        else { return UInt8(ascii: "?") }
        return UInt8(0x80 + place)
    }
}

private let windows1252High: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
]
