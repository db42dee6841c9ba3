"""Requests in doubt are sent once more only where the provider knows them by their id."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from smsdesk.core.account import Account
from smsdesk.core.campaign import Attempt, BatchOutcome, CampaignState
from smsdesk.core.errors import NotSent, OutcomeUnknown, StorageError, UserInputError
from smsdesk.core.ledger import SEND_AGAIN
from smsdesk.core.message import Message, TemplateMessage, TextMessage
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.provider import HttpReply, HttpRequest
from smsdesk.core.recipients import Recipients
from smsdesk.providers import PROVIDERS, HttpTransport
from smsdesk.sandbox import SANDBOX_FIELDS, SANDBOX_SECRETS, Options, Sandbox
from smsdesk.services import backoff, repeating
from smsdesk.services.repeating import DELAYS_S, Repeats, may_repeat, new_request_id
from smsdesk.services.sender import CampaignRun
from tests.helpers.services import WAIT_S, Services, people, services
from tests.helpers.waiting import wait_until

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
EVERYBODY_ALIKE = TemplateMessage("1000", {"name": "you"})
EACH = TemplateMessage("1000", {"name": "{name}"})
INFO = PROVIDERS["sendcloud"].info

Fate = Callable[[HttpRequest], HttpReply]


def over_http(request: HttpRequest) -> HttpReply:
    transport = HttpTransport()
    try:
        return transport.exchange(request)
    finally:
        transport.close()


def cut_off(request: HttpRequest) -> HttpReply:
    """Taken, and the reply gets lost."""
    over_http(request)
    raise OutcomeUnknown("cut_off")


def lost(_request: HttpRequest) -> HttpReply:
    """Gone on the way."""
    raise OutcomeUnknown("reset")


def unreached(_request: HttpRequest) -> HttpReply:
    raise NotSent("refused")


def said(status_code: int) -> Fate:
    body = b'{"message":"m","info":{},"result":false,"statusCode":%d}' % status_code
    return lambda _request: HttpReply(200, {}, body, 5)


def is_time(request: HttpRequest) -> bool:
    return request.url.endswith("/timestamp/get")


@dataclass
class Fates:
    """What happens to each request of messages in turn; the sandbox answers all others."""

    turns: list[Fate] = field(default_factory=list)
    tells_time: bool = True
    requests: list[HttpRequest] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, request: HttpRequest) -> HttpReply:
        if is_time(request):
            if not self.tells_time:
                raise OutcomeUnknown("read_timeout")
            return over_http(request)
        with self._lock:
            self.requests.append(request)
            fate = self.turns.pop(0) if self.turns else over_http
        return fate(request)

    @property
    def ids(self) -> list[str]:
        """The request ids, in order."""
        return [parse_qs(request.body.decode())["sendRequestId"][0] for request in self.requests]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def short_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeating, "DELAYS_S", (0.01, 0.02, 0.03))


@pytest.fixture
def long_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a test decides when a request is repeated: by a resume."""
    monkeypatch.setattr(repeating, "DELAYS_S", (900.0,) * 3)


quick = pytest.mark.usefixtures("short_delays")
by_hand = pytest.mark.usefixtures("long_delays")


def account(sandbox: Sandbox, provider: str = "sendcloud", **changes: object) -> Account:
    made = Account("shop", provider, SANDBOX_FIELDS[provider], base_url=sandbox.base_url)
    made = replace(made, **{"workers": 1, **changes})  # type: ignore[arg-type]
    return made.with_secrets(SANDBOX_SECRETS[provider])


@contextmanager
def program(folder: Path, fates: Fates, ahead_ms: int = 0) -> Iterator[Services]:
    """smsdesk, from its start to its end. ahead_ms: of its clock."""
    folder.mkdir(exist_ok=True)
    with services(folder, fates) as desk:
        desk.now_ms[0] = time.time_ns() // 1_000_000 + ahead_ms
        desk.campaigns.recover()
        yield desk


def start(
    desk: Services,
    sandbox: Sandbox,
    message: Message = EVERYBODY_ALIKE,
    rows: Recipients | None = None,
    **changes: object,
) -> CampaignRun:
    spoken = account(sandbox, **changes)  # type: ignore[arg-type]
    return desk.campaigns.start(message, rows or people(3), spoken)


def resume(desk: Services, run: CampaignRun, sandbox: Sandbox, **changes: object) -> CampaignRun:
    spoken = account(sandbox, **changes)  # type: ignore[arg-type]
    again = desk.campaigns.resume(run.campaign.id, account=spoken)
    assert again.wait(WAIT_S)
    return again


def counts(run: CampaignRun) -> dict[Status, int]:
    return {status: count for status, count in run.progress().counts.items() if count}


