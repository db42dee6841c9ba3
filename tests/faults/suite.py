"""What is played: every scenario with the loads it suits, in full or only a part of it."""

import logging
import os
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from itertools import count as counting
from multiprocessing import get_context
from typing import Final, Self

from tests.faults import full_disk, interrupted, shared_home
from tests.faults.loads import BY_KEY, LOADS, Load
from tests.faults.runner import play
from tests.faults.scenarios import BY_NAME, SCENARIOS, Scenario
from tests.faults.watch import Line

JOBS: Final = 3
AWAY_S: Final = 35.0
"""How long each provider is once away in a full run: longer than the longest wait for a try."""

KEYRING: Final = "tests.helpers.memory_keyring.MemoryKeyring"
LONG_AWAY: Final = "away and back"
LEAST_KILLS: Final = 50
QUICK_PEOPLE: Final = 500
QUICK_PEOPLE_EACH: Final = 150
ERROR_CHARS: Final = 400
Played = Callable[[Load, int, int, int], Line]


@dataclass(frozen=True, slots=True)
class Programs:
    """A scenario of real programs.

    people: recipients. times: how often it happens to one campaign. all_loads: with every load,
    else with one for each provider, every second of them with a text for each.
    quick_loads, quick_times: of the quick run.
    """

    play: Played
    times: int
    people: int = 500
    all_loads: bool = False
    quick_loads: int = 1
    quick_times: int = 1


PROGRAMS: Final = {
    "killed": Programs(interrupted.killed, 6, all_loads=True, quick_loads=4, quick_times=3),
    "asked to end": Programs(interrupted.asked_to_end, 3, quick_times=2),
    "asked to end twice": Programs(interrupted.asked_twice, 3, quick_times=2),
    "closed window": Programs(interrupted.closed_window, 2),
    "full disk": Programs(full_disk.full_disk, 2),
    "file limit": Programs(full_disk.file_limit, 2),
    "locked journal": Programs(shared_home.locked_journal, 1),
    "second program": Programs(shared_home.second_program, 2),
}
NAMES: Final = (*PROGRAMS, *(scenario.name for scenario in SCENARIOS))


@dataclass(frozen=True, slots=True)
class Job:
    """One campaign: a scenario with a load. times: how often, for programs."""

    name: str
    load: str
    seed: int
    people: int
    people_each: int
    times: int = 1
    away_s: float = 0.0


def jobs(names: Iterable[str], seed: int, *, quick: bool, away_s: float = AWAY_S) -> Iterator[Job]:
    """All campaigns of the scenarios named."""
    wanted = set(names)
    turn = counting()
    for name, programs in PROGRAMS.items():
        if name not in wanted:
            continue
        loads = LOADS if programs.all_loads else _one_each(next(turn))
        if quick:
            loads = _one_each(next(turn))[: programs.quick_loads]
        times = programs.quick_times if quick else programs.times
        for load in loads:
            people = QUICK_PEOPLE_EACH * 2 if quick else programs.people
            yield Job(name, load.key, seed, people, people, times)
    for scenario in SCENARIOS:
        if scenario.name in wanted:
            yield from _of_the_wire(scenario, seed, next(turn), quick=quick, away_s=away_s)


def _of_the_wire(
    scenario: Scenario, seed: int, turn: int, *, quick: bool, away_s: float
) -> Iterator[Job]:
    loads = [load for load in LOADS if scenario.suits(load)]
    if quick:
        loads = [loads[(2 * turn + 5 * step) % len(loads)] for step in range(2)]
    waits = _one_each(turn) if scenario.name == LONG_AWAY and not quick else []
    for load in loads:
        people = min(scenario.count, QUICK_PEOPLE) if quick else scenario.count
        each = min(scenario.count_each, QUICK_PEOPLE_EACH) if quick else scenario.count_each
        yield Job(
            scenario.name, load.key, seed, people, each, away_s=away_s if load in waits else 0.0
        )


def _one_each(turn: int) -> list[Load]:
    """A load of each provider, another first each time, and some with a text for each."""
    chosen = []
    providers = list(dict.fromkeys(load.provider for load in LOADS))
    for at, provider in enumerate(providers):
        of_it = [load for load in LOADS if load.provider == provider]
        chosen.append(of_it[(at + turn) % len(of_it)])
    first = turn % len(chosen)
    return chosen[first:] + chosen[:first]


def play_job(job: Job) -> Line:
    """Play it, in this process; whatever goes wrong stands in the line."""
    os.environ["PYTHON_KEYRING_BACKEND"] = KEYRING
    logging.lastResort = None  # what a closed desk still has to say; the table tells the rest
    load = BY_KEY[job.load]
    try:
        if job.name in PROGRAMS:
            return PROGRAMS[job.name].play(load, job.seed, job.people, job.times)
        scenario = replace(BY_NAME[job.name], count=job.people, count_each=job.people_each)
        if job.away_s:
            patience_s = 10 * job.away_s
            scenario = replace(
                scenario, away_s=job.away_s, offline_s=patience_s, patience_s=patience_s
            )
        return play(scenario, load, job.seed)
    except Exception as problem:
        where = traceback.extract_tb(problem.__traceback__)[-1]
        said = f"{type(problem).__name__} in {where.name}: {problem}"[:ERROR_CHARS]
        return Line(job.name, load.provider, notes=(f"{load.name}: {said}",))


class Playing:
    """Campaigns under way, each in a process of its own, for it has its home, names and mounts.

    A context manager: what has not begun at its end is not played.
    """

    def __init__(self, wanted: Iterable[Job], processes: int = JOBS) -> None:
        self._wanted = list(wanted)
        self._executor = ProcessPoolExecutor(processes, get_context("spawn"))
        self._futures: list[Future[Line]] = []

    def __enter__(self) -> Self:
        self._futures = [self._executor.submit(play_job, job) for job in self._wanted]
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(cancel_futures=True)

    def __len__(self) -> int:
        return len(self._futures)

    def as_they_end(self) -> Iterator[Line]:
        """The lines in the order they come."""
        for future in as_completed(self._futures):
            yield future.result()

    def of(self, name: str) -> list[Line]:
        """The lines of one scenario; waits for them."""
        pairs = zip(self._wanted, self._futures, strict=True)
        return [future.result() for job, future in pairs if job.name == name]

    def lines(self) -> list[Line]:
        """All that have ended, in the order of their scenarios."""
        ended = (future for future in self._futures if future.done() and not future.cancelled())
        return [future.result() for future in ended]
