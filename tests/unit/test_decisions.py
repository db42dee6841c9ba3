"""Decisions about rows that may have gone out, on a real journal."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from smsdesk.core.campaign import Attempt, BatchOutcome, CampaignState
from smsdesk.core.decision import decided
from smsdesk.core.errors import ConfigError, OutcomeUnknown, UserInputError
from smsdesk.core.message import Kind, TextMessage
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.provider import HttpReply, HttpRequest
from smsdesk.core.record import RecordQuestion, RecordRules, questions
from smsdesk.desk import FileLock
from smsdesk.providers import PROVIDERS
from smsdesk.providers.nxcloud_records import RECORDS_PATH, RULES
from smsdesk.services.decisions import Decisions
from smsdesk.services.progress import Group
from smsdesk.services.sender import CampaignRun
from tests.helpers.services import (
    MESSAGE,
    SECRETS,
    START_MS,
    WAIT_S,
    Services,
    held_back,
    people,
    phones_in,
    reply,
    services,
    small_ledger,
)

SAME = TextMessage("Hi everybody")
FIRST = "8613800138000"
HOUR_MS = 3_600_000


def lost(_request: HttpRequest) -> HttpReply:
    raise OutcomeUnknown("read_timeout")


def lost_for(*phones: str) -> Callable[[HttpRequest], HttpReply]:
    """The reply to a request with one of these numbers never comes."""
    return lambda request: lost(request) if set(phones) & set(phones_in(request)) else reply()


@contextmanager
def deciding(
    folder: Path, answer: Callable[[HttpRequest], HttpReply] = lost
) -> Iterator[tuple[Services, Decisions]]:
    with services(folder, answer) as desk:
        yield (
            desk,
            Decisions(
                desk.journal,
                desk.campaigns,
                desk.history,
                PROVIDERS,
                desk.wire.transport,
                lambda: desk.now_ms[0],
            ),
        )


def sent(desk: Services, count: int = 3, message: TextMessage = MESSAGE) -> CampaignRun:
    run = desk.campaigns.start(message, people(count), desk.account(workers=1), keep_going=True)
    assert run.wait(WAIT_S)
    return run


def statuses(desk: Services, run: CampaignRun) -> list[Status]:
    return [Status(one) for one in desk.history.open(run.campaign.id).ledger.status]


def codes(desk: Services, run: CampaignRun) -> list[str]:
    ledger = desk.history.open(run.campaign.id).ledger
    return [ledger.codes[code] for code in ledger.code]


# -- the entries -------------------------------------------------------------------------------


def test_an_entry_names_the_whole_batch_and_changes_nobody_else() -> None:
    ledger = small_ledger()  # batches of 2, 1 and 2
    batch = ledger.frozen.batch_of[0]
    members = ledger.frozen.rows_of(batch)
    ledger.apply(Attempt("c-1", batch, 1, 1, "r-1"))
    ledger.apply(BatchOutcome("c-1", batch, 1, 1, (Outcome(Status.UNKNOWN, "reset"),)))
    (entry,) = decided(ledger, {members[0]: Outcome(Status.ACCEPTED, "treated_as_sent")}, 7)
    assert len(entry.outcomes) == len(members)
    ledger.apply(entry)
    assert [Status(ledger.status[row]) for row in members] == [Status.ACCEPTED, Status.UNKNOWN]
    assert ledger.at_ms[members[1]] == 1


# -- treat as sent, send again -----------------------------------------------------------------


@pytest.mark.parametrize("message", [MESSAGE, SAME])
def test_treating_as_sent_is_about_the_rows_given(tmp_path: Path, message: TextMessage) -> None:
    with deciding(tmp_path) as (desk, decisions):
        run = sent(desk, 3, message)
        assert decisions.open_rows(run.campaign.id) == [0, 1, 2]
        assert decisions.treat_as_sent(run.campaign.id, [1, 99, -1]) == 1
        assert statuses(desk, run) == [Status.UNKNOWN, Status.ACCEPTED, Status.UNKNOWN]
        assert decisions.treat_as_sent(run.campaign.id, [1]) == 0
        assert decisions.treat_as_sent(run.campaign.id) == 2
        assert set(codes(desk, run)) == {"treated_as_sent"}
        assert decisions.open_rows(run.campaign.id) == []
        requests = len(desk.wire.sent)
        assert desk.campaigns.resume(run.campaign.id).wait(WAIT_S)
        assert len(desk.wire.sent) == requests
    with deciding(tmp_path) as (desk, decisions):  # the next program reads the same
        assert set(codes(desk, run)) == {"treated_as_sent"}


@pytest.mark.parametrize("message", [MESSAGE, SAME])
def test_sending_again_is_done_by_the_next_resume_and_only_to_those(
    tmp_path: Path, message: TextMessage
) -> None:
    with deciding(tmp_path) as (desk, decisions):
        run = sent(desk, 3, message)
        before = len(desk.wire.phones)
        assert decisions.send_again(run.campaign.id, [1]) == 1
        (summary,) = desk.history.list()
        assert (summary.state, summary.reason) == (CampaignState.PAUSED, "put_back")
        assert len(desk.wire.phones) == before
        desk.wire.answer = lambda _: reply()
        assert desk.campaigns.resume(run.campaign.id).wait(WAIT_S)
        assert desk.wire.phones[before:] == ["8613800138001"]
        assert statuses(desk, run) == [Status.UNKNOWN, Status.ACCEPTED, Status.UNKNOWN]


def test_a_campaign_that_is_being_sent_is_left_alone(tmp_path: Path) -> None:
    arrived, go_on, answer = held_back()
    with deciding(tmp_path, answer) as (desk, decisions):
        run = desk.campaigns.start(MESSAGE, people(2), desk.account(workers=1))
        assert arrived.wait(WAIT_S)
        for decide in (decisions.treat_as_sent, decisions.send_again):
            with pytest.raises(UserInputError, match="left alone"):
                decide(run.campaign.id)
        go_on.set()
        assert run.wait(WAIT_S)
        assert decisions.treat_as_sent(run.campaign.id) == 0


def test_a_campaign_that_another_program_holds_is_left_alone(tmp_path: Path) -> None:
    with deciding(tmp_path, lost_for(FIRST)) as (desk, decisions):
        run = sent(desk)
        lock = FileLock(tmp_path / f"{run.campaign.id}.lock")
        assert lock.acquire()
        with pytest.raises(UserInputError, match="left alone"):
            decisions.treat_as_sent(run.campaign.id)
        lock.release()
        assert decisions.treat_as_sent(run.campaign.id) == 1


def test_a_campaign_paused_here_follows_at_once(tmp_path: Path) -> None:
    script = iter([lost, lambda _: reply("3")])

    def answer(request: HttpRequest) -> HttpReply:
        return next(script, lost)(request)

    with deciding(tmp_path, answer) as (desk, decisions):
        run = sent(desk)
        assert run.progress().state is CampaignState.PAUSED
        assert desk.campaigns.run_of(run.campaign.id) is run
        assert decisions.treat_as_sent(run.campaign.id) == 1
        assert Status(run.ledger.status[0]) is Status.ACCEPTED
        assert statuses(desk, run)[0] is Status.ACCEPTED
        desk.wire.answer = lambda _: reply()
        assert desk.campaigns.resume(run.campaign.id).wait(WAIT_S)
        assert statuses(desk, run) == [Status.ACCEPTED] * 3
        assert desk.wire.phones.count(FIRST) == 1


def test_an_interrupted_campaign_is_finished_by_its_last_decision(tmp_path: Path) -> None:
    with deciding(tmp_path) as (desk, decisions):
        run = sent(desk)
        decisions.send_again(run.campaign.id, [0])
        assert desk.campaigns.resume(run.campaign.id).wait(WAIT_S)
        decisions.send_again(run.campaign.id, [0])
        (paused,) = desk.history.list()
        assert paused.state is CampaignState.PAUSED
        desk.wire.answer = lambda _: reply()
        assert desk.campaigns.resume(run.campaign.id).wait(WAIT_S)
        decisions.treat_as_sent(run.campaign.id)
        (finished,) = desk.history.list()
        assert finished.state is CampaignState.FINISHED


# -- the list ----------------------------------------------------------------------------------


def open_counts(desk: Services) -> list[int]:
    """How many may have got it, by campaign, newest first."""
    return [one.numbers[Group.UNKNOWN] for one in desk.history.list()]


def test_what_another_program_decided_is_seen(tmp_path: Path) -> None:
    with deciding(tmp_path) as (desk, decisions):
        run = sent(desk, 2)
        assert open_counts(desk) == [2]
        with deciding(tmp_path) as (_, others):
            others.treat_as_sent(run.campaign.id, [0])
        assert open_counts(desk) == [1]
        with deciding(tmp_path) as (_, others):
            others.treat_as_sent(run.campaign.id, [1])
        assert open_counts(desk) == [0]
        assert decisions.open_rows(run.campaign.id) == []


def test_finished_campaigns_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with deciding(tmp_path) as (desk, _):
        sent(desk, 2)
        assert open_counts(desk) == [2]
        monkeypatch.setattr(desk.history, "open", None)
        assert open_counts(desk) == [2]


# -- asking ------------------------------------------------------------------------------------


class Book:
    """Stands in for NXCloud's records: answers with `rows`, whatever the day."""

    def __init__(self, *rows: dict[str, object]) -> None:
        self.rows = list(rows)
        self.code = "0"
        self.days: list[str] = []

    def __call__(self, request: HttpRequest) -> HttpReply:
        if not request.url.endswith(RECORDS_PATH):
            return lost(request)
        self.days.append(parse_qs(request.body.decode())["date"][0])
        info = {"total": len(self.rows), "rows": self.rows}
        return HttpReply(200, {}, json.dumps({"code": self.code, "info": info}).encode())


