#include "CVectors.h"

#include <string.h>

// A block is looked at 64 bytes at a time. Each level turns 64 bytes into bit masks its own way and
// stores the positions its own way; what the masks mean is written once, in `note_lines`.

/// One bit per byte of 64 bytes.
typedef struct {
    uint64_t separators;
    uint64_t line_feeds;
    uint64_t quotes;
    uint64_t carriage_returns;
} masks;

typedef struct {
    cvectors_summary summary;
    /// 1 where the 64 bytes before ended in a carriage return.
    uint64_t carriage_return_before;
} progress;

/// Notes the line ends and counts of 64 bytes, whose positions start at
/// `progress->summary.position_count`.
static inline __attribute__((always_inline)) void note_lines(
    progress *restrict progress, const masks *restrict masks, uint64_t *restrict line_ends
) {
    cvectors_summary *summary = &progress->summary;
    uint64_t line_feeds = masks->line_feeds;
    while (line_feeds != 0) {
        uint64_t below = (line_feeds & (0 - line_feeds)) - 1;
        uint64_t rank = summary->position_count
            + (uint32_t)__builtin_popcountll(masks->separators & below);
        uint64_t quotes = summary->quote_count
            + (uint32_t)__builtin_popcountll(masks->quotes & below);
        line_ends[summary->line_count++] = rank | (quotes << 32);
        line_feeds &= line_feeds - 1;
    }
    summary->quote_count += (uint32_t)__builtin_popcountll(masks->quotes);
    uint64_t returns = masks->carriage_returns;
    if (__builtin_expect((returns | progress->carriage_return_before) != 0, 0)) {
        summary->carriage_return_count += (uint32_t)__builtin_popcountll(returns);
        uint64_t followed = (returns << 1) | progress->carriage_return_before;
        summary->crlf_count += (uint32_t)__builtin_popcountll(followed & masks->line_feeds);
        progress->carriage_return_before = returns >> 63;
    }
}

/// Stores the positions of the set bits: eight at a time, because a wrong guess of how many there
/// are costs more than the stores that are overwritten.
static inline __attribute__((always_inline)) void store_positions(
    uint64_t bits, uint32_t base, uint32_t *restrict positions, uint32_t *restrict position_count
) {
    uint32_t *next = positions + *position_count;
    *position_count += (uint32_t)__builtin_popcountll(bits);
    while (bits != 0) {
        for (int lane = 0; lane < 8; lane++) {
            // With no bit left this stores a position that the next one overwrites.
            next[lane] = base + (uint32_t)__builtin_ctzll(bits | (1ull << 63));
            bits &= bits - 1;
        }
        next += 8;
    }
}

// MARK: Portable

static masks portable_masks(
    const uint8_t *bytes, size_t length, uint8_t delimiter, cvectors_summary *summary
) {
    masks found = {0};
    for (size_t offset = 0; offset < length; offset++) {
        uint8_t byte = bytes[offset];
        uint64_t bit = 1ull << offset;
        if (byte == '\n') found.line_feeds |= bit;
        if (byte == '"') found.quotes |= bit;
        if (byte == '\r') found.carriage_returns |= bit;
        if (byte == delimiter) found.separators |= bit;
        summary->has_nul |= byte == 0;
        summary->has_non_ascii |= byte >> 7;
    }
    found.separators |= found.line_feeds | found.quotes;
    return found;
}

static cvectors_summary index_portable(
    const uint8_t *bytes, size_t length, uint8_t delimiter, uint32_t base,
    uint32_t *positions, uint64_t *line_ends
) {
    progress progress = {0};
    for (size_t offset = 0; offset < length; offset += 64) {
        size_t rest = length - offset < 64 ? length - offset : 64;
        masks found = portable_masks(bytes + offset, rest, delimiter, &progress.summary);
        note_lines(&progress, &found, line_ends);
        store_positions(
            found.separators, base + (uint32_t)offset, positions, &progress.summary.position_count);
    }
    return progress.summary;
}

