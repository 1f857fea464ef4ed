internal import AccountModel
internal import ByteScanning
internal import DurableFiles

/// Finds the profiles that differ, and where their accounts are on either side.
struct DifferenceFinder: ~Copyable {
    private let layers: DiffLayers
    private let isBeforeComplete: Bool
    private let isAfterComplete: Bool
    private let files: ProfileFiles
    private let causes: DiffCauseTable
    private var differences: RecordSorter<ProfileDifference>
    private var places: RecordSorter<AccountPlace>

    init(
        _ a: DiffSide, _ b: DiffSide, _ layers: DiffLayers, _ files: ProfileFiles, _ causes: DiffCauseTable,
        _ limits: DiffLimits
    ) {
        self.layers = layers
        self.causes = causes
        self.files = files
        isBeforeComplete = a.isComplete
        isAfterComplete = b.isComplete
        differences = RecordSorter(bytesMax: limits.sorterBytesMax, folder: limits.temporaryFolder)
        places = RecordSorter(bytesMax: limits.sorterBytesMax, folder: limits.temporaryFolder)
    }

    /// Walks the versions, profile by profile.
    mutating func find(_ versions: consuming SortedRecords<ProfileVersion>, _ drain: DrainFlag) throws {
        var group: [ProfileVersion] = []
        while let version = versions.next {
            if let first = group.first, first.id != version.id {
                try close(group)
                group.removeAll(keepingCapacity: true)
                try drain.check()
            }
            group.append(version)
            try versions.advance()
        }
        if !group.isEmpty { try close(group) }
    }

    /// The profiles that differ, and their accounts, each in order.
    consuming func finish() throws(FileFault) -> FoundDifferences {
        FoundDifferences(differences: try differences.sorted(), places: try places.sorted())
    }

    /// Compares what the two sides say of one profile, oldest version first.
    private mutating func close(_ group: [ProfileVersion]) throws {
        let before = newest(group) { layers.isBefore($0) }
        let after = newest(group) { layers.isAfter($0) }
        let isBeforeUnknown = !isBeforeComplete && isUnknown(group, before) { layers.isBefore($0) }
        let isAfterUnknown = !isAfterComplete && isUnknown(group, after) { layers.isAfter($0) }
        if !isBeforeUnknown, !isAfterUnknown, before?.digest == after?.digest { return }
        let difference = ProfileDifference(
            id: group[0].id, before: before?.place ?? .none, after: after?.place ?? .none,
            isBeforeUnknown: isBeforeUnknown, isAfterUnknown: isAfterUnknown,
            isErased: group.contains { $0.kind == .erased && Int($0.layer) >= layers.sharedCount },
            causes: causes.set(of: group.filter { $0.causes > 0 }.map { $0.causes - 1 }))
        try differences.append(difference)
        try note(difference, difference.before, isAfter: false)
        try note(difference, difference.after, isAfter: true)
    }

    /// The line that stands on a side, if the profile exists there.
    private func newest(_ group: [ProfileVersion], _ isOfSide: (Int) -> Bool) -> ProfileVersion? {
        var found: ProfileVersion?
        for version in group where isOfSide(Int(version.layer)) {
            switch version.kind {
            case .line: found = version
            case .retired, .erased: found = nil
            case .created, .told: break
            }
        }
        return found
    }

    /// Whether an older folder, that is not there, may say what this side says.
    private func isUnknown(_ group: [ProfileVersion], _ line: ProfileVersion?, _ isOfSide: (Int) -> Bool)
        -> Bool
    {
        if line != nil || group.contains(where: { $0.kind == .created }) { return false }
        return !group.contains { isOfSide(Int($0.layer)) }
    }

    private mutating func note(_ difference: ProfileDifference, _ place: LinePlace, isAfter: Bool) throws {
        guard let line = try files.line(place) else { return }
        let marks = DiffMarks(line)
        for account in line.accounts {
            try places.append(
                AccountPlace(
                    account: account.key, profile: difference.id, marks: marks.rawValue, isAfter: isAfter))
        }
    }
}

/// What a walk over all versions found; each list is handed over once.
struct FoundDifferences: ~Copyable {
    private var differences: SortedRecords<ProfileDifference>?
    private var places: SortedRecords<AccountPlace>?

    init(
        differences: consuming SortedRecords<ProfileDifference>, places: consuming SortedRecords<AccountPlace>
    ) {
        self.differences = consume differences
        self.places = consume places
    }

    mutating func takeDifferences() -> SortedRecords<ProfileDifference> {
        guard let list = differences.take() else {
            preconditionFailure("the differences were handed over before")
        }
        return list
    }

    mutating func takePlaces() -> SortedRecords<AccountPlace> {
        guard let list = places.take() else { preconditionFailure("the accounts were handed over before") }
        return list
    }
}

/// What matters of a profile when a cause is looked for: a bit for each country of its accounts, and two more.
struct DiffMarks: OptionSet {
    var rawValue: UInt32

    /// One of the accounts is held.
    static let held = DiffMarks(rawValue: 1 << 31)

    /// Its address looks like another one: what is decided about it depends on that one as well.
    static let lookAlike = DiffMarks(rawValue: 1 << 30)

    init(rawValue: UInt32) { self.rawValue = rawValue }

    init(_ line: ProfileLine?) {
        rawValue = 0
        guard let line else { return }
        for account in line.accounts {
            rawValue |= CountrySet(account.country).rawValue
            if account.isHeld { insert(.held) }
        }
        if line.hasLookAlike { insert(.lookAlike) }
    }

    var countries: CountrySet { CountrySet(rawValue: rawValue & CountrySet.all.rawValue) }
}

/// Follows each account from one side to the other, and tells the profiles concerned.
func relateProfiles(
    _ places: consuming SortedRecords<AccountPlace>, areComplete: Bool, _ limits: DiffLimits
) throws(FileFault) -> SortedRecords<ProfileRelation> {
    var relations = RecordSorter<ProfileRelation>(
        bytesMax: limits.sorterBytesMax, folder: limits.temporaryFolder)
    while let place = places.next {
        try places.advance()
        guard let other = places.next, other.account == place.account, other.isAfter, !place.isAfter else {
            // Where files are put away the account may have been in a profile that is not known any more.
            if areComplete {
                try relations.append(
                    ProfileRelation(
                        profile: place.profile, other: .zero, otherMarks: 0,
                        kind: place.isAfter ? .accountIsNew : .accountIsGone))
            }
            continue
        }
        try places.advance()
        if other.profile == place.profile {
            try relations.append(
                ProfileRelation(profile: place.profile, other: place.profile, otherMarks: 0, kind: .stayed))
        } else {
            try relations.append(
                ProfileRelation(
                    profile: place.profile, other: other.profile, otherMarks: other.marks, kind: .wentTo))
            try relations.append(
                ProfileRelation(
                    profile: other.profile, other: place.profile, otherMarks: place.marks, kind: .cameFrom))
        }
    }
    return try relations.sorted()
}
