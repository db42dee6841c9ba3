import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from types import FrameType
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from smsdesk.core.campaign import Attempt, BatchOutcome, LogEntry
from smsdesk.core.ledger import (
    SEND_AGAIN,
    Ledger,
    interrupted,
    is_complete,
    pending_batches,
    requeue,
    runs,
)
from smsdesk.core.outcome import Outcome, Status
from smsdesk.storage.log_rows import pack_outcomes, unpack_outcomes
from tests.helpers.frozen import plan, recipients
from tests.helpers.services import frozen_of, small_ledger

TraceFunction = Callable[[FrameType, str, Any], Any]

ACCEPTED = Outcome(Status.ACCEPTED, "0", "m-1")
NO_SUCH = Outcome(Status.REJECTED, "6")
POOR = Outcome(Status.REJECTED, "3")
THROTTLED = Outcome(Status.QUEUED, "28")
LOST = Outcome(Status.UNKNOWN, "reset")
REFUSED = Outcome(Status.NOT_SENT, "refused")
AGAIN = Outcome(Status.QUEUED, SEND_AGAIN)
TREATED = Outcome(Status.ACCEPTED, "treated_as_sent")


def attempt(batch: int, number: int = 1, request_id: str = "") -> Attempt:
    return Attempt("c-1", batch, number, 10, request_id or f"r-{number}")


def answer(batch: int, *outcomes: Outcome, number: int = 1) -> BatchOutcome:
    return BatchOutcome("c-1", batch, number, 20, outcomes)


def statuses(ledger: Ledger) -> list[Status]:
    return [Status(status) for status in ledger.status]


def test_before_the_first_entry_everybody_waits_and_skipped_rows_are_skipped() -> None:
    ledger = small_ledger()
    assert statuses(ledger) == [Status.QUEUED] * 5 + [Status.SKIPPED] * 2
    assert sum(ledger.counts().values()) == 7
    assert sum(ledger.recipient_counts().values()) == 5
    assert pending_batches(ledger) == [0, 1, 2]


def test_an_attempt_makes_its_batch_sending_and_an_outcome_settles_it() -> None:
    ledger = small_ledger()
    ledger.apply(attempt(0))
    assert statuses(ledger)[:3] == [Status.SENDING, Status.SENDING, Status.QUEUED]
    ledger.apply(answer(0, ACCEPTED, NO_SUCH))
    assert statuses(ledger)[:2] == [Status.ACCEPTED, Status.REJECTED]
    assert ledger.outcome(0) == ACCEPTED
    assert ledger.outcome(1) == NO_SUCH
    assert list(ledger.attempts[:3]) == [1, 1, 0]
    assert list(ledger.at_ms[:3]) == [20, 20, 0]
    assert ledger.version == 2


def test_one_outcome_may_stand_for_all_who_are_under_way() -> None:
    ledger = small_ledger()
    ledger.apply(attempt(2))
    ledger.apply(answer(2, LOST))
    assert statuses(ledger)[3:5] == [Status.UNKNOWN, Status.UNKNOWN]


def test_the_next_attempt_of_a_throttled_batch_carries_only_who_was_not_taken() -> None:
    ledger = small_ledger()
    ledger.apply(attempt(0))
    ledger.apply(answer(0, ACCEPTED, THROTTLED))
    assert pending_batches(ledger) == [0, 1, 2]
    ledger.apply(attempt(0, 2))
    assert statuses(ledger)[:2] == [Status.ACCEPTED, Status.SENDING]
    ledger.apply(answer(0, LOST, number=2))
    assert statuses(ledger)[:2] == [Status.ACCEPTED, Status.UNKNOWN]
    assert list(ledger.attempts[:2]) == [1, 2]


