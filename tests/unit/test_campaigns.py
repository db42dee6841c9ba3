import re
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from smsdesk.core.account import Account, Mode
from smsdesk.core.campaign import Attempt, BatchOutcome, CampaignState, LogEntry, StateChange
from smsdesk.core.errors import NotSent, StorageError, UserInputError
from smsdesk.core.message import TextMessage
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.provider import HttpReply, HttpRequest
from smsdesk.desk import FileLock, open_desk
from smsdesk.paths import Paths
from smsdesk.services.freezing import default_name, new_campaign, new_campaign_id
from smsdesk.services.workers import in_thread
from smsdesk.storage.journal import Journal
from tests.helpers.memory_keyring import MemoryKeyring
from tests.helpers.services import (
    MESSAGE,
    START_MS,
    WAIT_S,
    Services,
    held_back,
    people,
    phones_in,
    reply,
    services,
)
from tests.helpers.waiting import wait_until


def refusal(action: object) -> UserInputError:
    with pytest.raises(UserInputError) as caught:
        action()  # type: ignore[operator]
    assert str(caught.value)
    return caught.value


def interrupt(desk: Services, size: int = 6) -> str:
    """A campaign as a killed program leaves it: one answered, two under way, the rest waiting."""
    run = desk.campaigns.start(MESSAGE, people(size), desk.account(workers=1))
    assert run.wait(WAIT_S)
    campaign = replace(run.campaign, id="c-interrupted", created_ms=START_MS + 1)
    rows = people(size)
    desk.journal.freeze(campaign, rows, desk.campaigns.plan(MESSAGE, rows, desk.account()))
    entries = [
        replace(entry, campaign=campaign.id)
        for entry in desk.journal.log(run.campaign.id)
        if not (isinstance(entry, StateChange) and entry.state is CampaignState.FINISHED)
    ]
    desk.journal.record(entries[:3])  # sending, and a whole first request
    for batch in (1, 2):
        desk.journal.record([Attempt(campaign.id, batch, 1, START_MS, "r")])
    desk.wire.sent.clear()
    return campaign.id


