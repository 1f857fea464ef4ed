internal import AccountModel

/// Who has accounts where: a rule, not a table, so that any row of any file can be made alone.
///
/// Persons are numbered in segments. All persons of a segment have their accounts in the same
/// countries, and a country's file is made of one range for each place it has in a segment.
struct Population: Sendable {
    /// Persons with accounts in the same countries.
    struct Segment: Sendable {
        let personStart: Int
        let count: Int
        let members: [UInt8]
    }

    /// The accounts that the persons of one segment have in one country, next to each other.
    struct AccountRange: Sendable {
        let segment: Int
        let slot: Int
    }

    let segments: [Segment]
    let personCount: Int
    private let ranges: [[AccountRange]]
    /// First account of each range, then the end.
    private let rangeStarts: [[Int]]

    init(_ plan: SyntheticPlan) {
        let groups = Population.groups(plan)
        var segments: [Segment] = []
        var ranges = [[AccountRange]](repeating: [], count: Country.count)
        var starts = [[Int]](repeating: [0], count: Country.count)
        var person = 0
        for (members, count) in groups where count > 0 {
            for (slot, member) in members.enumerated() {
                let country = Int(member)
                ranges[country].append(AccountRange(segment: segments.count, slot: slot))
                starts[country].append(starts[country][starts[country].count - 1] + count)
            }
            segments.append(Segment(personStart: person, count: count, members: members))
            person += count
        }
        self.segments = segments
        self.ranges = ranges
        rangeStarts = starts
        personCount = person
    }

    /// How many accounts a country has.
    func accountCount(of country: Country) -> Int {
        let starts = rangeStarts[Int(country.rawValue)]
        return starts[starts.count - 1]
    }

    /// Whose account this is, and which of this person's accounts.
    /// - Precondition: `index` is below the country's `accountCount`.
    func owner(of index: Int, in country: Country) -> (person: Int, segment: Int, slot: Int) {
        let starts = rangeStarts[Int(country.rawValue)]
        var low = 0
        var high = starts.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= index { low = middle } else { high = middle }
        }
        let range = ranges[Int(country.rawValue)][low]
        let person = segments[range.segment].personStart + index - starts[low]
        return (person, range.segment, range.slot)
    }

    // MARK: Making the groups

    private typealias Group = (members: [UInt8], count: Int)

    private static func groups(_ plan: SyntheticPlan) -> [Group] {
        let linked = Int((Double(plan.accounts) * plan.linkedPersonsPerAccount).rounded())
        let quads = linked / 10
        let triples = linked * 3 / 10
        let pairs = linked - quads - triples
        let singles = plan.accounts - 4 * quads - 3 * triples - 2 * pairs
        var random = SplitMix64(seed: plan.seed, stream: 7, 0)
        let alone = zip(plan.countries, plan.weights).map { (members: [$0.rawValue], weight: $1) }
        return spread(singles, over: alone)
            + spread(pairs, over: tuples(of: 2, count: 256, plan, &random))
            + spread(triples, over: tuples(of: 3, count: 256, plan, &random))
            + spread(quads, over: tuples(of: 4, count: 128, plan, &random))
    }

    /// Draws combinations of countries, larger countries more often.
    ///
    /// One in fifty pairs is two accounts of one country, and with few countries all may be.
    private static func tuples(
        of size: Int, count: Int, _ plan: SyntheticPlan, _ random: inout SplitMix64
    ) -> [(members: [UInt8], weight: Double)] {
        let total = plan.weights.reduce(0, +)
        return (0..<count).map { number in
            var members: [UInt8] = []
            while members.count < size {
                var rest = random.unit() * total
                let index =
                    plan.weights.firstIndex {
                        rest -= $0
                        return rest < 0
                    } ?? 0
                let member = plan.countries[index].rawValue
                let mayRepeat =
                    members.count >= plan.countries.count || (size == 2 && number % 50 == 0)
                if mayRepeat || !members.contains(member) { members.append(member) }
            }
            return (members, 1)
        }
    }

    /// Parts `count` persons by weight; the parts add up to `count`.
    private static func spread(
        _ count: Int, over groups: [(members: [UInt8], weight: Double)]
    ) -> [Group] {
        let total = groups.reduce(0) { $0 + $1.weight }
        var weight = 0.0
        var done = 0
        return groups.map { group in
            weight += group.weight
            let end = min(count, Int((Double(count) * weight / total).rounded()))
            defer { done = end }
            return (group.members, end - done)
        }
    }
}

/// An order of `0..<count` that visits every number once, far from sorted, without a table.
struct Shuffle: Sendable {
    private let count: Int
    private let step: Int
    private let offset: Int

    init(count: Int, random: inout SplitMix64) {
        self.count = count
        var step = max(1, Int(Double(count) * 0.618_033_988_749) + random.below(97))
        while greatestCommonDivisor(step, max(1, count)) != 1 { step += 1 }
        self.step = step
        offset = count == 0 ? 0 : random.below(count)
    }

    /// The number at this place.
    func number(at place: Int) -> Int { (place &* step &+ offset) % count }
}

private func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
    var (a, b) = (first, second)
    while b != 0 { (a, b) = (b, a % b) }
    return a
}
