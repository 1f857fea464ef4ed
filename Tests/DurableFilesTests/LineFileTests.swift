import DurableFiles
import Foundation
import TestSupport
import Testing

@Suite("Reading lines")
struct LineFileTests {
    @Test("Every line comes whole, with its place, whatever its length", arguments: UInt64(0)..<6)
    func readsLines(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var lengths = (0..<40).map { _ in Int.random(in: 0..<97, using: &random) * (seed % 2 == 0 ? 1 : 300) }
        if seed == 5 { lengths[7] = 1 << 20 }  // More than a block.
        var bytes: [UInt8] = []
        for (number, length) in lengths.enumerated() {
            bytes += repeatElement(UInt8(ascii: "a") + UInt8(number % 26), count: length)
            if number + 1 < lengths.count || seed % 3 == 0 { bytes.append(UInt8(ascii: "\n")) }
        }
        let folder = try TemporaryFolder()
        let path = folder.path + "/lines"
        try Data(bytes).write(to: URL(filePath: path))
        let file = try LineFile(path)
        var places: [(offset: Int, count: Int)] = []
        var joined: [UInt8] = []
        try file.forEachLine { line, offset in
            places.append((offset, line.count))
            for index in line.indices { joined.append(line[index]) }
        }
        let isWhole = joined == bytes.filter { $0 != UInt8(ascii: "\n") }
        #expect(isWhole, "seed \(seed)")
        for place in places where place.count > 0 {
            let again = try file.line(at: place.offset, count: place.count)
            let isSame = again == Array(bytes[place.offset..<place.offset + place.count])
            #expect(isSame, "seed \(seed), line at \(place.offset)")
        }
    }
}