def test_a_campaign_keeps_what_was_true_when_it_was_started(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        rows = people(3, "+8613800138000", "x")
        account = desk.account(workers=3, rate_per_s=500, base_url="https://sms.example.com")
        run = desk.campaigns.start(MESSAGE, rows, account)
        assert run.wait(WAIT_S)
        campaign = desk.journal.campaign(run.campaign.id)
        assert campaign == run.campaign
        assert (campaign.account, campaign.provider, campaign.mode) == (
            "shop",
            "nxcloud-sms",
            "live",
        )
        assert campaign.base_url == "https://sms.example.com"
        assert campaign.document == {"kind": "text", "text": "Hi {name}"}
        assert (campaign.rows, campaign.recipients, campaign.requests) == (5, 3, 3)
        assert (campaign.rate_per_s, campaign.workers) == (500, 3)
        assert campaign.name == "people"
        assert campaign.created_ms == START_MS


def test_a_plan_with_problems_starts_nothing(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        account = desk.account()
        wrong = TextMessage("Hi {nobody}")
        assert refusal(lambda: desk.campaigns.start(wrong, people(2), account)).code
        nobody = people(0, "x")
        assert refusal(lambda: desk.campaigns.plan(MESSAGE, nobody, account)).code == (
            "no_recipients"
        )
        other = replace(account, provider="other")
        assert refusal(lambda: desk.campaigns.plan(MESSAGE, people(1), other)).code == (
            "provider_unknown"
        )
        assert desk.journal.campaigns() == []
        assert desk.wire.sent == []


def test_a_list_corrected_after_it_was_planned_is_not_sent(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        rows, account = people(3, "nobody"), desk.account()
        plan = desk.campaigns.plan(MESSAGE, rows, account)
        rows.edit_phone(3, "+8613800138009")
        changed = refusal(lambda: desk.campaigns.start(MESSAGE, rows, account, plan=plan))
        assert changed.code == "campaign_list_changed"
        assert desk.wire.sent == []
        assert desk.history.list() == []


def test_a_number_corrected_after_it_was_planned_is_not_sent(tmp_path: Path) -> None:
    """The very same people are on the list, but what was planned is about another number."""
    with services(tmp_path) as desk:
        rows, account = people(3), desk.account()
        plan = desk.campaigns.plan(MESSAGE, rows, account)
        rows.edit_phone(1, "+14155552671")
        changed = refusal(lambda: desk.campaigns.start(MESSAGE, rows, account, plan=plan))
        assert changed.code == "campaign_list_changed"
        assert desk.wire.sent == []
        plan = desk.campaigns.plan(MESSAGE, rows, account)
        assert desk.campaigns.start(MESSAGE, rows, account, plan=plan).wait(WAIT_S)
        assert "14155552671" in desk.wire.phones


def test_recovery_makes_what_was_under_way_unknown_and_a_resume_never_sends_it(
    tmp_path: Path,
) -> None:
    with services(tmp_path) as desk:
        campaign_id = interrupt(desk)
        assert desk.campaigns.recover() == (campaign_id,)
        view = desk.history.open(campaign_id)
        assert (view.state, view.reason) == (CampaignState.PAUSED, "interrupted")
        counts = view.ledger.recipient_counts()
        assert counts[Status.ACCEPTED] == 1
        assert counts[Status.UNKNOWN] == 2
        assert counts[Status.QUEUED] == 3
        assert desk.campaigns.recover() == ()

        run = desk.campaigns.resume(campaign_id)
        assert run.wait(WAIT_S)
        assert sorted(desk.wire.phones) == [str(8613800138000 + n) for n in (3, 4, 5)]
        counts = run.progress().counts
        assert (counts[Status.ACCEPTED], counts[Status.UNKNOWN]) == (4, 2)
        assert run.progress().state is CampaignState.FINISHED


@pytest.mark.parametrize(
    "damage",
    [
        """outcome SET outcomes = '[1,99,"","","","",0]'""",
        """outcome SET outcomes = '[1,2,{},"","","",0]'""",
        """outcome SET outcomes = '[1,2,"","","","",-1]'""",
        "outcome SET batch = x'00'",
        "attempt SET at_ms = 'x'",
        "recipient_chunk SET phones = 0",
        "recipient_chunk SET reasons = '{'",
        "unwritable",
    ],
)
def test_a_campaign_that_cannot_be_recovered_keeps_nobody_from_the_others(
    tmp_path: Path, damage: str
) -> None:
    with services(tmp_path) as desk:
        for size in (3, 4):
            run = desk.campaigns.start(MESSAGE, people(size), desk.account())
            assert run.wait(WAIT_S)
            sending = StateChange(run.campaign.id, START_MS, CampaignState.SENDING)
            desk.journal.record([sending])
        first, second = (known.campaign.id for known in reversed(desk.history.list()))
        if damage != "unwritable":
            with closing(sqlite3.connect(tmp_path / "journal.sqlite3")) as file, file:
                file.execute(f"UPDATE {damage} WHERE campaign_no = 1")
        else:
            record = desk.journal.record

            def refuse(entries: Sequence[LogEntry]) -> None:
                if entries[0].campaign == first:
                    raise StorageError("disk_full", path="journal")
                record(entries)

            desk.campaigns._writer._record = refuse
        assert desk.campaigns.recover() == (second,)
        with pytest.raises(StorageError):
            desk.campaigns.stop(first)  # says why, now that somebody asks
        assert desk.history.open(second).reason == "interrupted"


def test_a_campaign_cut_short_is_settled_also_where_its_account_is_gone(tmp_path: Path) -> None:
    """So that it can be decided on, and stopped."""
    with services(tmp_path) as desk:
        campaign_id = interrupt(desk)
        desk.accounts.remove("shop")
        gone = refusal(lambda: desk.campaigns.resume(campaign_id))
        assert gone.code == "campaign_account_missing"
        view = desk.history.open(campaign_id)
        assert (view.state, view.reason) == (CampaignState.PAUSED, "interrupted")
        assert view.ledger.recipient_counts()[Status.UNKNOWN] == 2


def test_a_resume_without_recovery_does_not_send_what_was_under_way_either(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        campaign_id = interrupt(desk)
        run = desk.campaigns.resume(campaign_id)
        assert run.wait(WAIT_S)
        assert len(desk.wire.sent) == 3
        assert run.progress().counts[Status.UNKNOWN] == 2


def test_a_resume_sends_the_frozen_texts(tmp_path: Path) -> None:
    def refuse(_request: HttpRequest) -> HttpReply:
        raise NotSent("tls")

    with services(tmp_path, refuse) as desk:
        rows = people(3)
        run = desk.campaigns.start(MESSAGE, rows, desk.account())
        assert run.wait(WAIT_S)
        first = run.campaign.id
        rows.rows[0][0] = "changed afterwards"
        desk.wire.sent.clear()
    with services(tmp_path) as desk:
        assert desk.campaigns.recover() == ()
        run = desk.campaigns.resume(first, account=desk.account())
        assert run.wait(WAIT_S)
        texts = sorted(request.body.decode() for request in desk.wire.sent)
        assert [f"Hi name {n}" in text for n, text in enumerate(texts)] == [True] * 3


def test_a_running_campaign_cannot_be_resumed_or_recovered(tmp_path: Path) -> None:
    go_on = threading.Event()

    def answer(_request: HttpRequest) -> HttpReply:
        assert go_on.wait(WAIT_S)
        return reply()

    with services(tmp_path, answer) as desk:
        run = desk.campaigns.start(MESSAGE, people(3), desk.account())
        assert desk.campaigns.running() == (run,)
        assert desk.campaigns.run_of(run.campaign.id) is run
        busy = refusal(lambda: desk.campaigns.resume(run.campaign.id))
        assert busy.code == "campaign_busy"
        with services(tmp_path) as other:  # a second program on the same files
            assert other.campaigns.recover() == ()
            assert refusal(lambda: other.campaigns.resume(run.campaign.id)).code == "campaign_busy"
        go_on.set()
        assert run.wait(WAIT_S)
        assert desk.campaigns.run_of(run.campaign.id) is None
        assert desk.campaigns.running() == ()


def test_a_campaign_paused_here_belongs_to_this_program_until_it_closes(tmp_path: Path) -> None:
    script = iter([reply("3")])
    with services(tmp_path, lambda _: next(script, reply())) as desk:
        run = desk.campaigns.start(MESSAGE, people(3), desk.account(workers=1))
        assert run.wait(WAIT_S)
        assert run.progress().state is CampaignState.PAUSED
        assert not FileLock(tmp_path / f"{run.campaign.id}.lock").acquire()
        assert desk.campaigns.resume(run.campaign.id) is run
        assert run.wait(WAIT_S)
        assert run.progress().state is CampaignState.FINISHED


def test_closing_waits_for_requests_under_way_and_frees_the_campaigns(tmp_path: Path) -> None:
    arrived, go_on, answer = held_back()

    with services(tmp_path, answer) as desk:
        run = desk.campaigns.start(MESSAGE, people(3), desk.account(workers=1))
        assert arrived.wait(WAIT_S)
        closing = in_thread(desk.campaigns.close, WAIT_S)
        wait_until(lambda: run.progress().ending)
        go_on.set()
        assert closing.result(WAIT_S)
        assert run.progress().state is CampaignState.PAUSED
        assert run.progress().counts[Status.ACCEPTED] == len(desk.wire.sent) == 1
        lock = FileLock(tmp_path / f"{run.campaign.id}.lock")
        assert lock.acquire()
        lock.release()


def test_a_request_that_outlives_the_program_is_found_unknown_by_the_next(tmp_path: Path) -> None:
    arrived, go_on, answer = held_back()

    with services(tmp_path, answer) as desk:
        run = desk.campaigns.start(MESSAGE, people(3), desk.account(workers=1))
        assert arrived.wait(WAIT_S)
        assert not desk.campaigns.close(0)
        desk.journal.close()
        with services(tmp_path) as other:
            assert other.campaigns.recover() == ()  # its program still lives
        go_on.set()
        assert run.wait(WAIT_S)
        with services(tmp_path) as other:
            assert other.campaigns.recover() == (run.campaign.id,)
            counts = other.history.open(run.campaign.id).ledger.recipient_counts()
            assert counts[Status.UNKNOWN] == 1
            assert counts[Status.QUEUED] == 2


def keyring_that_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[threading.Event, threading.Event]:
    """(somebody is asked for the keyring's password, let it answer)."""
    asked, answered = threading.Event(), threading.Event()
    get_password = MemoryKeyring.get_password

    def ask(keyring: MemoryKeyring, service: str, username: str) -> str | None:
        asked.set()
        assert answered.wait(WAIT_S)
        return get_password(keyring, service, username)

    monkeypatch.setattr(MemoryKeyring, "get_password", ask)
    return asked, answered


def test_a_campaign_stopped_while_the_keyring_asked_is_not_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = iter([reply("3")])
    with services(tmp_path, lambda _: next(script, reply())) as desk:
        run = desk.campaigns.start(MESSAGE, people(3), desk.account(workers=1))
        assert run.wait(WAIT_S)
        asked, answered = keyring_that_asks(monkeypatch)
        resuming = in_thread(desk.campaigns.resume, run.campaign.id)
        assert asked.wait(WAIT_S)
        run.stop()
        answered.set()
        assert refusal(lambda: resuming.result(WAIT_S)).code == "campaign_ended"
        assert len(desk.wire.sent) == 1
        assert run.progress().state is CampaignState.STOPPED
        lock = FileLock(tmp_path / f"{run.campaign.id}.lock")
        assert lock.acquire()  # nothing of it goes on without the lock
        lock.release()


def test_a_run_that_ended_takes_no_decision_any_more(tmp_path: Path) -> None:
    """Another program may have the campaign by now."""
    with services(tmp_path, lambda _: reply("3")) as desk:
        run = desk.campaigns.start(MESSAGE, people(3), desk.account(workers=1))
        assert run.wait(WAIT_S)
        run.stop()
        before = desk.journal.lengths()
        entry = BatchOutcome(run.campaign.id, 0, 1, START_MS, (Outcome(Status.QUEUED),))
        assert refusal(lambda: run.settle([entry])).code == "campaign_ended"
        assert refusal(run.resume).code == "campaign_ended"
        assert desk.journal.lengths() == before


def test_nothing_begins_once_the_program_closes(tmp_path: Path) -> None:
    """Or its first requests would be in doubt: nobody waits for their answers any more."""
    arrived, go_on, answer = held_back()
    with services(tmp_path, answer) as desk:
        run = desk.campaigns.start(MESSAGE, people(3), desk.account(workers=1))
        assert arrived.wait(WAIT_S)
        closing = in_thread(desk.campaigns.close, WAIT_S)
        wait_until(lambda: run.progress().ending)
        with pytest.raises(StorageError) as refused:
            desk.campaigns.start(MESSAGE, people(2), desk.account())
        assert refused.value.code == "journal_closed"
        go_on.set()
        assert closing.result(WAIT_S)
        assert len(desk.wire.sent) == 1
        assert [known.campaign.id for known in desk.history.list()] == [run.campaign.id]


def test_a_start_that_fails_leaves_no_campaign_that_could_be_sent_later(tmp_path: Path) -> None:
    """Whoever presses Send again must not send twice by resuming the first one afterwards."""
    with services(tmp_path) as desk:
        account = desk.account()
        with closing(Journal.open(tmp_path / "journal.sqlite3")) as other:
            impatient = Journal.open(tmp_path / "journal.sqlite3", busy_timeout_s=0.1)
            desk.campaigns._journal = impatient
            with other._writer.begin(), pytest.raises(StorageError) as refused:
                desk.campaigns.start(MESSAGE, people(3), account)
            assert refused.value.code == "journal_busy"
        assert desk.history.list() == []
        run = desk.campaigns.start(MESSAGE, people(3), account)
        assert run.wait(WAIT_S)
        (known,) = desk.history.list()
        assert known.campaign.id == run.campaign.id
        impatient.close()


def test_a_campaign_that_could_never_write_has_sent_nothing_and_can_go_on(tmp_path: Path) -> None:
    """The first entry of its log is frozen with it, so it is no other campaign than any paused."""
    with services(tmp_path) as desk:
        record = desk.journal.record

        def refuse(_entries: object) -> None:
            raise StorageError("journal_busy", path="journal")

        desk.campaigns._writer._record = refuse
        run = desk.campaigns.start(MESSAGE, people(3), desk.account())
        assert run.wait(WAIT_S)
        assert (run.progress().state, run.progress().reason) == (
            CampaignState.PAUSED,
            "journal_busy",
        )
        assert desk.wire.sent == []
        desk.campaigns._writer._record = record
        run.resume()
        assert run.wait(WAIT_S)
        assert len(desk.wire.sent) == 3


def test_a_campaign_an_older_version_never_began_can_be_resumed_and_stopped(
    tmp_path: Path,
) -> None:
    with services(tmp_path) as desk:
        account = desk.account()
        for campaign_id in ("c-old", "c-older"):
            rows = people(3)
            plan = desk.campaigns.plan(MESSAGE, rows, account)
            run = new_campaign(MESSAGE, rows, account, plan, "", START_MS)
            desk.journal.freeze(replace(run, id=campaign_id), rows, plan)
        with closing(sqlite3.connect(tmp_path / "journal.sqlite3", isolation_level=None)) as file:
            file.execute("DELETE FROM state_change")
        assert desk.campaigns.recover() == ()
        view = desk.history.open("c-old")
        assert (view.state, view.reason) == (CampaignState.PAUSED, "never_started")
        assert desk.campaigns.resume("c-old").wait(WAIT_S)
        assert len(desk.wire.sent) == 3
        desk.campaigns.stop("c-older")
        assert desk.history.open("c-older").state is CampaignState.STOPPED


def test_a_computer_out_of_threads_sends_with_those_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = threading.Thread.start
    left = 1

    def start(thread: threading.Thread) -> None:
        nonlocal left
        if thread.name.startswith("smsdesk:send"):
            if not left:
                raise RuntimeError("can't start new thread")
            left -= 1
        begin(thread)

    monkeypatch.setattr(threading.Thread, "start", start)
    with services(tmp_path) as desk:
        run = desk.campaigns.start(MESSAGE, people(9), desk.account(workers=3))
        assert run.wait(WAIT_S)
        assert run.progress().counts[Status.ACCEPTED] == 9
        again = desk.campaigns.start(MESSAGE, people(2), desk.account(workers=3))
        assert again.wait(WAIT_S)
        assert (again.progress().state, again.progress().reason) == (CampaignState.PAUSED, "fault")
        left = 3
        again.resume()
        assert again.wait(WAIT_S)
        assert again.progress().counts[Status.ACCEPTED] == 2


def test_a_resume_needs_the_account_as_it_was(tmp_path: Path) -> None:
    script = iter([reply("3")])
    with services(tmp_path, lambda _: next(script, reply())) as desk:
        run = desk.campaigns.start(MESSAGE, people(2), desk.account(workers=1))
        assert run.wait(WAIT_S)
        campaign_id = run.campaign.id
        account = desk.account()
        for other in (
            replace(account, mode=Mode.REHEARSAL),
            replace(account, base_url="http://127.0.0.1:1"),
        ):
            changed = refusal(lambda other=other: desk.campaigns.resume(campaign_id, account=other))
            assert changed.code == "campaign_account_changed"
        desk.accounts.remove("shop")
        missing = refusal(lambda: desk.campaigns.resume(campaign_id))
        assert missing.code == "campaign_account_missing"
        assert refusal(lambda: desk.campaigns.resume("c-none")).code == "campaign_unknown"
        assert len(desk.wire.sent) == 1
        assert phones_in(desk.wire.sent[0])


def test_a_resume_keeps_the_requests_as_they_were_frozen(tmp_path: Path) -> None:
    script = iter([reply("3")])
    with services(tmp_path, lambda _: next(script, reply())) as desk:
        account = desk.account(workers=1, batch_size=4)
        run = desk.campaigns.start(TextMessage("For all"), people(4), account)
        assert run.wait(WAIT_S)
        smaller = desk.account(workers=1, batch_size=2)
        run = desk.campaigns.resume(run.campaign.id, account=smaller)
        assert run.wait(WAIT_S)
        assert run.progress().counts[Status.ACCEPTED] == 4
        assert len(desk.wire.sent) == 2


def test_a_rehearsal_goes_to_the_sandbox_and_can_be_resumed_by_the_next_program() -> None:
    paths = Paths.from_environment()
    desk = open_desk(paths, demo=True)
    try:
        account = desk.accounts.unlock("Rehearsal")
        assert account.mode is Mode.REHEARSAL
        rows = people(3, "+8613900000003", "+8613900010101")
        run = desk.campaigns.start(MESSAGE, rows, replace(account, workers=1))
        assert run.wait(WAIT_S)
        assert run.progress().reason == "3"
        assert run.campaign.base_url.startswith("http://127.0.0.1:")
        accepted = run.progress().counts[Status.ACCEPTED]
        assert accepted == 3
    finally:
        desk.close()
    desk = open_desk(paths)
    try:
        assert desk.history.open(run.campaign.id).reason == "3"  # and not interrupted
        run = desk.campaigns.resume(run.campaign.id)
        assert run.wait(WAIT_S)
        assert run.progress().reason == "3"
        assert run.progress().counts[Status.ACCEPTED] == accepted
        assert desk.rehearsal.magic_numbers("nxcloud-sms")
        assert desk.rehearsal.magic_numbers("other") == ()
    finally:
        desk.close()


def test_a_live_account_is_spoken_to_as_it_is() -> None:
    desk = open_desk(Paths.from_environment())
    try:
        account = Account("shop", "nxcloud-sms", base_url="https://sms.example.com")
        assert desk.rehearsal.route(account) is account
    finally:
        desk.close()


def test_ids_sort_by_time_and_names_come_from_the_file_or_the_text() -> None:
    assert re.fullmatch(r"c-20261118-\d{6}-[0-9a-f]{6}", new_campaign_id(START_MS))
    assert new_campaign_id(START_MS) < new_campaign_id(START_MS + 1_000)
    assert new_campaign_id(START_MS) != new_campaign_id(START_MS)
    assert default_name(MESSAGE, "客户.csv") == "客户"
    assert default_name(TextMessage("Two\n words"), "") == "Two words"
    assert default_name(TextMessage("x" * 99), "") == "x" * 39 + "…"
