"""feed.py -- an engine at work, and the client's end of its feeds, for tests."""
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

HILUM = os.environ["HILUM"]

ADT = ("MSH|^~\\&|ADT|{facility}|HILUM|REGION|20260312091500+0100||ADT^A01^ADT_A01|{id}|P|2.5.1\r"
       "EVN|A01|20260312091400+0100\r"
       "PID|1||{patient}^^^ST-ANNA^MR||{family}^Nora||19610615|F\r"
       "PV1|1|I|3WEST^312^A||||||||||||||||V{patient}^^^ST-ANNA^VN|||||||||||||||||||||||||"
       "20260312090500+0100\r")


def adt(control_id, patient="4711", family="Keller", facility="ST-ANNA"):
    return ADT.format(id=control_id, patient=patient, family=family, facility=facility).encode()


def enhanced(control_id, accept, application, **more):
    """An admission that says which acknowledgements it wants, in MSH-15 and MSH-16."""
    msh, rest = adt(control_id, **more).split(b"\r", 1)
    return msh + b"|||%s|%s\r" % (accept.encode(), application.encode()) + rest


def numbered(control_id, number):
    """An admission with a sequence number, in MSH-13."""
    msh, rest = adt(control_id).split(b"\r", 1)
    return msh + b"|%d\r" % number + rest


def equal(got, wanted):
    assert got == wanted, "%r is not %r" % (got, wanted)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(what, seconds=20):
    """Asks until the answer is true; the tests' only way of waiting."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        answer = what()
        if answer:
            return answer
        time.sleep(0.02)
    raise AssertionError("it did not happen within %d seconds" % seconds)


class Mllp:
    """One connection of a sender."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.rest = b""

    def raw(self, data):
        self.socket.sendall(data)

    def send(self, message):
        self.raw(b"\x0b" + message + b"\x1c\r")

    def answer(self):
        while b"\x1c\r" not in self.rest:
            more = self.socket.recv(65536)
            if not more:
                raise ConnectionError("closed")
            self.rest += more
        frame, self.rest = self.rest.split(b"\x1c\r", 1)
        return frame.lstrip(b"\x0b").decode()

    def ask(self, message):
        self.send(message)
        return self.answer()

    def close(self):
        self.socket.close()


def field(message, segment, nth):
    """A field of the first segment of that name, as text."""
    for line in message.split("\r"):
        parts = line.split("|")
        if parts[0] == segment:
            if segment == "MSH":
                nth -= 1
            return parts[nth] if nth < len(parts) else ""
    return ""


def code(answer):
    """What an acknowledgement says, and of which message."""
    return field(answer, "MSA", 1), field(answer, "MSA", 2)


class Engine:
    """hilum run on pipelines in a folder of its own."""

    def __init__(self, pipeline, **more):
        self.folder = tempfile.mkdtemp(prefix="hilum-test-")
        self.mllp = free_port()
        self.http = free_port()
        self.path = os.path.join(self.folder, "pipeline.yaml")
        self.write(pipeline, **more)
        self.process = None

    def write(self, pipeline, **more):
        with open(self.path, "w") as f:
            f.write(pipeline.format(mllp=self.mllp, http=self.http, folder=self.folder, **more))

    def start(self, *options):
        log = open(os.path.join(self.folder, "log"), "ab")
        self.process = subprocess.Popen(
            [HILUM, "run", "--data", self.folder, *options, self.path], stderr=log)
        log.close()
        wait_for(self.listening)
        return self

    def listening(self):
        if self.process.poll() is not None:
            raise AssertionError("the engine ended with %d:\n%s" % (self.process.returncode,
                                                                    self.log()))
        try:
            socket.create_connection(("127.0.0.1", self.mllp), timeout=5).close()
            return True
        except OSError:
            return False

    def log(self):
        with open(os.path.join(self.folder, "log")) as f:
            return f.read()

    def connect(self):
        return Mllp(self.mllp)

    def counts(self):
        out = subprocess.run([HILUM, "messages", "list", "--counts", "--json", "--data", self.folder],
                             capture_output=True, check=True).stdout
        counts = {}
        for row in json.loads(out):
            counts[row["status"]] = counts.get(row["status"], 0) + row["messages"]
        return {status: n for status, n in counts.items() if n}

    def messages(self, *options):
        out = subprocess.run([HILUM, "messages", "list", "--json", "--data", self.folder, *options],
                             capture_output=True, check=True).stdout
        return json.loads(out)

    def settled(self):
        """The counts, when messages have come and none is pending."""
        def counted():
            counts = self.counts()
            return None if "pending" in counts else counts
        return wait_for(counted)

    def get(self, path):
        url = "http://127.0.0.1:%d%s" % (self.http, path)
        try:
            with urllib.request.urlopen(url, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as e:
            return e.code, json.load(e)

    def stop(self, how=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=30)
        return self.process.returncode if self.process else None

    def __enter__(self):
        return self

    def __exit__(self, kind, *rest):
        if kind:
            print(self.log())
        self.stop(signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)


def run(tests):
    """Runs functions whose names are sentences; the exit code."""
    failed = 0
    for test in tests:
        try:
            test()
            print("ok: %s" % test.__name__.replace("_", " "))
        except Exception as e:
            failed += 1
            print("not ok: %s: %s: %s" % (test.__name__.replace("_", " "), type(e).__name__, e))
    print("%d passed, %d failed" % (len(tests) - failed, failed))
    return 1 if failed else 0
