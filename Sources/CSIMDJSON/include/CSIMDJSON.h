#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Whether `bytes[0..<length]` is UTF-8. Reads nothing after it.
int csimdjson_is_utf8(const uint8_t *bytes, size_t length);

typedef enum {
    csimdjson_string,
    csimdjson_integer,
    csimdjson_fraction,
    csimdjson_boolean,
    csimdjson_null,
    /// An array of strings and integers; its text is their texts with ";" between them.
    csimdjson_list,
    /// An array that has anything else, or a ";" inside an element.
    csimdjson_other_array,
    /// An object; its members follow, with `is_nested`. It has no text.
    csimdjson_object,
} csimdjson_kind;

/// A member of the object on a line, or of an object in it.
typedef struct {
    const uint8_t *key;
    /// The value as text: unescaped, numbers in their shortest form.
    const uint8_t *value;
    uint32_t key_length;
    uint32_t value_length;
    uint8_t kind;
    uint8_t is_nested;
} csimdjson_member;

typedef enum {
    csimdjson_parsed,
    csimdjson_not_utf8,
    /// No JSON, or no object.
    csimdjson_not_object,
    csimdjson_too_many_members,
    csimdjson_out_of_memory,
} csimdjson_outcome;

typedef struct csimdjson_parser csimdjson_parser;

/// Null when out of memory.
csimdjson_parser *csimdjson_create(void);
void csimdjson_destroy(csimdjson_parser *parser);

/// Parses one line. The texts of the members hold until the next call.
///
/// At least 64 bytes after `bytes[length]` must be readable; what they hold does not matter.
/// An object inside a nested object is listed without its members.
csimdjson_outcome csimdjson_parse_line(
    csimdjson_parser *parser, const uint8_t *bytes, size_t length,
    csimdjson_member *members, size_t member_capacity, size_t *member_count);

#ifdef __cplusplus
}
#endif
