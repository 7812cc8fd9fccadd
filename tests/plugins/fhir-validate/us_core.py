#!/usr/bin/env python3
# us_core.py -- US Core's examples are right by its profiles, and broken copies are not.
# SPDX-License-Identifier: Apache-2.0
#
# HILUM_SHARED names the folder of test data that has us-core/us-core-5.0.1.tgz (HL7,
# CC0); HILUM the program.  A copy is broken by taking away an element that the profile
# wants, where there is one that R4 itself does not.
import json
import os
import subprocess
import sys
import tarfile
import tempfile

# Examples that are wrong, and why.
WRONG = {
    "Bundle-66c8856b-ba11-4876-8aa8-467aad8c11a2.json",  # a fullUrl and an id differ
}

shared = os.environ.get("HILUM_SHARED")
archive = os.path.join(shared or "", "us-core/us-core-5.0.1.tgz")
if not shared or not os.path.isfile(archive):
    print("SKIPPED: US Core was NOT checked; HILUM_SHARED names no folder with "
          "us-core/us-core-5.0.1.tgz")
    sys.exit(77)
hilum = os.environ.get("HILUM", "hilum").split()


def run(arguments, data):
    return subprocess.run(hilum + arguments, capture_output=True, text=True,
                          env=dict(os.environ, HILUM_DATA=data))


def problems(files, data):
    """The problems found in each of the files."""
    ran = run(["validate", "--json"] + files, data)
    return {os.path.basename(r["file"]): [x for x in r["reports"]
                                          if x["severity"] == "problem"]
            for r in json.loads(ran.stdout)}


def required(profile):
    """The elements at the top that a profile wants, those first that R4 does not."""
    top = [e for e in profile["snapshot"]["element"]
           if e["path"].count(".") == 1 and e.get("min", 0) > 0 and "sliceName" not in e]
    top.sort(key=lambda e: e["base"]["min"])
    return [e["path"].split(".")[1].replace("[x]", "") for e in top]


def broken(resource, profile):
    """A copy without one of the elements that are wanted; None: there is none to lose."""
    for name in required(profile):
        keys = [k for k in resource if k == name or
                (k.startswith(name) and k[len(name):len(name) + 1].isupper())]
        if keys:
            return {k: v for k, v in resource.items() if k.lstrip("_") not in keys}
    return None


with tempfile.TemporaryDirectory() as data:
    added = run(["package", "add", archive], data)
    print(added.stdout + added.stderr, end="")
    examples, profiles = {}, {}
    with tarfile.open(archive) as tar:
        for member in tar:
            name = os.path.basename(member.name)
            if not name.endswith(".json") or name.startswith((".", "package")):
                continue
            resource = json.load(tar.extractfile(member))
            if "/example/" in member.name:
                examples[name] = resource
            elif resource.get("resourceType") == "StructureDefinition":
                profiles[resource["url"]] = resource
    paths = []
    for name, resource in examples.items():
        with open(os.path.join(data, name), "w") as f:
            json.dump(resource, f)
        profile = profiles.get((resource.get("meta", {}).get("profile") or [""])[0])
        copy = broken(resource, profile) if profile else None
        if copy:
            with open(os.path.join(data, "broken-" + name), "w") as f:
                json.dump(copy, f)
            paths.append(os.path.join(data, "broken-" + name))
        paths.append(os.path.join(data, name))
    found = problems(paths, data)

good = [n for n in examples if not found.get(n)]
caught = [n for n in found if n.startswith("broken-") and found[n]]
copies = [n for n in found if n.startswith("broken-")]
for name in sorted(set(examples) - set(good) - WRONG):
    print("wrong: %s: %s" % (name, found.get(name, ["it cannot be read"])[0]))
for name in sorted(set(copies) - set(caught)):
    print("not caught: %s" % name)
wrong = set(examples) - set(good)
print("%d of %d examples are right, %d are known not to be; %d of %d broken copies are "
      "caught" % (len(good), len(examples), len(wrong & WRONG), len(caught), len(copies)))
sys.exit(0 if wrong <= WRONG and len(caught) == len(copies) else 1)