def row(at_ms: int, phone: str = FIRST, text: str = "Hi name 0", **more: str) -> dict[str, object]:
    written = f"{RULES.day(at_ms)}"
    minutes, seconds = divmod(at_ms // 1000 + 8 * 3600, 60)
    hours, minutes = divmod(minutes, 60)
    time = f"{hours % 24:02}:{minutes:02}:{seconds:02}"
    return {"phone": phone, "body": text, "date": f"{written} {time}", "msgid": "m-9", **more}


@contextmanager
def asking(folder: Path, book: Book) -> Iterator[tuple[Services, Decisions, CampaignRun]]:
    """A campaign of one person who may have got it, and an account that can ask."""
    with deciding(folder, book) as (desk, decisions):
        account = desk.account()
        desk.accounts.update("shop", account.with_secrets({}), {"secret_key": "book-key"})
        unlocked = account.with_secrets({**SECRETS, "secret_key": "book-key"})
        run = desk.campaigns.start(MESSAGE, people(1), unlocked)
        assert run.wait(WAIT_S)
        yield desk, decisions, run


@pytest.mark.parametrize(
    ("record", "found"),
    [
        (row(START_MS), True),
        (row(START_MS - 59_000), True),
        (row(START_MS - 61_000), False),
        (row(START_MS + 299_000), True),
        (row(START_MS + 301_000), False),
        (row(START_MS, phone="8613800138001"), False),
        (row(START_MS, phone="+" + FIRST), True),
        (row(START_MS, phone=FIRST[2:]), False),
        (row(START_MS, text="Hi name 0 "), False),
        (row(START_MS, text=""), False),
    ],
)
def test_only_a_record_that_fits_in_all_counts(
    tmp_path: Path, record: dict[str, object], found: bool
) -> None:
    with asking(tmp_path, Book(record)) as (desk, decisions, run):
        asked = decisions.ask(run.campaign.id)
        assert (asked.found, asked.not_found) == (int(found), int(not found))
        assert bool(asked.not_found_words.zh) is not found
        (status,) = statuses(desk, run)
        assert status is (Status.ACCEPTED if found else Status.UNKNOWN)
        if found:
            view = desk.history.open(run.campaign.id)
            assert view.ledger.outcome(0).message_id == "m-9"
            assert codes(desk, run) == ["found_in_records"]


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"dr": "DELIVRD"}, Status.DELIVERED, "found_in_records"),
        ({"dr": "UNDELIV", "dr_status": "Fail"}, Status.UNDELIVERED, "failed_in_records"),
    ],
)
def test_what_became_of_it_is_taken_over(
    tmp_path: Path, more: dict[str, str], status: Status, code: str
) -> None:
    with asking(tmp_path, Book(row(START_MS, **more))) as (desk, decisions, run):
        assert decisions.ask(run.campaign.id).found == 1
        assert (statuses(desk, run), codes(desk, run)) == ([status], [code])


