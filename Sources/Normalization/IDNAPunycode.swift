/// The numbers of RFC 3492, section 5.
private enum Punycode {
    static let base: UInt32 = 36
    static let leastThreshold: UInt32 = 1
    static let greatestThreshold: UInt32 = 26
    static let skew: UInt32 = 38
    static let damping: UInt32 = 700
    static let firstBias: UInt32 = 72
    static let firstScalar: UInt32 = 0x80
    static let delimiter: UInt32 = 0x2D

    static func threshold(at weight: UInt32, bias: UInt32) -> UInt32 {
        if weight <= bias { return leastThreshold }
        return min(weight - bias, greatestThreshold)
    }

    static func adapted(_ delta: UInt32, count: UInt32, isFirst: Bool) -> UInt32 {
        var delta = isFirst ? delta / damping : delta / 2
        delta += delta / count
        var weight: UInt32 = 0
        while delta > (base - leastThreshold) * greatestThreshold / 2 {
            delta /= base - leastThreshold
            weight += base
        }
        return weight + (base - leastThreshold + 1) * delta / (delta + skew)
    }
}

/// Appends the Punycode of a label, without the `xn--`.
///
/// - Precondition: at most 63 scalars; then no number here passes 32 bits.
func appendPunycode(of label: [UInt32], to output: inout [UInt8]) {
    precondition(label.count <= 63, "Punycode is asked for a label that is too long")
    let basic = label.filter { $0 < 0x80 }
    for scalar in basic { output.append(UInt8(scalar)) }
    if !basic.isEmpty { output.append(UInt8(Punycode.delimiter)) }

    var current = Punycode.firstScalar
    var delta: UInt32 = 0
    var bias = Punycode.firstBias
    var handled = UInt32(basic.count)
    while handled < UInt32(label.count) {
        let next = label.reduce(UInt32.max) { $1 >= current ? min($0, $1) : $0 }
        delta += (next - current) * (handled + 1)
        current = next
        for scalar in label {
            if scalar < current { delta += 1 }
            guard scalar == current else { continue }
            appendNumber(delta, bias: bias, to: &output)
            bias = Punycode.adapted(
                delta, count: handled + 1, isFirst: handled == UInt32(basic.count))
            delta = 0
            handled += 1
        }
        delta += 1
        current += 1
    }
}

private func appendNumber(_ number: UInt32, bias: UInt32, to output: inout [UInt8]) {
    func digit(_ value: UInt32) -> UInt8 { UInt8(value < 26 ? value + 0x61 : value + 0x16) }
    var rest = number
    var weight = Punycode.base
    while true {
        let threshold = Punycode.threshold(at: weight, bias: bias)
        if rest < threshold { return output.append(digit(rest)) }
        output.append(digit(threshold + (rest - threshold) % (Punycode.base - threshold)))
        rest = (rest - threshold) / (Punycode.base - threshold)
        weight += Punycode.base
    }
}

/// Decodes lower-case Punycode that stands after `xn--`; `nil` unless it is the encoding of a label
/// with at least one scalar that is not ASCII.
package func decodePunycode(_ text: ArraySlice<UInt32>) -> [UInt32]? {
    var output: [UInt32] = []
    var input = text
    if let split = text.lastIndex(of: Punycode.delimiter) {
        // A delimiter in front of everything stands for no basic scalar, which the encoder never
        // writes.
        guard split > text.startIndex else { return nil }
        output = Array(text[..<split])
        input = text[(split + 1)...]
    }
    guard !input.isEmpty else { return nil }

    var current = Punycode.firstScalar
    var place: UInt32 = 0
    var bias = Punycode.firstBias
    var isFirst = true
    while !input.isEmpty {
        guard let delta = takeNumber(&input, bias: bias) else { return nil }
        let count = UInt32(output.count + 1)
        let (sum, overflow) = place.addingReportingOverflow(delta)
        guard !overflow else { return nil }
        bias = Punycode.adapted(delta, count: count, isFirst: isFirst)
        isFirst = false
        current += min(sum / count, 0x110000)
        guard current <= 0x10FFFF, !(0xD800...0xDFFF).contains(current) else { return nil }
        place = sum % count
        output.insert(current, at: Int(place))
        place += 1
    }
    return output
}

private func takeNumber(_ input: inout ArraySlice<UInt32>, bias: UInt32) -> UInt32? {
    var number: UInt32 = 0
    var factor: UInt32 = 1
    var weight = Punycode.base
    while let character = input.popFirst() {
        let digit: UInt32
        switch character {
        case 0x61...0x7A: digit = character - 0x61
        case 0x30...0x39: digit = character - 0x16
        default: return nil
        }
        let (part, partOverflow) = digit.multipliedReportingOverflow(by: factor)
        let (sum, sumOverflow) = number.addingReportingOverflow(part)
        guard !partOverflow, !sumOverflow else { return nil }
        number = sum
        let threshold = Punycode.threshold(at: weight, bias: bias)
        if digit < threshold { return number }
        let (next, factorOverflow) = factor.multipliedReportingOverflow(
            by: Punycode.base - threshold)
        guard !factorOverflow else { return nil }
        factor = next
        weight += Punycode.base
    }
    return nil
}
