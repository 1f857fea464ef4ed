#pragma once

#include <stdint.h>

// The tables that scripts/generate-phone-tables compiles from libphonenumber's metadata. Swift
// reads them through the functions below: they inline, and they hand out values only, no pointer.
// Their indices come from the tables; the generator's automaton is closed, so each is in range.

#ifdef __cplusplus
extern "C" {
#endif

/// A literal prefix: its digits, four bits each, the last one lowest.
typedef struct {
    uint32_t digits;
    uint8_t length;
} CPhoneNumbersPrefix;

/// How the numbers of one calling code are read; lengths are sets, bit n for n digits.
typedef struct {
    uint32_t possibleLengths;
    uint32_t localLengths;
    /// Where the automaton of its national numbers begins.
    uint16_t root;
    /// The calling code, four bits a digit.
    uint16_t code;
    uint8_t codeLength;
    uint8_t firstPrefix;
    uint8_t prefixCount;
    /// The national prefix is more than a few literals: the library strips it.
    uint8_t isComplex;
} CPhoneNumbersRegion;

/// How one of the twenty countries dials.
typedef struct {
    uint8_t region;
    uint8_t firstInternationalPrefix;
    uint8_t internationalPrefixCount;
} CPhoneNumbersCountry;

extern const char CPhoneNumbers_metadataVersion[];
extern const uint16_t CPhoneNumbers_edges[];
extern const uint8_t CPhoneNumbers_labels[];
extern const CPhoneNumbersPrefix CPhoneNumbers_prefixes[];
extern const CPhoneNumbersRegion CPhoneNumbers_regions[];
extern const CPhoneNumbersCountry CPhoneNumbers_countries[];
extern const uint8_t CPhoneNumbers_regionOfBeginning[];

/// The metadata release the tables were compiled from; null-terminated and static.
static inline const char *CPhoneNumbers_version(void) { return CPhoneNumbers_metadataVersion; }

/// The state after `digit` (0 to 9) in `state`; state 0 is dead and stays so.
static inline uint16_t CPhoneNumbers_next(uint16_t state, uint32_t digit) {
    return CPhoneNumbers_edges[(uint32_t)state * 10 + digit];
}

/// What the numbers are that end in `state`: type in bits 0–2, general match 3, prefix match 4.
static inline uint8_t CPhoneNumbers_label(uint16_t state) { return CPhoneNumbers_labels[state]; }

static inline CPhoneNumbersPrefix CPhoneNumbers_prefix(uint32_t index) {
    return CPhoneNumbers_prefixes[index];
}

static inline CPhoneNumbersRegion CPhoneNumbers_region(uint8_t index) {
    return CPhoneNumbers_regions[index];
}

/// By the raw value of the enumeration Country.
static inline CPhoneNumbersCountry CPhoneNumbers_country(uint8_t country) {
    return CPhoneNumbers_countries[country];
}

/// The region of an international number by its first three digits, four bits each, 255 for none.
static inline uint8_t CPhoneNumbers_regionBeginning(uint32_t threeDigits) {
    return CPhoneNumbers_regionOfBeginning[threeDigits];
}

#ifdef __cplusplus
}
#endif
