// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: language mode 6, checked unsafe code, no warning left standing.
let strict: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
    .define("FAULT_INJECTION", .when(configuration: .debug)),
]

/// One target per layer; arrows point down only (`scripts/check-layers`).
func layer(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: [.treatAllWarnings(as: .error)])
}

/// A C library of the operating system, entered through one Swift file (`scripts/check-layers`).
func door(_ name: String, _ pkgConfig: String, _ package: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

let package = Package(
    name: "koble",
    products: [
        .executable(name: "koble", targets: ["koble"])
    ],
    targets: [
        // C doors
        door("CLMDB", "lmdb", "liblmdb-dev"),
        door("CSodium", "libsodium", "libsodium-dev"),
        door("CIDN2", "libidn2", "libidn2-dev"),
        door("CZstd", "libzstd", "libzstd-dev"),
        door("CZlib", "zlib", "zlib1g-dev"),
        door("CCrypto", "libcrypto", "libssl-dev"),
        .target(name: "CVectors"),
        .target(name: "CLinux"),
        .target(name: "CICU", linkerSettings: [.linkedLibrary("icui18n"), .linkedLibrary("icuuc")]),
        .target(name: "CSIMDJSON", linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "CPhoneNumbers", linkerSettings: [.linkedLibrary("phonenumber")]),

        // What everything stands on
        layer("ByteScanning", ["CVectors"]),
        layer("DurableFiles", ["CLinux", "CCrypto"]),
        layer("AccountModel"),

        // What the job is about
        layer("Normalization", ["AccountModel", "ByteScanning", "CPhoneNumbers"]),
        layer("RecordLinkage", ["AccountModel"]),
        layer(
            "BatchIntake",
            [
                "AccountModel", "ByteScanning", "DurableFiles", "Normalization",
                "CZlib", "CZstd", "CSIMDJSON",
            ]),
        layer("MergeStore", ["AccountModel", "ByteScanning", "DurableFiles", "CLMDB", "CSodium"]),
        layer("MergeReports", ["AccountModel", "RecordLinkage", "ByteScanning", "DurableFiles"]),
        layer("WorkspaceConfiguration", ["AccountModel", "DurableFiles"]),
        layer("SyntheticExports", ["AccountModel", "ByteScanning", "DurableFiles"]),

        // The actors, and the program around them
        layer(
            "MergeWorker",
            [
                "AccountModel", "ByteScanning", "DurableFiles", "Normalization", "RecordLinkage",
                "BatchIntake", "MergeStore", "MergeReports", "WorkspaceConfiguration",
            ]),
        program(
            "koble",
            [
                "AccountModel", "ByteScanning", "BatchIntake", "DurableFiles", "MergeWorker", "MergeReports",
                "MergeStore",
                "Normalization", "RecordLinkage", "WorkspaceConfiguration", "SyntheticExports",
            ]),
        program(
            "koble-bench",
            [
                "ByteScanning", "AccountModel", "Normalization", "RecordLinkage", "BatchIntake",
            ]),

        // Tests, one target per layer, and what they share
        .target(
            name: "TestSupport", dependencies: ["DurableFiles"], path: "Tests/TestSupport",
            swiftSettings: [.treatAllWarnings(as: .error)]),
        tests("ByteScanningTests", ["ByteScanning"]),
        tests("DurableFilesTests", ["DurableFiles"]),
        tests("AccountModelTests", ["AccountModel"]),
        tests(
            "NormalizationTests",
            [
                "Normalization", "ByteScanning", "AccountModel", "CIDN2", "CICU", "CPhoneNumbers",
            ]),
        tests("RecordLinkageTests", ["RecordLinkage", "AccountModel"]),
        tests(
            "BatchIntakeTests",
            [
                "BatchIntake", "AccountModel", "ByteScanning", "DurableFiles", "Normalization",
                "WorkspaceConfiguration",
            ]),
        tests("MergeStoreTests", ["MergeStore", "AccountModel", "ByteScanning", "DurableFiles"]),
        tests("MergeReportsTests", ["MergeReports", "AccountModel", "RecordLinkage"]),
        tests("WorkspaceConfigurationTests", ["WorkspaceConfiguration", "AccountModel"]),
        tests("SyntheticExportsTests", ["SyntheticExports", "AccountModel"]),
        tests(
            "MergeWorkerTests",
            [
                "MergeWorker", "AccountModel", "ByteScanning", "DurableFiles", "Normalization", "RecordLinkage",
                "BatchIntake", "MergeStore", "MergeReports", "WorkspaceConfiguration", "SyntheticExports",
            ]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu11,
    cxxLanguageStandard: .cxx17
)
