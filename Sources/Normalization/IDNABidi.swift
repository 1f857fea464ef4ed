/// Whether a label makes its domain a bidi domain name (RFC 5893, section 1.4).
func isRightToLeft(_ label: [UInt32]) -> Bool {
    label.contains { scalar in
        switch UnicodeTables.pinned.traits(of: scalar).bidi {
        case .R, .AL, .AN: true
        default: false
        }
    }
}

/// The bidi rule of RFC 5893, section 2, for one label of a bidi domain name.
func followsBidiRule(_ label: [UInt32]) -> Bool {
    let classes = label.map { UnicodeTables.pinned.traits(of: $0).bidi }
    guard let last = classes.last(where: { $0 != .NSM }) else { return false }
    switch classes[0] {
    case .L:
        return (last == .L || last == .EN) && classes.allSatisfy { $0 == .L || isNeutral($0) }
    case .R, .AL:
        let endsWell = last == .R || last == .AL || last == .EN || last == .AN
        let isPure = classes.allSatisfy { $0 == .R || $0 == .AL || $0 == .AN || isNeutral($0) }
        return endsWell && isPure && !(classes.contains(.EN) && classes.contains(.AN))
    default:
        return false
    }
}

/// Classes that either direction may hold (conditions 2 and 5).
private func isNeutral(_ bidi: ScalarTraits.Bidi) -> Bool {
    switch bidi {
    case .EN, .ES, .CS, .ET, .ON, .BN, .NSM: true
    case .L, .R, .AL, .AN, .other: false
    }
}
