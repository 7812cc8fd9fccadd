#!/usr/bin/env python3
# verdicts.py -- the published verdicts on resources: is there an error in them, or none?
# SPDX-License-Identifier: Apache-2.0
#
# HILUM_SHARED names the folder of test data that has validator/cases.json (from
# FHIR/fhir-test-cases, Apache-2.0); HILUM the program.  With arguments only the cases of
# those names are run, and their findings are shown.
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile

LEAST_RIGHT, MOST_FALSE = 0.90, 3

shared = os.environ.get("HILUM_SHARED")
hilum = os.environ.get("HILUM", "hilum").split()
folder = os.path.join(shared, "validator") if shared else ""
if not os.path.isfile(os.path.join(folder, "cases.json")):
    print("SKIPPED: the published verdicts were NOT checked; HILUM_SHARED names no folder "
          "with validator/cases.json")
    sys.exit(77)


def run(arguments, data):
    return subprocess.run(hilum + arguments, capture_output=True, text=True,
                          env=dict(os.environ, HILUM_DATA=data))


def as_json(path, data):
    """The bytes of a resource as JSON, or None where it cannot be read."""
    if path.endswith(".json"):
        with open(path, "rb") as f:
            return f.read()
    ran = run(["convert", "--from", "fhir/xml", "--to", "fhir/json", path], data)
    return ran.stdout.encode() if ran.returncode == 0 else None


def url_of(path, data):
    text = as_json(path, data)
    return json.loads(text).get("url") if text else None


def add_package(files, data):
    """Compiles loose files as a package, as `hilum package add` takes it."""
    with tempfile.NamedTemporaryFile(suffix=".tgz") as f:
        with tarfile.open(fileobj=f, mode="w:gz") as tar:
            def put(name, text):
                info = tarfile.TarInfo("package/" + name)
                info.size = len(text)
                tar.addfile(info, io.BytesIO(text))
            put("package.json", b'{"name": "verdicts", "version": "1.0.0"}')
            for nth, name in enumerate(files):
                text = as_json(os.path.join(folder, name), data)
                if text:
                    put("%d.json" % nth, text)
        f.flush()
        return run(["package", "add", f.name], data)


def findings(case, profile, show):
    """None: it could not be read; else what was found."""
    with tempfile.TemporaryDirectory() as data:
        files = list(case["supporting"])
        arguments = ["validate", "--json"]
        if profile:
            files += [case["profile"]] + case["profile_supporting"]
            url = url_of(os.path.join(folder, case["profile"]), data)
            if url:
                arguments += ["--profile", url]
        if files:
            added = add_package(files, data)
            if show:
                print(added.stdout + added.stderr)
        ran = run(arguments + [os.path.join(folder, case["file"])], data)
        if show:
            print(ran.stderr)
        try:
            return json.loads(ran.stdout)[0]["reports"]
        except (ValueError, IndexError):
            return None


def problems_of(case, profile, show):
    found = findings(case, profile, show)
    if found is None:
        return ["it cannot be read"]
    if show:
        for r in found:
            print("  %(severity)s %(place)s [%(rule)s] %(says)s" % r)
    return ["%(place)s [%(rule)s] %(says)s" % r for r in found if r["severity"] == "problem"]


with open(os.path.join(folder, "cases.json")) as f:
    cases = json.load(f)
names = sys.argv[1:]
counts = {"": [0, 0, 0], " with its profile": [0, 0, 0]}
for case in cases:
    if names and case["name"] not in names:
        continue
    for key, which in (("invalid", ""), ("profile_invalid", " with its profile")):
        if case[key] is None or (which and not case["profile"]):
            continue
        problems = problems_of(case, bool(which), bool(names))
        right = bool(problems) == case[key]
        counts[which][0] += 1
        counts[which][1] += right
        counts[which][2] += bool(problems) and not case[key]
        if not right:
            print("%-7s %s%s (%s)%s" % ("false" if problems else "missed", case["name"],
                                        which, case["module"],
                                        ": " + problems[0] if problems else ""))
good = True
for which, (all_, right, false) in counts.items():
    print("verdicts%s: %d of %d right, %d false errors" % (which, right, all_, false))
right, false = counts[""][1], counts[""][2]
good = names or (right >= LEAST_RIGHT * counts[""][0] and false <= MOST_FALSE)
sys.exit(0 if good else 1)
