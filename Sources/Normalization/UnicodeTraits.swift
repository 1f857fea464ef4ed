/// What link keys need to know of one Unicode scalar, packed by `scripts/generate-unicode-tables`.
struct ScalarTraits: Sendable {
    let record: UInt32

    /// What UTS 46 (non-transitional) does with a scalar of a domain.
    enum Mapping: UInt32, Sendable { case valid, mapped, ignored, disallowed }

    /// Bidi classes that RFC 5893 tells apart.
    enum Bidi: UInt32, Sendable { case ON, L, R, AL, AN, EN, ES, CS, ET, BN, NSM, other }

    /// Joining types, for the rule of the zero-width non-joiner.
    enum Joining: UInt32, Sendable { case none, causing, dual, left, right, transparent }

    /// Why a scalar may not stand inside an address, or that it may.
    enum AddressClass: UInt32, Sendable {
        case ordinary, whiteSpace, control, zeroWidth, bidiControl, unassigned, privateUse
    }

    var combiningClass: UInt32 { record & 0xFF }
    var mapping: Mapping { named(record >> 8 & 3) }
    var bidi: Bidi { named(record >> 10 & 15) }
    var joining: Joining { named(record >> 14 & 7) }
    var addressClass: AddressClass { named(record >> 17 & 7) }
    /// General category M.
    var isMark: Bool { record >> 20 & 1 == 1 }
    /// NFC may change this scalar, alone or with the one before it (NFC_Quick_Check is not Yes).
    var mayChangeInNFC: Bool { record >> 21 & 1 == 1 }
    /// NFC turns this non-ASCII scalar into an ASCII one, as it does with the KELVIN SIGN.
    var becomesASCII: Bool { record >> 22 & 1 == 1 }
    var isVirama: Bool { combiningClass == 9 }

    /// The traits of a scalar above the tables.
    static func uncovered(_ scalar: UInt32) -> ScalarTraits {
        let refusal: AddressClass =
            switch scalar {
            case 0xE0000...0xE0FFF: .zeroWidth
            case 0xF0000...0xFFFFD, 0x100000...0x10FFFD: .privateUse
            default: .unassigned
            }
        return ScalarTraits(record: Mapping.disallowed.rawValue << 8 | refusal.rawValue << 17)
    }

    private func named<Name: RawRepresentable<UInt32>>(_ value: UInt32) -> Name {
        guard let name = Name(rawValue: value) else {
            preconditionFailure("the Unicode tables hold a trait that has no name")
        }
        return name
    }
}
