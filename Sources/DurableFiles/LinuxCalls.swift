internal import CLinux

// The door to the calls that only Linux has: no other file imports them.

/// Starts writing a range of an open file to disk without waiting for it: a hint that makes a later
/// flush short. Where it fails, that flush does the work and reports the fault.
package func startWriteback(descriptor: CInt, offset: Int, bytes: Int) {
    _ = koble_start_writeback(descriptor, Int64(offset), Int64(bytes))
}

/// Waits for the write-back of a part of a file and drops it from the page cache.
///
/// Only ever a hint, like `startWriteback`: a fault of the disk is told by the flush that makes the file
/// durable.
package func dropWritten(descriptor: CInt, offset: Int, bytes: Int) {
    _ = koble_drop_written(descriptor, Int64(offset), Int64(bytes))
}

/// Keeps memory that is freed for what comes next: for a process that needs little and ends soon, and would pay
/// for fresh pages with each of its buffers. What a library cannot do for it costs time, never correctness.
package func keepFreedMemory() { koble_keep_freed_memory() }

/// Renames unless something has the target's name; -1 and `errno` if it fails.
func renameIfFree(_ source: String, _ target: String) -> Int {
    unsafe Int(koble_rename_noreplace(source, target))
}

/// Opens a file without a name in a folder; -1 and `errno` if it fails.
func openUnnamed(in folder: String) -> CInt {
    unsafe koble_open_unnamed(folder)
}

/// Exchanges two names in one step; -1 and `errno` if it fails.
func renameExchanging(_ one: String, _ other: String) -> Int {
    unsafe Int(koble_rename_exchange(one, other))
}
