"""condition.py -- HL7's "Computable ANTLR" conditions in our notation.

SPDX-License-Identifier: Apache-2.0
"""
import re

from .elements import Problem


TOKEN = re.compile(r"""\s*(?:("[^"]*"|'[^']*'|“[^”]*”)|(LST\.COUNT|[A-Z][A-Z0-9]{1,2}
    [-.][0-9]+(?:\.[0-9]+)*|[A-Za-z]+|[0-9]+|>=|<=|!=|=|>|<|\(|\)|,))""",
                   re.X | re.I)
VALUED = {"VALUED", "VALUE", "EXIST", "EXISTS"}
PATH = re.compile(r"^(?!(?:IF|OR|AND|NOT|IS|IN|TO)$)[A-Z][A-Z0-9]{1,2}(?:[-.][0-9]+(?:\.[0-9]+)*)?$")


class Condition:
    """Reads one cell of the column "Computable ANTLR"; text() is our notation."""

    def __init__(self, cell, source, dot):
        cell = re.sub(r"\bPL3\.NOT", "PL.3 NOT", cell)
        cell = cell.replace('U", X"', 'U", "X"')
        self.source, self.dot, self.tokens, self.at = source, dot, [], 0
        end = 0
        while end < len(cell.rstrip()):
            match = TOKEN.match(cell, end)
            if not match:
                raise Problem(f"condition not understood: {cell}")
            self.tokens.append(match.group(1) or match.group(2))
            end = match.end()
        if self.tokens and self.tokens[0] == "(" and \
                self.tokens.count("(") > self.tokens.count(")"):
            self.tokens.pop(0)
        self.cell = cell

    def peek(self, ahead=0):
        at = self.at + ahead
        token = self.tokens[at] if at < len(self.tokens) else ""
        return token if token[:1] in "\"'“" else token.upper()

    def take(self, *words):
        if self.peek() in words:
            self.at += 1
            return True
        return False

    def text(self):
        found = self.either()
        if self.at < len(self.tokens):
            raise Problem(f"condition not understood: {self.cell}")
        return found

    def either(self):
        parts = [self.both()]
        while self.take("OR"):
            parts.append(self.both())
        return " or ".join(parts)

    def both(self):
        parts = [self.one()]
        while self.take("AND") or PATH.match(self.peek()):
            parts.append(self.one())
        return " and ".join(f"({p})" if " or " in p and not p.startswith("(") else p
                            for p in parts)

    def one(self):
        while self.take("IF"):
            pass
        if self.take("("):
            inner = self.either()
            if not self.take(")") and self.at < len(self.tokens):
                raise Problem(f"condition not understood: {self.cell}")
            return f"({inner})"
        paths, joint = [self.path()], None
        # "A AND B VALUED" says VALUED of both.
        while self.peek() in ("AND", "OR") and PATH.match(self.peek(1)) \
                and self.bare_run():
            joint = self.peek().lower()
            self.at += 1
            paths.append(self.path())
        tests = [self.test()]
        while tests[-1] is not None and self.at < len(self.tokens) and \
                self.peek() in ("NOT", "IS", "EQUALS", "IN"):
            tests.append(self.test())
        said = [" and ".join(t(p) for t in tests if t) or f"{p}.exists()" for p in paths]
        if joint == "or":
            return "(" + " or ".join(said) + ")"
        return " and ".join(said)

    def bare_run(self):
        """Whether the path just read has no predicate of its own."""
        before = self.tokens[self.at - 1].upper()
        return bool(PATH.match(before)) and not self.tokens_have_test()

    def tokens_have_test(self):
        """`X AND X IN (...)`: the first X is a test of existence by itself."""
        return self.tokens[self.at - 1].upper() == self.peek(1)

    def path(self):
        token = self.peek()
        if not PATH.match(token):
            return self.source
        self.at += 1
        head, _, tail = token.replace("-", ".", 1).partition(".")
        if not tail:
            return head
        return head + ("." if self.dot == head else "-") + tail

    def test(self):
        self.take("LST")
        self.take("AREA")
        if self.take("LST.COUNT", "COUNT"):
            operator, number = self.compare()
            return lambda p: f"{p}.count() {operator} {number}"
        if self.take("LENGTH"):
            operator, number = self.compare()
            return lambda p: f"{p}.length() {operator} {number}"
        start = self.at
        self.take("IS", "DOES")
        denied = self.take("NOT")
        if self.peek() in VALUED:
            self.at += 1
            return lambda p: f"{p}.{'empty' if denied else 'exists'}()"
        if self.take("EMPTY"):
            return lambda p: f"{p}.empty()"
        if self.take("IN"):
            values = self.listed()
            return lambda p: ("not " if denied else "") + f"{p} in ({values})"
        self.take("EQUALS", "EQUAL", "=")
        self.take("TO")
        value = self.peek()
        if value[:1] in "\"'“" or PATH.match(value):
            self.at += 1
            value = self.quoted(value)
            return lambda p: f"{p} {'!=' if denied else '='} {value}"
        self.at = start
        return None

    def compare(self):
        words = {"EQUALS": "=", "=": "=", ">": ">", "<": "<"}
        if self.take("GREATER"):
            self.take("THAN")
            operator = ">"
        elif self.take("LESS"):
            self.take("THAN")
            operator = "<"
            if self.take("OR"):
                self.take("EQUALS", "EQUAL")
                operator = "<="
        else:
            operator = words.get(self.peek())
            self.at += 1
        number = self.peek()
        self.at += 1
        if operator is None or not number.isdigit():
            raise Problem(f"condition not understood: {self.cell}")
        return operator, number

    def listed(self):
        if not self.take("("):
            raise Problem(f"condition not understood: {self.cell}")
        values = []
        while not self.take(")"):
            if self.at >= len(self.tokens):
                raise Problem(f"condition not understood: {self.cell}")
            values.append(self.quoted(self.peek()))
            self.at += 1
            self.take(",")
        return ", ".join(values)

    @staticmethod
    def quoted(token):
        return '"' + token[1:-1] + '"' if token[:1] in "\"'“" else token


def condition(cell, source, dot):
    cell = re.sub(r"^\s*IF\s+", "", cell.strip(), flags=re.I)
    return Condition(cell, source, dot).text() if cell else ""