#if defined(__x86_64__)

#include <immintrin.h>

// MARK: SSE2, on every x86-64

static inline __attribute__((always_inline)) uint64_t sse2_equal(
    const __m128i lanes[4], __m128i wanted
) {
    uint64_t a = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(lanes[0], wanted));
    uint64_t b = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(lanes[1], wanted));
    uint64_t c = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(lanes[2], wanted));
    uint64_t d = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(lanes[3], wanted));
    return a | b << 16 | c << 32 | d << 48;
}

static inline __attribute__((always_inline)) int sse2_any_equal(
    const __m128i lanes[4], __m128i wanted
) {
    __m128i low = _mm_or_si128(_mm_cmpeq_epi8(lanes[0], wanted), _mm_cmpeq_epi8(lanes[1], wanted));
    __m128i high = _mm_or_si128(_mm_cmpeq_epi8(lanes[2], wanted), _mm_cmpeq_epi8(lanes[3], wanted));
    return _mm_movemask_epi8(_mm_or_si128(low, high));
}

static cvectors_summary index_sse2(
    const uint8_t *bytes, size_t length, uint8_t delimiter, uint32_t base,
    uint32_t *positions, uint64_t *line_ends
) {
    progress progress = {0};
    const __m128i comma = _mm_set1_epi8((char)delimiter);
    const __m128i line_feed = _mm_set1_epi8('\n');
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i carriage_return = _mm_set1_epi8('\r');
    __m128i non_ascii = _mm_setzero_si128();
    int nul = 0;
    for (size_t offset = 0; offset < length; offset += 64) {
        uint8_t tail[64];
        const uint8_t *from = bytes + offset;
        uint64_t valid = ~0ull;
        if (length - offset < 64) {
            // 0x01 is none of the bytes that are looked for.
            memset(tail, 1, sizeof tail);
            memcpy(tail, from, length - offset);
            from = tail;
            valid = ~0ull >> (64 - (length - offset));
        }
        __m128i lanes[4];
        for (int lane = 0; lane < 4; lane++) {
            lanes[lane] = _mm_loadu_si128((const __m128i *)(from + 16 * lane));
        }
        masks found;
        found.line_feeds = sse2_equal(lanes, line_feed);
        found.quotes = sse2_any_equal(lanes, quote) ? sse2_equal(lanes, quote) : 0;
        found.carriage_returns =
            sse2_any_equal(lanes, carriage_return) ? sse2_equal(lanes, carriage_return) : 0;
        found.separators = (sse2_equal(lanes, comma) & valid) | found.line_feeds | found.quotes;
        nul |= sse2_any_equal(lanes, _mm_setzero_si128());
        non_ascii = _mm_or_si128(
            non_ascii,
            _mm_or_si128(_mm_or_si128(lanes[0], lanes[1]), _mm_or_si128(lanes[2], lanes[3])));
        note_lines(&progress, &found, line_ends);
        store_positions(
            found.separators, base + (uint32_t)offset, positions, &progress.summary.position_count);
    }
    progress.summary.has_nul = nul != 0;
    progress.summary.has_non_ascii = _mm_movemask_epi8(non_ascii) != 0;
    return progress.summary;
}

// MARK: AVX-512

