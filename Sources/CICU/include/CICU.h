// ICU as an oracle for tests, behind a header without ICU's own: its names are renaming macros, which
// Swift cannot import, and its enums clash with Foundation's. No product links this.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Every function writes at most `capacity` bytes of UTF-8 to `output`, which the caller owns, and
// returns the length, or -1 when ICU refuses the input or the output is too small.

// Normalization form C.
int64_t CICU_nfc(const uint8_t *text, size_t length, uint8_t *output, size_t capacity);

// NFKC_Casefold.
int64_t CICU_nfkcCasefold(const uint8_t *text, size_t length, uint8_t *output, size_t capacity);

// UTS 46 ToASCII, non-transitional, with STD3 rules and the bidi and CONTEXTJ checks. `errors`
// receives ICU's UIDNA_ERROR bits; the name is written even when there are some.
int64_t CICU_domainToASCII(
    const uint8_t *text, size_t length, uint8_t *output, size_t capacity, uint32_t *errors);

// The Unicode version of the ICU that is linked: major, minor.
void CICU_unicodeVersion(uint8_t version[2]);
