// Reads "CC<TAB>hex" lines and prints "e164<TAB>type<TAB>findings" for each, as koble-bench does
// with the tables, but straight from libphonenumber. scripts/oracle-phones builds and runs it.

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <iostream>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

static std::string bytesOf(const std::string &hex) {
    std::string bytes;
    for (size_t index = 0; index + 1 < hex.size(); index += 2) {
        bytes.push_back(char(std::stoi(hex.substr(index, 2), nullptr, 16)));
    }
    return bytes;
}

static const char *typeName(PhoneNumberUtil::PhoneNumberType type) {
    switch (type) {
        case PhoneNumberUtil::MOBILE: return "mobile";
        case PhoneNumberUtil::FIXED_LINE: return "fixed";
        case PhoneNumberUtil::FIXED_LINE_OR_MOBILE: return "fixedOrMobile";
        default: return "unknown";
    }
}

static std::string answer(const std::string &country, const std::string &field) {
    const PhoneNumberUtil &library = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    std::string e164;
    const auto error = library.ParseAndKeepRawInput(field, country, &number);
    if (error != PhoneNumberUtil::NO_PARSING_ERROR ||
        library.IsPossibleNumberWithReason(number) != PhoneNumberUtil::IS_POSSIBLE) {
        return "unparsable\tunknown\t0";
    }
    library.Format(number, PhoneNumberUtil::E164, &e164);
    if (e164.size() > 16 || e164[0] != '+') return "unparsable\tunknown\t0";
    int findings = 0;
    if (number.country_code_source() == PhoneNumber::FROM_DEFAULT_COUNTRY) findings |= 1;
    if (number.country_code_source() == PhoneNumber::FROM_NUMBER_WITHOUT_PLUS_SIGN) findings |= 4;
    if (number.has_extension() && !number.extension().empty()) findings |= 8;
    if (!library.IsValidNumber(number)) findings |= 32;
    return e164.substr(1) + "\t" + typeName(library.GetNumberType(number)) + "\t" +
           std::to_string(findings);
}

int main() {
    std::ios::sync_with_stdio(false);
    std::string line;
    while (std::getline(std::cin, line)) {
        std::cout << answer(line.substr(0, 2), bytesOf(line.substr(3))) << "\n";
    }
}
