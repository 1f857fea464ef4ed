/// The CONTEXTJ rules (RFC 5892, appendices A.1 and A.2): where a joiner may stand in a label.
///
/// An address as exported may hold no joiner at all (it cannot be seen); this judges the ones that
/// an A-label hides.
func joinersAreInContext(_ label: [UInt32]) -> Bool {
    let nonJoiner: UInt32 = 0x200C
    let joiner: UInt32 = 0x200D
    for place in label.indices where label[place] == nonJoiner || label[place] == joiner {
        let followsVirama = place > 0 && UnicodeTables.pinned.traits(of: label[place - 1]).isVirama
        if followsVirama { continue }
        guard label[place] == nonJoiner, breaksAJoin(label, at: place) else { return false }
    }
    return true
}

/// Whether the letters around `place` would join: (L or D) T* here T* (R or D).
private func breaksAJoin(_ label: [UInt32], at place: Int) -> Bool {
    func joining(_ scalar: UInt32) -> ScalarTraits.Joining {
        UnicodeTables.pinned.traits(of: scalar).joining
    }
    let before = label[..<place].last { joining($0) != .transparent }.map(joining)
    let after = label[(place + 1)...].first { joining($0) != .transparent }.map(joining)
    return (before == .left || before == .dual) && (after == .right || after == .dual)
}