def test_the_record_of_a_message_that_is_known_is_no_proof(tmp_path: Path) -> None:
    """The same text went out again in another campaign, and that is what the records show."""
    book = Book()
    with asking(tmp_path, book) as (desk, decisions, run):
        desk.now_ms[0] += 60_000
        desk.wire.answer = lambda _: reply()  # its id is m-1
        again = desk.campaigns.start(MESSAGE, people(1), desk.account())
        assert again.wait(WAIT_S)
        desk.wire.answer = book
        book.rows = [row(desk.now_ms[0], msgid="m-1")]
        assert decisions.ask(run.campaign.id).found == 0
        book.rows.append(row(START_MS + 1_000, msgid="m-2"))
        assert decisions.ask(run.campaign.id).found == 1
        assert desk.history.open(run.campaign.id).ledger.outcome(0).message_id == "m-2"


def test_the_providers_clock_is_the_one_that_counts(tmp_path: Path) -> None:
    ahead_ms = 600_000
    book = Book(row(START_MS + ahead_ms))

    def with_date(request: HttpRequest) -> HttpReply:
        answer = book(request)
        return HttpReply(200, reply(date_ms=START_MS + ahead_ms).headers, answer.body)

    with asking(tmp_path, book) as (desk, decisions, run):
        assert decisions.ask(run.campaign.id).found == 0
        desk.wire.answer = with_date
        assert decisions.ask(run.campaign.id).found == 1


