import AccountModel
import Testing

@Suite("Equal fields")
struct FieldEqualityTests {
    @Test("Fields are equal when their bytes are, wherever they stand")
    func equality() {
        let left = Array("aababcabcdabcdefghabcdefghiabcdefghijklmnopq".utf8)
        let right = Array("abcdefghijklmnopqabcdefgxabc".utf8)
        for first in left.indices {
            for second in right.indices {
                for length in 0...min(left.count - first, right.count - second) {
                    let (one, other) = (first..<first + length, second..<second + length)
                    let isEqual = areEqual(left.span.bytes, one, right.span.bytes, other)
                    #expect(isEqual == (left[one] == right[other]))
                }
            }
        }
        let isEqual = areEqual(left.span.bytes, 0..<1, left.span.bytes, 0..<2)
        #expect(!isEqual)
    }
}
