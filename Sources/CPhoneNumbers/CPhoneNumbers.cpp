#include "CPhoneNumbers.h"

#include <string>

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

uint8_t typeLabel(PhoneNumberUtil::PhoneNumberType type) {
    switch (type) {
        case PhoneNumberUtil::UNKNOWN: return 0;
        case PhoneNumberUtil::MOBILE: return 1;
        case PhoneNumberUtil::FIXED_LINE: return 2;
        case PhoneNumberUtil::FIXED_LINE_OR_MOBILE: return 3;
        default: return 4;
    }
}

uint64_t e164Digits(const PhoneNumberUtil &library, const PhoneNumber &number) {
    thread_local std::string text;
    library.Format(number, PhoneNumberUtil::E164, &text);
    if (text.size() < 2 || text.size() > 16 || text[0] != '+') return 0;
    uint64_t digits = 0;
    for (size_t index = 1; index < text.size(); index++) {
        if (text[index] < '0' || text[index] > '9') return 0;
        digits = digits * 10 + uint64_t(text[index] - '0');
    }
    return digits;
}

void read(const std::string &field, const std::string &region, CPhoneNumbersReading *reading) {
    const PhoneNumberUtil &library = *PhoneNumberUtil::GetInstance();
    thread_local PhoneNumber number;
    number.Clear();
    if (library.ParseAndKeepRawInput(field, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR) {
        return;
    }
    const auto source = number.country_code_source();
    reading->e164 = e164Digits(library, number);
    reading->type = typeLabel(library.GetNumberType(number));
    reading->isPossible =
        library.IsPossibleNumberWithReason(number) == PhoneNumberUtil::IS_POSSIBLE;
    reading->isRegionAssumed = source == PhoneNumber::FROM_DEFAULT_COUNTRY;
    reading->isPlusLost = source == PhoneNumber::FROM_NUMBER_WITHOUT_PLUS_SIGN;
    reading->hasExtension = number.has_extension() && !number.extension().empty();
}

}  // namespace

extern "C" void CPhoneNumbers_read(
    const uint8_t *field, size_t count, uint8_t region0, uint8_t region1,
    CPhoneNumbersReading *reading) {
    *reading = CPhoneNumbersReading{};
    try {
        thread_local std::string text, region;
        text.assign(reinterpret_cast<const char *>(field), count);
        region.assign({char(region0), char(region1)});
        read(text, region, reading);
    } catch (...) {
        *reading = CPhoneNumbersReading{};  // "no number" is the answer to whatever went wrong.
    }
}