def test_both_days_are_looked_at_where_it_left_around_midnight(tmp_path: Path) -> None:
    book = Book()
    midnight_ms = START_MS - (START_MS + 8 * HOUR_MS) % (24 * HOUR_MS)
    with asking(tmp_path, book) as (desk, decisions, run):
        decisions.ask(run.campaign.id)
        assert len(book.days) == 1
        desk.now_ms[0] = midnight_ms + 24 * HOUR_MS - 30_000
        late = desk.campaigns.start(MESSAGE, people(1), desk.account())
        assert late.wait(WAIT_S)
        desk.now_ms[0] += HOUR_MS
        book.days.clear()
        decisions.ask(late.campaign.id)
        assert len(set(book.days)) == 2


@pytest.mark.parametrize(
    ("code", "error", "said"),
    [
        ("2", "records_keys", "code 2: App key or secret key wrong"),
        ("5", "records_busy", "code 5: Asked too often"),
        ("1", "records_refused", "code 1: A parameter is missing or wrong"),
        ("9", "records_refused", "code 9)"),
    ],
)
def test_a_refusal_changes_nothing(tmp_path: Path, code: str, error: str, said: str) -> None:
    book = Book(row(START_MS))
    book.code = code
    with asking(tmp_path, book) as (desk, decisions, run):
        with pytest.raises(ConfigError) as raised:
            decisions.ask(run.campaign.id)
        assert raised.value.code == error
        assert said in raised.value.sentence()
        assert statuses(desk, run) == [Status.UNKNOWN]


