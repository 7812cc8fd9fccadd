"""write.py -- the map files.

SPDX-License-Identifier: Apache-2.0
"""
import os
import re

from .rows import read_csv


HEADER = """# {title}
# Made by schemas/tools/v2_to_fhir_maps.py from HL7's v2-to-FHIR maps (Apache-2.0) and
# corrections.map.  The form: README.md.
"""


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def write_rows(path, title, rows):
    widths = [max([len(getattr(r, f)) for r in rows] + [1])
              for f in ("ident", "source", "target")]
    widths[2] = min(widths[2], 60)
    lines = [HEADER.format(title=title)]
    for row in rows:
        if row.why:
            lines.append(f"# {row.why}\n")
        text = f"{row.ident:{widths[0]}}  {row.source:{widths[1]}}  " \
               f"{row.target:{widths[2]}}  {row.value}"
        lines.append(text + (f"  if {row.cond}" if row.cond else "") + "\n")
    write(path, "".join(lines))


def write_codes(path, out, name, fixes):
    extra = {line.split()[1]: line.split()[2] for line, _, _
             in fixes.sections.get(f"codes/{name}", [])}
    lines, system, table, seen = [], None, None, set()
    for cells in read_csv(path):
        code = cells[0].strip()
        target = extra.get(code) or cells[6].strip()
        if not code or not target:
            continue
        if table is None and re.match(r"^HL7[0-9]{4}$", cells[2].strip()):
            table = cells[2].strip()
        uri = next((c.strip() for c in cells[7:11] if c.strip().startswith("http")), "")
        display = next((c.strip() for c in (cells[8], cells[7])
                        if c.strip() and not c.strip().startswith("http")), "")
        if uri and uri != system:
            system = uri
            lines.append(f"system {uri}\n")
        if code in seen:
            continue
        seen.add(code)
        text = f"{quote(code)}  {quote(target)}" + (f"  {display}" if display else "")
        lines.append(text.replace("\n", " ") + "\n")
    head = HEADER.format(title=f"{name}: v2 code, FHIR code, display")
    write(f"{out}/codes/{name}.map", head + (f"table {table}\n" if table else "")
          + "".join(lines))


def quote(code):
    return code if re.match(r"^[^\s\"#]+$", code) else '"' + code.replace('"', "'") + '"'


def write_elements(path, elements, roots):
    lines = [HEADER.format(title="the elements of R4's types, in order; * repeats")]
    for name in elements.reachable(roots):
        lines.append(f"[{name}]\n")
        for element, is_list, types, codes in elements.types[name]:
            text = f"  {element}{'*' if is_list else ''} {' '.join(types)}"
            lines.append(text + (f" = {' '.join(codes)}" if codes else "") + "\n")
    write(path, "".join(lines))


def write_message(out, message, name, rows):
    lines = [HEADER.format(title=f"message {name}")]
    depth = 0
    for line in message.lines:
        if line[0] == "end":
            depth -= 1
        pad = "  " * depth
        if line[0] == "group":
            lines.append(f"{pad}group {line[1]}{' repeats' if line[2] else ''}\n")
            depth += 1
        elif line[0] == "end":
            lines.append(f"{pad}end\n")
        else:
            lines.append(f"{pad}segment {line[1]}{' repeats' if line[2] else ''}\n")
            for row in rows.get(line[3], []):
                if row.why:
                    lines.append(f"{pad}  # {row.why}\n")
                text = f"{pad}  map {row.ident}  {row.target}  {row.value}"
                if row.refs:
                    text += "  with " + ", ".join(row.refs)
                lines.append(text + (f"  if {row.cond}" if row.cond else "") + "\n")
    write(f"{out}/messages/{name}.map", "".join(lines))
