import json
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from smsdesk.core.campaign import Attempt, BatchOutcome, CampaignState, LogEntry, StateChange
from smsdesk.core.errors import NotSent, OutcomeUnknown, StorageError, UserInputError
from smsdesk.core.outcome import Status
from smsdesk.core.provider import HttpReply, HttpRequest
from smsdesk.core.recipients import Recipients
from smsdesk.providers import explain
from smsdesk.services import backoff, turns
from smsdesk.services.progress import Group, Speed
from smsdesk.services.reasons import reason_words
from smsdesk.services.sender import CampaignRun
from smsdesk.services.workers import in_thread
from tests.helpers.services import (
    MESSAGE,
    START_MS,
    WAIT_S,
    Services,
    people,
    phones_in,
    reply,
    services,
)
from tests.helpers.waiting import wait_until

A, B, C = "8613800138000", "8613800138001", "8613800138002"


def send(
    desk: Services, rows: Recipients, *, keep_going: bool = False, **changes: object
) -> CampaignRun:
    run = desk.campaigns.start(MESSAGE, rows, desk.account(**changes), keep_going=keep_going)
    assert run.wait(WAIT_S)
    return run


def counts(run: CampaignRun) -> dict[Status, int]:
    return {status: count for status, count in run.progress().counts.items() if count}


def log(desk: Services, run: CampaignRun) -> list[LogEntry]:
    return list(desk.journal.log(run.campaign.id))


def states(desk: Services, run: CampaignRun) -> list[tuple[str, str]]:
    return [(e.state, e.reason) for e in log(desk, run) if isinstance(e, StateChange)]


class Scripted:
    """Replies by number: each request takes the next of its number's replies, then accepts."""

    def __init__(self, **replies: object) -> None:
        self._replies = {number: list(items) for number, items in replies.items()}
        self._lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpReply:
        with self._lock:
            left = self._replies.get("p" + phones_in(request)[0], [])
            found = left.pop(0) if left else reply()
        if isinstance(found, Exception):
            raise found
        assert isinstance(found, HttpReply)
        return found


# the usual way


def test_everybody_gets_one_request_and_the_campaign_finishes(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        run = send(desk, people(40))
        assert counts(run) == {Status.ACCEPTED: 40}
        assert sorted(desk.wire.phones) == [str(8613800138000 + n) for n in range(40)]
        progress = run.progress()
        assert (progress.state, progress.reason) == (CampaignState.FINISHED, "")
        assert progress.done == progress.total == 40
        assert states(desk, run) == [("sending", ""), ("finished", "")]
        assert desk.wire.open == 0
        assert json.loads(desk.wire.sent[0].body)["content"].startswith("Hi name ")


def test_the_attempt_is_in_the_journal_before_the_bytes_leave(tmp_path: Path) -> None:
    seen = []

    def answer(_request: HttpRequest) -> HttpReply:
        (campaign, _, _), *_ = desk.journal.campaigns()
        entries = list(desk.journal.log(campaign.id))
        started = {e.batch for e in entries if isinstance(e, Attempt)}
        ended = {e.batch for e in entries if isinstance(e, BatchOutcome)}
        seen.append(len(started - ended))
        return reply()

    with services(tmp_path, answer) as desk:
        send(desk, people(10), workers=1)
    assert seen == [1] * 10


def test_equal_texts_share_a_request_and_its_outcomes_are_told_apart(tmp_path: Path) -> None:
    rows = people(5)
    for row in rows.rows:
        row[0] = "you"
    with services(tmp_path) as desk:
        run = send(desk, rows, batch_size=2)
        assert [len(phones_in(request)) for request in desk.wire.sent] == [2, 2, 1]
        assert counts(run) == {Status.ACCEPTED: 5}
        outcome = next(e for e in log(desk, run) if isinstance(e, BatchOutcome))
        assert len(outcome.outcomes) == 1  # the same for all
        assert (outcome.http_status, outcome.elapsed_ms) == (200, 5)
        assert json.loads(outcome.reply)["code"] == "0"


def test_rejections_of_single_numbers_do_not_stop_the_others(tmp_path: Path) -> None:
    with services(tmp_path, lambda _: reply("6")) as desk:
        run = send(desk, people(12), workers=1)
        assert counts(run) == {Status.REJECTED: 12}
        assert run.progress().state is CampaignState.FINISHED
        assert run.progress().numbers == {
            Group.ACCEPTED: 0,
            Group.REJECTED: 12,
            Group.UNKNOWN: 0,
            Group.WAITING: 0,
        }


# what happens on the wire


def test_lost_requests_are_unknown_and_never_repeated(tmp_path: Path) -> None:
    script = Scripted(p8613800138001=[OutcomeUnknown("read_timeout")])
    with services(tmp_path, script) as desk:
        run = send(desk, people(3))
        assert counts(run) == {Status.ACCEPTED: 2, Status.UNKNOWN: 1}
        assert run.progress().state is CampaignState.FINISHED
        again = desk.campaigns.resume(run.campaign.id)
        assert again.wait(WAIT_S)
        assert len(desk.wire.sent) == 3
        assert states(desk, run) == [("sending", ""), ("finished", "")]


def test_what_never_left_waits_for_a_resume_and_is_sent_once_then(tmp_path: Path) -> None:
    script = Scripted(p8613800138001=[NotSent("tls")])
    with services(tmp_path, script) as desk:
        run = send(desk, people(3))
        assert counts(run) == {Status.ACCEPTED: 2, Status.NOT_SENT: 1}
        assert run.progress().done == 2
        progress = run.progress()
        assert (progress.state, progress.reason) == (CampaignState.PAUSED, "not_sent_left")
        run.resume()
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.ACCEPTED: 3}
        assert sorted(desk.wire.phones) == [A, B, B, C]
        assert list(run.ledger.attempts) == [1, 2, 1]
        assert run.progress().state is CampaignState.FINISHED


