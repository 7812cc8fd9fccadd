#!/usr/bin/env python3
# broken_test.py -- hilum check says of every broken pipeline where it is broken,
# and how to mend it.
#
# A pipeline in tests/cases/broken begins with lines `# expect: LINE:COL WORDS`.
import glob
import os
import re
import subprocess
import sys

hilum = os.environ["HILUM"]
folder = os.path.join(os.environ["SRCDIR"], "tests", "cases", "broken")
passed = failed = 0

for path in sorted(glob.glob(os.path.join(folder, "*.yaml"))):
    with open(path, "rb") as f:
        text = f.read().decode("latin-1")
    expected = re.findall(r"^# expect: (\d+:\d+) ?(.*)$", text, re.M)
    ran = subprocess.run([hilum, "check", path], capture_output=True)
    said = ran.stderr.decode("latin-1").split("\n")
    missing = ["%s %s" % (place, words) for place, words in expected
               if not any(":%s: error: " % place in line and words in line for line in said)]
    if ran.returncode == 1 and expected and not missing:
        passed += 1
        continue
    failed += 1
    print("not ok: %s (exit %d)" % (os.path.basename(path), ran.returncode))
    for line in missing:
        print("    expected %s" % line)
    for line in said:
        if "error" in line:
            print("    said     %s" % line)

print("%d passed, %d failed" % (passed, failed))
sys.exit(1 if failed or passed < 30 else 0)
