import Foundation
import Glibc
import Testing

/// Runs on disks of every size from too small to large enough.
@Suite("Full disk")
struct CrashFullDiskTests {
    @Test(
        "On a full disk a run stops with a reason, and goes on when there is room",
        arguments: [false, true])
    func stepsThroughSizes(isDelta: Bool) throws {
        let start = try ProgramWorkspace()
        guard canMount(start) else {
            print("left out: mounting a tmpfs is not permitted here")
            return
        }
        try ProgramInput.dropFirstLoad(start)
        if isDelta {
            try start.run()
            try ProgramInput.dropDelta(start)
        }
        let before = try start.contents().filter { $0.key.hasPrefix("out/") }
        let undisturbed = try ProgramWorkspace(copying: start)
        try undisturbed.run()
        let wanted = try undisturbed.contents()

        var statuses: [Int32: Int] = [:]
        let step = isFullSweep ? 4 : 128
        var kibibytes = isDelta ? 256 : 192
        repeat {
            let disk = try ProgramWorkspace(copying: nil)
            try mountDisk(disk, kibibytes)
            defer { umount2(disk.root, Int32(MNT_DETACH)) }
            kibibytes += step
            guard try copy(start, to: disk) else { continue }
            let status = try CrashFullDiskTests.runAndRepeat(disk, kibibytes - step, before, wanted)
            statuses[status, default: 0] += 1
        } while statuses[5, default: 0] < 2
        print("full disk: sizes up to \(kibibytes) KiB, statuses \(statuses)")
        #expect(statuses[1, default: 0] > 0)
    }

    /// - Returns: The exit status on the small disk.
    private static func runAndRepeat(
        _ disk: ProgramWorkspace, _ kibibytes: Int, _ before: [String: String],
        _ wanted: [String: String]
    ) throws -> Int32 {
        let full = try disk.run()
        #expect([1, 5, 6].contains(full.status), "\(kibibytes) KiB: \(full.status) \(full.error)")
        if full.status != 5 {
            #expect(
                full.error.contains("space") || full.error.contains("disk"),
                "\(kibibytes) KiB: \(full.error)")
        }
        if full.status == 1 {
            let after = try disk.contents().filter {
                $0.key.hasPrefix("out/") && !$0.key.hasPrefix("out/.")
            }
            #expect(after == before, "\(kibibytes) KiB")
        }
        #expect(try disk.system("mount", "-o", "remount,size=32m", disk.root).status == 0)
        let repeated = try disk.run()
        #expect([0, 5].contains(repeated.status), "\(kibibytes) KiB: \(repeated.error)")
        #expect(differences(try disk.contents(), wanted) == [], "\(kibibytes) KiB")
        #expect(try disk.leftovers() == [], "\(kibibytes) KiB")
        return full.status
    }

    private func canMount(_ workspace: ProgramWorkspace) -> Bool {
        guard getuid() == 0, let probe = try? ProgramWorkspace(copying: nil),
            (try? mountDisk(probe, 64)) != nil
        else { return false }
        return umount2(probe.root, Int32(MNT_DETACH)) == 0
    }

    private func mountDisk(_ workspace: ProgramWorkspace, _ kibibytes: Int) throws {
        mkdir(workspace.root, 0o700)
        let mounted = try workspace.system(
            "mount", "-t", "tmpfs", "-o", "size=\(kibibytes)k,mode=700", "tmpfs", workspace.root)
        guard mounted.status == 0 else { throw ProgramTestFault(mounted.error) }
    }

    /// - Returns: Whether the workspace itself had room.
    private func copy(_ source: ProgramWorkspace, to disk: ProgramWorkspace) throws -> Bool {
        try disk.system("cp", "-a", source.root + "/.", disk.root).status == 0
    }
}
