"""elements.py -- the elements of R4's types, from the StructureDefinitions.

SPDX-License-Identifier: Apache-2.0
"""
import json
import os
import re
import tarfile

# Value sets that are as large as a dictionary say nothing about a single code.
MOST_CODES = 100

PRIMITIVE = re.compile(r"^[a-z]|^xhtml$")


class Problem(Exception):
    """What makes a row unusable, in words."""


class Elements:
    """The elements of R4's types: name -> [(element, is_list, [types], [codes])]."""

    def __init__(self, package):
        self.types, self.codes, self.sets = {}, {}, {}
        structures = {}
        with tarfile.open(package) as tar:
            for member in tar:
                base = os.path.basename(member.name)
                kind = base.split("-")[0]
                if kind not in ("StructureDefinition", "ValueSet", "CodeSystem"):
                    continue
                doc = json.load(tar.extractfile(member))
                if kind == "CodeSystem":
                    self.codes[doc["url"]] = self._concepts(doc.get("concept", []))
                elif kind == "ValueSet":
                    self.sets[doc["url"]] = doc.get("compose", {}).get("include", [])
                elif doc.get("derivation") != "constraint" and not doc.get("abstract"):
                    structures[doc["type"]] = doc
        for name, doc in structures.items():
            self._add(doc["snapshot"]["element"])

    def _concepts(self, concepts):
        found = []
        for concept in concepts:
            found.append(concept["code"])
            found += self._concepts(concept.get("concept", []))
        return found

    def _required(self, element):
        binding = element.get("binding", {})
        if binding.get("strength") != "required":
            return []
        found = []
        for part in self.sets.get(binding.get("valueSet", "").split("|")[0], []):
            if "filter" in part or "valueSet" in part:
                return []
            if "concept" in part:
                found += [c["code"] for c in part["concept"]]
            else:
                found += self.codes.get(part.get("system"), [])
        return found if len(found) <= MOST_CODES else []

    def _add(self, elements):
        parents = {e["path"].rsplit(".", 1)[0] for e in elements if "." in e["path"]}
        for element in elements:
            path = element["path"]
            if "." not in path:
                self.types.setdefault(path, [])
                continue
            parent, name = path.rsplit(".", 1)
            if "contentReference" in element:
                types = [element["contentReference"].split("#")[1]]
            elif path in parents:
                types = [path]
            else:
                types = [self._type(t) for t in element.get("type", [])]
            codes = self._required(element) if types == ["code"] else []
            self.types.setdefault(parent, []).append(
                (name, element["max"] != "1", types, codes))

    @staticmethod
    def _type(entry):
        code = entry["code"]
        if code.startswith("http://hl7.org/fhirpath/System."):
            for extension in entry.get("extension", []):
                if extension["url"].endswith("structuredefinition-fhir-type"):
                    return extension.get("valueUrl", "string")
            return "string"
        return code

    def child(self, parent, name):
        """(name as FHIR writes it, is_list, type) of an element of a type."""
        if PRIMITIVE.match(parent) and name in ("extension", "id"):
            return name, name == "extension", "Extension" if name == "extension" else "string"
        loose = name.lower()
        for element, is_list, types, _ in self.types.get(parent, []):
            if element.lower() == loose:
                return element, is_list, types[0]
            if element.endswith("[x]"):
                for kind in types:
                    full = element[:-3] + kind[0].upper() + kind[1:]
                    if full.lower() == loose:
                        return full, is_list, kind
        raise Problem(f"{parent} has no element {name}")

    def reachable(self, roots):
        done, todo = set(), sorted(roots)
        while todo:
            name = todo.pop()
            if name in done or name not in self.types or PRIMITIVE.match(name):
                continue
            done.add(name)
            for _, _, types, _ in self.types[name]:
                todo += [t for t in types if t != "Resource"]
        return sorted(done)
