#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes schemas/fhir/r4/ from HL7's package of FHIR R4 definitions.

    fhir_r4_tables.py hl7.fhir.r4.examples-4.0.1.tgz [OUTPUT-FOLDER]

The package comes from the npm registry (npm pack hl7.fhir.r4.examples@4.0.1).
What the two tables mean is said in the first lines of each.
"""

import json
import pathlib
import sys
import tarfile

CANONICAL = "http://hl7.org/fhir/StructureDefinition/"
SYSTEM = "http://hl7.org/fhirpath/System."

FOUNDATION = ("Element", "BackboneElement", "Resource", "DomainResource")
KINDS = ("primitive-type", "complex-type", "resource")

# The package gives Resource.id the type of an Element.id; the specification says id.
CORRECTED = {"Resource.id": "id"}

ELEMENTS_HEAD = """\
# The types of FHIR R4 ({version}) and their elements.
# Made by schemas/tools/fhir_r4_tables.py from {package} {version}; do not edit.
#
# A type:      name TAB kind TAB base; it begins with all elements of its base.
#              Kinds: abstract, primitive, complex, resource, and backbone: a type
#              without a name, by the path of the element it is defined at.
# Its element: TAB name TAB min..max TAB types, in the order of the standard.
#   @name      an XML attribute: it has no id and no extensions of its own
#   name[x]    a choice: in JSON the name ends in the type (valueQuantity)
#   #path      the backbone type of this path
#   Reference(Patient|Group), canonical(ValueSet): what may be referred to
"""

SEARCH_HEAD = """\
# The search parameters of FHIR R4 ({version}) that have an expression.
# Made by schemas/tools/fhir_r4_tables.py from {package} {version}; do not edit.
#
# base TAB code TAB type TAB FHIRPath expression TAB target types (space between;
# Resource where a reference may be to any)
# The expression holds the alternatives for this base only.
"""


def read_package(path):
    """The package's own description, and its resources by type."""
    wanted = ("StructureDefinition", "SearchParameter")
    found = {name: [] for name in wanted}
    with tarfile.open(path, "r:gz") as tar:
        for member in tar:
            name = pathlib.PurePosixPath(member.name).name
            if name == "package.json":
                about = json.load(tar.extractfile(member))
            elif name.split("-")[0] in wanted and name.endswith(".json"):
                found[name.split("-")[0]].append(json.load(tar.extractfile(member)))
    return about, found


def type_text(path, kind):
    """One type of an element, as the table writes it."""
    code = kind["code"]
    if path in CORRECTED:
        return CORRECTED[path]
    if code.startswith(SYSTEM):
        return next(e["valueUrl"] for e in kind["extension"]
                    if e["url"].endswith("structuredefinition-fhir-type"))
    targets = [t[len(CANONICAL):] for t in kind.get("targetProfile", [])
               if t.startswith(CANONICAL)]
    if targets and targets != ["Resource"]:
        return "%s(%s)" % (code, "|".join(targets))
    return code


def element_line(element, parents):
    """One element; those with elements of their own are backbone types."""
    path = element["path"]
    name = path.rsplit(".", 1)[1]
    if "xmlAttr" in element.get("representation", []):
        name = "@" + name
    if "contentReference" in element:
        types = element["contentReference"]
    elif path in parents:
        types = "#" + path
    else:
        types = " ".join(type_text(path, kind) for kind in element["type"])
    return "\t%s\t%d..%s\t%s\n" % (name, element["min"], element["max"], types)


def type_lines(definition, base):
    """A type with its own elements, and behind it the backbone types inside it."""
    name = definition["name"]
    snapshot = definition["snapshot"]["element"][1:]
    parents = {e["path"].rsplit(".", 1)[0] for e in snapshot}
    kind = "abstract" if definition["abstract"] else definition["kind"].split("-")[0]
    groups = {name: ["\t".join((name, kind, base)).rstrip() + "\n"]}
    for element in snapshot:
        path = element["path"]
        if path in parents:
            groups[path] = ["%s\tbackbone\t%s\n" % (path, element["type"][0]["code"])]
        inherited = element["base"]["path"] != path
        value_itself = kind == "primitive" and path == name + ".value"
        if element["max"] != "0" and not inherited and not value_itself:
            groups[path.rsplit(".", 1)[0]].append(element_line(element, parents))
    return [line for group in groups.values() for line in group]


def elements(definitions):
    """The table of types; a base stands before what is built on it."""
    bases = {d["name"]: d.get("baseDefinition", "").rsplit("/", 1)[-1]
             for d in definitions}

    def depth(name):
        return 1 + depth(bases[name]) if bases[name] else 0

    def place(definition):
        name, kind = definition["name"], KINDS.index(definition["kind"])
        return (name not in FOUNDATION, kind, depth(name), name)

    return "".join(line for definition in sorted(definitions, key=place)
                   for line in type_lines(definition, bases[definition["name"]]))


def alternatives(expression):
    """The parts of a union, split at the bars outside brackets and quotes."""
    parts, deep, quoted, part = [], 0, False, ""
    for c in expression:
        quoted ^= c == "'"
        deep += (c == "(") - (c == ")") if not quoted else 0
        if c == "|" and not deep and not quoted:
            parts.append(part.strip())
            part = ""
        else:
            part += c
    return parts + [part.strip()]


def expression_for(base, expression):
    """What of an expression starts at this base; all where nothing names it."""
    own = [a for a in alternatives(expression)
           if a.lstrip("(").split(".")[0].split(" ")[0] == base]
    return " | ".join(own) or expression


def search_parameters(parameters, resources):
    lines = set()
    for p in parameters:
        if p["id"].startswith("example") or "expression" not in p or "base" not in p:
            continue
        targets = p.get("target", [])
        if resources <= set(targets):
            targets = ["Resource"]
        for base in p["base"]:
            expression = " ".join(expression_for(base, p["expression"]).split())
            row = (base, p["code"], p["type"], expression, " ".join(targets))
            lines.add("\t".join(row) + "\n")
    return "".join(sorted(lines))


def main(argv):
    if len(argv) not in (2, 3):
        sys.exit(__doc__)
    out = pathlib.Path(argv[2] if len(argv) == 3 else
                       pathlib.Path(__file__).parent.parent / "fhir" / "r4")
    about, found = read_package(argv[1])
    names = {"package": about["name"], "version": about["version"]}
    types = [d for d in found["StructureDefinition"]
             if d.get("derivation") != "constraint" and d["kind"] != "logical"]
    out.mkdir(parents=True, exist_ok=True)
    (out / "elements").write_text(ELEMENTS_HEAD.format(**names) + elements(types))
    resources = {d["name"] for d in types
                 if d["kind"] == "resource" and not d["abstract"]}
    resources -= {"Parameters"}  # is never stored, so nothing can refer to one
    search = search_parameters(found["SearchParameter"], resources)
    (out / "search-parameters").write_text(SEARCH_HEAD.format(**names) + search)


if __name__ == "__main__":
    main(sys.argv)
