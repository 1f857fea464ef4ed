#pragma once
#include <stddef.h>
#include <stdint.h>

// Linux calls that the Swift overlay of the C library does not show, because glibc declares them
// only under _GNU_SOURCE. Each can go when the overlay has it.

/// Starts writing dirty pages of a range to disk without waiting (sync_file_range, WRITE only).
/// Returns 0, or -1 with errno set.
int koble_start_writeback(int descriptor, int64_t offset, int64_t length);

/// Waits until a range is on its way through the disk's queue and drops it from the page cache
/// (sync_file_range, then posix_fadvise DONTNEED), so that a large output does not push everything else
/// out of memory, and new pages are those just freed. Returns 0, or -1 with errno set.
int koble_drop_written(int descriptor, int64_t offset, int64_t length);

/// Renames without replacing an existing target (renameat2 with RENAME_NOREPLACE).
/// Returns 0, or -1 with errno set (EEXIST if the target exists).
int koble_rename_noreplace(const char *source, const char *target);

/// Opens an unnamed file in `folder` for reading and writing (O_TMPFILE, mode 0600).
/// Returns a descriptor, or -1 with errno set (EOPNOTSUPP where the file system has no such files).
int koble_open_unnamed(const char *folder);

/// Keeps memory that is freed for the next use instead of giving it back (mallopt), blocks of some MiB too.
void koble_keep_freed_memory(void);

/// Exchanges two names in one step (renameat2 with RENAME_EXCHANGE): both must exist.
/// Returns 0, or -1 with errno set.
int koble_rename_exchange(const char *one, const char *other);
