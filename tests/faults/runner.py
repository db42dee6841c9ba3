"""Plays one scenario with one load: real desk, real journal, real HTTP, and the audits between."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from smsdesk.core.campaign import CampaignState
from smsdesk.desk import now_ms
from smsdesk.sandbox import Options, Sandbox
from smsdesk.services.desk import Desk
from smsdesk.services.progress import Group
from smsdesk.services.sender import CampaignRun
from tests.faults.loads import Load
from tests.faults.proxy import Proxy
from tests.faults.scenarios import CLOSED, LOST_NAME, NOTHING, TLS, Scenario
from tests.faults.watch import QUIET_S, Line, Watch, desk_of, home
from tests.helpers.faultserver import FaultServer, closed_port, hang
from tests.helpers.waiting import wait_until

CALM_ROUNDS = 6
NAME = "localhost"


def play(scenario: Scenario, load: Load, seed: int = 0) -> Line:
    """Send a campaign through `scenario`, resume it as a person would, and tell how it ended."""
    count = scenario.recipients(load)
    with home(), Sandbox(options=_options(scenario, load, count)) as sandbox, _names() as names:
        steps = _Steps(scenario, load.requests(count), sandbox)
        proxy = Proxy(
            sandbox.base_url,
            scenario.faults,
            f"{seed}:{scenario.name}:{load.key}",
            late_s=2 * scenario.read_s,
            at=steps.at,
        )
        steps.proxy = proxy
        with proxy, _first_address(scenario, proxy, names) as address:
            return _Play(scenario, load, count, sandbox, steps, proxy).run(address)


class _Play:
    """One campaign from its start to its end."""

    def __init__(
        self,
        scenario: Scenario,
        load: Load,
        count: int,
        sandbox: Sandbox,
        steps: "_Steps",
        proxy: Proxy,
    ) -> None:
        self._scenario = scenario
        self._load = load
        self._count = count
        self._sandbox = sandbox
        self._steps = steps
        self._proxy = proxy
        self._watch = Watch(load, count, lambda: sandbox.ledger)
        self._campaign = ""
        self._turns = 0
        self._notes: list[str] = []

    def run(self, address: str) -> Line:
        """Start at `address`, resume at the proxy's until all is said."""
        scenario, proxy = self._scenario, self._proxy
        for turn in range(scenario.rounds + CALM_ROUNDS):
            if turn == scenario.rounds:
                proxy.calm()
            if turn == 1:
                self._steps.later()
            ended = self._turn(proxy.base_url if turn else address)
            if ended or scenario.stays_away:
                break
        with desk_of(clock=self._steps.clock) as desk:
            self._watch.look(desk, self._campaign)
        if self._turns > scenario.turns:
            self._notes.append(f"started {self._turns} times")
        faults = sum(proxy.injected.values()) + self._steps.done + bool(scenario.address)
        if scenario.tps or scenario.balance:  # each refusal is a request more
            faults = self._watch.figures.requests - self._load.requests(self._count)
        if scenario.name != NOTHING and faults <= 0:
            self._notes.append("nothing went wrong: it has shown nothing")
        ends = scenario.may_end(self._load)
        return self._watch.line(scenario.name, ends, self._notes, faults=faults)

    def _turn(self, address: str) -> bool:
        """Start or resume, and wait; whether there is nothing more to do."""
        scenario, load, steps = self._scenario, self._load, self._steps
        close_s = 0.0 if scenario.closed else QUIET_S
        self._turns += 1
        with desk_of(scenario.read_s, steps.clock, close_s) as desk:
            run = self._begin(desk, address)
            if not _settle(run, scenario, steps):
                self._notes.append("does not come to rest")
        run.wait(QUIET_S)  # a closed program would be gone by now
        steps.rest()
        self._proxy.drain()
        options = self._sandbox._state.options
        self._sandbox._state.options = replace(options, balance=None)
        progress = run.progress()
        doubts = progress.numbers[Group.UNKNOWN] and Group.UNKNOWN not in scenario.may_end(load)
        return progress.state is CampaignState.FINISHED and not doubts

    def _begin(self, desk: Desk, address: str) -> CampaignRun:
        scenario, load = self._scenario, self._load
        account = load.account(address)
        if self._campaign:
            self._watch.look(desk, self._campaign)
            return desk.campaigns.resume(
                self._campaign,
                account=account,
                keep_going=scenario.keep_going,
                offline_s=scenario.offline_s,
            )
        recipients = load.recipients(self._count)
        run = desk.campaigns.start(
            load.message,
            recipients,
            account,
            keep_going=scenario.keep_going,
            offline_s=scenario.offline_s,
        )
        self._campaign = run.campaign.id
        return run


