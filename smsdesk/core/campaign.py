"""Campaigns: one press of Send, frozen; and the entries of its append-only log."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from smsdesk.core.outcome import Outcome

NO_BATCH: Final = 0xFFFFFFFF
"""Batch number of a row that does not receive."""


NEVER_STARTED: Final = "never_started"
"""Reason of a campaign without any state, as earlier versions could leave it behind."""


class CampaignState(StrEnum):
    """Where a campaign stands."""

    SENDING = "sending"
    PAUSED = "paused"  # by a person, by itself or because the program ended; can be resumed
    STOPPED = "stopped"  # a person ended it; what never left goes out only if it is resumed
    FINISHED = "finished"  # every recipient has an answer


@dataclass(frozen=True, slots=True)
class Campaign:
    """What was frozen when Send was pressed. Never changes afterwards.

    id: sortable by time, for example `c-20261121-140806-3f9a`.
    source: name of the recipient file, as shown.
    document: the message document (merge fields not yet filled), a JSON object.
    header: column names of the recipient file; phone_column indexes it.
    first_row: number of the first data row in the file (2 under a header).
    recipients: how many will receive; rows: rows of the file, skipped ones included.
    """

    id: str
    name: str
    created_ms: int
    account: str
    provider: str
    mode: str
    base_url: str
    document: Mapping[str, object]
    source: str
    header: tuple[str, ...]
    phone_column: int
    first_row: int
    rows: int
    recipients: int
    requests: int
    segments: int
    rate_per_s: float = 0.0
    workers: int = 4

    @property
    def beginning(self) -> "StateChange":
        """The first entry of its log, written together with the campaign."""
        return StateChange(self.id, self.created_ms, CampaignState.SENDING)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Written and committed before a request's bytes leave: makes its batch `sending`."""

    campaign: str
    batch: int
    number: int  # 1 for the first attempt of this batch
    at_ms: int
    request_id: str


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """Written and committed right after the reply (or its absence).

    outcomes: one per member of the batch in order, or a single one that holds for all.
    http_status: 0 where no reply came. reply: the body as text, cut to 2,000 characters.
    """

    campaign: str
    batch: int
    number: int
    at_ms: int
    outcomes: Sequence[Outcome]
    http_status: int = 0
    reply: str = ""
    elapsed_ms: int = 0


@dataclass(frozen=True, slots=True)
class StateChange:
    """A campaign went into `state`; `reason` is a code of the code book or a sentence code."""

    campaign: str
    at_ms: int
    state: CampaignState
    reason: str = ""
    data: Mapping[str, str] = field(default_factory=dict)


LogEntry = Attempt | BatchOutcome | StateChange


@dataclass(frozen=True, slots=True, eq=False)
class FrozenCampaign:
    """The columns of a frozen campaign; rows of the file and batches are numbered from 0.

    phones: 'Q', E.164 digits per row, 0 where the row has no valid number.
    states: one `RowState` byte per row.
    segments: segments on air of the row's text, 0 where the row is skipped, 255 for that or more.
    reasons: row -> why its number is invalid; duplicate_of: row -> the earlier row it repeats.
    batch_of: 'I', batch per row, `NO_BATCH` where the row is skipped.
    sizes: 'I', recipients per batch. offsets: 'I', batches + 1 bounds into members.
    members: 'I', rows in sending order.
    """

    campaign: Campaign
    phones: "array[int]"
    states: bytearray
    segments: bytearray
    reasons: Mapping[int, str]
    duplicate_of: Mapping[int, int]
    batch_of: "array[int]"
    sizes: "array[int]"
    offsets: "array[int]"
    members: "array[int]"

    def rows_of(self, batch: int) -> "array[int]":
        """Rows of the file that `batch` holds, in the order of its outcomes."""
        return self.members[self.offsets[batch] : self.offsets[batch + 1]]

    def phones_of(self, batch: int) -> list[str]:
        """E.164 digits of the recipients of `batch`, in the order of its outcomes."""
        phones = self.phones
        return [str(phones[row]) for row in self.rows_of(batch)]
