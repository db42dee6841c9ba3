"""Programs that are ended: killed at random moments, asked to end, their window closed."""

import random
import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from tests.faults.loads import Load
from tests.faults.program import Moments, Program, Site, site
from tests.faults.proxy import Fault
from tests.faults.scenarios import DOUBTS, SURE
from tests.faults.watch import Line

SLOW = {Fault.SLOW: 0.3}
BATCH = 4  # few numbers a request, so that there are enough moments
LONGEST_START_S = 3.0
LONGEST_DELAY_S = 0.06  # about as long as a slow reply takes
LONGEST_PATIENCE_S = 0.4
KILLED, ASKED, WINDOW = -signal.SIGKILL, -signal.SIGTERM, "tests.faults.window"


def killed(load: Load, seed: int, count: int, times: int) -> Line:
    """SIGKILL, `times` times: while it starts, while requests are under way, while it ends."""
    chance = random.Random(f"{seed}:killed:{load.key}")
    moments = Moments()
    small = replace(load, batch=BATCH)
    with site(small, count, f"{seed}:killed:{load.key}", SLOW, moments) as place:
        for turn in range(times):
            program = place.send()
            kill = _Blow(program, signal.SIGKILL)
            if turn % 4 == 3:
                kill.after(chance.uniform(0.2, LONGEST_START_S))
            else:
                ahead = requests_ahead(place, times - turn, chance)
                delay_s = chance.uniform(0.0, LONGEST_DELAY_S)
                moments.on(place.proxy.requests + ahead, partial(kill.after, delay_s))
            place.wait(program, KILLED, 0, 3)
            kill.settle()
            place.faults += kill.hit
            place.look()
        return place.finish("killed", DOUBTS)


def asked_to_end(load: Load, seed: int, count: int, times: int) -> Line:
    """SIGTERM: what is under way is waited for, and nobody is left in doubt."""
    chance = random.Random(f"{seed}:asked:{load.key}")
    moments = Moments()
    small = replace(load, batch=BATCH)
    with site(small, count, f"{seed}:asked:{load.key}", SLOW, moments) as place:
        for turn in range(times):
            program = place.send()
            ahead = requests_ahead(place, times - turn, chance)
            blow = _Blow(program, signal.SIGTERM)
            moments.on(place.proxy.requests + ahead, blow.strike)
            # a signal before the command listens ends it at once, like any program
            place.wait(program, 3, 0, ASKED)
            place.faults += blow.hit
            place.look()
        return place.finish("asked to end", SURE)


def asked_twice(load: Load, seed: int, count: int, times: int) -> Line:
    """SIGTERM and once more: it ends at once, and the next program finds what was under way."""
    chance = random.Random(f"{seed}:twice:{load.key}")
    moments = Moments()
    small = replace(load, batch=BATCH)
    slower = {Fault.LATE: 0.5, Fault.SLOW: 0.3}
    with site(small, count, f"{seed}:twice:{load.key}", slower, moments) as place:
        for turn in range(times):
            program = place.send()
            at = place.proxy.requests + requests_ahead(place, times - turn, chance)
            once, again = _Blow(program, signal.SIGTERM), _Blow(program, signal.SIGTERM)
            delay_s = chance.uniform(0.02, LONGEST_PATIENCE_S)
            moments.on(at, partial(_both, once, again, delay_s))
            place.wait(program, 3, 0, 130, ASKED)
            again.settle()
            place.faults += again.hit
            place.look()
        return place.finish("asked to end twice", DOUBTS)


def _both(once: "_Blow", again: "_Blow", delay_s: float) -> None:
    once.strike()
    again.after(delay_s)


def closed_window(load: Load, seed: int, count: int, times: int) -> Line:
    """The window resumes a campaign and is closed in the middle of it."""
    chance = random.Random(f"{seed}:window:{load.key}")
    moments = Moments()
    small = replace(load, batch=BATCH)
    with site(small, count, f"{seed}:window:{load.key}", SLOW, moments) as place:
        first = place.send()
        moments.on(3, _Blow(first, signal.SIGTERM).strike)
        place.wait(first, 3)
        place.look()
        for turn in range(times):
            window = place.start([WINDOW, place.campaign])
            ahead = requests_ahead(place, times - turn, chance)
            moments.on(place.proxy.requests + ahead, _close(place, window))
            place.wait(window, 0)
            place.look()
        return place.finish("closed window", SURE)


def _close(place: Site, window: Program) -> Callable[[], None]:
    def close() -> None:
        place.faults += 1
        window.tell("close")

    return close


def requests_ahead(place: Site, turns_left: int, chance: random.Random) -> int:
    """How many requests from now on, so that as many are left for the turns to come."""
    people = place.watch.figures.waiting if place.campaign else place.count
    left = place.load.requests(people)
    return chance.randrange(1, max(2, 2 * left // (turns_left + 1)))


class _Blow:
    """A signal that is sent to a program at a certain moment. hit: how many it still ran for."""

    def __init__(self, program: Program, number: signal.Signals) -> None:
        self.hit = 0
        self._program = program
        self._number = number
        self._timer: threading.Timer | None = None

    def strike(self) -> None:
        """Now."""
        self.hit += self._program.signal(self._number)

    def after(self, seconds: float) -> None:
        """After so many seconds."""
        self._timer = threading.Timer(seconds, self.strike)
        self._timer.start()

    def settle(self) -> None:
        """Forget a blow that has not fallen."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
