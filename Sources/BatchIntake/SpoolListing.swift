/// What lies in one country's `incoming/`.
package struct SpoolListing: Equatable, Sendable {
    /// Complete batch files, in the byte order of their names.
    package var batches: [String] = []
    /// Batch files without a manifest where one is required, and manifests without their file.
    package var waiting: [String] = []
    /// Names that are no names of batches. Nobody touches them, but somebody should know.
    package var ignored: [String] = []

    /// Sorts the names found in a folder.
    ///
    /// Names that start with a dot, and `*.part`, are files in the making: they are not even
    /// mentioned.
    package init(names: [String], requireManifest: Bool) {
        let present = Set(names)
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            if name.hasPrefix(".") || name.hasSuffix(".part") { continue }
            if name.hasSuffix(BatchManifest.suffix) {
                let batch = String(name.dropLast(BatchManifest.suffix.count))
                if !present.contains(batch) { waiting.append(name) }
            } else if SpoolListing.isSpeakable(name) && BatchLayout.named(name) != nil {
                let hasManifest = present.contains(name + BatchManifest.suffix)
                if requireManifest && !hasManifest {
                    waiting.append(name)
                } else {
                    batches.append(name)
                }
            } else {
                ignored.append(name)
            }
        }
    }

    /// Whether a name is text: what is not UTF-8 was replaced in it and cannot be opened, and
    /// control characters have no place in reports.
    private static func isSpeakable(_ name: String) -> Bool {
        !name.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F || $0.value == 0xFFFD }
    }
}
