"""Programs that are not alone on their home: somebody locks the journal, or is a second smsdesk."""

import json
import random
import signal
import subprocess
import sys
import threading
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

from tests.faults.audit import MUST_BE_ZERO, audit
from tests.faults.interrupted import BATCH, SLOW, requests_ahead
from tests.faults.loads import WORKERS, Load
from tests.faults.program import PAUSED, REFUSED, Moments, Program, Site, site
from tests.faults.scenarios import DOUBTS
from tests.faults.watch import Line, desk_of, home

SHORT_S = 1.0  # a program waits longer than that for its journal
TAKERS = 3  # programs that go on with the same campaign at once
HOLDER = """
import sqlite3, sys
line = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
line.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.readline()
line.execute("ROLLBACK")
"""


class Holder:
    """A process of somebody else that holds the journal's lock."""

    def __init__(self, journal: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-c", HOLDER, str(journal)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline(), "the journal was not locked"

    def let_go(self) -> None:
        """Free the journal and end."""
        self._process.communicate(b"\n", timeout=60)


def _hold(held: list[Holder], journal: Path) -> None:
    held.append(Holder(journal))


def _hold_shortly(journal: Path) -> None:
    threading.Timer(SHORT_S, Holder(journal).let_go).start()


def locked_journal(load: Load, seed: int, count: int, times: int) -> Line:
    """Locked for a moment, which nobody notices; then for longer than a program waits."""
    chance = random.Random(f"{seed}:lock:{load.key}")
    moments = Moments()
    small = replace(load, batch=BATCH)
    with site(small, count, f"{seed}:lock:{load.key}", SLOW, moments) as here:
        journal = here.home / "journal.sqlite3"
        for turn in range(times):
            held: list[Holder] = []
            program = here.send()
            turns = 3 * (times - turn)
            at = here.proxy.requests + requests_ahead(here, turns, chance)
            moments.on(at, partial(_hold_shortly, journal))
            at += requests_ahead(here, turns, chance)
            moments.on(at, partial(_hold, held, journal))
            if here.wait(program, 0, PAUSED) != PAUSED and held:
                here.notes.append("did not notice the lock")
            here.faults += len(held)
            if held:
                here.expect_refusal()
                held[0].let_go()
            here.look()
        return here.finish("locked journal", DOUBTS)


def second_program(load: Load, seed: int, count: int, times: int) -> Line:
    """A second smsdesk sees the campaign, cannot send it, sends its own; a dead one is taken over.

    Of several that take it over at once, one sends.
    """
    chance = random.Random(f"{seed}:second:{load.key}")
    moments = Moments()
    small = replace(load, batch=BATCH)
    with ExitStack() as stack:
        here = stack.enter_context(site(small, count, f"{seed}:second:{load.key}", SLOW, moments))
        held = threading.Event()
        gate = threading.Event()
        stack.callback(gate.set)
        at = requests_ahead(here, 2, chance)
        moments.on(at, held.set)
        for number in range(at + 1, at + 1 + WORKERS):
            moments.on(number, gate.wait)  # all its requests are under way until we say so
        first = here.send()
        held.wait(60)
        here.campaign = _seen(here)
        here.expect_refusal()
        other = here.start_another(here.write_people("others.csv", count))
        here.wait(other, 0)
        here.faults += first.signal(signal.SIGKILL)
        here.wait(first, -signal.SIGKILL)
        gate.set()
        here.look()
        _audit_other(here, small)
        for turn in range(times):
            takers = [here.resume() for _ in range(TAKERS)]
            at = here.proxy.requests + requests_ahead(here, times - turn, chance)
            moments.on(at, partial(_kill, takers))
            for taker in takers:
                here.wait(taker, 0, REFUSED, PAUSED, -signal.SIGKILL)
            here.faults += 1
            here.look()
        return here.finish("second program", DOUBTS)


def _kill(programs: list[Program]) -> None:
    for program in programs:
        program.signal(signal.SIGKILL)


def _seen(here: Site) -> str:
    """The id of the campaign another program is sending, as a second one sees it."""
    program = here.run("campaigns", "--json")
    here.wait(program, 0)
    listed = json.loads(program.said())
    if [entry["state"] for entry in listed] != ["sending"]:
        here.notes.append(f"a second program sees {[entry['state'] for entry in listed]}")
    return str(listed[0]["id"])


def _audit_other(here: Site, load: Load) -> None:
    """The campaign of the second program went through, whole."""
    with home(str(here.home)), desk_of() as desk:
        found = next(line for line in desk.history.list() if line.campaign.id != here.campaign)
        ledger = desk.history.open(found.campaign.id).ledger
    figures = audit(load, here.count, ledger, here.taken(here.count))
    if figures.accepted != here.count or any(getattr(figures, name) for name in MUST_BE_ZERO):
        here.notes.append(f"the other campaign: {figures}")
