"""What is told of one recipient from the log of its batch."""

from smsdesk.core.campaign import Attempt, BatchOutcome
from smsdesk.core.ledger import SEND_AGAIN
from smsdesk.core.outcome import Outcome, Status
from smsdesk.services.row_story import row_story

UNKNOWN = Outcome(Status.UNKNOWN, "read_timeout")
TAKEN = Outcome(Status.ACCEPTED, "0")


def attempt(number: int, at_ms: int, request_id: str = "") -> Attempt:
    return Attempt("c-1", 0, number, at_ms, request_id or f"r-{number}")


def ended(number: int, at_ms: int, *outcomes: Outcome, **more: object) -> BatchOutcome:
    return BatchOutcome("c-1", 0, number, at_ms, outcomes, **more)  # type: ignore[arg-type]


def test_every_attempt_is_told_with_what_came_back() -> None:
    log = [
        attempt(1, 1_000),
        ended(1, 1_040, Outcome(Status.QUEUED, "28"), http_status=200, reply="slow", elapsed_ms=35),
        attempt(2, 2_000),
        ended(2, 32_000, UNKNOWN),
    ]
    story = row_story(log, 0, 2)
    first, second = story.attempts
    assert (first.number, first.request_id, first.written_ms, first.ended_ms) == (
        *(1, "r-1", 1_000, 1_040),
    )
    assert (first.status, first.code, first.http_status, first.reply) == (
        *(Status.QUEUED, "28", 200, "slow"),
    )
    assert first.waited_ms == 35
    assert (second.status, second.code, second.http_status, second.reply) == (
        *(Status.UNKNOWN, "read_timeout", 0, ""),
    )
    assert second.waited_ms == 30_000
    assert [event.kind for event in story.events] == ["attempt", "outcome"] * 2


def test_a_request_under_way_has_no_end() -> None:
    (only,) = row_story([attempt(1, 1_000)], 0, 1).attempts
    assert (only.ended_ms, only.status, only.waited_ms) == (0, None, 0)


def test_decisions_are_told_as_such_and_only_to_those_they_are_about() -> None:
    again = Outcome(Status.QUEUED, SEND_AGAIN)
    sent = Outcome(Status.ACCEPTED, "treated_as_sent")
    log = [
        attempt(1, 1_000),
        ended(1, 2_000, UNKNOWN),
        ended(1, 3_000, again, UNKNOWN, UNKNOWN),
        attempt(2, 4_000),
        ended(2, 5_000, TAKEN, UNKNOWN, UNKNOWN, http_status=200, reply="ok"),
        ended(2, 6_000, TAKEN, sent, UNKNOWN),
    ]
    one, two, three = (row_story(log, place, 3) for place in range(3))
    assert [(event.kind, event.at_ms) for event in one.events] == [
        *(("attempt", 1_000), ("outcome", 2_000), ("decision", 3_000)),
        *(("attempt", 4_000), ("outcome", 5_000)),
    ]
    assert [known.reply for known in one.attempts] == ["", "ok"]
    assert [(event.kind, event.at_ms) for event in two.events] == [
        *(("attempt", 1_000), ("outcome", 2_000), ("decision", 6_000)),
    ]
    assert len(two.attempts) == 1
    assert [event.kind for event in three.events] == ["attempt", "outcome"]


def test_a_repetition_under_the_same_id_carries_the_same_people() -> None:
    log = [
        attempt(1, 1_000, "r-1"),
        ended(1, 2_000, UNKNOWN),
        attempt(2, 3_000, "r-1"),
        ended(2, 4_000, Outcome(Status.ACCEPTED, "400"), http_status=200),
    ]
    story = row_story(log, 1, 2)
    assert [known.request_id for known in story.attempts] == ["r-1", "r-1"]
    assert story.attempts[-1].code == "400"
