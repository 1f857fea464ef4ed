/// Makes K2, the alias hint: the link key as the provider's own rules would spell the mailbox.
///
/// Two keys with one hint may be one mailbox (`possible_same_mailbox` in reports). Providers change
/// such rules and a private server need not follow any, so a hint never links.
///
/// - Parameters:
///   - linkKey: a K1.
///   - hint: cleared first, then holds the hint.
/// - Returns: whether the hint differs from the key.
package func makeAliasHint(_ linkKey: Span<UInt8>, into hint: inout [UInt8]) -> Bool {
    let provider = MailboxProvider.provider(of: linkKey)
    var at = 0
    var hasTag = false
    while at < linkKey.count, linkKey[at] != UInt8(ascii: "@") {
        hasTag = hasTag || linkKey[at] == provider.tagMark
        at &+= 1
    }
    precondition(at > 0 && at < linkKey.count, "a link key has a local part and a domain")
    if !hasTag, provider.ignored.isEmpty, provider.canonicalDomain == nil {
        replace(&hint, with: linkKey)
        return false
    }

    hint.removeAll(keepingCapacity: true)
    appendBaseName(of: linkKey, upTo: at, by: provider, to: &hint)
    if hint.isEmpty {  // Nothing is left of names such as "-@": they stand as they are.
        for place in 0..<at { hint.append(linkKey[place]) }
    }
    hint.append(UInt8(ascii: "@"))
    if let canonical = provider.canonicalDomain {
        hint.append(contentsOf: canonical)
    } else {
        for place in at + 1..<linkKey.count { hint.append(linkKey[place]) }
    }
    return !areEqual(linkKey, hint.span)
}

/// The local part without its tag and without the characters that the provider ignores.
private func appendBaseName(
    of linkKey: Span<UInt8>, upTo end: Int, by provider: MailboxProvider, to hint: inout [UInt8]
) {
    for place in 0..<end {
        let byte = linkKey[place]
        if byte == provider.tagMark, !hint.isEmpty { return }
        if !provider.ignores(byte) { hint.append(byte) }
    }
}

private func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for place in left.indices where left[place] != right[place] { return false }
    return true
}
