/// Whether people who read the address see nothing but ASCII: an A-label is shown as what it stands for.
///
/// - Parameter linkKey: a K1.
package func isASCIIAddress(_ linkKey: Span<UInt8>) -> Bool {
    var isDomain = false
    var labelStart = 0
    for place in linkKey.indices {
        let byte = linkKey[place]
        if byte >= 0x80 { return false }
        if byte == UInt8(ascii: "@") || byte == UInt8(ascii: ".") {
            isDomain = isDomain || byte == UInt8(ascii: "@")
            labelStart = place + 1
        }
        if isDomain, place == labelStart + 3, isPrefixOfALabel(linkKey, at: labelStart) { return false }
    }
    return true
}

private func isPrefixOfALabel(_ key: Span<UInt8>, at start: Int) -> Bool {
    key[start] == UInt8(ascii: "x") && key[start + 1] == UInt8(ascii: "n") && key[start + 2] == UInt8(ascii: "-")
        && key[start + 3] == UInt8(ascii: "-")
}

/// How many plain keys have this skeleton, or `Int.max` for more than can be listed; zero if it is not ASCII.
///
/// Each o may have been an o or a 0, each l an l or a 1, each m an m or "rn".
package func plainSpellingCount(ofSkeleton skeleton: Span<UInt8>) -> Int {
    var choices = 0
    for place in skeleton.indices {
        if skeleton[place] >= 0x80 { return 0 }
        if plainAlternative(skeleton[place]) != nil { choices += 1 }
    }
    return choices > 30 ? .max : 1 << choices
}

/// Calls `body` with every plain key that has this skeleton, itself included.
///
/// - Precondition: `plainSpellingCount(ofSkeleton:)` is not zero, and small enough to be worth it.
package func forEachPlainSpelling(ofSkeleton skeleton: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
    let count = plainSpellingCount(ofSkeleton: skeleton)
    precondition(count > 0 && count < .max, "a skeleton of too many spellings, or of none")
    var spelling: [UInt8] = []
    for choice in 0..<count {
        spelling.removeAll(keepingCapacity: true)
        var bit = 0
        for place in skeleton.indices {
            let byte = skeleton[place]
            guard let other = plainAlternative(byte) else {
                spelling.append(byte)
                continue
            }
            if choice >> bit & 1 == 0 { spelling.append(byte) } else { spelling += other }
            bit += 1
        }
        body(spelling.span)
    }
}

/// What `foldPlainLookAlikes` may have made this byte of.
private func plainAlternative(_ byte: UInt8) -> [UInt8]? {
    switch byte {
    case UInt8(ascii: "o"): [UInt8(ascii: "0")]
    case UInt8(ascii: "l"): [UInt8(ascii: "1")]
    case UInt8(ascii: "m"): [UInt8(ascii: "r"), UInt8(ascii: "n")]
    default: nil
    }
}
