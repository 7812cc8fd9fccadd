#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes schemas/hl7v2/ from a dictionary of HL7 v2.1 to v2.8.2.

    hl7v2_tables.py DICTIONARY-FOLDER OUTPUT-FOLDER hl7-dictionary-1.0.1.tgz

The folder holds segments.tsv, datatypes.tsv, structures.tsv and tables.tsv, as
taken from hl7apy 1.3.  The package (npm pack hl7-dictionary@1.0.1) gives the
titles and the spelling of names as people read them.  What each file means is
said in its first lines.
"""

import csv
import json
import pathlib
import re
import sys
import tarfile

HEAD = """\
# {what} of HL7 v2.1 to v2.8.2.
# Made by schemas/tools/hl7v2_tables.py from hl7apy 1.3 and hl7-dictionary 1.0.1; do not edit.
#
"""

ROWS = """\
# A {group}: name TAB title
# Its {member}s: TAB number TAB versions TAB min..max TAB datatype TAB table TAB name
#   versions  2.3 (only there), 2.3-2.5 (from, to), 2.6+ (and in all later ones)
#   max       * without limit, 0 withdrawn
#   datatype  varies: another field of the segment names it; empty: withdrawn
"""

STRUCTURES = """\
# A structure: name, then versions TAB versions ..., each as 2.3, 2.3-2.5 or 2.6+
# Its parts:   min..max TAB name, indented by their depth; a group's name ends in a
#              colon and its parts follow, one deeper.
"""

TABLES = """\
# A table:   number TAB title
# Its codes: TAB versions TAB code TAB code ..., versions as 2.3, 2.3-2.5 or 2.6+
"""

# Words that readable names spell in a way of their own.
SPELT = {
    word.lower(): word
    for word in "ID SSN DRG NDC UDI HL7 UPIN CPT ICD DEA NPI ABO RH AM PM TX UB82 UB92 UPC".split()
}
SMALL = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}


class Versions:
    """The versions there are, in order, and how a set of them is written."""

    def __init__(self, rows):
        names = {row["version"] for row in rows}
        self.all = sorted(names, key=lambda v: [int(n) for n in v.split(".")])

    def ranges(self, held):
        """[2.3, 2.4, 2.8] is 2.3-2.4 and 2.8; what reaches the last ends in +."""
        runs = []
        for at, version in enumerate(self.all):
            if version not in held:
                continue
            if runs and runs[-1][1] == at - 1:
                runs[-1][1] = at
            else:
                runs.append([at, at])
        last = len(self.all) - 1
        for first, to in runs:
            text = self.all[first]
            if to == last:
                text += "+"
            elif to > first:
                text += "-" + self.all[to]
            yield first, text


def read(folder, name):
    with open(folder / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def squeeze(name):
    """A name without what its spelling may differ in."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


class Spelling:
    """Titles, and names as people read them."""

    def __init__(self, package):
        self.names = {}
        self.segments = {}
        self.datatypes = {}
        self.tables = {}
        with tarfile.open(package, "r:gz") as tar:
            members = sorted(tar.getmembers(), key=lambda m: m.name)
            for member in members:
                kind = pathlib.PurePosixPath(member.name).name
                if kind in ("segments.js", "fields.js", "tables.js"):
                    text = tar.extractfile(member).read().decode("utf-8")
                    self.learn(kind, json.loads(text[text.index("{") : text.rindex("}") + 1]))

    def learn(self, kind, rows):
        for key, row in rows.items():
            title = " ".join(row["desc"].split())
            if kind == "tables.js":
                self.tables[key.zfill(4)] = title
                continue
            (self.segments if kind == "segments.js" else self.datatypes)[key] = title
            for member in row.get("fields", []) + row.get("subfields", []):
                desc = " ".join(member["desc"].split())
                if not desc.isupper():
                    self.names[squeeze(desc)] = desc

    def name(self, name):
        """PATIENT_IDENTIFIER_LIST is Patient Identifier List."""
        known = self.names.get(squeeze(name))
        if known:
            return known
        words = []
        for word in name.lower().split("_"):
            if words and word in SMALL:
                words.append(word)
            else:
                words.append(SPELT.get(word, word.capitalize()))
        text = " ".join(word for word in words if word)
        return text.replace("Date Time", "Date/Time").replace(" S ", "'s ")