def time_passes(sandbox: Sandbox, ms: int) -> None:
    """At the provider."""
    ahead_ms = sandbox.options.clock_offset_ms + ms
    sandbox.options = replace(sandbox.options, clock_offset_ms=ahead_ms)


def crash_before_the_outcome(desk: Services) -> None:
    """Nothing of what comes back reaches the journal any more, and then the program is gone."""
    record = desk.journal.record

    def failing(entries: object) -> None:
        if any(isinstance(entry, BatchOutcome) for entry in entries):  # type: ignore[attr-defined]
            raise StorageError("disk_full", path="journal")
        record(entries)  # type: ignore[arg-type]

    desk.campaigns._writer._record = failing


def left_in_doubt(folder: Path, sandbox: Sandbox, fate: Fate = cut_off) -> tuple[CampaignRun, str]:
    """A campaign that was taken and does not know it, and its request's id."""
    fates = Fates([fate])
    with program(folder, fates) as desk:
        run = start(desk, sandbox)
        wait_until(lambda: counts(run).get(Status.UNKNOWN) == 3)
        run.pause()
        assert run.wait(WAIT_S)
        assert run.progress().state is CampaignState.PAUSED
    return run, fates.ids[0]


# while the campaign runs


@quick
def test_a_reply_that_was_cut_off_is_asked_for_again_and_nobody_gets_it_twice(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    fates = Fates([cut_off])
    with program(tmp_path, fates) as desk:
        run = start(desk, sandbox)
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.ACCEPTED: 3}
        assert run.progress().state is CampaignState.FINISHED
        assert run.ledger.outcome(0).code == "400"
        assert list(run.ledger.attempts) == [2, 2, 2]
        assert len(sandbox.ledger) == 3
        first, second = fates.ids
        assert first == second
        log = list(desk.journal.log(run.campaign.id))
        attempts = [entry for entry in log if isinstance(entry, Attempt)]
        assert [entry.request_id for entry in attempts] == fates.ids
        assert [entry.number for entry in attempts] == [1, 2]
        view = desk.history.open(run.campaign.id)  # from the journal alone
        assert view.ledger.status == run.ledger.status


@quick
def test_a_request_that_never_arrived_is_taken_the_second_time(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    with program(tmp_path, Fates([lost, lost])) as desk:
        run = start(desk, sandbox)
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.ACCEPTED: 3}
        assert run.ledger.outcome(0).code == "200"
        assert len(sandbox.ledger) == 3


@quick
def test_after_three_repetitions_it_stays_in_doubt_and_the_others_go_on_meanwhile(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    bad: list[str] = []

    def fate(request: HttpRequest) -> HttpReply:
        if is_time(request):
            return over_http(request)
        (request_id,) = parse_qs(request.body.decode())["sendRequestId"]
        if request_id in bad or not bad:
            bad.append(request_id)
            raise OutcomeUnknown("reset")
        return over_http(request)

    with services(tmp_path, fate) as desk:
        desk.now_ms[0] = time.time_ns() // 1_000_000
        run = start(desk, sandbox, EACH, people(30))
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.ACCEPTED: 29, Status.UNKNOWN: 1}
        assert run.progress().state is CampaignState.FINISHED
        assert bad == bad[:1] * (1 + len(DELAYS_S))
        assert len(sandbox.ledger) == 29


@quick
def test_only_who_is_all_in_doubt_is_repeated(tmp_path: Path, sandbox: Sandbox) -> None:
    def partly(_request: HttpRequest) -> HttpReply:
        body = (
            b'{"message":"m","info":{"successCount":1,"smsIds":["1$13800138000"]},'
            b'"result":true,"statusCode":311}'
        )
        return HttpReply(200, {}, body, 5)

    fates = Fates([partly])
    with program(tmp_path, fates) as desk:
        run = start(desk, sandbox)
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.ACCEPTED: 1, Status.UNKNOWN: 2}
        assert len(fates.requests) == 1
        assert resume(desk, run, sandbox).progress().state is CampaignState.FINISHED
        assert len(fates.requests) == 1


@quick
@pytest.mark.parametrize("provider", ["tencent-sms", "nxcloud-sms", "nxcloud-super"])
def test_the_other_providers_know_no_repeated_request(
    tmp_path: Path, sandbox: Sandbox, provider: str
) -> None:
    fates = Fates([cut_off])
    with program(tmp_path, fates) as desk:
        run = start(desk, sandbox, TextMessage("Hi"), provider=provider)
        assert run.wait(WAIT_S)
        again = resume(desk, run, sandbox, provider=provider)
        assert counts(again) == {Status.UNKNOWN: 3}
        assert len(fates.requests) == 1
        assert len(sandbox.ledger) == 3


def test_a_duplicate_that_was_no_repetition_stays_rejected(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    with program(tmp_path, Fates([said(400)])) as desk:
        run = start(desk, sandbox)
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.REJECTED: 3}


