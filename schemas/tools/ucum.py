#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes core/ucum/table.h from UCUM's own table.

    ucum.py ucum-essence.xml [OUTPUT-FILE]

ucum-essence.xml comes from https://ucum.org.  It defines units by other units; here
each is reduced to a factor and powers of the seven base units, exactly, so that the
engine has nothing to work out.  What a row means is said in core/ucum/atoms.h.
"""

import fractions
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

NS = "{http://unitsofmeasure.org/ucum-essence}"
DIGITS = 24  # of a factor: more than a long double holds

# Special units by the name that UCUM gives their function.
SPECIAL = {
    "Cel": "CELSIUS", "degF": "FAHRENHEIT", "degRe": "REAUMUR", "pH": "PH", "ln": "LN",
    "lg": "LG", "lgTimes2": "LG_TWICE", "ld": "LD", "tanTimes100": "TAN_100",
    "100tan": "TAN_100", "hpX": "HP_X", "hpC": "HP_C", "hpM": "HP_M", "hpQ": "HP_Q",
    "sqrt": "SQRT",
}

# The table says degrees, where the function it names takes radians.
CORRECTED = {"[p'diop]": "rad", "%[slope]": "rad"}

HEAD = """\
/* table.h -- the units and prefixes of UCUM; made by schemas/tools/ucum.py. */
/* SPDX-License-Identifier: Apache-2.0 */
/* From ucum-essence.xml {version} ({date}).  Units are in the order of their codes. */
"""


class Table:
    """UCUM's definitions, and what they come to."""

    def __init__(self, root):
        self.base = [u.get("Code") for u in root.iter(NS + "base-unit")]
        self.prefixes = {p.get("Code"): fractions.Fraction(
            p.find(NS + "value").get("value")) for p in root.iter(NS + "prefix")}
        self.units = {u.get("Code"): u for u in root.iter(NS + "unit")}
        self.done = {}
        for i, code in enumerate(self.base):
            powers = tuple(int(i == j) for j in range(len(self.base)))
            self.done[code] = (fractions.Fraction(1), powers, {})

    def definition(self, code):
        """Number, unit and function by which a unit is defined."""
        value = self.units[code].find(NS + "value")
        function = value.find(NS + "function")
        if function is not None:
            return (function.get("value"), CORRECTED.get(code, function.get("Unit")),
                    SPECIAL[function.get("name")])
        return value.get("value"), value.get("Unit"), "NONE"

    def of(self, code):
        """Factor, powers and arbitrary units of one unit."""
        if code not in self.done:
            number, unit, _ = self.definition(code)
            factor, powers, arbitrary = self.term(unit)
            if self.units[code].get("isArbitrary") and not arbitrary:
                arbitrary = {code: 1}
            self.done[code] = (factor * fractions.Fraction(number), powers, arbitrary)
        return self.done[code]

    def simple(self, text):
        """A unit with or without a prefix, or a number."""
        if text in self.base or text in self.units:
            return self.of(text)
        if re.fullmatch(r"\d+", text):
            return fractions.Fraction(text), (0,) * len(self.base), {}
        for size in (2, 1):
            if text[:size] in self.prefixes:
                factor, powers, arbitrary = self.of(text[size:])
                return factor * self.prefixes[text[:size]], powers, arbitrary
        sys.exit("no such unit: " + text)

    def term(self, text):
        """A product of powers.  Definitions have no brackets around terms."""
        factor, powers, arbitrary = fractions.Fraction(1), [0] * len(self.base), {}
        for sign, atom, power in re.findall(
                r"([./]?)(10[*^]|(?:\[[^]]*\]|[^][./0-9+-])+|\d+)([+-]?\d+)?", text):
            by = int(power or 1) * (-1 if sign == "/" else 1)
            f, p, a = self.simple(atom)
            factor *= f ** by
            powers = [x + y * by for x, y in zip(powers, p)]
            for code, n in a.items():
                arbitrary[code] = arbitrary.get(code, 0) + n * by
        return factor, tuple(powers), arbitrary


def decimal_text(f):
    """A fraction as a literal of a long double."""
    exponent = 0
    while f >= 10:
        f, exponent = f / 10, exponent + 1
    while f < 1:
        f, exponent = f * 10, exponent - 1
    digits = str(round(f * 10 ** DIGITS))
    return "%s.%se%dL" % (digits[0], digits[1:].rstrip("0") or "0", exponent)


def quoted(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


def row(table, code, order):
    factor, powers, arbitrary = table.of(code)
    unit = table.units.get(code)
    fields = [".code = " + quoted(code)]
    if unit is not None:
        name = unit.find(NS + "name").text
        if unit.get("isMetric") == "yes":
            fields.append(".metric = true")
        special = table.definition(code)[2]
        if special != "NONE":
            fields.append(".special = UCUM_" + special)
    else:
        name = {"m": "meter", "s": "second", "g": "gram", "rad": "radian", "K": "kelvin",
                "C": "coulomb", "cd": "candela"}[code]
        fields.append(".metric = true")
    fields.insert(1, ".name = " + quoted(" ".join(name.split())))
    fields.append(".factor = " + decimal_text(factor))
    if any(powers):
        fields.append(".powers = { %s }" % ", ".join(map(str, powers)))
    if arbitrary:
        (own, power), = arbitrary.items()
        if power != 1:
            sys.exit("a power of an arbitrary unit: " + code)
        fields.append(".arbitrary = %d" % (order[own] + 1))
    line = "UNIT(" + ", ".join(fields) + ")"
    out, width = [], ""
    for part in re.split(r"(?<=,) ", line):
        if width and len(width) + len(part) >= 88:
            out.append(width)
            width = "    "
        width += part if width in ("", "    ") else " " + part
    return "\n".join(out + [width]) + "\n"


def main(argv):
    if len(argv) not in (2, 3):
        sys.exit(__doc__)
    here = pathlib.Path(__file__).resolve().parent
    out = pathlib.Path(argv[2]) if len(argv) == 3 else (
        here.parents[1] / "core" / "ucum" / "table.h")
    root = ElementTree.parse(argv[1]).getroot()
    table = Table(root)
    codes = sorted(list(table.units) + table.base)
    order = {code: i for i, code in enumerate(codes)}
    lines = [HEAD.format(version=root.get("version"),
                         date=root.get("revision-date").split(" ")[1])]
    lines += ["PREFIX(%s, %s)\n" % (quoted(code), decimal_text(value))
              for code, value in sorted(table.prefixes.items())]
    lines += [row(table, code, order) for code in codes]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("".join(lines))


if __name__ == "__main__":
    main(sys.argv)
