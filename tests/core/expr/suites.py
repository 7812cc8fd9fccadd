#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the FHIRPath suites that others have written, and prints the counts.

    suites.py SUITE_RUN [FOLDER]

SUITE_RUN is the program made of suite_run.c.  FOLDER holds r4/tests.xml and
yaml/*.yaml with what they need; it is $HILUM_SHARED/data/fhirpath where it is left
out.  Without it the test is skipped, and says so.  The YAML suite needs the Python
module yaml.

Every case that fails is listed with what it gives.  What is expected to fail, and
why, stands in suites_exceptions.py: anything else that fails is an error.
"""

import decimal
import json
import os
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import suites_exceptions
from suites_documents import Documents, Types

HERE = pathlib.Path(__file__).resolve().parent
ELEMENTS = HERE.parents[2] / "schemas" / "fhir" / "r4" / "elements"


class Runner:
    """A suite_run process, to which documents are sent once."""

    def __init__(self, program, types):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        self.documents = Documents(types)
        self.send("table", ELEMENTS.read_text())

    def send(self, head, text):
        data = text.encode()
        self.process.stdin.write(b"%s %d\n%s\n" % (head.encode(), len(data), data))

    def document(self, source, model):
        """The name of a document, which is sent where it is new."""
        document, new = self.documents.get(source, model)
        if new:
            self.send("doc %s %s" % (document.name, "fhir" if model else "json"),
                      document.outline)
        return document

    def line(self):
        text = self.process.stdout.readline().decode()
        if not text:
            raise SystemExit("the runner has ended")
        return text.rstrip("\n")

    def run(self, expression, document, node=0, check="-", constants=None):
        """("gives", [(type, text or JSON)]), ("mistake", why) or ("error", why)."""
        for name, value in (constants or {}).items():
            self.send("constant " + name.replace(" ", "\x01"), value)
        self.send("case %s %d %s" % (document.name if document else "-", node, check),
                  expression)
        self.process.stdin.flush()
        kind, _, rest = self.line().partition(" ")
        if kind != "gives":
            return kind, rest
        return kind, [self.item(document) for _ in range(int(rest))]

    def item(self, document):
        kind, _, text = self.line().partition("\t")
        if kind == "node":
            return document.nodes[int(text)]
        return kind, re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], text)


# ---- Are values the ones that are expected? ---------------------------------------


def number(text):
    try:
        return decimal.Decimal(text)
    except (decimal.InvalidOperation, TypeError, ValueError):
        return None


def same_value(kind, got, want):
    """An item against a value of JSON or YAML."""
    if isinstance(want, bool):
        return got in ("true", "false") and (got == "true") == want
    if isinstance(want, (int, float)):
        if kind == "Quantity" or number(got) is None:
            return False
        a, b = number(got), number(repr(want))
        return a == b or abs(a - b) <= abs(b) * decimal.Decimal("1e-8")
    if isinstance(want, str):
        strip = (lambda s: re.sub(r"^@T?", "", s))
        return strip(str(got)) == strip(want)
    if isinstance(want, dict) and isinstance(got, dict):
        return {k: v for k, v in got.items()} == want
    return got == want


def said(item):
    """An item as the suite writes it: types as objects."""
    kind, got = item
    if kind == "TypeInfo":
        namespace, _, name = got.partition(".")
        return kind, {"namespace": namespace, "name": name}
    return item


def same_values(expression, result, want):
    """The order of children and descendants is not defined."""
    if len(result) != len(want):
        return False
    if not re.search(r"children\(|descendants\(", expression):
        return all(same_value(t, g, w) for (t, g), w in zip(result, want))
    left = list(want)
    for kind, got in result:
        found = [w for w in left if same_value(kind, got, w)]
        if not found:
            return False
        left.remove(found[0])
    return True


# ---- The official suite --------------------------------------------------------------


def same_output(item, kind, text):
    got_kind, got = item
    text = re.sub(r"^@T?", "", text or "")
    if kind in ("decimal", "integer") and number(got) is not None:
        return number(got) == number(text)
    if kind and got_kind != kind and {got_kind, kind} not in (
            {"string", "code"}, {"date", "dateTime"}, {"string", "uri"}):
        if not (kind == "Quantity" or got_kind in ("string",)):
            return False
    return got == text


def official(runner, folder):
    for test in ElementTree.parse(folder / "tests.xml").getroot().iter("test"):
        expression = test.find("expression")
        text = expression.text
        document = None
        if test.get("inputfile"):
            document = runner.document(folder / test.get("inputfile"), "r4")
        kind, result = runner.run(text, document)
        invalid = expression.get("invalid")
        if invalid == "semantic" or test.get("mode") == "strict":
            if kind == "gives":
                root = document.nodes[0][0] if document else "Patient"
                kind, result = runner.run(text, document, check=root)
            good = kind != "gives"
        elif invalid:
            good = kind != "gives"
        else:
            want = [(o.get("type"), o.text) for o in test.findall("output")]
            good = kind == "gives" and len(result) == len(want) and all(
                same_output(item, t, w) for item, (t, w) in zip(result, want))
            if kind == "gives" and test.get("predicate") == "true" and want:
                good = (bool(result) == (want[0][1] == "true"))
        want = invalid or [o.text for o in test.findall("output")]
        yield test.get("name"), text, good, kind, result, want


# ---- The suite in YAML -------------------------------------------------------------------


def flattened(tests, file, subject, names=()):
    for test in tests or []:
        for key, inner in test.items():
            if key.startswith("group"):
                if not test.get("disable"):
                    yield from flattened(inner, file, subject, names + (key[7:],))
        if "expression" in test:
            expressions = test["expression"]
            for e in expressions if isinstance(expressions, list) else [expressions]:
                yield test, str(e), subject


def literal(value):
    """A variable's value as an expression; None: it cannot be said."""
    if value is None or value == []:
        return "{}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    if isinstance(value, list) and all(literal(v) for v in value):
        return ".combine(".join(literal(v) for v in value) + ")" * (len(value) - 1)
    return None


def applies(test, folder):
    """Why a case is no business of ours, or nothing."""
    if test.get("disable"):
        return "disabled by its authors"
    if test.get("model") not in (None, "r4"):
        return "another version of FHIR"
    name = test.get("inputfile")
    if name and not (folder / "resources" / "r4" / name).exists():
        return "its resource is of another version of FHIR"
    return suites_exceptions.not_applicable(str(test["expression"]))


def focus(runner, test, subject, folder):
    """The document that a case begins at."""
    model = test.get("model")
    if test.get("inputfile"):
        return runner.document(folder / "resources" / "r4" / test["inputfile"], model)
    return runner.document(subject, model) if subject is not None else None


def yaml_suite(runner, folder):
    import yaml

    class Loader(yaml.SafeLoader):
        """Dates stay text, and numbers keep their digits."""

    Loader.yaml_implicit_resolvers = {
        key: [r for r in rows if r[0] != "tag:yaml.org,2002:timestamp"]
        for key, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()}
    for path in sorted(folder.glob("*.yaml")):
        whole = yaml.load(path.read_text(), Loader)
        for test, text, subject in flattened(whole["tests"], path.name,
                                             whole.get("subject")):
            reason = applies(test, folder)
            if reason:
                yield path.name, text, None, reason, None, None
                continue
            document = focus(runner, test, subject, folder)
            node, constants = 0, {}
            if "context" in test:
                node = document.find(test["context"])
            for name, value in (test.get("variables") or {}).items():
                if literal(value) is not None:
                    constants[name] = literal(value)
            kind, result = runner.run(text, document, node, constants=constants)
            if kind == "gives":
                result = [said(item) for item in result if item[1] is not None]
                if test.get("error") and test.get("model") and document:
                    root = document.nodes[0][0]
                    kind, result = runner.run(text, document, check=root)
            want = test.get("result")
            want = want if isinstance(want, list) else [want] if want is not None else []
            if test.get("error"):
                good, want = kind != "gives", "an error"
            else:
                good = kind == "gives" and same_values(text, result, want)
            yield path.name, text, good, kind, result, want


# ---- The whole -------------------------------------------------------------------------------


def report(title, cases, known, bar):
    passed = failed = 0
    reasons, failures = {}, []
    for name, text, good, kind, result, want in cases:
        if good is None:
            reasons[kind] = reasons.get(kind, 0) + 1
            continue
        passed += good
        failed += not good
        if not good:
            failures.append((name, text, kind, result, want))
    total = passed + failed
    print("%s: %d of %d (%.1f %%)" % (title, passed, total, 100 * passed / total))
    for reason, count in sorted(reasons.items()):
        print("    %4d not counted: %s" % (count, reason))
    surprises = 0
    for name, text, kind, result, want in failures:
        why = known(name, text)
        surprises += why is None
        print("  - %s: %s" % (name, " ".join(text.split())[:200]))
        print("      %s %s, not %s" % (kind, str(result)[:160], str(want)[:160]))
        print("      because: %s" % (why or "NOBODY KNOWS"))
    if passed < bar * total:
        print("%s: fewer than %g %%" % (title, 100 * bar))
        return False
    return surprises == 0


def main(argv):
    shared = os.environ.get("HILUM_SHARED")
    folder = pathlib.Path(argv[2]) if len(argv) > 2 else (
        pathlib.Path(shared) / "data" / "fhirpath" if shared else None)
    if folder is None or not folder.exists():
        print("SKIPPED: HILUM_SHARED leads to no data/fhirpath")
        return 77
    runner = Runner(argv[1], Types(ELEMENTS.read_text()))
    good = report("official R4", official(runner, folder / "r4"),
                  suites_exceptions.official, 0.98)
    try:
        import yaml  # noqa: F401
    except ImportError:
        print("SKIPPED: the Python module yaml is not installed")
        return 77 if good else 1
    good &= report("yaml", yaml_suite(runner, folder / "yaml"),
                   suites_exceptions.yaml, 0.95)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))
