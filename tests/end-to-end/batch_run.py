"""batch_run.py -- a batch file through an engine, and what that took."""
import os
import time

import batch
from feed import Engine, wait_for

# A source that waits for its sinks reads no faster than they write.
BATCH = """
pipeline: batch
source:
  file: {{ path: "{folder}/in", ack: processed }}
  format: hl7v2
sinks:
  - file: {{ path: "{folder}/out.hl7", append: true }}
"""


class Folder(Engine):
    """An engine that reads files."""

    def listening(self):
        if self.process.poll() is not None:
            raise AssertionError("the engine ended:\n" + self.log())
        return os.path.isdir(os.path.join(self.folder, "in", "done"))

    def file(self, *path):
        return os.path.join(self.folder, *path)

    def put(self, name, size):
        """Puts a batch file into the folder; what is in it."""
        made = batch.write(self.file(name), size)
        os.rename(self.file(name), self.file("in", name))
        return made

    def peak(self):
        """The most memory it has had, in MB."""
        with open("/proc/%d/status" % self.process.pid) as f:
            return [int(line.split()[1]) // 1024 for line in f if line.startswith("VmHWM")][0]

    def delivered(self):
        """How many messages are in the sink's file."""
        count, rest = 0, b"\n"
        with open(self.file("out.hl7"), "rb") as f:
            while rest:
                count += rest.count(b"\nMSH|")
                rest = rest[-4:] + f.read(1 << 20)
                if len(rest) <= 4:
                    return count


def run(size, seconds):
    """One file of that size: checked; peak memory in MB, seconds until the file was put
    away and until all was delivered, and what was in it."""
    with Folder(BATCH).start() as e:
        started = time.monotonic()
        made = e.put("big.hl7", size)
        made["written"] = time.monotonic() - started
        started = time.monotonic()
        wait_for(lambda: os.path.exists(e.file("in", "done", "big.hl7")), seconds)
        made["read"] = time.monotonic() - started
        counts = wait_for(lambda: "pending" not in e.counts() and e.counts(), seconds)
        made["delivered"] = time.monotonic() - started
        made["peak"] = e.peak()
        good = made["messages"] - len(made["bad"])
        assert counts == {"delivered": good, "dead": len(made["bad"])}, counts
        dead = sorted(m["peer"] for m in e.messages("--status", "dead"))
        assert dead == sorted("big.hl7:byte %d" % at for at in made["bad"]), dead
        assert e.delivered() == good, e.delivered()
        assert "%d messages, 3 rejected, 0 faults" % made["messages"] in e.log(), e.log()
        return made
