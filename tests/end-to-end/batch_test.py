#!/usr/bin/env python3
# batch_test.py -- batch files, from a folder to a sink.
import os
import signal
import sys

from batch_run import BATCH, Folder, run as run_batch
from feed import run, wait_for


def a_large_batch_is_delivered_but_for_its_bad_messages():
    made = run_batch(20 << 20, 60)
    assert made["messages"] > 15000, made


def an_engine_that_dies_goes_on_and_nothing_is_missing():
    with Folder(BATCH).start() as e:
        made = e.put("big.hl7", 20 << 20)
        wait_for(lambda: sum(e.counts().values()) > 2000)
        e.stop(signal.SIGKILL)
        e.start()
        wait_for(lambda: os.path.exists(e.file("in", "done", "big.hl7")), 60)
        counts = wait_for(lambda: "pending" not in e.counts() and e.counts(), 60)
        # What cannot be read has no control id that its repeats could be known by.
        assert counts["delivered"] == made["messages"] - 3, counts
        assert counts["dead"] >= 3, counts
        assert e.delivered() >= made["messages"] - 3


def a_file_that_was_cut_has_failed_and_its_messages_are_kept():
    with Folder(BATCH).start() as e:
        with open(e.file("a"), "wb") as f:
            f.write(b"FHS|^~\\&|A\rBHS|^~\\&|A\r"
                    b"MSH|^~\\&|A|B|||20260314||ADT^A08|1|P|2.5\rPID|1||7\r"
                    b"MSH|^~\\&|A|B|||20260314||ADT^A08|2|P|2.5\rPID|1||7\r")
        os.rename(e.file("a"), e.file("in", "a.hl7"))
        wait_for(lambda: os.path.exists(e.file("in", "failed", "a.hl7")))
        assert e.settled() == {"delivered": 2}
        assert "BTS: the batch has no trailer" in e.log()


if __name__ == "__main__":
    chosen = [f for name, f in list(globals().items())
              if callable(f) and name.count("_") > 2 and f.__module__ == "__main__"]
    if len(sys.argv) > 1:
        chosen = [f for f in chosen if any(word in f.__name__ for word in sys.argv[1:])]
    os.environ.pop("HILUM_DATA", None)
    sys.exit(run(chosen))
