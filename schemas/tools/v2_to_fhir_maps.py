#!/usr/bin/env python3
"""v2_to_fhir_maps.py -- makes schemas/maps/v2-to-fhir from HL7's official CSV maps.

SPDX-License-Identifier: Apache-2.0

    v2_to_fhir_maps.py MAPPINGS R4_PACKAGE OUT

MAPPINGS is the folder `mappings` of HL7's v2-to-FHIR guide, R4_PACKAGE the npm package
hl7.fhir.r4.examples (.tgz), OUT the folder schemas/maps/v2-to-fhir.  OUT/corrections.map
is read and applied; messages/, segments/, datatypes/, codes/ and elements.map are written.
The form of the files is described in OUT/README.md.
"""
import glob
import re
import sys

from v2_to_fhir.corrections import Corrections
from v2_to_fhir.elements import Problem
from v2_to_fhir.message import Message
from v2_to_fhir.rows import ROOTS, Maps, Row, file_name, table_name
from v2_to_fhir.write import write_codes, write_elements, write_message, write_rows


def make_tables(maps, fixes, out, kind):
    for path in sorted(glob.glob(f"{maps.source}/{kind}/*.csv")):
        name = "-".join(table_name(path))
        make_table(maps, fixes, out, kind, name, maps.read_rows(path, kind == "datatypes"))
    for name in fixes.sections:
        head = name.split("/")[0]
        if head == kind:
            make_table(maps, fixes, out, kind, name.split("/")[1], [], name)


def make_table(maps, fixes, out, kind, name, rows, section=None):
    root = ROOTS.get(name) or maps.root_type(name.split("-", 1)[1])
    for row in rows:
        row.root = root
    rows = fixes.apply(section or name, rows, root, maps.elements)
    good = []
    for row in rows:
        try:
            maps.check(row)
        except Problem as problem:
            maps.report.append(f"{name} {row.ident}: {problem}")
            continue
        if row.narrative:
            maps.report.append(f"{name} {row.ident}: undecided: {row.narrative}")
        good.append(row)
    write_rows(f"{out}/{kind}/{name}.map", name, good)


def make_messages(maps, fixes, out):
    for path in sorted(glob.glob(f"{maps.source}/messages/*.csv")):
        message = Message(maps, path)
        names = [message.name] + [c[1] for c in fixes.copies if c[0] == message.name]
        for name in names:
            rows = {key: list(found) for key, found in message.rows.items()}
            for section in dict.fromkeys((message.name, name)):
                apply_message(fixes, section, rows, message)
            write_message(out, message, name, rows)
        for found in rows.values():
            for row in found:
                if row.narrative:
                    maps.report.append(f"{message.name} {row.ident}: undecided: "
                                       f"{row.narrative}".replace("\n", " "))
                maps.resources.add(re.match(r"[A-Za-z]+", row.target).group(0))
        maps.report += message.faults


def apply_message(fixes, section, rows, message):
    for line, why, number in fixes.sections.get(section, []):
        fixes.used.add(section)
        verb, _, rest = line.strip().partition(" ")
        ids = rest.split()
        if verb == "set":
            row = parse_message_row(rest, why)
            key = row.ident.split("/")[0]
            if key not in [l[3] for l in message.lines if l[0] == "segment"]:
                raise SystemExit(f"corrections.map:{number}: no segment {key}")
            found = rows.setdefault(key, [])
            at = [r.ident for r in found].index(row.ident) \
                if row.ident in [r.ident for r in found] else len(found)
            found[at:at + 1] = [row]
        else:
            known = {r.ident for found in rows.values() for r in found}
            for ident in ids:
                if ident not in known:
                    raise SystemExit(f"corrections.map:{number}: no row {ident}")
            for found in rows.values():
                for row in found:
                    if row.ident in ids:
                        row.narrative, row.why = "", why
                if verb == "drop":
                    found[:] = [r for r in found if r.ident not in ids]


def parse_message_row(text, why):
    ident, target, name, rest = (text.split(None, 3) + [""] * 4)[:4]
    refs, cond = "", ""
    match = re.match(r"^(?:with\s+(.*?))?\s*(?:\bif\s+(.*))?$", rest.strip())
    if match:
        refs, cond = match.group(1) or "", match.group(2) or ""
    row = Row(ident, "", target, name, cond, why)
    row.refs = [r.strip() for r in refs.split(",") if r.strip()]
    return row


def main(argv):
    if len(argv) != 4:
        sys.exit(__doc__)
    source, package, out = argv[1:]
    maps = Maps(source, package)
    fixes = Corrections(f"{out}/corrections.map")
    make_tables(maps, fixes, out, "segments")
    make_tables(maps, fixes, out, "datatypes")
    for path in sorted(glob.glob(f"{source}/codesystems/*.csv")):
        name, use = table_name(path)
        write_codes(path, out, file_name(name, use), fixes)
    make_messages(maps, fixes, out)
    write_elements(f"{out}/elements.map", maps.elements, maps.resources | {"Bundle"})
    for line in fixes.missing + maps.report:
        print(line, file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv)
