"""How a campaign comes to rest: whoever presses what meanwhile, whatever the journal says to it."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from smsdesk.core.campaign import BatchOutcome, CampaignState, LogEntry, StateChange
from smsdesk.core.errors import StorageError
from smsdesk.core.outcome import Status
from smsdesk.services.progress import Group
from smsdesk.services.sender import CampaignRun
from smsdesk.services.workers import in_thread
from tests.helpers.services import MESSAGE, WAIT_S, Services, held_back, people, reply, services

When = Callable[[Sequence[LogEntry]], bool]


def meddle(desk: Services, before: Callable[[Sequence[LogEntry]], None]) -> None:
    """Let the test do something before each write to the journal, for example refuse it."""
    record = desk.journal.record

    def meddled(entries: Sequence[LogEntry]) -> None:
        before(entries)
        record(entries)

    desk.campaigns._writer._record = meddled


def refuse(desk: Services, when: When, code: str = "disk_full") -> None:
    def before(entries: Sequence[LogEntry]) -> None:
        if when(entries):
            raise StorageError(code, path="journal")

    meddle(desk, before)


def is_ending(entries: Sequence[LogEntry]) -> bool:
    return any(isinstance(e, StateChange) and e.state != CampaignState.SENDING for e in entries)


def is_outcome(entries: Sequence[LogEntry]) -> bool:
    return any(isinstance(entry, BatchOutcome) for entry in entries)


def always(_entries: Sequence[LogEntry]) -> bool:
    return True


def never(_entries: Sequence[LogEntry]) -> bool:
    return False


def states(desk: Services, run: CampaignRun) -> list[tuple[str, str]]:
    log = desk.journal.log(run.campaign.id)
    return [(entry.state, entry.reason) for entry in log if isinstance(entry, StateChange)]


def where(run: CampaignRun) -> tuple[CampaignState, str]:
    progress = run.progress()
    assert sum(progress.numbers.values()) == progress.total
    return progress.state, progress.reason


def paused(desk: Services) -> CampaignRun:
    """A campaign of six people that paused for want of money after the first."""
    answers = iter([reply("3")])
    desk.wire.answer = lambda _: next(answers, reply())
    run = desk.campaigns.start(MESSAGE, people(6), desk.account(workers=1))
    assert run.wait(WAIT_S)
    assert where(run) == (CampaignState.PAUSED, "3")
    return run


# stop


def test_a_stop_while_the_pause_is_written_is_a_stop(tmp_path: Path) -> None:
    arrived, go_on, answer = held_back()
    writing, written = threading.Event(), threading.Event()

    def slowly(entries: Sequence[LogEntry]) -> None:
        if is_ending(entries):
            writing.set()
            assert written.wait(WAIT_S)

    with services(tmp_path, answer) as desk:
        meddle(desk, slowly)
        run = desk.campaigns.start(MESSAGE, people(6), desk.account(workers=1))
        assert arrived.wait(WAIT_S)
        run.pause()
        go_on.set()
        assert writing.wait(WAIT_S)
        run.stop()
        written.set()
        assert run.wait(WAIT_S)
        assert where(run) == (CampaignState.STOPPED, "by_person")
        assert states(desk, run)[-1] == ("stopped", "by_person")
        assert run.has_ended
        assert len(desk.wire.sent) == 1


def test_a_journal_that_is_busy_for_a_moment_does_not_undo_a_stop(tmp_path: Path) -> None:
    arrived, go_on, answer = held_back()
    with services(tmp_path, answer) as desk:
        run = desk.campaigns.start(MESSAGE, people(6), desk.account(workers=1))
        assert arrived.wait(WAIT_S)
        run.stop()
        refusals = iter([True])
        refuse(desk, lambda _: next(refusals, False), "journal_busy")
        go_on.set()
        assert run.wait(WAIT_S)
        assert where(run) == (CampaignState.STOPPED, "by_person")
        assert states(desk, run)[-1] == ("stopped", "by_person")
        assert run.progress().numbers[Group.ACCEPTED] == 1


def test_a_stop_that_cannot_be_written_says_so_and_changes_nothing(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        run = paused(desk)
        refuse(desk, always)
        with pytest.raises(StorageError) as refused:
            desk.campaigns.stop(run.campaign.id)
        assert refused.value.code == "disk_full"
        assert where(run) == (CampaignState.PAUSED, "3")
        refuse(desk, never)
        desk.campaigns.stop(run.campaign.id)
        assert where(run) == (CampaignState.STOPPED, "by_person")
        assert states(desk, run)[-1] == ("stopped", "by_person")


def test_a_pause_that_comes_too_late_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with services(tmp_path) as desk:
        run = desk.campaigns.start(MESSAGE, people(4), desk.account())
        assert run.wait(WAIT_S)
        monkeypatch.setattr(CampaignRun, "is_active", True)  # it was, when somebody looked
        run.pause()
        assert where(run) == (CampaignState.FINISHED, "")
        monkeypatch.undo()


# a journal that refuses


def test_why_it_paused_is_written_at_the_end_when_there_is_room_again(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        refuse(desk, lambda _: len(desk.wire.sent) >= 3)
        run = desk.campaigns.start(MESSAGE, people(9), desk.account(workers=1))
        assert run.wait(WAIT_S)
        assert where(run) == (CampaignState.PAUSED, "disk_full")
        assert states(desk, run) == [("sending", "")]
        refuse(desk, never)
        assert desk.campaigns.close(WAIT_S)
        assert states(desk, run) == [("sending", ""), ("paused", "disk_full")]
    with services(tmp_path) as desk:
        assert desk.campaigns.recover() == ()
        view = desk.history.open(run.campaign.id)
        assert (view.state, view.reason) == (CampaignState.PAUSED, "disk_full")
        counts = view.ledger.recipient_counts()
        assert (counts[Status.ACCEPTED], counts[Status.QUEUED]) == (3, 6)


def test_a_resume_after_that_tells_the_journal_first_and_then_sends_the_rest(
    tmp_path: Path,
) -> None:
    with services(tmp_path) as desk:
        refuse(desk, lambda _: len(desk.wire.sent) >= 3)
        run = desk.campaigns.start(MESSAGE, people(9), desk.account(workers=1))
        assert run.wait(WAIT_S)
        with pytest.raises(StorageError):
            run.resume()
        assert where(run) == (CampaignState.PAUSED, "disk_full")
        refuse(desk, never)
        run.resume()
        assert run.wait(WAIT_S)
        assert where(run) == (CampaignState.FINISHED, "")
        assert len(set(desk.wire.phones)) == len(desk.wire.phones) == 9
        assert [state for state, _ in states(desk, run)] == [
            "sending",
            "paused",
            "sending",
            "finished",
        ]


@pytest.mark.logs_errors
@pytest.mark.parametrize("when", [is_ending, is_outcome])
def test_a_fault_while_its_end_is_written_leaves_it_paused_not_running(
    tmp_path: Path, when: When
) -> None:
    def break_down(entries: Sequence[LogEntry]) -> None:
        if when(entries):
            raise sqlite3.ProgrammingError("closed")

    with services(tmp_path) as desk:
        meddle(desk, break_down)
        run = desk.campaigns.start(MESSAGE, people(5), desk.account())
        assert run.wait(WAIT_S)
        assert where(run) == (CampaignState.PAUSED, "fault")
        assert desk.campaigns.running() == ()
        refuse(desk, never)
        run.resume()
        assert run.wait(WAIT_S)
        assert where(run) == (CampaignState.FINISHED, "")
        assert len(set(desk.wire.phones)) == len(desk.wire.phones) == 5


def test_a_stop_while_a_resume_is_refused_is_written_once_it_can_be(tmp_path: Path) -> None:
    """The stop comes between the two: nobody works yet, so the resume itself has to end it."""
    with services(tmp_path) as desk:
        run = paused(desk)
        writing, go_on = threading.Event(), threading.Event()

        def refuse_slowly(entries: Sequence[LogEntry]) -> None:
            if not is_ending(entries):
                writing.set()
                assert go_on.wait(WAIT_S)
                raise StorageError("journal_busy", path="journal")

        meddle(desk, refuse_slowly)
        resuming = in_thread(run.resume)
        assert writing.wait(WAIT_S)
        run.stop()
        go_on.set()
        with pytest.raises(StorageError):
            resuming.result(WAIT_S)
        assert run.wait(WAIT_S)
        assert where(run) == (CampaignState.STOPPED, "by_person")
        assert len(desk.wire.sent) == 1
