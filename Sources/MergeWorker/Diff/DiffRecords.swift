internal import ByteScanning

/// Where a line of a profile stands.
struct LinePlace: Equatable {
    /// Index in the list of all folders that are compared.
    var layer: Int16
    var count: Int32
    var offset: Int64

    static let none = LinePlace(layer: -1, count: 0, offset: 0)
    var isNone: Bool { layer < 0 }
}

/// What one folder says about one profile.
struct ProfileVersion: Comparable, Sendable, BitwiseCopyable {
    enum Kind: UInt8 {
        /// A line of profiles.ndjson.
        case line
        /// An event: the profile is no more.
        case retired
        /// An event: its person was erased.
        case erased
        /// An event: it did not exist before.
        case created
        /// An event of any other kind, for its causes.
        case told
    }

    var id: Hash128
    var digest: Hash128
    var offset: Int64
    var count: Int32
    var layer: Int16
    var kind: Kind
    /// Of an event: place in `DiffCauseTable.texts`, plus one.
    var causes: Int32 = 0

    static func < (left: ProfileVersion, right: ProfileVersion) -> Bool {
        if left.id != right.id { return left.id < right.id }
        return (left.layer, left.kind.rawValue) < (right.layer, right.kind.rawValue)
    }

    var place: LinePlace { LinePlace(layer: layer, count: count, offset: offset) }
}

/// A profile that differs, with where its lines stand on either side.
struct ProfileDifference: Comparable, Sendable, BitwiseCopyable {
    var id: Hash128
    var beforeOffset: Int64
    var afterOffset: Int64
    var beforeCount: Int32
    var afterCount: Int32
    var beforeLayer: Int16
    var afterLayer: Int16
    /// What a side says is not known: its files are put away.
    var isBeforeUnknown: Bool
    var isAfterUnknown: Bool
    var isErased: Bool
    /// Place in `DiffCauseTable.sets`: what the events of either side say.
    var causes: Int32

    init(
        id: Hash128, before: LinePlace, after: LinePlace, isBeforeUnknown: Bool, isAfterUnknown: Bool,
        isErased: Bool, causes: Int32
    ) {
        self.id = id
        self.causes = causes
        beforeOffset = before.offset
        beforeCount = before.count
        beforeLayer = before.layer
        afterOffset = after.offset
        afterCount = after.count
        afterLayer = after.layer
        self.isBeforeUnknown = isBeforeUnknown
        self.isAfterUnknown = isAfterUnknown
        self.isErased = isErased
    }

    var before: LinePlace { LinePlace(layer: beforeLayer, count: beforeCount, offset: beforeOffset) }
    var after: LinePlace { LinePlace(layer: afterLayer, count: afterCount, offset: afterOffset) }

    static func < (left: ProfileDifference, right: ProfileDifference) -> Bool { left.id < right.id }
}

/// An account in a profile that differs, on one side.
struct AccountPlace: Comparable, Sendable, BitwiseCopyable {
    var account: Hash128
    var profile: Hash128
    /// `DiffMarks` of the profile's accounts.
    var marks: UInt32
    var isAfter: Bool

    static func < (left: AccountPlace, right: AccountPlace) -> Bool {
        if left.account != right.account { return left.account < right.account }
        return !left.isAfter && right.isAfter
    }
}

/// What ties a profile that differs to another, or to the accounts at large.
struct ProfileRelation: Comparable, Sendable, BitwiseCopyable {
    enum Kind: UInt8 {
        /// An account of it came from the other profile.
        case cameFrom
        /// An account of it went to the other profile.
        case wentTo
        /// An account is in it on both sides.
        case stayed
        /// An account of it is in no profile of the other side.
        case accountIsNew, accountIsGone
    }

    var profile: Hash128
    var other: Hash128
    var otherMarks: UInt32
    var kind: Kind

    static func < (left: ProfileRelation, right: ProfileRelation) -> Bool {
        if left.profile != right.profile { return left.profile < right.profile }
        if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
        return left.other < right.other
    }
}
