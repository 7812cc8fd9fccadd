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

EVENTS = """\
# Which structure a message of a type and event has, where it is not named after the
# event itself: table 0354 of chapter 2.
#
# structure TAB event TAB event ...
"""

# Table 0354's second column, which the dictionary does not have.
STRUCTURE_OF = """
ADT_A01 A01 A04 A08 A13
ADT_A05 A05 A14 A28 A31
ADT_A06 A06 A07
ADT_A09 A09 A10 A11 A12
ADT_A21 A21 A22 A23 A25 A26 A27 A29 A32 A33
ADT_A30 A30 A34 A35 A36 A46 A47 A48 A49
ADT_A39 A39 A40 A41 A42
ADT_A43 A43 A44
ADT_A50 A50 A51
ADT_A52 A52 A53
ADT_A54 A54 A55
ADT_A61 A61 A62
CCR_I16 I16 I17 I18
CRM_C01 C01 C02 C03 C04 C05 C06 C07 C08
CSU_C09 C09 C10 C11 C12
LSU_U12 U12 U13
MDM_T01 T01 T03 T05 T07 T09 T11
MDM_T02 T02 T04 T06 T08 T10
MFK_M01 M01 M02 M03 M04 M05 M06 M07 M08 M09 M10 M11 M12 M13 M14 M15 M16 M17 M18
MFQ_M01 M01 M02 M03 M04 M05 M06
MFR_M01 M01 M02 M03
MFD_M01 MFA
PEX_P07 P07 P08
PGL_PC6 PC6 PC7 PC8
PMU_B01 B01 B02
PMU_B04 B04 B05 B06
PPG_PCG PCC PCG PCH PCJ
PPP_PCB PCB PCC PCD
PPR_PC1 PC1 PC2 PC3
QBP_Q21 Q21 Q22 Q23 Q24 Q25 Q31 Q32
QBP_Q11 Q11
QCN_J01 J01 J02
QRY_PC4 PC4 PC9 PCE PCK
RDE_O11 O11 O25
REF_I12 I12 I13 I14 I15
RQA_I08 I08 I09 I10 I11
RPA_I08 I08 I09 I10 I11
RRE_O12 O12 O26
RRI_I12 I12 I13 I14 I15
RSP_K21 K21
RSP_K23 K23 K24
SDR_S31 S31 S36
SDR_S32 S32 S37
SIU_S12 S12 S13 S14 S15 S16 S17 S18 S19 S20 S21 S22 S23 S24 S26 S27
SLR_S28 S28 S29 S30 S34 S35
SRM_S01 S01 S02 S03 S04 S05 S06 S07 S08 S09 S10 S11
SRR_S01 S01 S02 S03 S04 S05 S06 S07 S08 S09 S10 S11
VXU_V04 V04
"""

# Where neither source is taken as it is, and why.
LEAST = {
    # Needed where the value, or a second observation of its kind, is there: "C".
    ("OBX", 2): "0",
    ("OBX", 4): "0",
    # Written in brackets, as optional, in every version; the dictionary has 1 in 2.1.
    ("TS", 2): "0",
}
LENGTH = {
    # Datatypes with three letters are older than 2.7, which corrected it.
    ("OBX", 2): 3,
}

# Why one source is followed where they differ.
DECISIONS = {
    "datatype": "the dictionary: it writes WD for withdrawn and names the CM types of old",
    "required": "the dictionary, except for OBX-2 and OBX-4, which are conditional; of components"
    " whoever says so, as the dictionary has none in 2.5",
    "repeats": "the smaller: 2.1 to 2.4 write Y/3, which the dictionary gives as without limit",
    "table": "the dictionary; where it has none, hl7-dictionary's (in the file limits)",
    "absent": "the dictionary: hl7-dictionary ends before the segment does",
}

DIFFERENCES = """\
# Where hl7-dictionary says something else than the dictionary, and what was decided.
# Both have 2.1 to 2.7; later versions stand in the dictionary alone.
#
# kind TAB decision
# Its places: TAB place TAB versions TAB the dictionary TAB hl7-dictionary
"""

LIMITS = """\
# What hl7-dictionary knows and the dictionary does not: how long a value may be, and
# some tables.  What it says of 2.7 is taken to hold for later versions.
#
# segment or datatype TAB name
# Its members: TAB number TAB versions TAB characters at most TAB table
"""

