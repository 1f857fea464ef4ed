#pragma once

#include <stddef.h>
#include <stdint.h>

/// How the separators of a block are looked for; each level finds the same.
typedef enum {
    cvectors_portable = 0,
    cvectors_sse2 = 1,
    cvectors_avx512 = 2,
} cvectors_level;

/// What a block holds besides its separators.
typedef struct {
    /// Entries written to `positions`.
    uint32_t position_count;
    /// Entries written to `line_ends`.
    uint32_t line_count;
    /// Quotes among the positions.
    uint32_t quote_count;
    /// Carriage returns, and those of them that a line feed follows.
    uint32_t carriage_return_count;
    uint32_t crlf_count;
    uint8_t has_nul;
    uint8_t has_non_ascii;
} cvectors_summary;

/// The best level of this processor.
cvectors_level cvectors_best_level(void);

/// Writes the position of every delimiter, line feed and quote of `bytes[0..<length]` to
/// `positions`, counted from `base`, and for every line feed its index in `positions` (low 32 bits)
/// with the number of quotes before it (high 32 bits) to `line_ends`.
///
/// `positions` needs room for `length + 64` entries (whole vectors are stored), `line_ends` for
/// `length`. Reads not one byte after `length`.
cvectors_summary cvectors_index_separators(
    cvectors_level level, const uint8_t *bytes, size_t length, uint8_t delimiter, uint32_t base,
    uint32_t *positions, uint64_t *line_ends);

/// Whether some byte must be escaped in a JSON string: below 0x20, a quote or a backslash.
///
/// Reads not one byte after `length`.
int cvectors_needs_json_escape(const uint8_t *bytes, size_t length);