@pytest.mark.logs_errors
def test_a_fault_in_the_transport_counts_as_sent_perhaps(tmp_path: Path) -> None:
    with services(tmp_path, Scripted(p8613800138000=[ZeroDivisionError()])) as desk:
        run = send(desk, people(2))
        assert counts(run) == {Status.ACCEPTED: 1, Status.UNKNOWN: 1}
        assert run.ledger.outcome(0).code == "interrupted"


# what concerns the whole campaign


@pytest.mark.parametrize("code", ["3", "1003"])
def test_a_refusal_of_the_account_pauses_and_a_resume_sends_it_again(
    tmp_path: Path, code: str
) -> None:
    script = Scripted(p8613800138001=[reply(code)])
    with services(tmp_path, script) as desk:
        run = send(desk, people(6), workers=1)
        assert counts(run) == {Status.ACCEPTED: 1, Status.REJECTED: 1, Status.QUEUED: 4}
        progress = run.progress()
        assert (progress.state, progress.reason) == (CampaignState.PAUSED, code)
        assert states(desk, run)[-1] == ("paused", code)
        run.resume()
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.ACCEPTED: 6}
        assert len(desk.wire.sent) == 7
        assert desk.wire.phones[-1] == B  # so that a second refusal holds up nobody else


def test_five_equal_failures_in_a_row_pause(tmp_path: Path) -> None:
    def refuse(_request: HttpRequest) -> HttpReply:
        raise NotSent("tls")

    with services(tmp_path, refuse) as desk:
        run = send(desk, people(20), workers=1)
        progress = run.progress()
        assert (progress.state, progress.reason) == (CampaignState.PAUSED, "tls")
        assert len(desk.wire.sent) == 5
        title, step = reason_words(explain, "nxcloud-sms", progress.reason, progress.reason_data)
        assert title.en.startswith("5 requests in a row")
        assert step.zh
        run.resume()  # the count begins anew
        assert run.wait(WAIT_S)
        assert len(desk.wire.sent) == 10


def alike(count: int) -> Recipients:
    """People who all get the very same text, so that they share requests."""
    rows = people(count)
    for row in rows.rows:
        row[0] = "you"
    return rows


@pytest.mark.parametrize(("code", "meaning"), [("6", "Not a valid number"), ("27", "5 an hour")])
def test_whole_requests_refused_for_a_number_in_each_pause_and_say_so(
    tmp_path: Path, code: str, meaning: str
) -> None:
    with services(tmp_path, lambda _: reply(code)) as desk:
        run = send(desk, alike(200), workers=1, batch_size=10)
        progress = run.progress()
        assert (progress.state, progress.reason) == (CampaignState.PAUSED, code)
        assert counts(run) == {Status.REJECTED: 50, Status.QUEUED: 150}
        title, step = reason_words(explain, "nxcloud-sms", progress.reason, progress.reason_data)
        assert title.en.startswith("5 requests in a row ended alike: one number in each of them")
        assert meaning in title.en
        assert "拒绝该请求的所有收件人" in title.zh
        assert step.en
        assert step.zh
        desk.wire.answer = lambda _: reply()
        run.resume()  # goes on with the others; nobody is sent to again
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.REJECTED: 50, Status.ACCEPTED: 150}
        assert len(set(desk.wire.phones)) == len(desk.wire.phones) == 200


