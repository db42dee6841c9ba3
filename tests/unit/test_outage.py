"""A provider that cannot be reached is waited for; nobody counts as failed meanwhile."""

import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from smsdesk.core.account import Account
from smsdesk.core.campaign import CampaignState
from smsdesk.core.errors import NotSent
from smsdesk.core.message import TextMessage
from smsdesk.core.outcome import Status
from smsdesk.core.provider import HttpReply, HttpRequest
from smsdesk.providers import HttpTransport, explain
from smsdesk.sandbox import SANDBOX_FIELDS, SANDBOX_SECRETS, Sandbox
from smsdesk.services import backoff
from smsdesk.services.outage import Outage
from smsdesk.services.progress import Group
from smsdesk.services.reasons import reason_words
from smsdesk.services.sender import CampaignRun
from tests.helpers.faultserver import closed_port
from tests.helpers.services import MESSAGE, WAIT_S, Services, people, reply, services
from tests.helpers.waiting import wait_until


def over_http(request: HttpRequest) -> HttpReply:
    transport = HttpTransport()
    try:
        return transport.exchange(request)
    finally:
        transport.close()


def counts(run: CampaignRun) -> dict[Status, int]:
    return {status: count for status, count in run.progress().counts.items() if count}


def account(port: int, **changes: object) -> Account:
    provider = "nxcloud-sms"
    made = Account("shop", provider, SANDBOX_FIELDS[provider], base_url=f"http://127.0.0.1:{port}")
    return replace(made, **changes).with_secrets(SANDBOX_SECRETS[provider])  # type: ignore[arg-type]


class Line:
    """A network that can be taken away. tries: requests while it was away; worst: at once."""

    def __init__(self) -> None:
        self.away = False
        self.tries = self.worst = 0
        self._now = 0
        self._lock = threading.Lock()

    def __call__(self, _request: HttpRequest) -> HttpReply:
        with self._lock:
            away = self.away
            self.tries += away
            self._now += 1
            self.worst = max(self.worst, self._now if away else 0)
        try:
            if away:
                raise NotSent("no_network")
            return reply()
        finally:
            with self._lock:
                self._now -= 1


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backoff, "FIRST_S", 0.01)
    monkeypatch.setattr(backoff, "MAX_S", 0.02)


def start(desk: Services, line_account: Account, size: int = 40, **more: float) -> CampaignRun:
    return desk.campaigns.start(MESSAGE, people(size), line_account, **more)  # type: ignore[arg-type]


@pytest.mark.usefixtures("short_waits")
def test_a_campaign_begun_offline_goes_on_by_itself_when_the_provider_is_there(
    tmp_path: Path,
) -> None:
    port = closed_port()
    sandbox = Sandbox(port)
    with services(tmp_path, over_http) as desk:
        desk.now_ms[0] = sandbox._now_ms()
        run = start(desk, account(port, workers=8))
        wait_until(lambda: run.progress().offline)
        wait_until(lambda: len(desk.wire.sent) >= 5)
        progress = run.progress()
        assert progress.state is CampaignState.SENDING
        assert (progress.done, progress.numbers[Group.WAITING]) == (0, 40)
        assert (progress.rate_per_s, progress.seconds_left) == (0, None)
        with sandbox:
            assert run.wait(WAIT_S)
            assert counts(run) == {Status.ACCEPTED: 40}
            assert len(sandbox.ledger) == 40
        assert run.progress().state is CampaignState.FINISHED
        assert not run.progress().offline


@pytest.mark.usefixtures("short_waits")
def test_a_network_that_goes_away_in_the_middle_is_tried_one_request_at_a_time(
    tmp_path: Path,
) -> None:
    line = Line()
    with services(tmp_path, line) as desk:
        run = start(desk, desk.account(workers=8, rate_per_s=200), 60)
        wait_until(lambda: run.progress().done >= 10)
        line.away = True
        wait_until(lambda: run.progress().offline)
        line.worst = line.tries = 0
        wait_until(lambda: line.tries >= 5)
        assert line.worst == 1
        line.away = False
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.ACCEPTED: 60}
        assert run.progress().state is CampaignState.FINISHED


