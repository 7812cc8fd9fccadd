"""message.py -- message maps: structure, and what is made at each segment.

SPDX-License-Identifier: Apache-2.0
"""
import re

from .condition import condition
from .elements import Problem
from .rows import Row, letter, map_name, read_csv, table_name


class Message:
    """A message map: structure and, at each segment, what to make of it."""

    def __init__(self, maps, path):
        self.name = table_name(path)[0]
        self.lines, self.rows, self.counts = [], {}, {}
        self.faults, self.narratives = [], []
        for cells in read_csv(path):
            ident, syntax = cells[1].strip(), cells[2].strip()
            if not ident:
                continue
            if "---" in cells[3] or syntax in ("[{", "{", "[", "}]", "}", "]"):
                self.group(ident, syntax)
            else:
                self.segment(maps, ident, syntax, cells)

    def group(self, ident, syntax):
        if ident.startswith("/"):
            self.lines.append(("end", None, None))
        else:
            self.lines.append(("group", ident.split(".")[-1], "{" in syntax))

    def segment(self, maps, ident, syntax, cells):
        name = re.sub(r"[^A-Z0-9]", "", syntax)
        key = re.sub(r"^[A-Z0-9]+_[A-Z0-9]+", "", ident).lstrip(".:")
        if not self.lines or self.lines[-1][:2] != ("segment", name) or \
                self.lines[-1][3] != key:
            self.lines.append(("segment", name, "{" in syntax, key))
        if not cells[9].strip() or not cells[10].strip():
            return
        self.counts[key] = self.counts.get(key, 0) + 1
        row = Row(key + "/" + letter(self.counts[key]), name,
                  re.sub(r"\s", "", cells[9]), "")
        found = maps.names["segments"].get(map_name(cells[10]).lower())
        row.value = found or f"?{cells[10]}"
        row.refs = self.references(cells[11])
        row.narrative = cells[8].strip()
        try:
            row.cond = condition(cells[6], name, "")
        except Problem as problem:
            self.faults.append(f"{self.name} {row.ident}: {problem}")
        self.rows.setdefault(key, []).append(row)

    def references(self, cell):
        found = []
        for part in re.split(r"[;\n]", cell):
            part = part.strip()
            match = re.match(r"^([A-Za-z\[\]0-9.]+?)(?:\.reference)?(?:\.id)?\s*=\s*"
                             r"([A-Za-z]+(?:\[[0-9n]+\])?)\.id$", part)
            if match:
                found.append(f"{match.group(1)} = {match.group(2)}")
            elif part:
                self.faults.append(f"{self.name}: reference not understood: {part}")
        return found
