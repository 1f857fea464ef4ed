/// Makes K2, the alias hint: the link key as the provider's own rules would spell the mailbox.
///
/// Two keys with one hint may be one mailbox (`possible_same_mailbox` in reports). Providers change such
/// rules and a private server need not follow any, so a hint never links.
///
/// - Parameters:
///   - linkKey: a K1.
///   - hint: cleared first, then holds the hint.
/// - Returns: whether the hint differs from the key.
package func makeAliasHint(_ linkKey: Span<UInt8>, into hint: inout [UInt8]) -> Bool {
    hint.removeAll(keepingCapacity: true)
    var at = 0
    while at < linkKey.count, linkKey[at] != UInt8(ascii: "@") { at += 1 }
    precondition(at > 0 && at < linkKey.count, "a link key has a local part and a domain")
    let domain = linkKey.extracting((at + 1)...)
    let provider = MailboxProvider.provider(of: domain)

    appendBaseName(of: linkKey, upTo: at, by: provider, to: &hint)
    if hint.isEmpty {  // Nothing is left of names such as "+tag" or "...": they stand as they are.
        for place in 0..<at { hint.append(linkKey[place]) }
    }
    hint.append(UInt8(ascii: "@"))
    if let canonical = provider.canonicalDomain {
        hint.append(contentsOf: canonical.utf8)
    } else {
        for place in domain.indices { hint.append(domain[place]) }
    }
    return !areEqual(linkKey, hint.span)
}

/// The local part without its tag and without the characters that the provider ignores.
private func appendBaseName(
    of linkKey: Span<UInt8>, upTo end: Int, by provider: MailboxProvider, to hint: inout [UInt8]
) {
    let ignored = provider.ignored
    for place in 0..<end {
        let byte = linkKey[place]
        if byte == provider.tagMark, !hint.isEmpty { return }
        switch byte {
        case UInt8(ascii: ".") where ignored.contains(.dots): continue
        case UInt8(ascii: "-") where ignored.contains(.hyphens): continue
        case UInt8(ascii: "_") where ignored.contains(.underscores): continue
        default: hint.append(byte)
        }
    }
}

private func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for place in left.indices where left[place] != right[place] { return false }
    return true
}
