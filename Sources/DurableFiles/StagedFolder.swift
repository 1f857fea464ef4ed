import Glibc

/// A folder that appears whole or not at all.
///
/// Its files are written under a name that starts with a dot, beside the final place. `seal` makes
/// everything in it durable; `publish` gives it the final name. Between the two stands the commit
/// of the store, so publishing is a function of the folder and the name alone and can be repeated
/// after a crash.
package struct StagedFolder: ~Copyable, Sendable {
    /// What publishing found.
    package enum Publication: Equatable, Sendable {
        case published
        /// It had its final name already.
        case alreadyPublished
        /// There is neither a staged nor a published folder of this name.
        case missing
    }

    /// The folder to write files in.
    package let path: String
    private let parent: String
    private let name: String

    /// Makes an empty staged folder for `parent/name`; what an earlier attempt left is removed.
    package init(parent: String, name: String) throws(FileFault) {
        self.parent = parent
        self.name = name
        path = StagedFolder.stagedPath(parent: parent, name: name)
        try removeTree(path)
        try makeFolder(path)
    }

    /// Makes a new file in the folder.
    package borrowing func createFile(_ name: String) throws(FileFault) -> OutputFile {
        try OutputFile(creating: path + "/" + name)
    }

    /// Makes all files and their names durable. Nothing may be written afterwards.
    package borrowing func seal() throws(FileFault) {
        for name in try namesInFolder(path) {
            let file = try Descriptor.reading(path + "/" + name)
            guard try file.status().kind == .file else { continue }
            try file.flush()
        }
        try fsyncFolder(path)
        try fsyncFolder(parent)
    }

    /// Gives the sealed folder its final name.
    package consuming func publish() throws(FileFault) -> Publication {
        try StagedFolder.publish(parent: parent, name: name)
    }

    /// Gives a staged folder its final name, durably; repeated, it changes nothing.
    package static func publish(parent: String, name: String) throws(FileFault) -> Publication {
        let staged = stagedPath(parent: parent, name: name)
        let final = parent + "/" + name
        let isStaged = try FileStatus.of(staged)?.kind == .folder
        if try FileStatus.of(final) != nil {
            // Published before: what is staged under the same name was never sealed by a commit.
            if isStaged { try removeTree(staged) }
            try fsyncFolder(parent)
            return .alreadyPublished
        }
        guard isStaged else { return .missing }
        try renameDurablyIfFree(from: staged, to: final)
        return .published
    }

    /// Removes a staged folder that no commit stands behind; it is no fault if there is none.
    package static func discard(parent: String, name: String) throws(FileFault) {
        try removeTree(stagedPath(parent: parent, name: name))
        try fsyncFolder(parent)
    }

    /// Where the files of `parent/name` are until it is published.
    package static func stagedPath(parent: String, name: String) -> String {
        parent + "/.staged-" + name
    }
}