def test_each_resume_gets_further_where_every_request_holds_a_bad_number(tmp_path: Path) -> None:
    with services(tmp_path, lambda _: reply("6")) as desk:
        run = send(desk, alike(24), workers=1, batch_size=2)
        assert counts(run) == {Status.REJECTED: 10, Status.QUEUED: 14}
        run.resume()
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.REJECTED: 20, Status.QUEUED: 4}
        run.resume()
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.REJECTED: 24}
        assert run.progress().state is CampaignState.FINISHED
        assert len(desk.wire.sent) == 12


def test_one_bad_request_now_and_then_pauses_nothing_but_one_in_ten_does(tmp_path: Path) -> None:
    bad = {f"p{8613800138000 + 2 * n}": [reply("6")] for n in range(0, 100, 20)}
    with services(tmp_path, Scripted(**bad)) as desk:
        run = send(desk, alike(200), workers=1, batch_size=2)
        assert run.progress().state is CampaignState.FINISHED
        assert counts(run) == {Status.REJECTED: 10, Status.ACCEPTED: 190}
        bad = {f"p{8613800138000 + 2 * n}": [reply("6")] for n in range(0, 100, 9)}
        desk.wire.answer = Scripted(**bad)
        run = send(desk, alike(200), workers=1, batch_size=2)
        progress = run.progress()
        assert (progress.state, progress.reason) == (CampaignState.PAUSED, "6")
        title, _ = reason_words(explain, "nxcloud-sms", progress.reason, progress.reason_data)
        assert title.en.startswith("12% of the requests failed, most of them alike: one number in")


def test_failures_in_a_row_count_only_when_they_are_equal(tmp_path: Path) -> None:
    script = Scripted(
        **{
            f"p{8613800138000 + n}": [reply("4") if n % 2 else OutcomeUnknown("reset")]
            for n in range(12)
        }
    )
    with services(tmp_path, script) as desk:
        run = send(desk, people(12), workers=1)
        assert run.progress().state is CampaignState.FINISHED
        assert counts(run) == {Status.REJECTED: 6, Status.UNKNOWN: 6}