def test_a_late_answer_settles_an_unknown_row_but_never_weakens_a_settled_one() -> None:
    ledger = small_ledger()
    ledger.apply(attempt(0))
    ledger.apply(answer(0, LOST))
    ledger.apply(answer(0, ACCEPTED, REFUSED))
    assert statuses(ledger)[:2] == [Status.ACCEPTED, Status.UNKNOWN]
    ledger.apply(answer(0, LOST, NO_SUCH))
    assert statuses(ledger)[:2] == [Status.ACCEPTED, Status.REJECTED]
    ledger.apply(answer(0, Outcome(Status.DELIVERED, "DELIVRD"), LOST))
    assert statuses(ledger)[:2] == [Status.DELIVERED, Status.REJECTED]
    assert ledger.outcome(0).message_id == "m-1"


def test_only_a_person_puts_an_unknown_row_back_into_the_queue_and_only_by_name() -> None:
    ledger = small_ledger()
    ledger.apply(attempt(0))
    ledger.apply(answer(0, LOST))
    ledger.apply(answer(0, THROTTLED, THROTTLED))
    ledger.apply(answer(0, AGAIN))  # for all alike: says nothing of a row by name
    assert statuses(ledger)[:2] == [Status.UNKNOWN, Status.UNKNOWN]
    ledger.apply(answer(0, TREATED, AGAIN))
    assert statuses(ledger)[:2] == [Status.ACCEPTED, Status.QUEUED]
    assert ledger.outcome(0).code == "treated_as_sent"
    ledger.apply(answer(0, AGAIN, AGAIN))
    assert statuses(ledger)[0] is Status.ACCEPTED
    assert pending_batches(ledger) == [0, 1, 2]


def test_an_attempt_under_the_same_id_carries_who_is_in_doubt_and_nobody_else() -> None:
    ledger = small_ledger()
    ledger.apply(attempt(0))
    ledger.apply(answer(0, POOR, THROTTLED))
    assert ledger.doubtful(0) is None
    ledger.apply(attempt(0, 2))
    assert ledger.doubtful(0) is None  # under way
    ledger.apply(answer(0, LOST, number=2))
    request = ledger.doubtful(0)
    assert request is not None
    assert (request.request_id, list(request.rows)) == ("r-2", [1])
    for entry in requeue(ledger, {"3"}, 99):
        ledger.apply(entry)
    ledger.apply(attempt(0, 3, "r-2"))
    assert statuses(ledger)[:2] == [Status.QUEUED, Status.SENDING]
    for entry in interrupted(ledger, 99):
        ledger.apply(entry)
    assert statuses(ledger)[:2] == [Status.QUEUED, Status.UNKNOWN]
    assert ledger.doubtful(0) == request
    ledger.apply(attempt(0, 4))
    ledger.apply(answer(0, ACCEPTED, ledger.outcome(1), number=4))
    assert statuses(ledger)[:2] == [Status.ACCEPTED, Status.UNKNOWN]
    assert ledger.doubtful(0) is None  # its request was not the last one


def test_what_is_known_of_one_row_ends_the_doubt_of_its_request() -> None:
    for known in (TREATED, AGAIN, NO_SUCH):
        ledger = small_ledger()
        ledger.apply(attempt(0))
        ledger.apply(answer(0, LOST))
        assert ledger.doubtful(0) is not None
        ledger.apply(answer(0, known, LOST))
        assert ledger.doubtful(0) is None
    ledger.apply(answer(0, ledger.outcome(0), ACCEPTED))
    assert ledger.open_requests == {}


def test_what_was_interrupted_becomes_unknown_and_nothing_else_changes() -> None:
    ledger = small_ledger()
    ledger.apply(attempt(0))
    ledger.apply(answer(0, NO_SUCH, THROTTLED))
    ledger.apply(attempt(0, 2))
    ledger.apply(attempt(1))
    entries = interrupted(ledger, 99)
    assert [entry.batch for entry in entries] == [0, 1]
    for entry in entries:
        ledger.apply(entry)
    assert statuses(ledger)[:5] == [
        Status.REJECTED,
        Status.UNKNOWN,
        Status.UNKNOWN,
        Status.QUEUED,
        Status.QUEUED,
    ]
    assert ledger.outcome(1).code == "interrupted"
    assert interrupted(ledger, 99) == []
    assert pending_batches(ledger) == [2]


