# SPDX-License-Identifier: Apache-2.0
"""FHIR JSON and XML, and plain JSON, as outlines for suite_run."""

import decimal
import json
import pathlib
import re
import xml.etree.ElementTree as ElementTree

FHIR = "{http://hl7.org/fhir}"


class Types:
    """The table of types: the elements of each, with those of its bases."""

    def __init__(self, table):
        self.elements, self.kinds, self.known = {}, {}, {}
        for line in table.splitlines():
            if line.startswith("#"):
                continue
            if not line.startswith("\t"):
                name, kind, *base = line.split("\t")
                self.kinds[name] = kind
                self.elements[name] = dict(self.elements[base[0]]) if base else {}
                self.known[name] = base[0] if kind == "backbone" else name
                continue
            element, _, types = line[1:].split("\t")
            types = [re.sub(r"\(.*", "", t) for t in types.split(" ")]
            element = element.lstrip("@")
            if element.endswith("[x]"):
                for t in types:
                    key = element[:-3] + t[0].upper() + t[1:]
                    self.elements[name][key] = (element[:-3], t)
            else:
                self.elements[name][element] = (element, types[0].lstrip("#"))

    def primitive(self, name):
        return self.kinds.get(name) == "primitive"


class Document:
    """One outline, and what each of its nodes stands for."""

    def __init__(self, name):
        self.name, self.source = name, None
        self.nodes, self.names, self.lines = [], [], []

    @property
    def outline(self):
        return "\n".join(self.lines) + "\n"

    def add(self, depth, name, kind, value, text=None):
        line = "  " * depth + name + (":" + kind if kind else "")
        if text is not None:
            line += " = " + text.replace("\\", "\\\\").replace("\n", "\\n")
        self.lines.append(line)
        self.nodes.append((kind, value))
        self.names.append(name)

    def find(self, name):
        return self.names.index(name)


def text_of(value):
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


class Documents:
    """All documents, each made once."""

    def __init__(self, types):
        self.types, self.made = types, {}

    def get(self, source, model):
        key = (str(source) if isinstance(source, pathlib.Path) else id(source), model)
        new = key not in self.made
        if new:
            document = self.made[key] = Document("d%d" % len(self.made))
            document.source = source  # kept, so that its id stays its own
            self.fill(document, self.read(source), model)
        return self.made[key], new

    def read(self, source):
        if not isinstance(source, pathlib.Path):
            return source
        if source.suffix == ".xml":
            return self.from_xml(ElementTree.parse(source).getroot())
        return json.loads(source.read_text(), parse_float=decimal.Decimal)

    def fill(self, document, value, model):
        typed = model and isinstance(value, dict) and "resourceType" in value
        root = value.get("resourceType") if isinstance(value, dict) else None
        if typed:
            self.add_typed(document, 0, root, root, value, None)
        else:
            self.add_plain(document, 0, root or "root", value)

    # ---- JSON with types

    def add_typed(self, document, depth, name, kind, value, shadow):
        """One element; shadow is what its _name says."""
        if self.types.primitive(kind):
            text = None if value is None else text_of(value)
            document.add(depth, name, kind, None if value is None else (
                text if isinstance(value, (str, bool)) else text), text)
            document.nodes[-1] = (kind, text)
            for key, child in (shadow or {}).items():
                self.add_members(document, depth + 1, "Element", {key: child})
            return
        if isinstance(value, dict) and "resourceType" in value:
            kind = value["resourceType"]
        document.add(depth, name, self.types.known.get(kind, kind), value)
        if isinstance(value, dict):
            self.add_members(document, depth + 1, kind, value)

    def add_members(self, document, depth, kind, members):
        elements = self.types.elements.get(kind, {})
        keys = [k for k in members if k != "resourceType"]
        for key in keys:
            plain = key.lstrip("_")
            if key.startswith("_") and plain in members:
                continue
            name, type_name = elements.get(plain, (plain, ""))
            values, shadows = members.get(plain), members.get("_" + plain)
            if not isinstance(values, list) and not isinstance(shadows, list):
                values, shadows = [values], [shadows]
            values, shadows = values or [], shadows or []
            for i in range(max(len(values), len(shadows))):
                self.add_typed(document, depth, name, type_name,
                               values[i] if i < len(values) else None,
                               shadows[i] if i < len(shadows) else None)

    # ---- JSON without types

    def add_plain(self, document, depth, name, value, shadow=None):
        """A value of JSON; shadow is what its _name says."""
        if isinstance(value, dict):
            document.add(depth, name, value.get("resourceType", ""), value)
            self.add_plain_members(document, depth + 1, value)
            return
        if value is None and not shadow:
            return
        kind = ("Boolean" if isinstance(value, bool) else
                "Integer" if isinstance(value, int) else
                "Decimal" if isinstance(value, (float, decimal.Decimal)) else "String")
        text = None if value is None else text_of(value)
        document.add(depth, name, kind, text, text)
        self.add_plain_members(document, depth + 1, shadow or {})

    def add_plain_members(self, document, depth, members):
        members = {str(key): child for key, child in members.items()}
        for key in members:
            plain = key.lstrip("_")
            if key.startswith("_") and plain in members:
                continue
            values, shadows = (v if isinstance(v, list) else [v] for v in
                               (members.get(plain), members.get("_" + plain)))
            for i in range(max(len(values), len(shadows))):
                self.add_plain(document, depth, plain,
                               values[i] if i < len(values) else None,
                               shadows[i] if i < len(shadows) else None)

    # ---- XML as if it were JSON

    def from_xml(self, element):
        kind = element.tag[len(FHIR):]
        return {"resourceType": kind, **self.xml_members(element, kind)}

    def xml_members(self, element, kind):
        members = {}
        elements = self.types.elements[kind]
        lists = {}
        for key in ("id", "url"):
            if key in element.attrib and not self.types.primitive(kind):
                members[key] = element.get(key)
        for child in element:
            name = re.sub(r"^\{.*\}", "", child.tag)
            if name not in elements:
                continue
            type_name = elements[name][1]
            value, shadow = self.xml_value(child, type_name)
            lists.setdefault(name, []).append((value, shadow))
        for name, pairs in lists.items():
            if any(v is not None for v, _ in pairs):
                members[name] = [v for v, _ in pairs]
            if any(s for _, s in pairs):
                members["_" + name] = [s for _, s in pairs]
        return members

    def xml_value(self, child, type_name):
        if type_name == "xhtml":
            ElementTree.register_namespace("", "http://www.w3.org/1999/xhtml")
            return ElementTree.tostring(child, encoding="unicode").strip(), None
        if self.types.primitive(type_name):
            shadow = self.xml_members(child, "Element")
            if "id" in child.attrib:
                shadow["id"] = child.get("id")
            return child.get("value"), shadow
        if type_name == "Resource":
            return self.from_xml(child[0]), None
        return self.xml_members(child, type_name), None
