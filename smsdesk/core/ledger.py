"""The ledger of a campaign: what became of every row, rebuilt from its log and kept up by it.

One rule for both: the sender applies each entry after it was committed, opening a campaign applies
all of them in order. Columns are `bytearray` and `array`, never resized, so that a grid can look at
them in place (`numpy.frombuffer`) while the sender writes.
"""

from array import array
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from smsdesk.core.campaign import Attempt, BatchOutcome, FrozenCampaign, LogEntry
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.outcomes import Outcomes, statuses

INTERRUPTED: Final = "interrupted"
"""The code of rows whose request was under way when the program ended."""

SEND_AGAIN: Final = "sent_again"
"""The code with which a person puts an unknown row back into the queue: the one way there."""

SENDABLE: Final = frozenset({Status.QUEUED, Status.NOT_SENT})
"""What may be sent without asking anybody: certainly not taken yet."""

_SENDABLE: Final = bytes(sorted(SENDABLE))
_UNDER_WAY: Final = bytes((Status.SENDING,))
_FIRST_STATUS: Final = bytes(Status.SKIPPED if state else Status.QUEUED for state in range(256))
_ONE_MORE: Final = bytes(min(count + 1, 255) for count in range(256))
_CHARGED_MAX: Final = 65_535

_FINAL = frozenset({Status.ACCEPTED, Status.DELIVERED, Status.UNDELIVERED})
_RECEIPTS = frozenset({Status.DELIVERED, Status.UNDELIVERED})
_ANSWERS = frozenset({Status.ACCEPTED, Status.REJECTED, *_RECEIPTS})


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """The last request of a batch, while nobody knows what became of it.

    rows: whom it carried, in its order.
    """

    request_id: str
    rows: Sequence[int]


class Ledger:
    """Columns by row of the recipient file.

    status: a `Status` per row. attempts: requests that carried the row, 255 at most.
    at_ms: Unix milliseconds of the last change, 0 for none.
    code, message_id, channel_status: indexes into `codes`, `message_ids`, `channel_statuses`, each
        of which begins with "".
    charged: segments the provider says it charged, 0 where it does not say.
    batch_attempts: attempts per batch. version: grows with every entry.
    open_requests: by batch, those under way or with rows that may have gone out.

    Thread: one writer at a time (the sender's lock); reading is safe at any time.
    """

    def __init__(self, frozen: FrozenCampaign) -> None:
        rows = len(frozen.phones)
        self.frozen = frozen
        self.status = bytearray(frozen.states.translate(_FIRST_STATUS))
        self.attempts = bytearray(rows)
        self.at_ms = _zeros("q", rows)
        self.code = _zeros("I", rows)
        self.codes: list[str] = [""]
        self.message_id = _zeros("I", rows)
        self.message_ids: list[str] = [""]
        self.channel_status = _zeros("I", rows)
        self.channel_statuses: list[str] = [""]
        self.charged = _zeros("H", rows)
        self.batch_attempts = _zeros("I", len(frozen.sizes))
        self.open_requests: dict[int, OpenRequest] = {}
        self.version = 0
        self._code_index = {"": 0}
        self._channel_index = {"": 0}
        self._counts = [self.status.count(status) for status in Status]

    def counts(self) -> dict[Status, int]:
        """Rows per status, skipped ones included."""
        counts = self._counts  # once: the next entry brings a list of its own
        return {status: counts[status] for status in Status}

    def recipient_counts(self) -> dict[Status, int]:
        """Recipients per status: skipped rows are none."""
        counts = self.counts()
        del counts[Status.SKIPPED]
        return counts

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
            self.message_ids[self.message_id[row]],
            channel_status=self.channel_statuses[self.channel_status[row]],
            segments=self.charged[row],
        )

    def doubtful(self, batch: int) -> OpenRequest | None:
        """The last request of `batch` where all it carried may have gone out, else None.

        Only such a request can be repeated: any answer tells how each of its rows stands.
        """
        known = self.open_requests.get(batch)
        if known is None or any(self.status[row] != Status.UNKNOWN for row in known.rows):
            return None
        return known

    def _start(self, entry: Attempt) -> None:
        """An attempt carries what its batch still holds that was never taken.

        With the id of the request before it is a repetition, and carries the very same.
        """
        self.batch_attempts[entry.batch] = entry.number
        request = self.doubtful(entry.batch)
        if request is None or request.request_id != entry.request_id:
            members: Sequence[int] = self.frozen.rows_of(entry.batch)
            request = OpenRequest(entry.request_id, self._those(members, _SENDABLE))
            self.open_requests[entry.batch] = request
        for first, end in runs(request.rows):
            self._set(first, end, Status.SENDING, entry.at_ms)
            self.attempts[first:end] = self.attempts[first:end].translate(_ONE_MORE)

    def _finish(self, entry: BatchOutcome) -> None:
        members = self.frozen.rows_of(entry.batch)
        outcomes = entry.outcomes
        if len(outcomes) == 1 and len(members) != 1:
            # it names nobody, so it holds for those under way
            for first, end in runs(self._those(members, _UNDER_WAY)):
                self._settle(first, end, outcomes[0], entry.at_ms)
        elif len(outcomes) > 1 and self._those(members, _UNDER_WAY) is members:
            outcomes = Outcomes.of(outcomes)
            self._settle_all(members, outcomes, entry.at_ms)
        else:
            for row, outcome in zip(members, outcomes, strict=True):
                if _may_follow(Status(self.status[row]), outcome):
                    self._settle(row, row + 1, outcome, entry.at_ms)
        if Status.UNKNOWN not in statuses(outcomes):
            self.open_requests.pop(entry.batch, None)

    def _settle_all(self, members: "array[int]", told: Outcomes, at_ms: int) -> None:
        """Settle a whole batch that was under way, a run of rows at a time."""
        if len(told) != len(members):
            raise ValueError(f"{len(told)} outcomes for {len(members)} rows")
        ids = told.message_ids
        for place, until in told.stretches():
            outcome, at = told[place], place
            for first, end in runs(members[place:until]):
                each = ids[at : at + end - first] if isinstance(ids, list) else ()
                self._settle(first, end, outcome, at_ms, each)
                at += end - first

    def _those(self, rows: Sequence[int], status: bytes) -> Sequence[int]:
        """Those of `rows` that are in one of `status`; `rows` itself where all are."""
        if all(not self.status[first:end].strip(status) for first, end in runs(rows)):
            return rows
        return [row for row in rows if self.status[row] in status]

    def _settle(
        self, first: int, end: int, outcome: Outcome, at_ms: int, ids: Sequence[str] = ()
    ) -> None:
        """Let an outcome hold for some rows; ids: the message id of each, where they differ."""
        self._set(first, end, outcome.status, at_ms)
        _fill(self.code, first, end, _place(self.codes, self._code_index, outcome.code))
        if outcome.message_id:
            self._name(first, end, ids or (outcome.message_id,))
        if outcome.channel_status:
            place = _place(self.channel_statuses, self._channel_index, outcome.channel_status)
            _fill(self.channel_status, first, end, place)
        if outcome.segments:
            _fill(self.charged, first, end, min(outcome.segments, _CHARGED_MAX))

    def _name(self, first: int, end: int, ids: Sequence[str]) -> None:
        """Note the message id of each row, or the one of all."""
        place = len(self.message_ids)
        if len(ids) > 1:
            self.message_ids += ids
            self.message_id[first:end] = array("I", range(place, place + len(ids)))
            return
        if self.message_ids[-1] == ids[0]:
            place -= 1
        else:
            self.message_ids.append(ids[0])
        _fill(self.message_id, first, end, place)

    def _set(self, first: int, end: int, status: Status, at_ms: int) -> None:
        before = self.status[first:end]
        counts = self._counts.copy()  # whoever reads meanwhile has all of one moment
        alike = before.count(before[0])
        for one in before[:1] if alike == len(before) else set(before):
            counts[one] -= before.count(one)
        counts[status] += end - first
        self._counts = counts
        self.status[first:end] = bytes((status,)) * (end - first)
        _fill(self.at_ms, first, end, at_ms)


def runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The parts of ascending `rows` without a gap: the first row and the one after the last."""
    at, count = 0, len(rows)
    while at < count:
        low, high = at, count  # rows[low] belongs to the run, rows[high] does not
        if rows[count - 1] - rows[at] == count - 1 - at:
            low = count - 1
        while high - low > 1 and low < count - 1:
            middle = (low + high) // 2
            if rows[middle] - rows[at] == middle - at:
                low = middle
            else:
                high = middle
        yield rows[at], rows[low] + 1
        at = low + 1


def _zeros(typecode: str, count: int) -> "array[int]":
    return array(typecode, (0,)) * count


def _fill(column: "array[int]", first: int, end: int, value: int) -> None:
    if end - first == 1:
        column[first] = value
    else:
        column[first:end] = array(column.typecode, (value,)) * (end - first)


def _place(texts: list[str], known: dict[str, int], text: str) -> int:
    """The index of `text`, which is added to both where it is new."""
    index = known.get(text)
    if index is None:
        index = known[text] = len(texts)
        texts.append(text)
    return index


def _may_follow(before: Status, outcome: Outcome) -> bool:
    """Whether an outcome may replace what is known of a row.

    A late answer may settle an unknown row, never weaken a settled one; only a receipt follows
    acceptance; a rejected row goes back to the queue when the sender says so in the log, an
    unknown one only when a person does.
    """
    if before is Status.SENDING:
        return True
    if before is Status.SKIPPED:
        return False
    if before in _FINAL:
        return outcome.status in _RECEIPTS
    if before is Status.UNKNOWN:
        again = outcome.status is Status.QUEUED and outcome.code == SEND_AGAIN
        return again or outcome.status in _ANSWERS
    if before is Status.REJECTED:
        return outcome.status is Status.QUEUED
    return False


def interrupted(ledger: Ledger, at_ms: int) -> list[BatchOutcome]:
    """Entries that make every row under way unknown; only right when nothing is under way."""
    if not ledger.counts()[Status.SENDING]:
        return []
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
