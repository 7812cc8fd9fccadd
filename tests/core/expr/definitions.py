#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compiles, checks and evaluates all expressions of the definitions of FHIR R4.

    definitions.py DEFINITIONS_RUN PLUGINS SCHEMAS PACKAGE-FOLDER

PACKAGE-FOLDER holds the files of the npm package hl7.fhir.r4.examples (4.0.1).  Every
search parameter and every invariant is compiled and checked against the type that it
is for, and is evaluated at every such place in all of the examples.
"""

import collections
import json
import pathlib
import subprocess
import sys
import tempfile

DEFINITIONS = ("StructureDefinition", "SearchParameter", "ValueSet", "CodeSystem")


# Mistakes of the definitions themselves.
KNOWN = {
    "ChargeItemDefinition cid-0": "the standard gives it no name",
    "Patient =part-agree": "an example, of another type than its base",
}


def invariants(definition):
    """(type, element, key, expression) of those that a type states itself."""
    name = definition["type"]
    elements = definition["snapshot"]["element"]
    parents = {e["path"].rsplit(".", 1)[0] for e in elements}
    for element in definition["differential"]["element"]:
        path = element["path"]
        for constraint in element.get("constraint", []):
            if "expression" not in constraint:
                continue
            whole = path == name or path in parents
            base, _, last = path.rpartition(".")
            yield (path if whole else base, "" if whole else last.replace("[x]", ""),
                   constraint["key"], constraint["expression"])


def expressions(folder):
    seen = set()
    for path in sorted(folder.glob("StructureDefinition-*.json")):
        definition = json.loads(path.read_text())
        if definition.get("derivation") != "constraint" and definition["kind"] != "logical":
            yield from invariants(definition)
    for path in sorted(folder.glob("SearchParameter-*.json")):
        parameter = json.loads(path.read_text())
        for base in parameter.get("base", []):
            if parameter.get("expression"):
                row = (base, "", "=" + parameter["code"], parameter["expression"])
                if row not in seen:
                    seen.add(row)
                    yield row


def examples(folder):
    return [path for path in sorted(folder.glob("*.json"))
            if path.name.split("-")[0] not in DEFINITIONS
            and path.name not in ("package.json", ".index.json")]


def main(argv):
    if len(argv) != 5:
        sys.exit(__doc__)
    folder = pathlib.Path(argv[4])
    rows = list(expressions(folder))
    files = examples(folder)
    kinds = collections.Counter("search parameters" if row[2][0] == "=" else "invariants"
                                for row in rows)
    print(", ".join("%d %s" % (n, kind) for kind, n in sorted(kinds.items())))
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as listed:
        for row in rows:
            listed.write("\t".join(" ".join(part.split()) for part in row) + "\n")
        listed.flush()
        done = subprocess.run([argv[1], argv[2], argv[3], listed.name] +
                              [str(f) for f in files], capture_output=True, text=True)
    unfulfilled = collections.Counter()
    bad = 0
    for line in done.stdout.splitlines():
        if line.startswith("unfulfilled: "):
            unfulfilled[line.split()[1]] += 1
            continue
        known = next((why for what, why in KNOWN.items() if what in line), None)
        bad += ": column " in line and known is None
        print(line + (" -- " + known if known else ""))
    print("invariants that some example does not fulfil:",
          ", ".join("%s (%d)" % pair for pair in unfulfilled.most_common()))
    return 1 if bad or "evaluations" not in done.stdout else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