def write_members(out, what, rows, keys, versions, spelling, titles):
    """Segments with fields, or datatypes with components."""
    group, member, datatype = keys
    text = [HEAD.format(what=what), ROWS.format(group=group, member=member)]
    groups = {}
    for row in rows:
        if not row[member].isdigit():
            continue  # a wildcard of segments, not a field
        withdrawn = row["max"] == "0" or row[datatype].upper() == "WD"
        facts = (
            int(row[member]),
            f"{row['min']}..{0 if withdrawn else row['max']}",
            "" if row[datatype].upper() == "WD" else row[datatype],
            row["table"],
            spelling.name(row["name"]),
        )
        held = groups.setdefault(row[group], {})
        held.setdefault(facts, set()).add(row["version"])
    for name in sorted(groups):
        text.append(f"{name}\t{titles.get(name, '')}\n")
        lines = []
        for (number, card, kind, table, readable), held in groups[name].items():
            for first, span in versions.ranges(held):
                line = f"\t{number}\t{span}\t{card}\t{kind}\t{table}\t{readable}\n"
                lines.append((number, first, line))
        text.extend(line for _, _, line in sorted(lines))
    out.write_text("".join(text), encoding="utf-8")


def write_structures(out, rows, versions):
    text = [HEAD.format(what="Message structures"), STRUCTURES]
    bodies = {}
    for row in rows:
        colon = ":" if row["kind"] == "group" else ""
        line = "\t" * (int(row["depth"]) + 1)
        line += f"{row['min']}..{row['max']}\t{row['element']}{colon}\n"
        bodies.setdefault((row["structure"], row["version"]), []).append(line)
    alike = {}
    for (name, version), lines in bodies.items():
        alike.setdefault(name, {}).setdefault("".join(lines), set()).add(version)
    for name in sorted(alike):
        for body, held in alike[name].items():
            spans = "\t".join(span for _, span in versions.ranges(held))
            text.append(f"{name}\t{spans}\n{body}")
    out.write_text("".join(text), encoding="utf-8")


def write_tables(out, rows, versions, titles):
    text = [HEAD.format(what="Codes of the tables"), TABLES]
    tables = {}
    for row in rows:
        codes = tables.setdefault(row["table"], {})
        codes.setdefault(row["code"], set()).add(row["version"])
    for table in sorted(tables):
        text.append(f"{table}\t{titles.get(table, '')}\n")
        spans = {}
        for code, held in tables[table].items():
            for first, span in versions.ranges(held):
                spans.setdefault((first, span), []).append(code)
        for _, span in sorted(spans):
            line = f"\t{span}"
            for code in spans[_, span]:
                if len(line) + len(code) > 90:
                    text.append(line + "\n")
                    line = f"\t{span}"
                line += "\t" + code
            text.append(line + "\n")
    out.write_text("".join(text), encoding="utf-8")


def main(arguments):
    if len(arguments) != 3:
        sys.exit(__doc__)
    source, out = pathlib.Path(arguments[0]), pathlib.Path(arguments[1])
    spelling = Spelling(arguments[2])
    segments = read(source, "segments.tsv")
    datatypes = read(source, "datatypes.tsv")
    versions = Versions(segments)
    out.mkdir(parents=True, exist_ok=True)
    write_members(out / "segments", "Segments and their fields", segments,
                  ("segment", "field", "datatype"), versions, spelling, spelling.segments)
    write_members(out / "datatypes", "Datatypes and their components", datatypes,
                  ("datatype", "component", "type"), versions, spelling, spelling.datatypes)
    write_structures(out / "structures", read(source, "structures.tsv"), versions)
    write_tables(out / "tables", read(source, "tables.tsv"), versions, spelling.tables)


main(sys.argv[1:])