def test_where_nothing_is_under_way_no_row_is_looked_at() -> None:
    rows = recipients(2_000)
    ledger = Ledger(frozen_of(rows, plan(rows, ["Hi"], [2_000])))
    steps = 0

    def count(_frame: FrameType, _event: str, _arg: object) -> TraceFunction:
        nonlocal steps
        steps += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        assert interrupted(ledger, 99) == []
    finally:
        sys.settrace(before)
    assert steps < 200


def test_who_a_refusal_of_the_account_hit_can_go_back_to_the_queue() -> None:
    ledger = small_ledger()
    for batch, outcomes in enumerate([(ACCEPTED, POOR), (NO_SUCH,), (LOST, POOR)]):
        ledger.apply(attempt(batch))
        ledger.apply(answer(batch, *outcomes))
    assert not is_complete(ledger, {"3"})
    assert is_complete(ledger, {"4"})
    for entry in requeue(ledger, {"3"}, 99):
        ledger.apply(entry)
    assert statuses(ledger)[:5] == [
        Status.ACCEPTED,
        Status.QUEUED,
        Status.REJECTED,
        Status.UNKNOWN,
        Status.QUEUED,
    ]
    assert pending_batches(ledger) == [0, 2]
    assert requeue(ledger, {"3"}, 99) == []


outcomes = st.sampled_from([ACCEPTED, NO_SUCH, POOR, THROTTLED, LOST, REFUSED, AGAIN, TREATED])


@st.composite
def logs(draw: st.DrawFn) -> list[LogEntry]:
    """What a sender may write for the three batches, in any order, also late and twice."""
    entries: list[LogEntry] = []
    for number in range(draw(st.integers(0, 12))):
        batch = draw(st.integers(0, 2))
        if draw(st.booleans()):
            request_id = draw(st.sampled_from(["r-a", "r-b"]))
            entries.append(attempt(batch, number + 1, request_id))
        else:
            size = (2, 1, 2)[batch]
            count = draw(st.sampled_from([1, size]))
            found = draw(st.lists(outcomes, min_size=count, max_size=count))
            entries.append(answer(batch, *found, number=number + 1))
    return entries


by_name = st.builds(
    Outcome,
    status=st.sampled_from([Status.ACCEPTED, Status.REJECTED, Status.UNKNOWN, Status.QUEUED]),
    code=st.sampled_from(["0", "6"]),
    message_id=st.sampled_from(["", "m-1", "m-2", "m-3"]),
    raw=st.sampled_from(["", "said"]),
    channel_status=st.sampled_from(["", "SMS:0"]),
    segments=st.integers(0, 2),
)


@given(st.lists(st.booleans(), min_size=2, max_size=12), st.data())
def test_outcomes_by_name_are_taken_over_as_if_one_by_one(
    receives: list[bool], data: st.DataObject
) -> None:
    """In columns, as the journal gives them and as a sender makes them, with gaps in the file."""
    people = recipients(len(receives))
    people.states[:] = bytes(0 if one else 1 for one in receives)
    rows = list(people.members())
    assume(len(rows) > 1)
    told = data.draw(st.lists(by_name, min_size=len(rows), max_size=len(rows)))
    known = data.draw(st.lists(by_name, min_size=len(rows), max_size=len(rows)))
    batches = plan(people, ["Hi"], [len(rows)])
    first = tuple(replace(one, status=Status.QUEUED) for one in known)
    for answers in (tuple(told), unpack_outcomes(pack_outcomes(told))):
        ledger = Ledger(frozen_of(people, batches))
        for entry in (attempt(0), answer(0, *first), attempt(0, 2)):
            ledger.apply(entry)
        before = {row: ledger.outcome(row) for row in rows}
        ledger.apply(BatchOutcome("c-1", 0, 2, 30, answers))
        for row, outcome in zip(rows, told, strict=True):
            expected = replace(
                outcome,
                raw="",
                message_id=outcome.message_id or before[row].message_id,
                channel_status=outcome.channel_status or before[row].channel_status,
                segments=outcome.segments or before[row].segments,
            )
            assert ledger.outcome(row) == expected
            assert ledger.at_ms[row] == 30
        after = [ledger.status[row] for row in rows]
        assert all(ledger.counts()[status] == after.count(status) for status in set(after))
        assert (0 in ledger.open_requests) == (Status.UNKNOWN in after)


