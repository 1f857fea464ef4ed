#include "CICU.h"

#include <unicode/uchar.h>
#include <unicode/uidna.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

// Room for any test input in UTF-16 and for its normalised form.
enum { unitsMax = 4096 };

static int64_t normalize(
    const UNormalizer2 *form, const uint8_t *text, size_t length, uint8_t *output, size_t capacity)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar source[unitsMax], result[unitsMax];
    int32_t sourceLength = 0, resultLength = 0, written = 0;
    u_strFromUTF8(source, unitsMax, &sourceLength, (const char *)text, (int32_t)length, &status);
    resultLength = unorm2_normalize(form, source, sourceLength, result, unitsMax, &status);
    u_strToUTF8((char *)output, (int32_t)capacity, &written, result, resultLength, &status);
    return U_FAILURE(status) ? -1 : written;
}

int64_t CICU_nfc(const uint8_t *text, size_t length, uint8_t *output, size_t capacity)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFCInstance(&status);
    return U_FAILURE(status) ? -1 : normalize(form, text, length, output, capacity);
}

int64_t CICU_nfkcCasefold(const uint8_t *text, size_t length, uint8_t *output, size_t capacity)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFKCCasefoldInstance(&status);
    return U_FAILURE(status) ? -1 : normalize(form, text, length, output, capacity);
}

int64_t CICU_domainToASCII(
    const uint8_t *text, size_t length, uint8_t *output, size_t capacity, uint32_t *errors)
{
    // ICU's object is immutable and safe to share (uidna.h), but opening one a call is simplest.
    UErrorCode status = U_ZERO_ERROR;
    UIDNA *rules = uidna_openUTS46(
        UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ
            | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE,
        &status);
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    int32_t written = uidna_nameToASCII_UTF8(
        rules, (const char *)text, (int32_t)length, (char *)output, (int32_t)capacity, &info,
        &status);
    uidna_close(rules);
    *errors = info.errors;
    return U_FAILURE(status) ? -1 : written;
}

void CICU_unicodeVersion(uint8_t version[2])
{
    UVersionInfo full;
    u_getUnicodeVersion(full);
    version[0] = full[0];
    version[1] = full[1];
}
