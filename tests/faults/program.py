"""Real programs on a home of their own: an account, a message and a list, and the sandbox behind.

Everything a person would do is done by `smsdesk` in a process of its own; only the looks between
them, when no program is left, open the journal here.
"""

import contextlib
import csv
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from smsdesk.core.document import to_document
from smsdesk.core.outcome import Status
from smsdesk.paths import HOME_VARIABLE, Paths
from smsdesk.sandbox import SANDBOX_SECRETS, Accepted, Sandbox
from smsdesk.services.progress import Group, four_numbers
from smsdesk.storage.accounts import AccountFile
from smsdesk.storage.secrets import SERVICE
from tests.faults.loads import Load
from tests.faults.proxy import Fault, Proxy
from tests.faults.watch import Line, Watch, desk_of, home

ROOT = Path(__file__).parents[2]
KEYRING = "tests.helpers.memory_keyring.FileKeyring"
ENDS_WITHIN_S = 45.0
NOTE_CHARS = 200
REFUSED, PAUSED = 2, 3  # what a program's exit status says
KEEP_ON = ("--keep-going",)
TOLD = re.compile(
    r"^(\S+): \w+; (\d+) accepted, (\d+) rejected, (\d+) may have gone out, (\d+) waiting$", re.M
).search
RECIPIENT_COLUMNS = ("name", "code", "phone")