def test_the_counts_add_up_at_every_step_of_an_entry() -> None:
    """A window may look at any moment: here after each line that runs."""
    ledger = small_ledger()
    looks = []

    def look(frame: FrameType, _event: str, _arg: object) -> TraceFunction:
        if frame.f_code.co_filename == Ledger.apply.__code__.co_filename:
            looks.append((sum(ledger.counts().values()), sum(ledger.recipient_counts().values())))
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        for entry in (attempt(2), answer(2, LOST), answer(2, ACCEPTED, NO_SUCH)):
            ledger.apply(entry)
    finally:
        sys.settrace(before)
    assert len(looks) > 50
    assert set(looks) == {(7, 5)}


@given(logs())
def test_whatever_the_log_holds_every_row_is_counted_once_and_acceptance_lasts(
    log: list[LogEntry],
) -> None:
    ledger = small_ledger()
    accepted: set[int] = set()
    carried: dict[int, str] = {}
    for entry in log:
        before = statuses(ledger)
        ledger.apply(entry)
        after = statuses(ledger)
        accepted |= {row for row, status in enumerate(after) if status is Status.ACCEPTED}
        assert all(after[row] is Status.ACCEPTED for row in accepted)
        assert ledger.counts() == {status: after.count(status) for status in Status}
        assert after[5:] == [Status.SKIPPED] * 2
        for row, (old, new) in enumerate(zip(before, after, strict=True)):
            if new is Status.SENDING and old is not new:
                assert isinstance(entry, Attempt)
                # certainly not taken yet, or in doubt under this very id
                known = old is Status.UNKNOWN and carried[row] == entry.request_id
                assert known or old in (Status.QUEUED, Status.NOT_SENT), row
                carried[row] = entry.request_id
            elif old is Status.UNKNOWN:
                again = new is Status.QUEUED and ledger.outcome(row).code == SEND_AGAIN
                assert again or new in (Status.UNKNOWN, Status.ACCEPTED, Status.REJECTED), row


@given(st.sets(st.integers(0, 60)))
def test_runs_are_the_rows_without_a_gap(rows: set[int]) -> None:
    ascending = sorted(rows)
    found = list(runs(ascending))
    assert [row for first, end in found for row in range(first, end)] == ascending
    assert all(end < first for (_, end), (first, _) in pairwise(found))


@given(st.lists(st.booleans(), min_size=2, max_size=40), st.sampled_from((ACCEPTED, LOST, NO_SUCH)))
def test_one_outcome_for_all_is_the_same_as_one_for_each(
    receives: list[bool], outcome: Outcome
) -> None:
    people = recipients(len(receives))
    people.states[:] = bytes(0 if one else 1 for one in receives)
    members = len(people.members())
    assume(members > 1)
    batches = plan(people, ["Hi"], [members])
    ledgers = []
    for outcomes in ((outcome,), (outcome,) * members):
        ledger = Ledger(frozen_of(people, batches))
        ledger.apply(attempt(0))
        ledger.apply(answer(0, *outcomes))
        ledgers.append(ledger)
    shared, spelled = ledgers
    assert shared.counts() == spelled.counts()
    for row, one in enumerate(receives):
        assert shared.outcome(row) == spelled.outcome(row)
        assert shared.status[row] == (outcome.status if one else Status.SKIPPED)
        assert (shared.attempts[row], shared.at_ms[row]) == ((1, 20) if one else (0, 0))
