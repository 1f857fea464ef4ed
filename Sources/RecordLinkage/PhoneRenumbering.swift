/// A block of numbers that moved as a whole: the first one became `current`, the next one the next.
struct PhoneRenumbering: Sendable {
    let first: UInt64
    let last: UInt64
    let current: UInt64

    /// Each number of `old` and `subscriberDigits` behind it begins with `new` now.
    init(_ old: UInt64, became new: UInt64, subscriberDigits: Int) {
        var scale: UInt64 = 1
        for _ in 0..<subscriberDigits { scale *= 10 }
        first = old * scale
        last = first + (scale - 1)
        current = new * scale
    }
}

/// The number by which the line of an E.164 number is reached today, as far as the table knows.
///
/// One step suffices: no block of the table moved into another (a test holds it to that).
func currentNumber(of e164: UInt64) -> UInt64 {
    var low = 0
    var high = phoneRenumberings.count
    while low < high {
        let middle = (low + high) / 2
        if phoneRenumberings[middle].last < e164 { low = middle + 1 } else { high = middle }
    }
    guard low < phoneRenumberings.count else { return e164 }
    let block = phoneRenumberings[low]
    return e164 < block.first ? e164 : e164 - block.first + block.current
}

/// Known renumberings, in ascending order; docs/phones.md names the source of each.
let phoneRenumberings: [PhoneRenumbering] =
    (mexico + unitedKingdom + colombia + vietnam + brazil).sorted { $0.first < $1.first }

/// Mexico, 3 August 2019: no more 1 between calling code and mobile number.
private let mexico = [PhoneRenumbering(521, became: 52, subscriberDigits: 10)]

/// United Kingdom, 22 April 2000 ("the Big Number Change"): London, Coventry, Cardiff, Portsmouth,
/// Southampton. Northern Ireland's moved too, town by town, and are left out.
private let unitedKingdom = [
    PhoneRenumbering(44_171, became: 44_207, subscriberDigits: 7),
    PhoneRenumbering(44_181, became: 44_208, subscriberDigits: 7),
    PhoneRenumbering(441_203, became: 442_476, subscriberDigits: 6),
    PhoneRenumbering(441_222, became: 442_920, subscriberDigits: 6),
    PhoneRenumbering(441_705, became: 442_392, subscriberDigits: 6),
    PhoneRenumbering(441_703, became: 442_380, subscriberDigits: 6),
]

/// Colombia, 1 September 2021: fixed lines put 60 before their area digit.
private let colombia = [1, 2, 4, 5, 6, 7, 8].map { area in
    PhoneRenumbering(570 + area, became: 57_600 + area, subscriberDigits: 7)
}

/// Vietnam, 15 September to 14 October 2018: mobile numbers of eleven digits (with 0) became ten.
private let vietnam: [PhoneRenumbering] = [
    (120, 70), (121, 79), (122, 77), (126, 76), (128, 78),
    (123, 83), (124, 84), (125, 85), (127, 81), (129, 82),
    (162, 32), (163, 33), (164, 34), (165, 35), (166, 36), (167, 37), (168, 38), (169, 39),
    (186, 56), (188, 58), (199, 59),
].map { old, new in PhoneRenumbering(84_000 + old, became: 8_400 + new, subscriberDigits: 7) }

/// Brazil, 2012 to 2016, area by area: mobile numbers (6, 8 and 9 came first) put 9 before them.
///
/// Those with 7 are left out: trunked radio kept eight digits there.
private let brazil: [PhoneRenumbering] = brazilianAreas.flatMap { area in
    [6, 8, 9].map { digit in
        PhoneRenumbering(
            (5_500 + area) * 10 + digit, became: (5_500 + area) * 100 + 90 + digit,
            subscriberDigits: 7)
    }
}

private let brazilianAreas: [UInt64] = [
    11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 24, 27, 28, 31, 32, 33, 34, 35, 37, 38,
    41, 42, 43, 44, 45, 46, 47, 48, 49, 51, 53, 54, 55, 61, 62, 63, 64, 65, 66, 67, 68, 69,
    71, 73, 74, 75, 77, 79, 81, 82, 83, 84, 85, 86, 87, 88, 89, 91, 92, 93, 94, 95, 96, 97, 98, 99,
]
