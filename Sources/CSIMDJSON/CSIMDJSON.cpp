#include "CSIMDJSON.h"

#include <simdjson.h>

// Why: simdjson checks UTF-8 at more than 10 GB/s. It can go when the Swift standard library checks as fast.
extern "C" int csimdjson_is_utf8(const uint8_t *bytes, size_t length) {
    return simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), length) ? 1 : 0;
}