class _Steps:
    """What a scenario does at certain requests of the campaign. done: how often it did."""

    def __init__(self, scenario: Scenario, requests: int, sandbox: Sandbox) -> None:
        self.proxy: Proxy | None = None
        self.closing = threading.Event()
        self.done = 0
        self._scenario = scenario
        self._sandbox = sandbox
        self._ahead_ms = scenario.jumps.get(0.0, 0)
        self._jumps = {max(1, round(at * requests)): ms for at, ms in scenario.jumps.items()}
        self._moves = {max(1, round(at * requests)): ms for at, ms in scenario.moves.items()}
        self._away = max(1, round(scenario.away * requests)) if scenario.away else 0
        self._closes = max(1, round(scenario.closed * requests)) if scenario.closed else 0
        self._back: threading.Timer | None = None

    def clock(self) -> int:
        """The desk's clock, which somebody sets wrong."""
        return now_ms() + self._ahead_ms

    def at(self, number: int) -> None:
        """The proxy's request `number` has come in."""
        if number in self._jumps:
            self._ahead_ms = self._jumps[number]
            self.done += 1
        if number in self._moves:
            self._move(self._moves[number])
        if number == self._closes:
            self.closing.set()
            self.done += 1
        if number == self._away and self.proxy is not None:
            self.proxy.go_away()
            self._back = threading.Timer(self._scenario.away_s, self.proxy.come_back)
            self._back.start()
            self.done += 1

    def later(self) -> None:
        """Both clocks stand where they stand at the first resume."""
        desk_ms, provider_ms = self._scenario.later
        if desk_ms:
            self._ahead_ms = desk_ms
        if provider_ms:
            self._move(provider_ms)

    def rest(self) -> None:
        """Wait for a proxy that is to come back."""
        if self._back is not None:
            self._back.join()

    def _move(self, provider_ms: int) -> None:
        self._sandbox.options = replace(self._sandbox.options, clock_offset_ms=provider_ms)
        self.done += 1


def _settle(run: CampaignRun, scenario: Scenario, steps: _Steps) -> bool:
    """Wait until nothing is under way, as far as this scenario's person has the patience."""
    if scenario.closed and not steps.closing.is_set():
        wait_until(lambda: steps.closing.is_set() or not run.is_active, scenario.patience_s)
        return True
    if run.wait(scenario.patience_s):
        return True
    run.pause()
    return run.wait(QUIET_S)


def _options(scenario: Scenario, load: Load, count: int) -> Options:
    return Options(
        tps=max(4, round(scenario.tps * load.requests(count))) if scenario.tps else 0,
        balance=round(scenario.balance * count) if scenario.balance else None,
    )


@contextmanager
def _first_address(scenario: Scenario, proxy: Proxy, names: set[str]) -> Iterator[str]:
    """The address of the first try."""
    if scenario.address == TLS:
        with FaultServer(hang, tls=True) as server:
            yield server.base_url
    elif scenario.address == CLOSED:
        yield f"http://127.0.0.1:{closed_port()}"
    elif scenario.address == LOST_NAME:
        names.add(NAME)
        found = threading.Timer(scenario.away_s, names.discard, (NAME,))
        found.start()
        yield f"http://{NAME}:{proxy.port}"
        found.join()
    else:
        yield scenario.address or proxy.base_url


@contextmanager
def _names() -> Iterator[set[str]]:
    """Names nobody knows while they are in the set; `.invalid` never exists, and none is asked."""
    lost: set[str] = set()
    ask = socket.getaddrinfo

    def answer(host: Any, *rest: Any, **options: Any) -> Any:
        if host in lost or str(host).endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return ask(host, *rest, **options)

    with patch("socket.getaddrinfo", answer):
        yield lost
