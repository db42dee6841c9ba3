"""One line of the results file: everything known about one row of the recipient file."""

from collections.abc import Sequence
from dataclasses import dataclass

from smsdesk.core.outcome import Status


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One row of a recipient file and what became of it, in words.

    row: row number as the file shows it. phone: E.164 with plus, or as it stood in the file
        where it is no number. status: SKIPPED for rows that were never to receive anything;
        their `code` and `meaning` then say why.
    segments, attempts: 0 where nothing was sent. at_ms: Unix milliseconds, 0 for never.
    cells: the file's own cells, unchanged, as long as the header.
    """

    row: int
    phone: str
    status: Status
    code: str
    meaning: str
    next_step: str
    message_id: str
    channel_status: str
    segments: int
    attempts: int
    at_ms: int
    cells: Sequence[str]
