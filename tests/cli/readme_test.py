#!/usr/bin/env python3
# readme_test.py -- what the README shows works: its pipeline is right, its verbs exist.
import os
import re
import subprocess
import sys
import tempfile

hilum = os.environ["HILUM"]
with open(os.path.join(os.environ["SRCDIR"], "README.md")) as f:
    readme = f.read()
failures = []

for nth, text in enumerate(re.findall(r"^```yaml\n(.*?)^```", readme, re.M | re.S)):
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as f:
        f.write(text)
        f.flush()
        ran = subprocess.run([hilum, "check", f.name], capture_output=True, text=True)
        if ran.returncode != 0:
            failures.append("pipeline %d: %s" % (nth + 1, ran.stderr))

help_text = subprocess.run([hilum, "help"], capture_output=True, text=True).stdout
for verb in sorted(set(re.findall(r"(?:^|`)hilum ([a-z]+)", readme, re.M))):
    if "hilum %s " % verb not in help_text:
        failures.append("there is no verb %s" % verb)

# The commands that need no engine at work are run as they stand.
os.chdir(os.environ["SRCDIR"])
for line in re.findall(r"^hilum (?:check|test|show|eval|convert|plugins|help) .*$", readme, re.M):
    command = line.split("#")[0].split(">")[0].strip().replace("hilum ", "'%s' " % hilum, 1)
    ran = subprocess.run(command, shell=True, capture_output=True, text=True)
    if ran.returncode != 0:
        failures.append("%s: %s" % (line, ran.stderr))

for failure in failures:
    print("not ok: " + failure)
print("%d failed" % len(failures))
sys.exit(1 if failures else 0)
