#!/usr/bin/env python3
"""Writes Sources/RecordLinkage/NameLetterTable.swift: lower case and canonical decomposition.

The table is checked in and pinned: an operating-system upgrade must not move a comparison. Run this
only to widen the ranges. Source: the Unicode Character Database as shipped with Python.
"""

import pathlib
import unicodedata

RANGES = [(0x00C0, 0x024F), (0x0370, 0x03FF), (0x0400, 0x04FF), (0x1E00, 0x1EFF)]
MARKS = range(0x0300, 0x0370)


def entries():
    for first, last in RANGES:
        for code in range(first, last + 1):
            text = chr(code)
            if unicodedata.category(text) == "Cn":
                continue
            folded = unicodedata.normalize("NFD", text.lower().replace("ς", "σ"))
            points = [ord(letter) for letter in folded]
            if points == [code]:
                continue
            assert 1 <= len(points) <= 3, hex(code)
            points += [0] * (3 - len(points))
            yield code << 48 | points[0] << 32 | points[1] << 16 | points[2]


def class_runs():
    """Runs of combining marks with one canonical combining class."""
    runs = []
    for code in MARKS:
        value = unicodedata.combining(chr(code))
        if runs and runs[-1][2] == value:
            runs[-1][1] = code
        else:
            runs.append([code, code, value])
    return runs


def rows(items, width):
    for start in range(0, len(items), width):
        yield "    " + ", ".join(items[start : start + width]) + ","


def main():
    table = [f"0x{entry:016X}" for entry in entries()]
    runs = [f"(0x{low:04X}, 0x{high:04X}, {value})" for low, high, value in class_runs()]
    lines = [
        "// Written by scripts/generate-name-letters.py from the Unicode Character Database "
        f"{unicodedata.unidata_version}.",
        "",
        "/// Letters whose lower case or canonical decomposition differs from themselves, sorted:",
        "/// 16 bits each for the scalar, its lower-case base letter and up to two marks.",
        "let nameLetterTable: [UInt64] = [",
        *rows(table, 4),
        "]",
        "",
        "/// Canonical combining classes of U+0300 to U+036F: first scalar, last scalar, class.",
        "let nameMarkClasses: [(UInt32, UInt32, UInt8)] = [",
        *rows(runs, 3),
        "]",
    ]
    path = pathlib.Path(__file__).parent.parent / "Sources/RecordLinkage/NameLetterTable.swift"
    path.write_text("\n".join(lines) + "\n")
    print(f"{len(table)} letters, {len(runs)} runs of marks")


main()
