"""rows.py -- the rows of segment and datatype maps.

SPDX-License-Identifier: Apache-2.0
"""
import csv
import glob
import re

from .condition import condition
from .elements import Elements, PRIMITIVE, Problem
from .target import Target, mark_repetition, split_steps

# Maps whose name does not tell what they fill.
ROOTS = {"EI-Device-udiCarrier": "Device.udiCarrier", "OG-Extension-Subidentifier": "Observation",
         "PT-Meta": "Meta", "NM-Quantity": "decimal"}


class Row:
    """One line of a map: id, source, target, value, condition."""

    def __init__(self, ident, source, target, value, cond="", why=""):
        self.ident, self.source, self.target = ident, source, target
        self.value, self.cond, self.why = value, cond, why
        self.narrative = ""
        self.fault = ""

    def order(self):
        return [int(n) for n in re.findall(r"[0-9]+", self.source.split("-", 1)[-1]
                                           if "-" in self.source
                                           else self.source.partition(".")[2])] or [0]


def map_name(text):
    """`CX[Identifier]` -> `CX-Identifier`."""
    match = re.match(r"\s*([A-Z0-9]+)\s*\[([^\]]+)\]", text)
    return f"{match.group(1)}-{match.group(2).strip()}" if match else ""


def value_of(cell, datatype, vocabulary, names):
    """The value column from "Assignment", "Data Type Mapping" and "Vocabulary Mapping"."""
    cell = cell.strip()
    if cell.startswith("/"):
        raise Problem(f"the value is told in words: {cell}")
    if cell:
        if re.match(r'^"[^"]*"?$', cell):
            return '"' + cell.strip('"').strip() + '"'
        return join_of(cell)
    parts = []
    if datatype.strip():
        name = map_name(datatype)
        found = names["datatypes"].get(name.lower())
        if not found:
            raise Problem(f"there is no datatype map {datatype}")
        parts.append(found)
    if vocabulary.strip():
        key = re.sub(r"[^a-z0-9\[\].-]", "", vocabulary.lower())
        found = names["codes"].get(key)
        if not found:
            raise Problem(f"there is no code system map {vocabulary}")
        parts.append("via " + found)
    return " ".join(parts) or "copy"


def join_of(cell):
    tokens = re.findall(r'"[^"]*"|[A-Z][A-Z0-9]{1,2}[-.][0-9](?:[0-9.]*[0-9])?', cell)
    left = re.sub(r'"[^"]*"|[A-Z][A-Z0-9]{1,2}[-.][0-9](?:[0-9.]*[0-9])?|\+|\s', "", cell)
    if left or not tokens:
        raise Problem(f"the value is told in words: {cell}")
    return " & ".join(tokens)


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[2:]
    return [row + [""] * (20 - len(row)) for row in rows]


def table_name(path):
    """`... R4_ PID[Patient] - PID.csv` -> (`PID`, `Patient`)."""
    match = re.search(r"_ ([A-Za-z0-9_]+)(?:\[(.+?)\])? - [^-]*\.csv$", path)
    return match.group(1), match.group(2) or ""


