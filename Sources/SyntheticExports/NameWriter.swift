/// Writes the two name fields of an account, with what is wrong with them.
enum NameWriter {
    static func put(_ account: inout Account, into row: inout RowBuffer) {
        if account.nameTrouble == .none {
            row.put(account.given.shown, UInt8(ascii: ","), account.family.shown)
        } else {
            putTroubled(&account, &row)
        }
    }

    private static func putTroubled(_ account: inout Account, _ row: inout RowBuffer) {
        let draw = account.details.next()
        let given = account.given.shown.bytes
        let family = account.family.shown.bytes
        switch account.nameTrouble {
        case .none: put(given, family, &row)
        case .mojibake: put(mojibake(given), mojibake(family), &row)
        case .swapped: put(family, given, &row)
        case .placeholder:
            let (first, last) = placeholders[Int(draw % UInt64(placeholders.count))]
            put(Array(first.utf8), Array(last.utf8), &row)
        case .upperCase: put(upperCased(given), upperCased(family), &row)
        case .typo:
            if draw >> 63 == 0 {
                put(mistyped(given, draw: draw), family, &row)
            } else {
                put(given, mistyped(family, draw: draw), &row)
            }
        case .quoted: put(given, quotedName(family, draw: draw), &row)
        }
    }

    private static func put(_ given: [UInt8], _ family: [UInt8], _ row: inout RowBuffer) {
        row.put(given)
        row.put(UInt8(ascii: ","))
        row.put(family)
    }

    private static let placeholders = [
        ("Test", "Test"), ("-", "-"), ("N/A", "N/A"), ("xxx", "xxx"), ("Unknown", "Customer"),
        (".", "."),
    ]
}