__attribute__((target("avx512f,avx512bw,popcnt,bmi,bmi2")))
static cvectors_summary index_avx512(
    const uint8_t *bytes, size_t length, uint8_t delimiter, uint32_t base,
    uint32_t *positions, uint64_t *line_ends
) {
    progress progress = {0};
    const __m512i comma = _mm512_set1_epi8((char)delimiter);
    const __m512i line_feed = _mm512_set1_epi8('\n');
    const __m512i quote = _mm512_set1_epi8('"');
    const __m512i carriage_return = _mm512_set1_epi8('\r');
    const __m512i iota = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    __m512i non_ascii = _mm512_setzero_si512();
    uint64_t nul = 0;
    for (size_t offset = 0; offset < length; offset += 64) {
        uint64_t valid = length - offset < 64 ? ~0ull >> (64 - (length - offset)) : ~0ull;
        __m512i lanes = _mm512_maskz_loadu_epi8(valid, bytes + offset);
        masks found;
        found.line_feeds = _mm512_cmpeq_epi8_mask(lanes, line_feed);
        found.quotes = _mm512_cmpeq_epi8_mask(lanes, quote);
        found.carriage_returns = _mm512_cmpeq_epi8_mask(lanes, carriage_return);
        found.separators = (_mm512_cmpeq_epi8_mask(lanes, comma) & valid)
            | found.line_feeds | found.quotes;
        nul |= _mm512_testn_epi8_mask(lanes, lanes) & valid;
        non_ascii = _mm512_or_si512(non_ascii, lanes);
        note_lines(&progress, &found, line_ends);

        uint32_t *next = positions + progress.summary.position_count;
        __m512i index = _mm512_add_epi32(iota, _mm512_set1_epi32((int)(base + (uint32_t)offset)));
        const __m512i sixteen = _mm512_set1_epi32(16);
        for (int quarter = 0; quarter < 4; quarter++) {
            __mmask16 bits = (__mmask16)(found.separators >> (16 * quarter));
            _mm512_storeu_si512(next, _mm512_maskz_compress_epi32(bits, index));
            next += __builtin_popcount(bits);
            index = _mm512_add_epi32(index, sixteen);
        }
        progress.summary.position_count = (uint32_t)(next - positions);
    }
    progress.summary.has_nul = nul != 0;
    progress.summary.has_non_ascii = _mm512_movepi8_mask(non_ascii) != 0;
    return progress.summary;
}

#endif

cvectors_level cvectors_best_level(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("bmi2")) {
        return cvectors_avx512;
    }
    return cvectors_sse2;
#else
    return cvectors_portable;
#endif
}

cvectors_summary cvectors_index_separators(
    cvectors_level level, const uint8_t *bytes, size_t length, uint8_t delimiter, uint32_t base,
    uint32_t *positions, uint64_t *line_ends
) {
#if defined(__x86_64__)
    if (level == cvectors_avx512) {
        return index_avx512(bytes, length, delimiter, base, positions, line_ends);
    }
    if (level == cvectors_sse2) {
        return index_sse2(bytes, length, delimiter, base, positions, line_ends);
    }
#endif
    (void)level;
    return index_portable(bytes, length, delimiter, base, positions, line_ends);
}

// MARK: JSON

static int needs_escape_bytewise(const uint8_t *bytes, size_t length) {
    int found = 0;
    for (size_t offset = 0; offset < length; offset++) {
        uint8_t byte = bytes[offset];
        found |= byte < 0x20 || byte == '"' || byte == '\\';
    }
    return found;
}

#if defined(__x86_64__)

static inline __attribute__((always_inline)) __m128i sse2_escapes(const uint8_t *bytes) {
    __m128i lanes = _mm_loadu_si128((const __m128i *)bytes);
    __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(lanes, _mm_set1_epi8(0x1F)), lanes);
    __m128i quoted = _mm_cmpeq_epi8(lanes, _mm_set1_epi8('"'));
    __m128i slashed = _mm_cmpeq_epi8(lanes, _mm_set1_epi8('\\'));
    return _mm_or_si128(control, _mm_or_si128(quoted, slashed));
}

int cvectors_needs_json_escape(const uint8_t *bytes, size_t length) {
    if (length < 16) return needs_escape_bytewise(bytes, length);
    // The last sixteen bytes are looked at again, whole.
    __m128i found = sse2_escapes(bytes + length - 16);
    for (size_t offset = 0; offset + 16 < length; offset += 16) {
        found = _mm_or_si128(found, sse2_escapes(bytes + offset));
    }
    return _mm_movemask_epi8(found) != 0;
}

#else

int cvectors_needs_json_escape(const uint8_t *bytes, size_t length) {
    return needs_escape_bytewise(bytes, length);
}

#endif
