"""target.py -- target paths of the CSVs, checked against R4, in our notation.

SPDX-License-Identifier: Apache-2.0
"""
import re

from .elements import PRIMITIVE, Problem


STEP = re.compile(r"""^([A-Za-z][A-Za-z0-9]*)?
                      (?:\[([^\]]*)\])?
                      (?:\("([^"]*)"\)(\+)?)?$""", re.X)


def split_steps(text):
    """Splits at dots that are not inside parentheses or brackets."""
    steps, depth, start, quoted = [], 0, 0, False
    for at, char in enumerate(text):
        if char == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "." and depth == 0:
            steps.append(text[start:at])
            start = at + 1
    if depth:
        raise Problem(f"parentheses do not match in {text}")
    return steps + [text[start:]]


class Target:
    """A path as the CSVs write it, checked against R4 and written in our notation."""

    def __init__(self, elements, root, text):
        self.elements, self.root = elements, root
        self.resources = {root}
        self.type = root
        self.lists = []
        text = text.strip()
        self.text = text if text in ("$this", "$value") else ".".join(self.walk(root, text))
        if text == "$value":
            self.type = None

    def walk(self, kind, text):
        out = []
        for at, step in enumerate(split_steps(text)):
            head, _, inner = step.partition("(")
            if inner and not inner.startswith('"'):
                out += self.enter(kind, head, inner[:-1], out)
                kind = self.type
                continue
            match = STEP.match(step)
            if not match:
                raise Problem(f"target not understood: {text}")
            name, index, url, plus = match.groups()
            if name is None:
                if at or not index:
                    raise Problem(f"target not understood: {text}")
                out.append(f"[{index}]")
                continue
            if at == 0 and name == kind:
                continue
            name, is_list, kind = self.elements.child(kind, name)
            shown = name
            if url is not None:
                shown += f'("{url}")' + (plus or "")
            elif index and (is_list or index in "@+"):
                shown += f"[{index}]"
            out.append(shown)
            self.type = kind
            self.lists.append((is_list, bool(index) or url is not None))
        return out

    def enter(self, kind, head, inner, before):
        """`individual(Practitioner)`: the resource behind a reference; `note(Annotation.text)`
        only names the type of the element."""
        first = split_steps(inner)[0]
        match = re.match(r"[A-Za-z]+", first)
        if not match:
            raise Problem(f"target not understood: {head}({inner}")
        name = match.group(0)
        rest = inner[len(first) + 1:]
        head_out = self.walk(kind, head)
        if self.type == name and name not in self.elements.types or self.type == name:
            return head_out + (self.walk(name, rest) if rest else [])
        if self.type != "Reference":
            raise Problem(f"{head} is not a reference")
        if name not in self.elements.types:
            raise Problem(f"there is no resource type {name}")
        self.resources.add(name)
        self.type = name
        tail = self.walk(name, rest) if rest else []
        if not rest:
            self.type = name
        self.lists.append((False, False))
        return head_out[:-1] + [head_out[-1] + "(" + ".".join([name] + tail) + ")"]


def mark_repetition(text):
    """Marks the step that a repeating source repeats: the first one with a number, else the
    last list.  `identifier[2]` becomes `identifier[2+]`."""
    match = re.search(r"\[([0-9]+)\]", text)
    if match:
        return text[:match.start()] + f"[{match.group(1)}+]" + text[match.end():]
    match = re.search(r'\("[^"]*"\)', text)
    if match:
        return text[:match.end()] + "+" + text[match.end():]
    return None