def test_records_that_are_gone_are_not_asked_for(tmp_path: Path) -> None:
    book = Book(row(START_MS))
    with asking(tmp_path, book) as (desk, decisions, run):
        desk.now_ms[0] += 40 * 24 * HOUR_MS
        with pytest.raises(UserInputError, match="31 days"):
            decisions.ask(run.campaign.id)
        assert book.days == []


def test_who_cannot_be_asked(tmp_path: Path) -> None:
    with deciding(tmp_path) as (desk, decisions):
        run = sent(desk, 1)
        reason = decisions.why_not_ask(run.campaign.id)
        assert reason is not None
        assert "secret key" in reason.sentence()
        desk.accounts.remove("shop")
        reason = decisions.why_not_ask(run.campaign.id)
        assert reason is not None
        assert "shop" in reason.sentence("zh")


def test_where_nobody_is_open_no_account_is_needed_to_ask(tmp_path: Path) -> None:
    with asking(tmp_path, Book()) as (desk, decisions, run):
        decisions.treat_as_sent(run.campaign.id)
        desk.accounts.remove("shop")
        asked = decisions.ask(run.campaign.id)
        assert (asked.found, asked.not_found, asked.problem) == (0, 0, None)


def test_asking_says_the_same_as_why_not(tmp_path: Path) -> None:
    with deciding(tmp_path) as (desk, decisions):
        run = sent(desk, 1)
        reason = decisions.why_not_ask(run.campaign.id)
        assert reason is not None
        with pytest.raises(UserInputError) as refused:
            decisions.ask(run.campaign.id)
        assert refused.value.sentence("zh") == reason.sentence("zh")


def test_a_campaign_that_nobody_knows(tmp_path: Path) -> None:
    with deciding(tmp_path) as (_, decisions):
        for call in (decisions.open_rows, decisions.treat_as_sent, decisions.ask):
            with pytest.raises(UserInputError, match="c-none"):
                call("c-none")


# -- the questions -----------------------------------------------------------------------------


def rules(**changes: object) -> RecordRules:
    known = {
        "kinds": frozenset({Kind.TEXT}),
        "zone": RULES.zone,
        "kept_days": 31,
        "days_max": 30,
        "numbers_max": 2,
    }
    return RecordRules(**{**known, **changes})  # type: ignore[arg-type]


def test_numbers_of_one_day_share_a_question() -> None:
    wanted = [(f"86138{n:08}", START_MS, START_MS) for n in range(5)]
    asked = questions(rules(), wanted, START_MS)
    assert [len(one.phones) for one in asked] == [2, 2, 1]
    assert {phone for one in asked for phone in one.phones} == {phone for phone, _, _ in wanted}
    assert questions(rules(numbers_max=0), wanted, START_MS) == [
        RecordQuestion(asked[0].first, asked[0].last)
    ]


def test_days_that_are_gone_or_to_come_are_left_out() -> None:
    day_ms = 24 * HOUR_MS
    today = RULES.day(START_MS)
    (one,) = questions(rules(days_max=99), [("1", START_MS - 90 * day_ms, START_MS)], START_MS)
    assert (today - one.first).days == 30
    assert questions(rules(), [("1", 0, START_MS - 31 * day_ms)], START_MS) == []
    (late,) = questions(rules(), [("1", START_MS, START_MS + 3 * day_ms)], START_MS)
    assert late.last == today


def test_a_long_time_takes_several_questions() -> None:
    span = [("1", START_MS - 3 * 24 * HOUR_MS, START_MS)]
    asked = questions(rules(days_max=2), span, START_MS)
    assert [(one.last - one.first).days for one in asked] == [1, 1]
    assert asked[1].first > asked[0].last
    assert isinstance(asked[0].first, date)