class Maps:
    """All that is read and made."""

    def __init__(self, source, package):
        self.source = source
        self.elements = Elements(package)
        self.resources = set()
        self.report = []
        self.names = {"datatypes": {}, "codes": {}, "segments": {}}
        for kind in ("segments", "datatypes"):
            for path in glob.glob(f"{source}/{kind}/*.csv"):
                name = "-".join(table_name(path))
                self.names[kind][name.lower()] = name
        for path in glob.glob(f"{source}/codesystems/*.csv"):
            name, use = table_name(path)
            self.names["codes"][(name + (f"[{use}]" if use else "")).lower()] = \
                file_name(name, use)

    def root_type(self, use):
        head = re.split(r"[-.]", use)[0]
        for name in self.elements.types:
            if name.lower() == head.lower():
                return name
        return head

    def read_rows(self, path, dot):
        """The rows of a segment or datatype map, with what is wrong in `fault`."""
        name, use = table_name(path)
        root = self.root_type(use)
        rows, count = [], {}
        for cells in read_csv(path):
            source = re.sub(r"\s", "", cells[1]) or name
            if dot:
                source = re.sub(r"^[A-Z]+[-.]", name + ".", source)
            attribute = cells[9].strip() or cells[10].strip()
            if not attribute:
                continue
            count[source] = count.get(source, 0) + 1
            row = Row(source + letter(count[source]), source, attribute, "copy")
            row.narrative = cells[8].strip()
            row.repeats = cells[5].strip() not in ("", "0", "1")
            row.root = root
            row.datatype = cells[3].strip()
            rows.append(row)
            try:
                self.fill(row, cells, name if dot else "")
            except Problem as problem:
                row.fault = str(problem)
        for row in rows:
            if count[row.source] == 1:
                row.ident = row.source
        return merge_extensions(rows)

    def fill(self, row, cells, dot):
        attribute, extra = cells[9].strip(), cells[10].strip()
        if not attribute:
            raise Problem(f"R4 has no place: {extra}")
        match = re.match(r'^(.*?)\s*=\s*("[^"]*")$', attribute)
        if match:
            attribute, cells[16] = match.group(1), match.group(2)
        if extra.startswith("assign:"):
            cells[16] = extra[7:]
        for comment in cells[17:19]:
            if not cells[16].strip() and re.match(r'^\s*"http[^"]*"\s*$', comment):
                cells[16] = comment
        row.target = re.sub(r"\s+", "", attribute)
        row.value = value_of(cells[16], cells[14], cells[15], self.names)
        row.cond = condition(cells[6], row.source, dot)
        if row.target.endswith(".uri") and row.value.startswith('"'):
            row.target = row.target[:-3] + "url"

    def check(self, row):
        """Puts the target into our notation; a Problem where it does not resolve."""
        if row.fault:
            raise Problem(row.fault)
        if row.target in ("$this", "$value"):
            return
        root = row.root
        target = Target(self.elements, root, row.target)
        self.resources |= {r for r in target.resources if r[:1].isupper()}
        row.target = target.text
        if target.type == "Reference":
            row.target = self.named(row)
        self.fits(row, target)
        if row.value == "copy" and re.search(r"(^|[.g\]])system$", row.target) \
                and target.type == "uri":
            row.value = "codesystem"
        if row.value.split()[0] in ("copy", "via") and \
                getattr(row, "datatype", "") in ("CWE", "CE", "CNE", "IS", "ID") and \
                target.type in ("CodeableConcept", "Coding"):
            row.value = ("CWE-" + target.type + " " + row.value).replace(" copy", "")
        if getattr(row, "repeats", False):
            row.target = mark_repetition(row.target) or self.mark_last(row)

    def fits(self, row, target):
        """A map fills a type; put at another one, its rows would lead nowhere."""
        name = row.value.split()[0].split("(")[0]
        if name not in self.names["datatypes"].values() or target.type == "Reference":
            return
        kind = ROOTS.get(name) or self.root_type(name.partition("-")[2])
        found = target.type
        if kind in self.elements.types and kind != found and not (
                PRIMITIVE.match(kind) and PRIMITIVE.match(found)) and \
                not {kind, found} <= {"Quantity", "Duration", "Age", "Count", "Range"}:
            raise Problem(f"{name} fills {kind}, not {found}")

    def named(self, row):
        """A reference that a map of a resource fills says which resource it makes."""
        name = row.value.split()[0].split("(")[0]
        kind = self.root_type(name.partition("-")[2]) if "-" in name else ""
        if not any(e[0] == "implicitRules" for e in self.elements.types.get(kind, [])):
            return row.target
        self.resources.add(kind)
        match = re.search(r"\)*$", row.target)
        return row.target[:match.start()] + f"({kind})" + match.group(0)

    def mark_last(self, row):
        """Without a number, the last list on the way is the one that repeats."""
        steps = split_steps(row.target)
        for at in range(len(steps) - 1, -1, -1):
            if not re.match(r"^[A-Za-z]+$", steps[at]):
                continue
            kind = row.root
            try:
                found = Target(self.elements, kind, ".".join(steps[:at + 1]))
            except Problem:
                continue
            if found.lists and found.lists[-1][0] and steps[at] != "coding":
                steps[at] += "[+]"
                break
        return ".".join(steps)


def letter(number):
    return "abcdefghijklmnopqrstuvwxyz"[number - 1] if number <= 26 else f"_{number}"


def file_name(name, use):
    use = use.replace("AllergyIntolerance.", "").replace("AllergyIntolerance", "")
    return name + ("-" + use if use else "")


def merge_extensions(rows):
    """Folds `extension[1].url = "U"` into the rows that fill `extension[1]`."""
    urls, out = {}, []
    for row in rows:
        match = re.match(r"^(.*extension(?:\[[0-9]+\])?)\.url$", row.target)
        if match and row.value.startswith('"') and not row.fault:
            urls[(row.source, match.group(1))] = row.value[1:-1]
    for row in rows:
        if re.match(r"^.*extension(?:\[[0-9]+\])?\.url$", row.target) and \
                row.value.startswith('"') and not row.fault:
            continue
        target, done = row.target, ""
        while True:
            match = re.search(r"extension(?:\[[0-9]+\])?(?=\.)", target)
            if not match:
                break
            url = urls.get((row.source, done + target[:match.end()]))
            if url is None:
                break
            named = f'extension("{url}")'
            row.spelled = getattr(row, "spelled", "") + target[:match.start()] + named
            done += target[:match.end()]
            target = target[match.end():]
        if done:
            row.target = row.spelled + target
        out.append(row)
    return out
