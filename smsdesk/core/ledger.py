"""The ledger of a campaign: what became of every row, rebuilt from its log and kept up by it.

One rule for both: the sender applies each entry after it was committed, opening a campaign applies
all of them in order. Columns are `bytearray` and `array`, never resized, so that a grid can look at
them in place (`numpy.frombuffer`) while the sender writes.
"""

from array import array
from collections.abc import Container, Iterator
from dataclasses import replace
from typing import Final

from smsdesk.core.campaign import Attempt, BatchOutcome, FrozenCampaign, LogEntry
from smsdesk.core.outcome import Outcome, Status

INTERRUPTED: Final = "interrupted"
"""The code of rows whose request was under way when the program ended."""

SENDABLE: Final = frozenset({Status.QUEUED, Status.NOT_SENT})
"""What may be sent without asking anybody: certainly not taken yet."""

_FINAL = frozenset({Status.ACCEPTED, Status.DELIVERED, Status.UNDELIVERED})
_RECEIPTS = frozenset({Status.DELIVERED, Status.UNDELIVERED})
_ANSWERS = frozenset({Status.ACCEPTED, Status.REJECTED, *_RECEIPTS})


class Ledger:
    """Columns by row of the recipient file.

    status: a `Status` per row. attempts: requests that carried the row, 255 at most.
    at_ms: Unix milliseconds of the last change, 0 for none. code: index into `codes`.
    message_ids, channel_status, charged: by row, only where there is something to say.
    batch_attempts: attempts per batch. version: grows with every entry.

    Thread: one writer at a time (the sender's lock); reading is safe at any time.
    """

    def __init__(self, frozen: FrozenCampaign) -> None:
        rows = len(frozen.phones)
        self.frozen = frozen
        self.status = bytearray(
            Status.SKIPPED if state else Status.QUEUED for state in frozen.states
        )
        self.attempts = bytearray(rows)
        self.at_ms = array("q", bytes(8 * rows))
        self.code = array("I", bytes(4 * rows))
        self.codes: list[str] = [""]
        self.message_ids: dict[int, str] = {}
        self.channel_status: dict[int, str] = {}
        self.charged: dict[int, int] = {}
        self.batch_attempts = array("I", bytes(4 * len(frozen.sizes)))
        self.version = 0
        self._code_index = {"": 0}
        self._counts = [self.status.count(status) for status in Status]

    def counts(self) -> dict[Status, int]:
        """Rows per status, skipped ones included."""
        return {status: self._counts[status] for status in Status}

    def recipient_counts(self) -> dict[Status, int]:
        """Recipients per status: skipped rows are none."""
        return {status: self._counts[status] for status in Status if status is not Status.SKIPPED}

    def apply(self, entry: LogEntry) -> None:
        """Follow one committed entry of the log."""
        if isinstance(entry, Attempt):
            self._start(entry)
        elif isinstance(entry, BatchOutcome):
            self._finish(entry)
        self.version += 1

    def outcome(self, row: int) -> Outcome:
        """What is known of one row."""
        return Outcome(
            Status(self.status[row]),
            self.codes[self.code[row]],
            self.message_ids.get(row, ""),
            channel_status=self.channel_status.get(row, ""),
            segments=self.charged.get(row, 0),
        )

    def _start(self, entry: Attempt) -> None:
        """An attempt carries what its batch still holds that was never taken."""
        self.batch_attempts[entry.batch] = entry.number
        for row in self.frozen.rows_of(entry.batch):
            if self.status[row] in SENDABLE:
                self._set(row, Status.SENDING, entry.at_ms)
                if self.attempts[row] < 255:
                    self.attempts[row] += 1

    def _finish(self, entry: BatchOutcome) -> None:
        members = self.frozen.rows_of(entry.batch)
        shared = len(entry.outcomes) == 1 and len(members) != 1
        for position, row in enumerate(members):
            outcome = entry.outcomes[0 if shared else position]
            if _may_follow(Status(self.status[row]), outcome, shared=shared):
                self._settle(row, outcome, entry.at_ms)

    def _settle(self, row: int, outcome: Outcome, at_ms: int) -> None:
        self._set(row, outcome.status, at_ms)
        self.code[row] = self._index(outcome.code)
        if outcome.message_id:
            self.message_ids[row] = outcome.message_id
        if outcome.channel_status:
            self.channel_status[row] = outcome.channel_status
        if outcome.segments:
            self.charged[row] = outcome.segments

    def _set(self, row: int, status: Status, at_ms: int) -> None:
        self._counts[self.status[row]] -= 1
        self._counts[status] += 1
        self.status[row] = status
        self.at_ms[row] = at_ms

    def _index(self, code: str) -> int:
        index = self._code_index.get(code)
        if index is None:
            index = self._code_index[code] = len(self.codes)
            self.codes.append(code)
        return index