class Program:
    """One `smsdesk` process."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], folder: Path) -> None:
        self._out = (folder / f"out-{os.urandom(4).hex()}.txt").open("w+b")
        self._process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=self._out,
            stderr=subprocess.STDOUT,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self._process.poll() is not None

    def signal(self, number: signal.Signals) -> bool:
        """Send a signal; False where it had ended before."""
        if self.is_over:
            return False
        self._process.send_signal(number)
        return True

    def tell(self, line: str) -> None:
        """Write a line to its standard input."""
        stream = self._process.stdin
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):  # it has ended
                stream.write(line.encode() + b"\n")
                stream.flush()

    def wait(self) -> int:
        """Its exit status; negative where a signal ended it. It is killed when it takes too long.

        Raises:
            AssertionError: it did not end by itself.
        """
        try:
            return self._process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(ENDS_WITHIN_S)
            raise AssertionError(f"it did not end: {self.said()[-NOTE_CHARS:]}") from None
        finally:
            if self._process.stdin is not None:
                self._process.stdin.close()

    def said(self) -> str:
        """All it has written."""
        return Path(self._out.name).read_text("utf-8", "replace")

    def close(self) -> None:
        """Leave nothing behind."""
        if not self.is_over:
            self._process.kill()
            self._process.wait(ENDS_WITHIN_S)
        self._out.close()


@dataclass
class Moments:
    """Calls of the proxy's request numbers: `on(number, what)` is done when that one comes in."""

    _wanted: dict[int, Callable[[], object]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def on(self, number: int, what: Callable[[], object]) -> None:
        """Do `what` once, in the thread of that request, before it is handed on."""
        with self._lock:
            self._wanted[number] = what

    def at(self, number: int) -> None:
        """Request `number` has come in."""
        with self._lock:
            what = self._wanted.pop(number, None)
        if what is not None:
            what()


class Site:
    """A home, the sandbox, the proxy between, and a campaign that programs send.

    notes: what was not as it must be, of everything that has no figure.
    """

    def __init__(
        self, load: Load, count: int, folder: Path, where: Path, sandbox: Sandbox, proxy: Proxy
    ) -> None:
        self.load = load
        self.count = count
        self.home = where
        self.folder = folder
        self.sandbox = sandbox
        self.proxy = proxy
        self.campaign = ""
        self.notes: list[str] = []
        self.faults = 0
        self._told: dict[str, tuple[int, ...]] = {}  # the four numbers a program ended with
        self.watch = Watch(load, count, self.taken)
        self._programs: list[Program] = []
        self._environment = {
            **os.environ,
            HOME_VARIABLE: str(where),
            "PYTHON_KEYRING_BACKEND": KEYRING,
            "SMSDESK_TEST_KEYRING": str(folder / "keyring.json"),
            "QT_QPA_PLATFORM": "offscreen",
            "QT_API": "pyside6",
            "LC_ALL": "C.UTF-8",
        }
        self._write_files()

    # -- programs ----------------------------------------------------------------------------

    def send(self) -> Program:
        """Start the campaign, or go on with it where it is in the journal."""
        if self.campaign:
            return self.resume()
        return self.start_another(self.folder / "people.csv")

    def start_another(self, people: Path) -> Program:
        """Send to a list, whatever campaigns there are."""
        files = ("--message", str(self.folder / "message.json"), "--recipients", str(people))
        words = ("--account", "shop", *files, "--phone-column", "phone")
        return self.run("send", *words, *KEEP_ON)

    def resume(self, *more: str) -> Program:
        """Go on with the campaign."""
        return self.run("resume", self.campaign, *KEEP_ON, *more)

    def run(self, *words: str) -> Program:
        """Any command."""
        return self.start(["smsdesk", *words])

    def start(self, arguments: list[str]) -> Program:
        """Any module, with its arguments."""
        program = Program(arguments, self._environment, self.folder)
        self._programs.append(program)
        return program

    def wait(self, program: Program, *statuses: int) -> int:
        """Wait for its end; note a status that is none of `statuses`."""
        status = program.wait()
        said = program.said()
        if status not in statuses or "Traceback" in said:
            last = said.strip().rpartition("\n")[2]
            self.notes.append(f"ended with {status}: {last[-NOTE_CHARS:]}")
        if told := TOLD(said):
            self._told[told[1]] = tuple(int(number) for number in told.groups()[1:])
        return status

    def expect_refusal(self) -> None:
        """A program that wants to go on with the campaign now sends nothing and says why."""
        alone = all(program.is_over for program in self._programs)
        before = self.proxy.requests
        program = self.resume()
        self.wait(program, REFUSED)
        if alone and self.proxy.requests != before:
            self.notes.append("refused, and sent all the same")
        if not program.said().strip():
            self.notes.append("refused without a word")

    def close(self) -> None:
        """End every program that is left."""
        for program in self._programs:
            program.close()

    # -- looks -------------------------------------------------------------------------------

    def look(self) -> bool:
        """Audit, as the next program finds it; False while there is no campaign in the journal."""
        self.proxy.drain()
        with home(str(self.home)), desk_of() as desk:
            if not self.campaign:
                self.campaign = desk.history.newest()
            if not self.campaign:
                return False
            found = self.watch.look(desk, self.campaign)
        now = (found.accepted, found.rejected, found.unknown, found.waiting)
        told = self._told.pop(self.campaign, now)
        if told != now:
            self.notes.append(f"a program ended with the numbers {told}, the next one finds {now}")
        return True

    def finish(self, scenario: str, ends: frozenset[Group], remark: str = "") -> Line:
        """Resume until the end, with nothing in the way any more; what came of it."""
        self.proxy.calm()
        results = self.folder / "results.csv"
        for _ in range(3):
            program = self.send()
            if self.wait(program, 0, 3) == 0:
                break
            self.look()
        self.look()
        self.wait(self.resume("--results", str(results)), 0, 3)
        self._check(results)
        if not self.faults:
            self.notes.append("nothing went wrong: it has shown nothing")
        if self.load.knows_repeats:
            ends -= {Group.UNKNOWN}
        return self.watch.line(scenario, ends, self.notes, faults=self.faults, remark=remark)

    def _check(self, results: Path) -> None:
        """The results file against the journal: one status each, and the four numbers add up."""
        if not results.exists():
            self.notes.append("no results file")
            return
        with results.open(encoding="utf-8-sig", newline="") as file:
            words = Counter(row["status"] for row in csv.DictReader(file))
        skipped = words.pop("skipped", 0)
        numbers = four_numbers({Status[word.upper()]: found for word, found in words.items()})
        figures = self.watch.figures
        wanted = [figures.accepted, figures.rejected, figures.unknown, figures.waiting]
        if list(numbers.values()) != wanted or skipped != 2:
            self.notes.append(f"the results file says {dict(words)}, {skipped} skipped")

    def taken(self, first: int = 0) -> list[Accepted]:
        """What the sandbox took for the people of the list that begins with number `first`."""
        people = self.load.rows(self.count, first)[: self.count]
        mine = {row[2].removeprefix("+") for row in people}
        return [entry for entry in self.sandbox.ledger if entry.phone in mine]

    def _write_files(self) -> None:
        with home(str(self.home)):
            paths = Paths.from_environment()
        paths.ensure()
        account = self.load.account(self.proxy.base_url)
        AccountFile(paths.accounts_file).save([account])
        keyring = {
            f"{SERVICE}\n{account.name}/{key}": value
            for key, value in SANDBOX_SECRETS[account.provider].items()
        }
        (self.folder / "keyring.json").write_text(json.dumps(keyring), "utf-8")
        document = json.dumps(to_document(self.load.message))
        (self.folder / "message.json").write_text(document, "utf-8")
        self.write_people("people.csv", 0)

    def write_people(self, name: str, first: int) -> Path:
        """A list of as many people, from another number on."""
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([RECIPIENT_COLUMNS, *self.load.rows(self.count, first)])
        return path


@contextmanager
def site(
    load: Load,
    count: int,
    seed: object,
    faults: Mapping[Fault, float],
    moments: Moments | None = None,
    where: Path | None = None,
) -> Iterator[Site]:
    """Everything for one campaign; nothing of it is left."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="smsdesk-faults-")))
        sandbox = stack.enter_context(Sandbox())
        at = (moments or Moments()).at
        proxy = stack.enter_context(Proxy(sandbox.base_url, faults, seed, at=at))
        place = Site(load, count, folder, where or folder / "home", sandbox, proxy)
        stack.callback(place.close)
        yield place
