#pragma once

#include <stddef.h>
#include <stdint.h>

#include "PhoneTables.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What libphonenumber made of a field.
typedef struct {
    /// The E.164 digits as an integer, 0 when there are none, or more than 15.
    uint64_t e164;
    /// As the tables' labels: 0 not valid, 1 mobile, 2 fixed, 3 fixed or mobile, 4 another type.
    uint8_t type;
    /// The length is one that the numbering plan uses for whole numbers, not for local ones only.
    uint8_t isPossible;
    /// Written without a country code.
    uint8_t isRegionAssumed;
    /// The country code was recognised without a plus sign or an international prefix before it.
    uint8_t isPlusLost;
    uint8_t hasExtension;
} CPhoneNumbersReading;

/// Reads `count` bytes of UTF-8 with libphonenumber; zero in `e164` means "no number".
///
/// Exists because the library's singleton cannot be imported into Swift (a C++ class without a copy
/// constructor), and because no C++ exception may leave it. `region` is two capital letters. It can
/// go when the library gets a C interface.
void CPhoneNumbers_read(
    const uint8_t *field, size_t count, uint8_t region0, uint8_t region1,
    CPhoneNumbersReading *reading);

#ifdef __cplusplus
}
#endif
