"""Log entries as rows of the log tables, and back.

The outcomes of a batch are one JSON list: their number, then one column per field of `Outcome`. A
column whose values are all the same is that value alone, which most are.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

from smsdesk.core.campaign import Attempt, BatchOutcome, CampaignState, LogEntry, StateChange
from smsdesk.core.outcome import Outcome, Status

Value = str | int
Row = tuple[Value, ...]

ATTEMPT_KIND: Final = "a"
OUTCOME_KIND: Final = "o"
READ_COLUMNS: Final = (
    "seq",
    "kind",
    "batch",
    "number",
    "at_ms",
    "http_status",
    "elapsed_ms",
    "text",
    "more",
)
"""What reading a log table gives.

kind: ATTEMPT_KIND, OUTCOME_KIND, or the state of a state change.
text, more: request id and nothing, outcomes and reply, or reason and data.
"""

_encode: Final = json.JSONEncoder(separators=(",", ":")).encode
_decode: Final = json.JSONDecoder().raw_decode
_STATUS: Final = {int(status): status for status in Status}


def pack_outcomes(outcomes: Sequence[Outcome]) -> str:
    """The outcomes of one reply as text."""
    columns: list[object] = [len(outcomes)]
    if len(outcomes) == 1:
        columns += _values(outcomes[0])
    else:
        for column in zip(*map(_values, outcomes), strict=True):
            same = column.count(column[0]) == len(column)
            columns.append(column[0] if same else column)
    return _encode(columns)


def _values(outcome: Outcome) -> tuple[int, str, str, str, str, int]:
    return (
        int(outcome.status),
        outcome.code,
        outcome.message_id,
        outcome.raw,
        outcome.channel_status,
        outcome.segments,
    )


def written(text: str) -> str:
    """A value as it stands in `pack_outcomes`: searching for it finds whole values only."""
    return _encode(text)


def unpack_outcomes(text: str) -> tuple[Outcome, ...]:
    """Undo `pack_outcomes`."""
    columns = _decode(text)[0]
    if columns[0] == 1:  # spelled out: opening a campaign of single numbers is mostly this line
        _, status, code, message_id, raw, channel_status, segments = columns
        return (Outcome(_STATUS[status], code, message_id, raw, channel_status, segments),)
    count = columns[0]
    full = [column if isinstance(column, list) else [column] * count for column in columns[1:]]
    return tuple(Outcome(_STATUS[status], *rest) for status, *rest in zip(*full, strict=True))


def storable(text: str) -> str:
    """`text` without what a database's text cannot hold: NUL and halves of surrogate pairs."""
    if text.isascii():
        return text.replace("\0", "\ufffd")
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def attempt_row(campaign_no: int, seq: int, entry: Attempt) -> Row:
    """In the order of `tables.ATTEMPT`."""
    return (campaign_no, seq, entry.batch, entry.number, entry.at_ms, entry.request_id)


def outcome_row(campaign_no: int, seq: int, entry: BatchOutcome) -> Row:
    """In the order of `tables.OUTCOME`."""
    return (
        campaign_no,
        seq,
        entry.batch,
        entry.number,
        entry.at_ms,
        entry.http_status,
        entry.elapsed_ms,
        pack_outcomes(entry.outcomes),
        storable(entry.reply),
    )


def state_row(campaign_no: int, seq: int, entry: StateChange) -> Row:
    """In the order of `tables.STATE_CHANGE`."""
    return (
        campaign_no,
        seq,
        entry.at_ms,
        entry.state.value,
        storable(entry.reason),
        _encode(dict(entry.data)),
    )


def read_entry(campaign: str, row: Sequence[Any]) -> LogEntry:
    """An entry from the columns of `READ_COLUMNS`."""
    _seq, kind, batch, number, at_ms, http_status, elapsed_ms, text, more = row
    if kind == ATTEMPT_KIND:
        return Attempt(campaign, batch, number, at_ms, text)
    if kind == OUTCOME_KIND:
        outcomes = unpack_outcomes(text)
        return BatchOutcome(campaign, batch, number, at_ms, outcomes, http_status, more, elapsed_ms)
    return StateChange(campaign, at_ms, CampaignState(kind), text, _decode(more)[0])
