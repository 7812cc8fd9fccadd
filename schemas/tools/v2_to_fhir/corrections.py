"""corrections.py -- corrections.map, applied to the rows read.

SPDX-License-Identifier: Apache-2.0
"""
import re

from .rows import Row


class Corrections:
    """corrections.map: `[MAP]` sections of `drop ID`, `set ROW` and `keep ID` lines; the
    comment before a line is its reason."""

    def __init__(self, path):
        self.sections, self.copies, self.used = {}, [], set()
        self.missing = []
        section, why = None, []
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                line = line.rstrip("\n")
                if not line.strip():
                    why = []
                elif line.startswith("#"):
                    if not line.startswith("# ----"):
                        why.append(line[1:].strip())
                elif line.startswith("["):
                    section = self.sections.setdefault(line.strip()[1:-1], [])
                    why = []
                elif line.startswith("copy "):
                    self.copies.append(line.split()[1:])
                else:
                    section.append((line, " ".join(why), number))

    def apply(self, name, rows, root, elements):
        for line, why, number in self.sections.get(name, []):
            self.used.add(name)
            verb, _, rest = line.strip().partition(" ")
            ids = rest.split()
            if verb in ("drop", "keep"):
                for ident in ids:
                    if ident not in [r.ident for r in rows]:
                        self.missing.append(f"corrections.map:{number}: {name} has no row "
                                            f"{ident}")
                if verb == "drop":
                    rows = [r for r in rows if r.ident not in ids]
                else:
                    for row in rows:
                        if row.ident in ids:
                            row.narrative = ""
                            row.why = why
            elif verb == "set":
                rows = self.replace(rows, parse_row(rest, why), root)
            elif verb == "each":
                for row in rows:
                    row.target = re.sub(rf"^{rest}(?=[.(]|$)", f"{rest}[@]", row.target)
            else:
                raise SystemExit(f"corrections.map:{number}: what is {verb}?")
        return rows

    @staticmethod
    def replace(rows, row, root):
        row.root, row.fixed = root, True
        for at, old in enumerate(rows):
            if old.ident == row.ident:
                return rows[:at] + [row] + rows[at + 1:]
        at = len(rows)
        while at and rows[at - 1].order() > row.order():
            at -= 1
        return rows[:at] + [row] + rows[at:]


def parse_row(text, why):
    ident, source, target, rest = (text.split(None, 3) + [""] * 4)[:4]
    value, cond = rest.strip(), ""
    match = re.search(r'^((?:"[^"]*"|[^"])*?)\s+if\s+(.*)$', value)
    if value.startswith("if "):
        value, cond = "copy", value[3:]
    elif match:
        value, cond = match.group(1).strip(), match.group(2).strip()
    return Row(ident, source, target, value or "copy", cond, why)