# A length that stands for none.
UNBOUNDED = 65536

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
        self.limits = {}
        self.facts = {}
        with tarfile.open(package, "r:gz") as tar:
            members = sorted(tar.getmembers(), key=lambda m: m.name)
            for member in members:
                kind = pathlib.PurePosixPath(member.name).name
                if kind in ("segments.js", "fields.js", "tables.js"):
                    text = tar.extractfile(member).read().decode("utf-8")
                    rows = json.loads(text[text.index("{") : text.rindex("}") + 1])
                    self.learn(kind, rows)
                    self.measure(kind, pathlib.PurePosixPath(member.name).parts[-2], rows)

    def measure(self, kind, version, rows):
        """Notes length and table of each member."""
        for name, row in rows.items():
            for number, member in enumerate(row.get("fields", []) + row.get("subfields", []), 1):
                self.facts.setdefault((kind, name, number), {})[version] = {
                    "datatype": member["datatype"].upper(),
                    "required": "1" if member["opt"] == 2 else "0",
                    "repeats": str(member["rep"]) if member["rep"] else "*",
                    "table": str(member.get("table", "")).zfill(4) if member.get("table") else "",
                }
                length = member.get("len", UNBOUNDED)
                table = member.get("table")
                self.limits.setdefault((kind, name, number), {})[version] = (
                    str(length) if length < UNBOUNDED else "",
                    str(table).zfill(4) if table else "",
                )

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
    kinds = "segments.js" if group == "segment" else "fields.js"
    text = [HEAD.format(what=what), ROWS.format(group=group, member=member)]
    groups = {}
    for row in rows:
        if not row[member].isdigit():
            continue  # a wildcard of segments, not a field
        withdrawn = row["max"] == "0" or row[datatype].upper() == "WD"
        least = LEAST.get((row[group], int(row[member])), row["min"])
        most = row["max"]
        theirs = spelling.facts.get((kinds, row[group], int(row[member])), {}).get(row["version"])
        if most == "*" and theirs and theirs["repeats"] not in ("*", "1"):
            most = theirs["repeats"]
        if group == "datatype" and theirs and theirs["required"] == "1":
            least = "1"
        facts = (
            int(row[member]),
            f"{least}..{0 if withdrawn else most}",
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


def write_differences(out, segments, datatypes, versions, spelling):
    found = {kind: {} for kind in DECISIONS}
    for group, kind, member, datatype, sign, rows in (
        ("segment", "segments.js", "field", "datatype", "-", segments),
        ("datatype", "fields.js", "component", "type", ".", datatypes),
    ):
        for row in rows:
            if not row[member].isdigit() or (group == "datatype" and row["version"] < "2.5"):
                continue  # of older datatypes hl7-dictionary has names only
            place = f"{row[group]}{sign}{row[member]}"
            theirs = spelling.facts.get((kind, row[group], int(row[member])), {})
            if row["version"] not in theirs:
                if row["version"] in spelling.facts.get((kind, row[group], 1), {}):
                    absent = found["absent"].setdefault((place, row[datatype], ""), set())
                    absent.add(row["version"])
                continue
            ours = {
                "datatype": row[datatype].upper(),
                "required": "0" if row["min"] == "0" else "1",
                "repeats": row["max"],
                "table": row["table"],
            }
            for what, value in ours.items():
                other = theirs[row["version"]][what]
                if value != other and not (what == "table" and not value):
                    found[what].setdefault((place, value, other), set()).add(row["version"])
    text = [HEAD.format(what="Differences"), DIFFERENCES]
    for kind, places in found.items():
        text.append(f"{kind}\t{DECISIONS[kind]}\n")
        for (place, ours, theirs), held in sorted(places.items()):
            spans = " ".join(span for _, span in versions.ranges(held))
            text.append(f"\t{place}\t{spans}\t{ours or '-'}\t{theirs or '-'}\n")
    out.write_text("".join(text), encoding="utf-8")


def write_limits(out, segments, datatypes, versions, spelling):
    text = [HEAD.format(what="Limits"), LIMITS]
    for group, kind, member, rows in (
        ("segment", "segments.js", "field", segments),
        ("datatype", "fields.js", "component", datatypes),
    ):
        ours = {}
        for row in rows:
            if row[member].isdigit():
                key = (row[group], int(row[member]))
                ours.setdefault(key, {})[row["version"]] = row["table"]
        title = None
        for name, number in sorted(ours):
            known = dict(spelling.limits.get((kind, name, number), {}))
            for later in versions.all[versions.all.index("2.7") + 1 :]:
                if "2.7" in known:
                    known[later] = known["2.7"]
            facts = {}
            for version, table in ours[name, number].items():
                length, theirs = known.get(version, ("", ""))
                if length and (name, number) in LENGTH:
                    length = str(LENGTH[name, number])
                theirs = "" if table else theirs
                if length or theirs:
                    facts.setdefault((length, theirs), set()).add(version)
            spans = sorted(
                (first, span, fact)
                for fact, held in facts.items()
                for first, span in versions.ranges(held)
            )
            if spans and title != name:
                title = name
                text.append(f"{group}\t{name}\n")
            for _, span, (length, table) in spans:
                text.append(f"\t{number}\t{span}\t{length}\t{table}".rstrip("\t") + "\n")
    out.write_text("".join(text), encoding="utf-8")


def write_events(out, rows):
    """A structure that the dictionary does not have is a mistake in STRUCTURE_OF."""
    known = {row["structure"] for row in rows}
    text = [HEAD.format(what="Events"), EVENTS]
    for line in sorted(STRUCTURE_OF.split("\n")):
        name, _, events = line.partition(" ")
        others = [e for e in events.split() if not name.endswith("_" + e)]
        if not others:
            continue
        if name not in known:
            sys.exit(f"table 0354 names {name}, which is no structure")
        text.append("\t".join([name] + others) + "\n")
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
    write_differences(out / "differences", segments, datatypes, versions, spelling)
    write_limits(out / "limits", segments, datatypes, versions, spelling)
    structures = read(source, "structures.tsv")
    write_structures(out / "structures", structures, versions)
    write_events(out / "events", structures)
    write_tables(out / "tables", read(source, "tables.tsv"), versions, spelling.tables)


main(sys.argv[1:])
