#!/usr/bin/env python3
"""batch_bench.py -- batch files of 100 MB and 1 GB: in how much memory, and how fast.

The journal keeps all of it and the sink writes it once more: it needs 4 GB in TMPDIR."""
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "end-to-end"))
from batch_run import run  # noqa: E402

SIZES = (100 << 20, 1 << 30)
NEEDED = 4 << 30

free = shutil.disk_usage(tempfile.gettempdir()).free
for size in SIZES:
    if size == max(SIZES) and free < NEEDED:
        print("left out: %d MB need %d GB in %s" % (size >> 20, NEEDED >> 30,
                                                    tempfile.gettempdir()))
        break
    made = run(size, 1800)
    print("%5d MB, %8d messages, %d dead   put away after %6.1f s (%6.0f messages/s, "
          "%5.1f MB/s)  delivered after %6.1f s   peak memory %d MB"
          % (made["bytes"] >> 20, made["messages"], len(made["bad"]), made["read"],
             made["messages"] / made["read"], made["bytes"] / made["read"] / 1e6,
             made["delivered"], made["peak"]), flush=True)
