"""Results files: CSV that machines read and spreadsheets open without harm."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from smsdesk.atomic import SHARED, replacing
from smsdesk.core.campaign import Campaign
from smsdesk.core.result_line import ResultLine

COLUMNS: Final = (
    "row",
    "phone",
    "status",
    "code",
    "meaning",
    "next_step",
    "message_id",
    "channel_status",
    "segments",
    "attempts",
    "at_utc",
)
"""Our own columns; the recipient file's follow."""

_FORMULA: Final = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
# A signed number can do nothing but be a number; the file's own columns stay unchanged.
_SIGNED_NUMBER: Final = re.compile(r"[+-][0-9][0-9 ]*(?:[.,][0-9]+)*")


def write_results(path: Path, campaign: Campaign, rows: Iterable[ResultLine]) -> None:
    """Write the results of `campaign`, replacing what stands at `path` in one step.

    Text that a spreadsheet would run as a formula gets an apostrophe in front. Phones are plain
    E.164, because scripts read this column; digits behind a plus are no formula.

    Raises:
        StorageError: disk_full, file_unwritable. What stood at `path` is still there.
    """
    with replacing(path, SHARED) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
        writer = csv.writer(text)
        writer.writerow((*COLUMNS, *map(_safe, campaign.header)))
        writer.writerows(_cells(line) for line in rows)
        text.detach()  # flushed; the file itself stays open until it is on the disk


def _cells(line: ResultLine) -> list[str | int]:
    return [
        line.row,
        _safe(line.phone),
        line.status.word,
        _safe(line.code),
        _safe(line.meaning),
        _safe(line.next_step),
        _safe(line.message_id),
        _safe(line.channel_status),
        line.segments,
        line.attempts,
        _utc(line.at_ms),
        *map(_safe, line.cells),
    ]


def _safe(text: str) -> str:
    if _FORMULA.match(text) and not _SIGNED_NUMBER.fullmatch(text):
        return "'" + text
    return text


def _utc(at_ms: int) -> str:
    if not at_ms:
        return ""
    return datetime.fromtimestamp(at_ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