def failing_each(share: int) -> Scripted:
    """Every `share`-th of 100 people fails, in three ways so that no two in a row are equal."""
    ways = [reply("4"), OutcomeUnknown("reset"), reply("4"), OutcomeUnknown("cut_off")]
    failing = range(0, 100, share)
    return Scripted(**{f"p{8613800138000 + n}": [ways[n // share % 4]] for n in failing})


def test_ten_in_a_hundred_failures_pause_once_there_are_enough_to_tell(tmp_path: Path) -> None:
    with services(tmp_path, failing_each(8)) as desk:
        run = send(desk, people(100), workers=1)
        progress = run.progress()
        assert (progress.state, progress.reason) == (CampaignState.PAUSED, "4")
        assert progress.done == 57  # the first failure after the fiftieth answer
        assert progress.reason_data == {"share": "14"}
        title, step = reason_words(explain, "nxcloud-sms", progress.reason, progress.reason_data)
        assert title.en.startswith("14% of the requests failed")
        assert "14%" in title.zh
        assert step.en
        run.resume()  # the count begins anew
        assert run.wait(WAIT_S)
        assert run.progress().state is CampaignState.FINISHED


def test_fewer_failures_or_a_person_who_says_so_pause_nothing(tmp_path: Path) -> None:
    with services(tmp_path, failing_each(13)) as desk:
        run = send(desk, people(100), workers=1)
        assert run.progress().state is CampaignState.FINISHED
        desk.wire.answer = failing_each(4)
        run = send(desk, people(100), workers=1, keep_going=True)
        assert run.progress().state is CampaignState.FINISHED


def test_keep_going_goes_on_after_repeated_failures_but_not_without_money(tmp_path: Path) -> None:
    def refuse(_request: HttpRequest) -> HttpReply:
        raise NotSent("proxy")

    with services(tmp_path, refuse) as desk:
        run = send(desk, people(12), keep_going=True, workers=1)
        assert counts(run) == {Status.NOT_SENT: 12}
        desk.wire.answer = lambda _: reply("3")
        desk.campaigns.resume(run.campaign.id, keep_going=True)
        assert run.wait(WAIT_S)
        assert run.progress().reason == "3"
        assert len(desk.wire.sent) == 13


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backoff, "FIRST_S", 0.01)


@pytest.mark.usefixtures("short_waits")
def test_a_throttled_request_is_repeated_until_it_is_taken(tmp_path: Path) -> None:
    script = Scripted(p8613800138001=[reply("28"), reply("28"), reply("", status=429)])
    with services(tmp_path, script) as desk:
        run = send(desk, people(6), workers=3)
        assert counts(run) == {Status.ACCEPTED: 6}
        assert desk.wire.phones.count(B) == 4
        assert run.ledger.attempts[1] == 4
        numbers = [e.number for e in log(desk, run) if isinstance(e, Attempt) and e.batch == 1]
        assert numbers == [1, 2, 3, 4]
        assert run.progress().state is CampaignState.FINISHED


@pytest.mark.usefixtures("short_waits")
@pytest.mark.parametrize("keep_going", [False, True])
def test_one_number_throttled_for_ever_holds_nobody_up_and_pauses_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep_going: bool
) -> None:
    monkeypatch.setattr(backoff, "MAX_S", 0.01)
    monkeypatch.setattr(turns, "WAITS", 5)
    script = Scripted(p8613800138001=[reply("28")] * 60)
    with services(tmp_path, script) as desk:
        run = send(desk, people(6), workers=1, keep_going=keep_going)
        assert counts(run) == {Status.ACCEPTED: 5, Status.QUEUED: 1}
        assert desk.wire.phones[:6] == [A, B, C, *desk.wire.phones[3:6]]
        assert desk.wire.phones[6:] == [B] * (len(desk.wire.phones) - 6)
        assert len(desk.wire.phones) == 5 + 1 + 5  # the first was followed by some that were taken
        progress = run.progress()
        assert (progress.state, progress.reason) == (CampaignState.PAUSED, "28")
        title, step = reason_words(explain, "nxcloud-sms", progress.reason, progress.reason_data)
        assert title.en.startswith("5 requests in a row")
        assert step.zh
        run.resume()  # the count begins anew
        assert run.wait(WAIT_S)
        assert len(desk.wire.phones) == 5 + 1 + 5 + 5


def test_a_refused_clock_is_corrected_from_the_reply_and_the_request_repeated(
    tmp_path: Path,
) -> None:
    ahead_ms = 300_000

    def answer(request: HttpRequest) -> HttpReply:
        late = int(request.headers["ts"]) < START_MS + ahead_ms - 60_000
        return reply("1004" if late else "0", date_ms=START_MS + ahead_ms)

    with services(tmp_path, answer) as desk:
        run = send(desk, people(4), workers=1)
        assert counts(run) == {Status.ACCEPTED: 4}
        assert len(desk.wire.sent) == 5
        sent = [int(request.headers["ts"]) for request in desk.wire.sent]
        assert all(abs(ts - START_MS - ahead_ms) < 1_000 for ts in sent[1:])


@pytest.mark.parametrize("date_ms", [START_MS, None])
def test_a_clock_that_cannot_be_corrected_pauses(tmp_path: Path, date_ms: int | None) -> None:
    with services(tmp_path, lambda _: reply("1004", date_ms=date_ms)) as desk:
        run = send(desk, people(3), workers=1)
        progress = run.progress()
        assert (progress.state, progress.reason) == (CampaignState.PAUSED, "1004")
        assert counts(run) == {Status.QUEUED: 3}
        assert len(desk.wire.sent) == (2 if date_ms else 1)


def test_an_outcome_for_some_of_a_batch_leaves_the_others_alone(tmp_path: Path) -> None:
    rows = people(3)
    for row in rows.rows:
        row[0] = "you"
    with services(tmp_path, lambda _: reply("3")) as desk:
        run = send(desk, rows)
        ended = BatchOutcome(
            run.campaign.id,
            0,
            1,
            START_MS,
            (run.ledger.outcome(0), *[run.ledger.outcome(1)] * 2),
        )
        accepted = ended.outcomes[0].__class__(Status.QUEUED, "28")
        mixed = BatchOutcome(
            run.campaign.id, 0, 1, START_MS, (ended.outcomes[0], accepted, accepted)
        )
        run.ledger.apply(mixed)
        desk.wire.answer = lambda _: reply("0")
        run.ledger.codes[run.ledger.code[0]] = "6"  # row 0 is rejected for good, the others wait
        run.resume()
        assert run.wait(WAIT_S)
        assert phones_in(desk.wire.sent[-1]) == [B, C]
        assert counts(run) == {Status.REJECTED: 1, Status.ACCEPTED: 2}


# what a person does


class Gate:
    """Lets requests arrive and holds their replies until it is opened."""

    def __init__(self) -> None:
        self.arrived = threading.Semaphore(0)
        self.opened = threading.Event()

    def __call__(self, _request: HttpRequest) -> HttpReply:
        self.arrived.release()
        assert self.opened.wait(WAIT_S)
        return reply()

    def wait_for(self, count: int) -> None:
        for _ in range(count):
            assert self.arrived.acquire(timeout=WAIT_S)


def start_held(desk: Services, gate: Gate, size: int = 8) -> CampaignRun:
    run = desk.campaigns.start(MESSAGE, people(size), desk.account(workers=2))
    gate.wait_for(2)
    return run


def test_pause_lets_requests_under_way_finish_and_resume_sends_the_rest(tmp_path: Path) -> None:
    gate = Gate()
    with services(tmp_path, gate) as desk:
        run = start_held(desk, gate)
        run.pause()
        progress = run.progress()
        assert progress.ending
        assert progress.state is CampaignState.SENDING
        assert progress.counts[Status.SENDING] == 2
        gate.opened.set()
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.ACCEPTED: 2, Status.QUEUED: 6}
        assert (run.progress().state, run.progress().reason) == (CampaignState.PAUSED, "by_person")
        assert not run.progress().ending
        run.resume()
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.ACCEPTED: 8}
        assert len(desk.wire.sent) == 8
        assert [state for state, _ in states(desk, run)] == [
            "sending",
            "paused",
            "sending",
            "finished",
        ]


