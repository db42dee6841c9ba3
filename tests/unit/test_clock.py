"""Requests are signed with the provider's time, however wrong this computer's clock is."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from smsdesk.core.account import Account
from smsdesk.core.campaign import CampaignState
from smsdesk.core.errors import NotSent, OutcomeUnknown
from smsdesk.core.message import Message, TemplateMessage, TextMessage
from smsdesk.core.outcome import Status
from smsdesk.core.provider import HttpReply, HttpRequest
from smsdesk.providers import PROVIDERS, HttpTransport
from smsdesk.sandbox import SANDBOX_FIELDS, SANDBOX_SECRETS, Options, Sandbox
from smsdesk.services import backoff
from smsdesk.services.clock import ServerClocks, date_offset_ms
from smsdesk.services.sender import CampaignRun
from smsdesk.services.trying import Finding
from tests.helpers.services import WAIT_S, Services, Wire, people, services

TEN_MINUTES_MS = 600_000
MESSAGES: dict[str, Message] = {
    "nxcloud-sms": TextMessage("Hi {name}"),
    "nxcloud-super": TextMessage("Hi {name}"),
    "tencent-sms": TextMessage("Hi {name}"),
    "sendcloud": TemplateMessage("1000", {"name": "{name}"}),
}


def over_http(request: HttpRequest) -> HttpReply:
    transport = HttpTransport()
    try:
        return transport.exchange(request)
    finally:
        transport.close()


def unlocked(provider: str, sandbox: Sandbox, **changes: object) -> Account:
    account = Account("shop", provider, SANDBOX_FIELDS[provider], base_url=sandbox.base_url)
    account = replace(account, **{"workers": 1, **changes})  # type: ignore[arg-type]
    return account.with_secrets(SANDBOX_SECRETS[provider])


def send(desk: Services, account: Account, first: int = 8613800138000) -> CampaignRun:
    desk.now_ms[0] = time.time_ns() // 1_000_000
    rows = people(4, first=first)
    run = desk.campaigns.start(MESSAGES[account.provider], rows, account)
    assert run.wait(WAIT_S)
    return run


def accepted(run: CampaignRun) -> int:
    return run.progress().counts[Status.ACCEPTED]


def asked(desk: Services) -> int:
    """How often a provider was asked what time it is."""
    return sum(request.url.endswith("/timestamp/get") for request in desk.wire.sent)


both_ways = pytest.mark.parametrize("offset_ms", [TEN_MINUTES_MS, -TEN_MINUTES_MS])


# a provider that tells its time


@both_ways
def test_the_time_is_asked_once_and_nothing_is_refused(tmp_path: Path, offset_ms: int) -> None:
    options = Options(clock_offset_ms=offset_ms)
    with Sandbox(options=options) as sandbox, services(tmp_path, over_http) as desk:
        run = send(desk, unlocked("sendcloud", sandbox, workers=3))
        assert accepted(run) == 4
        assert list(run.ledger.attempts) == [1] * 4
        assert len(sandbox.ledger) == 4
        assert asked(desk) == 1
        again = send(desk, unlocked("sendcloud", sandbox, name="other"), first=8613800139000)
        assert accepted(again) == 4
        assert asked(desk) == 1


@both_ways
@pytest.mark.parametrize("failure", [OutcomeUnknown("read_timeout"), HttpReply(200, {}, b"{}")])
def test_where_the_time_is_not_told_at_first_a_refusal_asks_again(
    tmp_path: Path, offset_ms: int, failure: Exception | HttpReply
) -> None:
    def answer(request: HttpRequest) -> HttpReply:
        if request.url.endswith("/timestamp/get") and asked(desk) == 1:
            if isinstance(failure, Exception):
                raise failure
            return failure
        return over_http(request)

    options = Options(clock_offset_ms=offset_ms)
    with Sandbox(options=options) as sandbox, services(tmp_path, answer) as desk:
        run = send(desk, unlocked("sendcloud", sandbox))
        assert accepted(run) == 4
        assert list(run.ledger.attempts) == [2, 1, 1, 1]
        assert asked(desk) == 2


def test_where_the_time_is_never_told_the_date_of_the_refusal_serves(tmp_path: Path) -> None:
    def answer(request: HttpRequest) -> HttpReply:
        if request.url.endswith("/timestamp/get"):
            raise NotSent("refused")
        return over_http(request)

    options = Options(clock_offset_ms=TEN_MINUTES_MS)
    with Sandbox(options=options) as sandbox, services(tmp_path, answer) as desk:
        run = send(desk, unlocked("sendcloud", sandbox))
        assert accepted(run) == 4
        assert list(run.ledger.attempts) == [2, 1, 1, 1]


def test_a_time_that_does_not_help_pauses(tmp_path: Path) -> None:
    refusal = {"message": "时间戳无效", "info": {}, "result": False, "statusCode": 461}

    def answer(request: HttpRequest) -> HttpReply:
        if request.url.endswith("/timestamp/get"):
            return over_http(request)
        return HttpReply(200, {}, json.dumps(refusal).encode(), 5)

    with Sandbox() as sandbox, services(tmp_path, answer) as desk:
        run = send(desk, unlocked("sendcloud", sandbox))
        progress = run.progress()
        assert (progress.state, progress.reason) == (CampaignState.PAUSED, "461")
        assert progress.counts[Status.QUEUED] == 4
        assert len(desk.wire.sent) - asked(desk) == 2


# providers that do not


@both_ways
@pytest.mark.parametrize("provider", ["nxcloud-sms", "nxcloud-super", "tencent-sms"])
def test_one_refusal_tells_the_time_for_all_that_follow(
    tmp_path: Path, provider: str, offset_ms: int
) -> None:
    options = Options(clock_offset_ms=2 * offset_ms)
    with Sandbox(options=options) as sandbox, services(tmp_path, over_http) as desk:
        run = send(desk, unlocked(provider, sandbox))
        assert accepted(run) == 4
        assert list(run.ledger.attempts) == [2, 1, 1, 1]
        again = send(desk, unlocked(provider, sandbox, name="other"), first=8613800139000)
        assert accepted(again) == 4
        assert list(again.ledger.attempts) == [1] * 4


# trying an account


@both_ways
@pytest.mark.parametrize("provider", ["nxcloud-sms", "sendcloud"])
def test_a_try_tells_the_clock_from_the_keys(tmp_path: Path, provider: str, offset_ms: int) -> None:
    options = Options(clock_offset_ms=offset_ms)
    with Sandbox(options=options) as sandbox, services(tmp_path, over_http) as desk:
        desk.now_ms[0] = time.time_ns() // 1_000_000
        account = unlocked(provider, sandbox)
        report = desk.accounts.try_account(account)
        found = {line.topic: (line.finding, line.code) for line in report.lines}
        assert found["keys"] == (Finding.GOOD, "keys_right")
        clock = "clock_slow" if offset_ms > 0 else "clock_fast"
        assert found["clock"] == (Finding.LOOK, clock)
        (line,) = (line for line in report.lines if line.topic == "clock")
        assert abs(int(str(line.data["seconds"])) - 600) <= 3
        assert sandbox.ledger == []
        run = send(desk, account)  # what was learned holds for sending
        assert list(run.ledger.attempts) == [1] * 4
        wrong = replace(account, secrets=dict.fromkeys(account.secrets, "wrong"))
        refused = {line.topic: line for line in desk.accounts.try_account(wrong).lines}["keys"]
        assert (refused.finding, refused.code) == (Finding.BAD, "keys_refused")


# many at once


def told(at_ms: int) -> Callable[[HttpRequest], HttpReply]:
    body = json.dumps({"info": {"timestamp": at_ms}}).encode()
    return lambda _request: HttpReply(200, {}, body, 10)


def test_many_threads_ask_once_and_wait_for_the_answer() -> None:
    now_ms = 1_700_000_000_000
    arrived, go_on = threading.Semaphore(0), threading.Event()

    def answer(request: HttpRequest) -> HttpReply:
        assert go_on.wait(WAIT_S)
        return told(now_ms + 60_000)(request)

    wire = Wire(answer)
    clocks = ServerClocks(lambda: now_ms)
    account = Account("shop", "sendcloud", SANDBOX_FIELDS["sendcloud"])
    provider = PROVIDERS["sendcloud"]
    found: list[int] = []

    def ask() -> None:
        arrived.release()
        found.append(clocks.first_offset_ms(account, provider, wire.transport()))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert arrived.acquire(timeout=WAIT_S)
    assert clocks.offset_ms(account) == 0  # nobody who only looks has to wait
    go_on.set()
    for thread in threads:
        thread.join(WAIT_S)
    assert found == [60_005] * 8
    assert len(wire.sent) == 1


def test_what_another_thread_measured_is_not_measured_again() -> None:
    now_ms = 1_700_000_000_000
    wire = Wire(told(now_ms + 60_000))
    clocks = ServerClocks(lambda: now_ms)
    account = Account("shop", "sendcloud", SANDBOX_FIELDS["sendcloud"])
    provider = PROVIDERS["sendcloud"]
    refusal = HttpReply(200, {}, b"")
    for used_ms in (0, 0):  # two requests that left before the time was known
        assert clocks.correct(account, provider, wire.transport(), refusal, used_ms)
    assert len(wire.sent) == 1
    assert clocks.correct(account, provider, wire.transport(), refusal, 60_005)
    assert len(wire.sent) == 2
    elsewhere = replace(account, base_url="https://other.example")
    assert clocks.offset_ms(elsewhere) == 0


def test_the_date_of_a_reply() -> None:
    reply = HttpReply(200, {"date": "Tue, 14 Nov 2023 22:13:20 GMT"}, b"", 100)
    assert date_offset_ms(reply, 1_700_000_000_050) == 500
    assert date_offset_ms(replace(reply, headers={"date": "soon"}), 0) is None
    assert date_offset_ms(replace(reply, headers={}), 0) is None


# a request of which only a part was taken


def test_only_the_numbers_that_were_not_taken_go_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backoff, "FIRST_S", 0.01)
    sent: list[dict[str, list[str]]] = []

    def answer(request: HttpRequest) -> HttpReply:
        if request.url.endswith("/timestamp/get"):
            return over_http(request)
        sent.append(parse_qs(request.body.decode()))
        if len(sent) > 1:
            return over_http(request)
        items = [
            {"phone": phone, "vars": {}, "message": message}
            for phone, message in (
                ("13800138001", "接口调用频率受限"),
                ("13800138002", "手机号格式错误"),
                ("13800138003", "接口调用频率受限"),
            )
        ]
        info = {
            "successCount": 1,
            "failedCount": 3,
            "items": items,
            "smsIds": ["1458113381893_1$13800138000"],
        }
        body = {"message": "部分成功", "info": info, "result": True, "statusCode": 311}
        return HttpReply(200, {}, json.dumps(body).encode(), 5)

    with Sandbox() as sandbox, services(tmp_path, answer) as desk:
        desk.now_ms[0] = time.time_ns() // 1_000_000
        message = TemplateMessage("1000", {"name": "you"})
        account = unlocked("sendcloud", sandbox)
        run = desk.campaigns.start(message, people(4), account)
        assert run.wait(WAIT_S)
        assert [form["phone"] for form in sent] == [
            ["13800138000,13800138001,13800138002,13800138003"],
            ["13800138001,13800138003"],
        ]
        assert sent[0]["sendRequestId"] != sent[1]["sendRequestId"]
        outcomes = [run.ledger.outcome(row) for row in range(4)]
        assert [(outcome.status, outcome.code) for outcome in outcomes] == [
            (Status.ACCEPTED, "200"),
            (Status.ACCEPTED, "200"),
            (Status.REJECTED, "412"),
            (Status.ACCEPTED, "200"),
        ]
        assert outcomes[0].message_id == "1458113381893_1$13800138000"
        assert list(run.ledger.attempts) == [1, 2, 1, 2]
        assert len(sandbox.ledger) == 2
        view = desk.history.open(run.campaign.id)  # from the journal alone
        assert view.ledger.status == run.ledger.status