def _may_follow(before: Status, outcome: Outcome, *, shared: bool) -> bool:
    """Whether an outcome may replace what is known of a row.

    A late answer may settle an unknown row, never weaken a settled one; only a receipt follows
    acceptance; and a rejected row goes back to the queue when the sender says so in the log.
    shared: the outcome holds for all rows under way, not for this row by name.
    """
    if before is Status.SENDING:
        return True
    if shared or before is Status.SKIPPED:
        return False
    if before in _FINAL:
        return outcome.status in _RECEIPTS
    if before is Status.UNKNOWN:
        return outcome.status in _ANSWERS
    if before is Status.REJECTED:
        return outcome.status is Status.QUEUED
    return False


def interrupted(ledger: Ledger, at_ms: int) -> list[BatchOutcome]:
    """Entries that make every row under way unknown; only right when nothing is under way."""
    batches = {
        ledger.frozen.batch_of[row]
        for row, status in enumerate(ledger.status)
        if status == Status.SENDING
    }
    shared = (Outcome(Status.UNKNOWN, INTERRUPTED),)
    entries = []
    for batch in sorted(batches):
        members = ledger.frozen.rows_of(batch)
        partial = any(ledger.status[row] != Status.SENDING for row in members)
        outcomes: tuple[Outcome, ...] = shared
        if partial:
            outcomes = tuple(
                shared[0] if ledger.status[row] == Status.SENDING else ledger.outcome(row)
                for row in members
            )
        number = ledger.batch_attempts[batch]
        campaign = ledger.frozen.campaign.id
        entries.append(BatchOutcome(campaign, batch, number, at_ms, outcomes))
    return entries


def requeue(ledger: Ledger, codes: Container[str], at_ms: int) -> list[BatchOutcome]:
    """Entries that put rows refused with one of `codes` back into the queue.

    codes: refusals of the whole account (balance, keys), which say that nothing was taken.
    """
    batches = sorted({ledger.frozen.batch_of[row] for row in _refused(ledger, codes)})
    entries = []
    for batch in batches:
        members = ledger.frozen.rows_of(batch)
        outcomes = tuple(
            replace(known, status=Status.QUEUED)
            if known.status is Status.REJECTED and known.code in codes
            else known
            for known in map(ledger.outcome, members)
        )
        number = ledger.batch_attempts[batch]
        campaign = ledger.frozen.campaign.id
        entries.append(BatchOutcome(campaign, batch, number, at_ms, outcomes))
    return entries


def pending_batches(ledger: Ledger) -> list[int]:
    """Batches that hold rows which were certainly not taken, in sending order."""
    if not any(ledger.counts()[status] for status in SENDABLE):
        return []
    batch_of = ledger.frozen.batch_of
    return sorted({batch_of[row] for row, status in enumerate(ledger.status) if status in SENDABLE})


def is_complete(ledger: Ledger, codes: Container[str]) -> bool:
    """Whether nothing is left that may be sent (again) without a person's decision."""
    counts = ledger.counts()
    if any(counts[status] for status in SENDABLE):
        return False
    return not counts[Status.REJECTED] or not any(True for _ in _refused(ledger, codes))


def _refused(ledger: Ledger, codes: Container[str]) -> Iterator[int]:
    wanted = {index for index, code in enumerate(ledger.codes) if code in codes}
    if not wanted:
        return iter(())
    return (
        row
        for row, status in enumerate(ledger.status)
        if status == Status.REJECTED and ledger.code[row] in wanted
    )