def test_stop_records_the_late_replies_and_ends_the_campaign(tmp_path: Path) -> None:
    gate = Gate()
    with services(tmp_path, gate) as desk:
        run = start_held(desk, gate)
        run.pause()
        run.stop()
        gate.opened.set()
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.ACCEPTED: 2, Status.QUEUED: 6}
        assert run.progress().state is CampaignState.STOPPED
        assert run.has_ended
        run.pause()
        run.stop()
        assert states(desk, run)[-1] == ("stopped", "by_person")


def test_a_paused_campaign_can_be_stopped(tmp_path: Path) -> None:
    gate = Gate()
    with services(tmp_path, gate) as desk:
        run = start_held(desk, gate)
        run.pause()
        gate.opened.set()
        assert run.wait(WAIT_S)
        run.stop()
        assert run.progress().state is CampaignState.STOPPED
        assert states(desk, run)[-1] == ("stopped", "by_person")
        assert len(desk.wire.sent) == 2


def test_a_resume_while_its_end_is_being_written_comes_too_late(tmp_path: Path) -> None:
    gate = Gate()
    with services(tmp_path, gate) as desk:
        run = start_held(desk, gate)
        run.pause()
        gate.opened.set()
        assert run.wait(WAIT_S)
        writing, written = threading.Event(), threading.Event()

        def slow(entries: Sequence[LogEntry]) -> bool:
            if isinstance(entries[-1], StateChange):
                writing.set()
                assert written.wait(WAIT_S)
            return False

        fail(desk, slow)
        stopping = in_thread(run.stop)
        assert writing.wait(WAIT_S)
        with pytest.raises(UserInputError) as refused:
            run.resume()
        assert refused.value.code == "campaign_busy"
        written.set()
        stopping.result(WAIT_S)
        assert run.wait(WAIT_S)
        assert run.progress().state is CampaignState.STOPPED
        assert len(desk.wire.sent) == 2


def test_a_pause_while_it_waits_for_its_rate_takes_effect_at_once(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        account = desk.account(workers=2, rate_per_s=0.01)
        run = desk.campaigns.start(MESSAGE, people(5), account)
        wait_until(lambda: run.progress().done == 1)
        run.pause()
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.ACCEPTED: 1, Status.QUEUED: 4}


