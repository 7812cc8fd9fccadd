#!/usr/bin/env python3
"""Writes fold_table.h: what letters of Latin, Greek and Cyrillic are without case and
accents, by the Unicode data that comes with Python.

    python3 fold_table.py > fold_table.h
"""
# SPDX-License-Identifier: Apache-2.0
import unicodedata

# Letters that have no decomposition, as people who cannot type them write them.
BARE = {"ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ł": "l", "ŧ": "t", "þ": "th", "ı": "i",
        "æ": "ae", "œ": "oe", "ß": "ss", "ŋ": "n", "ĸ": "k"}
RANGES = [(0x80, 0x250), (0x300, 0x530), (0x1E00, 0x2000)]


def fold(char):
    text = unicodedata.normalize("NFKD", char).casefold()
    text = unicodedata.normalize("NFKD", "".join(BARE.get(c, c) for c in text))
    return "".join(BARE.get(c, c) for c in text if not unicodedata.combining(c))


def main():
    print("/* fold_table.h -- letters without case and accents; made by fold_table.py. */")
    print("/* SPDX-License-Identifier: Apache-2.0 */")
    rows = []
    for first, last in RANGES:
        for code in range(first, last):
            char = chr(code)
            if unicodedata.category(char)[0] not in "LM" or fold(char) == char:
                continue
            to = fold(char).encode()
            text = to.decode() if to.isascii() else "".join("\\x%02x" % b for b in to)
            if len(to) < 8:
                rows.append('{ 0x%x, "%s" }' % (code, text))
    line = ""
    for row in rows:
        if len(line) + len(row) + 2 > 90:
            print(line)
            line = ""
        line += (" " if line else "") + row + ","
    print(line)


main()