# what a repetition may be told


@quick
def test_a_refusal_of_the_repetition_alone_leaves_the_first_in_doubt(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    fates = Fates([cut_off, said(499)])  # no money left: the first has used it up
    with program(tmp_path, fates) as desk:
        run = start(desk, sandbox)
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.UNKNOWN: 3}
        progress = run.progress()
        assert (progress.state, progress.reason) == (CampaignState.PAUSED, "499")
        assert run.ledger.outcome(0).code == "cut_off"
        run.resume()
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.ACCEPTED: 3}
        assert len(set(fates.ids)) == 1
        assert len(sandbox.ledger) == 3


@quick
@pytest.mark.parametrize("fate", [said(50000), said(461), unreached], ids=["fast", "time", "line"])
def test_a_repetition_that_was_put_off_takes_place_later(
    tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, fate: Fate
) -> None:
    monkeypatch.setattr(backoff, "FIRST_S", 0.01)
    fates = Fates([cut_off, fate])
    with program(tmp_path, fates) as desk:
        run = start(desk, sandbox)
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.ACCEPTED: 3}
        assert len(fates.ids) == 3
        assert len(set(fates.ids)) == 1
        assert len(sandbox.ledger) == 3


@quick
def test_a_repetition_that_is_taken_in_part_tells_of_each(tmp_path: Path) -> None:
    with Sandbox(options=Options(hourly_limit=1)) as sandbox:
        with program(tmp_path / "first", Fates()) as desk:
            assert start(desk, sandbox, rows=people(1)).wait(WAIT_S)
        with program(tmp_path / "second", Fates([lost])) as desk:
            run = start(desk, sandbox)
            assert run.wait(WAIT_S)
            assert counts(run) == {Status.ACCEPTED: 2, Status.REJECTED: 1}
            assert len(sandbox.ledger) == 3


# after a pause, an end, a crash


@by_hand
@pytest.mark.parametrize("minutes", [1, 50])
def test_it_is_repeated_after_a_restart_within_the_hour(
    tmp_path: Path, sandbox: Sandbox, minutes: int
) -> None:
    run, request_id = left_in_doubt(tmp_path, sandbox)
    time_passes(sandbox, minutes * MINUTE_MS)
    fates = Fates()
    with program(tmp_path, fates, minutes * MINUTE_MS) as desk:
        again = resume(desk, run, sandbox)
        assert counts(again) == {Status.ACCEPTED: 3}
        assert again.progress().state is CampaignState.FINISHED
    assert fates.ids == [request_id]
    assert len(sandbox.ledger) == 3


@by_hand
@pytest.mark.parametrize("tells_time", [True, False])
@pytest.mark.parametrize("jump_ms", [0, HOUR_MS, -HOUR_MS, -65 * MINUTE_MS, 24 * HOUR_MS])
def test_it_is_never_repeated_after_the_hour_whatever_the_clock_says(
    tmp_path: Path, sandbox: Sandbox, jump_ms: int, tells_time: bool
) -> None:
    run, request_id = left_in_doubt(tmp_path, sandbox)
    time_passes(sandbox, 70 * MINUTE_MS)
    fates = Fates(tells_time=tells_time)
    with program(tmp_path, fates, 70 * MINUTE_MS + jump_ms) as desk:
        again = resume(desk, run, sandbox)
        assert counts(again) == {Status.UNKNOWN: 3}
    assert len(sandbox.ledger) == 3
    assert set(fates.ids) <= {request_id}  # a try that the provider refused for its time at most


@by_hand
@pytest.mark.parametrize("jump_ms", [HOUR_MS, -HOUR_MS])
def test_within_the_hour_a_clock_that_jumped_is_corrected_first(
    tmp_path: Path, sandbox: Sandbox, jump_ms: int
) -> None:
    run, request_id = left_in_doubt(tmp_path, sandbox)
    fates = Fates()
    with program(tmp_path, fates, jump_ms) as desk:
        assert counts(resume(desk, run, sandbox)) == {Status.ACCEPTED: 3}
    assert fates.ids == [request_id]