def test_progress_tells_speed_and_time_left_while_it_runs(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        account = desk.account(workers=1, rate_per_s=40)
        run = desk.campaigns.start(MESSAGE, people(60), account)
        wait_until(lambda: run.progress().done >= 30)
        progress = run.progress()
        if run.is_active:
            assert 5 < progress.rate_per_s < 80
            assert progress.seconds_left is not None
            assert 0 < progress.seconds_left < 12
        assert run.wait(WAIT_S)
        assert run.progress().rate_per_s == 0


# when the journal fails


class Failing:
    """A journal whose writes fail while it is told so."""

    def __init__(self, journal: object) -> None:
        self._journal = journal
        self._record = journal.record  # type: ignore[attr-defined]
        self.when = lambda _entries: False

    def __getattr__(self, name: str) -> object:
        return getattr(self._journal, name)

    def record(self, entries: Sequence[LogEntry]) -> None:
        if self.when(entries):
            raise StorageError("disk_full", path="journal")
        self._record(entries)


def fail(desk: Services, when: object) -> Failing:
    failing = Failing(desk.journal)
    failing.when = when  # type: ignore[assignment]
    desk.campaigns._writer._record = failing.record
    return failing


def test_a_full_disk_stops_sending_and_what_was_answered_is_written_later(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        full = threading.Event()
        failing = fail(desk, lambda _entries: full.is_set())

        def answer(_request: HttpRequest) -> HttpReply:
            if len(desk.wire.sent) == 3:
                full.set()
            return reply()

        desk.wire.answer = answer
        run = send(desk, people(10), workers=1)
        progress = run.progress()
        assert (progress.state, progress.reason) == (CampaignState.PAUSED, "disk_full")
        assert len(desk.wire.sent) == 3
        assert counts(run) == {Status.ACCEPTED: 2, Status.UNKNOWN: 1, Status.QUEUED: 7}
        assert states(desk, run) == [("sending", "")]  # so that the next start looks after it
        with pytest.raises(StorageError):
            run.resume()
        assert not run.is_active
        failing.when = lambda _entries: False
        run.resume()
        assert run.wait(WAIT_S)
        assert counts(run) == {Status.ACCEPTED: 10}
        assert len(desk.wire.sent) == 10


def test_what_was_answered_is_written_at_the_end_if_nobody_resumes(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        failing = fail(desk, lambda entries: any(isinstance(e, BatchOutcome) for e in entries))
        run = send(desk, people(1))
        assert counts(run) == {Status.UNKNOWN: 1}
        failing.when = lambda _entries: False
        desk.campaigns.close(WAIT_S)
    with services(tmp_path) as desk:
        assert desk.campaigns.recover() == ()
        (found,) = desk.history.list()
        assert (found.state, found.counts[Status.ACCEPTED]) == (CampaignState.FINISHED, 1)


def test_nothing_is_sent_when_the_first_entry_cannot_be_written(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        fail(desk, lambda _entries: True)
        run = send(desk, people(3))
        assert run.progress().reason == "disk_full"
        assert desk.wire.sent == []


# reasons in words


@pytest.mark.parametrize(
    ("reason", "data", "begins", "has_step"),
    [
        ("", {}, "", False),
        ("by_person", {}, "By you", False),
        ("interrupted", {}, "The program ended", False),
        ("never_started", {}, "It was prepared but never started", False),
        ("not_sent_left", {}, "Some messages did not leave", False),
        ("3", {}, "Balance too low", True),
        ("dns", {"times": "5"}, "5 requests in a row ended alike: ", True),
        ("4", {"share": "12"}, "12% of the requests failed, most of them alike: ", True),
        ("dns", {}, "", True),
        ("journal_closed", {}, "The program is closing", False),
        ("no-such-code", {}, "Not accepted", True),
    ],
)
def test_every_reason_has_words_in_both_languages(
    reason: str, data: dict[str, str], begins: str, has_step: bool
) -> None:
    meaning, step = reason_words(explain, "nxcloud-sms", reason, data)
    assert meaning.en.startswith(begins)
    assert bool(meaning.en) == bool(meaning.zh) == bool(reason)
    assert bool(step.en) == bool(step.zh) == has_step


# speed


def test_speed_looks_at_the_last_seconds_only() -> None:
    speed = Speed()
    speed.restart(0.0, 0)
    for step in range(1, 41):
        speed.note(step * 0.5, step * 5)  # ten a second
    assert speed.per_second(20.0, 200) == pytest.approx(10)
    for step in range(1, 21):
        speed.note(20 + step * 0.5, 200 + step * 50)
    assert speed.per_second(30.0, 1200) == pytest.approx(100)
    speed.restart(40.0, 1200)
    assert speed.per_second(40.0, 1200) == 0
