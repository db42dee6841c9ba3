"""Log entries as rows of the log tables, and back.

The outcomes of a batch are one JSON list: their number, then one column per field of `Outcome`. A
column whose values are all the same is that value alone, which most are.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

from smsdesk.core.campaign import Attempt, BatchOutcome, CampaignState, LogEntry, StateChange
from smsdesk.core.errors import StorageError
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.outcomes import Outcomes

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
    if len(outcomes) == 1:
        one = outcomes[0]
        values = one.code, one.message_id, one.raw, one.channel_status, one.segments
        return _encode((1, int(one.status), *values))
    return _encode((len(outcomes), *Outcomes.of(outcomes).columns))


def written(text: str) -> str:
    """A value as it stands in `pack_outcomes`: searching for it finds whole values only."""
    return _encode(text)


def unpack_outcomes(text: str) -> Sequence[Outcome]:
    """Undo `pack_outcomes`.

    Raises:
        ValueError, TypeError, KeyError: it is nothing that `pack_outcomes` gave.
    """
    columns = _decode(text)[0]
    if columns[0] == 1:  # spelled out: opening a campaign of single numbers is mostly this line
        _, status, code, message_id, raw, channel_status, segments = columns
        return (Outcome(_STATUS[status], code, message_id, raw, channel_status, segments),)
    return Outcomes(columns[0], columns[1:])


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
    """An entry from the columns of `READ_COLUMNS`.

    Raises:
        StorageError: campaign_damaged: nobody can read it.
    """
    _seq, kind, batch, number, at_ms, http_status, elapsed_ms, text, more = row
    if kind == ATTEMPT_KIND:
        return Attempt(campaign, batch, number, at_ms, text)
    try:
        if kind != OUTCOME_KIND:
            return StateChange(campaign, at_ms, CampaignState(kind), text, _decode(more)[0])
        outcomes = unpack_outcomes(text)
    except (ValueError, TypeError, LookupError) as problem:
        raise StorageError("campaign_damaged", campaign=campaign) from problem
    return BatchOutcome(campaign, batch, number, at_ms, outcomes, http_status, more, elapsed_ms)