@by_hand
def test_the_account_must_be_the_one_that_the_provider_knows_the_request_of(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    run, _ = left_in_doubt(tmp_path, sandbox)
    fates = Fates()
    fields = {**SANDBOX_FIELDS["sendcloud"], "sms_user": "somebody_else"}
    with program(tmp_path, fates) as desk:
        assert counts(resume(desk, run, sandbox, fields=fields)) == {Status.UNKNOWN: 3}
    assert fates.requests == []


@by_hand
def test_a_crash_after_the_attempt_and_another_in_its_repetition_keep_the_id(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    fates = Fates()
    with program(tmp_path, fates) as desk:
        crash_before_the_outcome(desk)
        run = start(desk, sandbox)
        assert run.wait(WAIT_S)
    with program(tmp_path, fates) as desk:
        view = desk.history.open(run.campaign.id)
        assert [view.ledger.outcome(row).code for row in range(3)] == ["interrupted"] * 3
        crash_before_the_outcome(desk)
        resume(desk, run, sandbox)
    with program(tmp_path, fates) as desk:
        view = desk.history.open(run.campaign.id)
        assert view.ledger.counts()[Status.UNKNOWN] == 3
        again = resume(desk, run, sandbox)
        assert counts(again) == {Status.ACCEPTED: 3}
        assert list(again.ledger.attempts) == [3, 3, 3]
    assert len(fates.ids) == 3
    assert len(set(fates.ids)) == 1
    assert len(sandbox.ledger) == 3


@by_hand
def test_a_resume_long_after_the_window_comes_to_its_end(tmp_path: Path, sandbox: Sandbox) -> None:
    fates = Fates([cut_off])
    with program(tmp_path, fates) as desk:
        run = start(desk, sandbox)
        wait_until(lambda: counts(run).get(Status.UNKNOWN) == 3)
        run.pause()
        assert run.wait(WAIT_S)
        run._monotonic = lambda: time.monotonic() + 2 * HOUR_MS / 1000
        run.resume()
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.UNKNOWN: 3}
        assert run.progress().state is CampaignState.FINISHED
        assert len(fates.ids) == 1


# what a person decides


@by_hand
def test_a_person_may_send_some_again_and_then_nothing_is_repeated(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    fates = Fates([cut_off])
    with program(tmp_path, fates) as desk:
        run = start(desk, sandbox)
        wait_until(lambda: counts(run).get(Status.UNKNOWN) == 3)
        decided = [
            Outcome(Status.ACCEPTED, "treated_as_sent"),
            Outcome(Status.QUEUED, SEND_AGAIN),
            run.ledger.outcome(2),
        ]
        entry = BatchOutcome(run.campaign.id, 0, 1, desk.now_ms[0], tuple(decided))
        with pytest.raises(UserInputError) as refused:
            run.settle([entry])  # it waits to repeat
        assert refused.value.code == "campaign_busy"
        run.pause()
        assert run.wait(WAIT_S)
        run.settle([entry])
        assert counts(run) == {Status.ACCEPTED: 1, Status.QUEUED: 1, Status.UNKNOWN: 1}
        assert desk.history.open(run.campaign.id).ledger.status == run.ledger.status
        run.resume()
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.ACCEPTED: 2, Status.UNKNOWN: 1}
        assert run.progress().state is CampaignState.FINISHED
        first, second = fates.ids
        assert first != second
        assert len(sandbox.ledger) == 4  # as asked for


# the rule


def test_an_id_tells_when_and_by_whom_and_fits_everywhere(sandbox: Sandbox) -> None:
    one = account(sandbox)
    made = new_request_id(one, 1_795_000_000_000)
    assert len(made) <= 64
    assert made != new_request_id(one, 1_795_000_000_000)

    def allowed(minutes: float, request_id: str = made, by: Account = one) -> bool:
        signed_ms = 1_795_000_000_000 + round(minutes * MINUTE_MS)
        return may_repeat(request_id, by, INFO, signed_ms)

    assert [allowed(minutes) for minutes in (0, 0.1, 30, 58.7)] == [True] * 4
    assert [allowed(minutes) for minutes in (58.9, 60, 61, 600, -1, -60)] == [False] * 6
    assert not allowed(1, "r-0123456789abcdef")  # of an older version: nobody knows when
    assert not allowed(1, by=replace(one, base_url="https://other.example"))
    assert allowed(1, by=replace(one, name="renamed", rate_per_s=3.0))
    tencent = PROVIDERS["tencent-sms"].info
    assert not may_repeat(made, one, tencent, 1_795_000_000_000)


def test_repetitions_come_in_growing_distance_and_not_after_the_window_by_the_runs_own_clock() -> (
    None
):
    waiting = Repeats(INFO)
    waiting.restart([], 0.0)
    assert waiting.delay_s(0.0) is None
    now_s, delays = 10.0, []
    waiting.doubt(7, 10.0, now_s, repeated=False)
    while (delay_s := waiting.delay_s(now_s)) is not None:
        assert waiting.take(now_s) is None
        delays.append(delay_s)
        now_s += delay_s
        assert waiting.take(now_s) == 7
        waiting.doubt(7, now_s, now_s, repeated=True)
    assert tuple(delays) == DELAYS_S
    waiting.restart([7], now_s)  # a resume
    assert waiting.delay_s(now_s) == 0
    assert waiting.delay_s(10.0 + 3_500) == 0
    assert waiting.delay_s(10.0 + 3_600) is None