def test_all_workers_go_on_once_the_provider_is_there_again(tmp_path: Path) -> None:
    """Those who waited for the one that tried are called."""
    broken = threading.Semaphore(1)
    meeting = threading.Barrier(3)
    together = threading.Event()
    failed = threading.Event()

    def answer(_request: HttpRequest) -> HttpReply:
        if broken.acquire(blocking=False):
            failed.set()
            raise NotSent("refused")
        assert failed.wait(WAIT_S)
        if len(desk.wire.sent) > 8 and not together.is_set():
            with suppress(threading.BrokenBarrierError):
                meeting.wait(2)
                together.set()
        elif not together.is_set():
            time.sleep(0.02)  # until the others have nothing to do but wait for this one
        return reply()

    with services(tmp_path, answer) as desk:
        run = start(desk, desk.account(workers=3), 20)
        assert run.wait(WAIT_S)
        assert together.is_set()
        assert counts(run) == {Status.ACCEPTED: 20}


def test_one_line_that_breaks_holds_nobody_up(tmp_path: Path) -> None:
    broken = threading.Semaphore(1)

    def answer(_request: HttpRequest) -> HttpReply:
        if broken.acquire(blocking=False):
            raise NotSent("refused")
        return reply()

    with services(tmp_path, answer) as desk:
        run = start(desk, desk.account(workers=1), 5)
        assert run.wait(0.9)  # less than the first wait of an outage
        assert counts(run) == {Status.ACCEPTED: 5}
        assert sum(run.ledger.attempts[:5]) == 6


@pytest.mark.usefixtures("short_waits")
@pytest.mark.parametrize("patience_s", [0.0, 0.2])
def test_at_the_end_of_its_patience_it_pauses_and_says_why(
    tmp_path: Path, patience_s: float
) -> None:
    line = Line()
    line.away = True
    with services(tmp_path, line) as desk:
        run = start(desk, desk.account(), offline_s=patience_s)
        assert run.wait(WAIT_S)
        progress = run.progress()
        assert (progress.state, progress.reason) == (CampaignState.PAUSED, "no_network")
        assert progress.numbers[Group.WAITING] == 40
        title, step = reason_words(explain, "nxcloud-sms", progress.reason, progress.reason_data)
        assert title.en == "No way to the network"
        assert step.en
        line.away = False
        run.resume()
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.ACCEPTED: 40}


def test_a_person_can_pause_while_it_waits(tmp_path: Path) -> None:
    line = Line()
    line.away = True
    with services(tmp_path, line) as desk:
        run = start(desk, desk.account())
        wait_until(lambda: run.progress().waiting_s > 0)
        run.pause()
        assert run.wait(WAIT_S)
        assert run.progress().reason == "by_person"
        assert (run.progress().offline, run.progress().waiting_s) == (False, 0)


def test_a_certificate_nobody_vouches_for_is_not_waited_for(tmp_path: Path) -> None:
    def answer(_request: HttpRequest) -> HttpReply:
        raise NotSent("tls")

    with services(tmp_path, answer) as desk:
        run = desk.campaigns.start(TextMessage("Hi"), people(3), desk.account())
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.NOT_SENT: 3}
        assert len(desk.wire.sent) == 1
        assert run.progress().reason == "not_sent_left"


def test_tries_come_at_once_and_then_in_growing_distance() -> None:
    line = Outage(600.0)
    assert line.delay_s(10.0) == 0
    line.failed("dns", 9.0, 10.0)
    assert not line.is_on
    waits, now_s = [], 10.0
    for _ in range(8):
        delay_s = line.delay_s(now_s)
        assert delay_s is not None
        waits.append(delay_s)
        now_s += delay_s
        line.leave()
        assert line.delay_s(now_s) is None  # everybody else waits for this one
        line.failed("refused", now_s, now_s + 0.5)
        line.failed("dns", 9.5, now_s + 0.5)  # left before anybody knew
        now_s += 0.5
    assert waits == [0, 1, 2, 4, 8, 16, 30, 30]
    assert (line.is_on, line.code, line.wait_s(now_s)) == (True, "refused", 30)
    assert not line.has_lasted(now_s)
    assert line.has_lasted(610.0)
    assert line.delay_s(605.0) == 0
    line.leave()
    line.reached(9.7)  # an answer to a request from before tells nothing
    assert line.is_on
    line.reached(now_s)
    assert not line.is_on
    assert line.delay_s(now_s) == 0
