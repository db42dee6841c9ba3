"""What happened to one recipient, told from the log of its batch."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from smsdesk.core.campaign import Attempt, BatchOutcome, LogEntry
from smsdesk.core.decision import DECIDED
from smsdesk.core.ledger import SENDABLE
from smsdesk.core.outcome import Status


@dataclass(frozen=True, slots=True)
class RowEvent:
    """One thing that happened to a recipient.

    kind: `frozen` (written to the journal), `attempt` (the request left), `outcome` (what came of
        it) or `decision` (a person, or the provider's records, settled what nobody knew).
    number: of the attempt. status, code: of an outcome or a decision. http_status, elapsed_ms: of
        an outcome with a reply.
    """

    at_ms: int
    kind: str
    number: int = 0
    status: Status | None = None
    code: str = ""
    http_status: int = 0
    elapsed_ms: int = 0


@dataclass(frozen=True, slots=True)
class KnownAttempt:
    """All that is known of one request that carried a recipient.

    written_ms: when it was written to the journal, right before its first byte left.
    ended_ms: when its outcome was written; 0 while there is none. Of a request whose program ended
        that is the next start (`interrupted`).
    status, code: its outcome for this recipient, None and "" while there is none.
    http_status, reply: what came back, 0 and "" for nothing; the text is cut.
    elapsed_ms: from the first byte to the end of the reply, 0 where none came.
    """

    number: int
    request_id: str
    written_ms: int
    ended_ms: int = 0
    status: Status | None = None
    code: str = ""
    http_status: int = 0
    reply: str = ""
    elapsed_ms: int = 0

    @property
    def waited_ms(self) -> int:
        """How long an answer was waited for; 0 while there is no outcome."""
        return self.elapsed_ms or max(0, self.ended_ms - self.written_ms)


@dataclass(frozen=True, slots=True)
class Story:
    """The events of one recipient and the requests that carried it, oldest first."""

    events: tuple[RowEvent, ...]
    attempts: tuple[KnownAttempt, ...]


def row_story(entries: Iterable[LogEntry], place: int, members: int) -> Story:
    """Tell the story of one member of a batch.

    entries: of the batch, in commit order. place: of the recipient among its `members`. An entry
    that is not about this recipient, or says nothing new of it, is left out.
    """
    events: list[RowEvent] = []
    attempts: list[KnownAttempt] = []
    status, code = Status.QUEUED, ""
    for entry in entries:
        if isinstance(entry, Attempt):
            repeated = bool(attempts) and entry.request_id == attempts[-1].request_id
            if status in SENDABLE or (repeated and status is Status.UNKNOWN):
                events.append(RowEvent(entry.at_ms, "attempt", entry.number))
                attempts.append(KnownAttempt(entry.number, entry.request_id, entry.at_ms))
                status = Status.SENDING
        elif isinstance(entry, BatchOutcome):
            shared = len(entry.outcomes) == 1 and members > 1
            outcome = entry.outcomes[0 if shared else place]
            news = (outcome.status, outcome.code) != (status, code) and not shared
            if status is not Status.SENDING and not news:
                continue
            event = _event(entry, outcome.status, outcome.code)
            events.append(event)
            if event.kind == "outcome" and attempts and status is Status.SENDING:
                attempts[-1] = _ended(attempts[-1], entry, event)
            status, code = outcome.status, outcome.code
    return Story(tuple(events), tuple(attempts))


def _event(entry: BatchOutcome, status: Status, code: str) -> RowEvent:
    # a reply never has these codes; the records may give one of the provider's own
    by_hand = code in DECIDED or (not entry.http_status and status in _TOLD_BY_RECORDS)
    if by_hand:
        return RowEvent(entry.at_ms, "decision", entry.number, status, code)
    return RowEvent(
        entry.at_ms, "outcome", entry.number, status, code, entry.http_status, entry.elapsed_ms
    )


def _ended(attempt: KnownAttempt, entry: BatchOutcome, event: RowEvent) -> KnownAttempt:
    return replace(
        attempt,
        ended_ms=entry.at_ms,
        status=event.status,
        code=event.code,
        http_status=entry.http_status,
        reply=entry.reply,
        elapsed_ms=entry.elapsed_ms,
    )


_TOLD_BY_RECORDS = frozenset(
    {Status.ACCEPTED, Status.REJECTED, Status.DELIVERED, Status.UNDELIVERED}
)
