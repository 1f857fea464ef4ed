#include "CSIMDJSON.h"

#include <charconv>
#include <new>
#include <vector>

#include <simdjson.h>

// Why this shim: simdjson is C++ and throws; Swift wants C structs and no exceptions. Its DOM is
// used, not its On-Demand front end, because only the DOM looks at the whole line before it says
// yes.

using namespace simdjson;

struct csimdjson_parser {
    dom::parser parser;
    /// Texts that are not in the line: numbers and joined lists.
    std::vector<char> texts;
};

namespace {

/// The longest text of a number, with room to spare.
constexpr size_t number_bytes_max = 32;

/// Writes members to the caller's array.
class member_writer {
public:
    member_writer(
        std::vector<char> &texts, csimdjson_member *members, size_t capacity
    ) : texts(texts), members(members), capacity(capacity) {}

    size_t count = 0;

    /// False when the array is full.
    bool write_object(const dom::object &object, bool is_nested) {
        for (dom::key_value_pair pair : object) {
            if (count == capacity) return false;
            csimdjson_member &member = members[count++];
            member.key = reinterpret_cast<const uint8_t *>(pair.key.data());
            member.key_length = static_cast<uint32_t>(pair.key.size());
            member.is_nested = is_nested;
            write_value(pair.value, member);
            if (member.kind == csimdjson_object && !is_nested) {
                dom::object nested = pair.value.get_object().value_unsafe();
                if (!write_object(nested, true)) return false;
            }
        }
        return true;
    }

private:
    std::vector<char> &texts;
    csimdjson_member *members;
    size_t capacity;

    static void set_text(csimdjson_member &member, const char *text, size_t length) {
        member.value = reinterpret_cast<const uint8_t *>(text);
        member.value_length = static_cast<uint32_t>(length);
    }

    void write_value(const dom::element &value, csimdjson_member &member) {
        set_text(member, "", 0);
        switch (value.type()) {
        case dom::element_type::STRING: {
            std::string_view text = value.get_string().value_unsafe();
            member.kind = csimdjson_string;
            set_text(member, text.data(), text.size());
            break;
        }
        case dom::element_type::INT64:
        case dom::element_type::UINT64:
        case dom::element_type::DOUBLE: {
            size_t start = texts.size();
            append_number(value);
            // `is_double()` is true for integers as well: it asks whether the value converts.
            bool is_fraction = value.type() == dom::element_type::DOUBLE;
            member.kind = is_fraction ? csimdjson_fraction : csimdjson_integer;
            set_text(member, texts.data() + start, texts.size() - start);
            break;
        }
        case dom::element_type::BOOL: {
            bool is_true = value.get_bool().value_unsafe();
            member.kind = csimdjson_boolean;
            set_text(member, is_true ? "true" : "false", is_true ? 4 : 5);
            break;
        }
        case dom::element_type::NULL_VALUE:
            member.kind = csimdjson_null;
            break;
        case dom::element_type::OBJECT:
            member.kind = csimdjson_object;
            break;
        case dom::element_type::ARRAY: {
            size_t start = texts.size();
            bool is_list = append_list(value.get_array().value_unsafe());
            member.kind = is_list ? csimdjson_list : csimdjson_other_array;
            set_text(member, texts.data() + start, texts.size() - start);
            break;
        }
        }
    }

    void append_number(const dom::element &value) {
        char text[number_bytes_max];
        std::to_chars_result written{};
        if (value.is_int64()) {
            written = std::to_chars(text, text + sizeof text, value.get_int64().value_unsafe());
        } else if (value.is_uint64()) {
            written = std::to_chars(text, text + sizeof text, value.get_uint64().value_unsafe());
        } else {
            written = std::to_chars(text, text + sizeof text, value.get_double().value_unsafe());
        }
        texts.insert(texts.end(), text, written.ptr);
    }

    bool append_list(const dom::array &array) {
        bool is_first = true;
        for (dom::element element : array) {
            if (!is_first) texts.push_back(';');
            is_first = false;
            if (element.is_string()) {
                std::string_view text = element.get_string().value_unsafe();
                if (text.find(';') != std::string_view::npos) return false;
                texts.insert(texts.end(), text.begin(), text.end());
            } else if (element.is_int64() || element.is_uint64()) {
                append_number(element);
            } else {
                return false;
            }
        }
        return true;
    }
};

csimdjson_outcome parse_line(
    csimdjson_parser &parser, const uint8_t *bytes, size_t length,
    csimdjson_member *members, size_t member_capacity, size_t *member_count
) {
    dom::element root;
    error_code error = parser.parser.parse(bytes, length, false).get(root);
    if (error == UTF8_ERROR) return csimdjson_not_utf8;
    if (error == MEMALLOC) return csimdjson_out_of_memory;
    dom::object object;
    if (error || root.get(object)) return csimdjson_not_object;
    // Members point into `texts`: room for all of them is made before the first. A number is never
    // longer than its text on the line by more than its sign and exponent, of which a member has
    // one.
    parser.texts.clear();
    parser.texts.reserve(length + number_bytes_max * member_capacity);
    member_writer writer(parser.texts, members, member_capacity);
    bool has_room = writer.write_object(object, false);
    *member_count = writer.count;
    return has_room ? csimdjson_parsed : csimdjson_too_many_members;
}

}  // namespace

extern "C" int csimdjson_is_utf8(const uint8_t *bytes, size_t length) {
    return validate_utf8(reinterpret_cast<const char *>(bytes), length) ? 1 : 0;
}

extern "C" csimdjson_parser *csimdjson_create(void) {
    return new (std::nothrow) csimdjson_parser();
}

extern "C" void csimdjson_destroy(csimdjson_parser *parser) {
    delete parser;
}

extern "C" csimdjson_outcome csimdjson_parse_line(
    csimdjson_parser *parser, const uint8_t *bytes, size_t length,
    csimdjson_member *members, size_t member_capacity, size_t *member_count
) {
    *member_count = 0;
    try {
        return parse_line(*parser, bytes, length, members, member_capacity, member_count);
    } catch (const std::bad_alloc &) {
        return csimdjson_out_of_memory;
    } catch (...) {
        return csimdjson_not_object;
    }
}
