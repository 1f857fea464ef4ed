internal import DurableFiles

/// The policy that lets a browser run this style and this script, and nothing else: no address is asked, no
/// form sent, no text turned into markup.
func contentSecurityPolicy(style: String, script: String) -> String {
    "default-src 'none'; style-src '\(integrity(of: style))'; script-src '\(integrity(of: script))'; "
        + "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
}

private func integrity(of code: String) -> String {
    "sha256-" + base64(SHA256Digest.of(Array(code.utf8)).bytes)
}

/// RFC 4648, with padding.
private func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
        for position in 0..<4 {
            output.append(position <= group.count ? alphabet[word >> (18 - 6 * position) & 63] : UInt8(ascii: "="))
        }
    }
    return String(decoding: output, as: UTF8.self)
}
