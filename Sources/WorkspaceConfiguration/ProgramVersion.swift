/// The version of this program, as every output and report names it.
package enum ProgramVersion {
    /// Semantic version.
    package static let current = "1.0.0"
}
