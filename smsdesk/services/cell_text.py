"""The recipient file's cells of one campaign, kept compactly for the grid, search and sort.

Chunks of rows are one string each, fetched from the journal when first needed, so that opening a
campaign reads nothing and a million rows are some hundred strings.
"""

import re
import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smsdesk.services.ports import Journal

CHUNK_ROWS = 8192
CELL_END = "\x1f"
ROW_END = "\x1e"
_ENDS = re.compile("[\x1e\x1f]")


@dataclass(frozen=True, slots=True)
class _Chunk:
    """`text` holds each row, its cells joined by CELL_END, closed by ROW_END at `ends`."""

    text: str
    ends: NDArray[np.int64]


class CellText:
    """Cells by row. Thread: may be used from several threads at once."""

    def __init__(self, journal: Journal, campaign_id: str, rows: int) -> None:
        self._journal = journal
        self._campaign_id = campaign_id
        self._rows = rows
        self._chunks: dict[int, _Chunk] = {}
        self._folded: dict[int, _Chunk] = {}
        self._lock = threading.Lock()

    def load(self) -> None:
        """Read everything now."""
        for number in range(self._chunk_count()):
            self._chunk(number)

    def row(self, row: int) -> list[str]:
        """The cells of one row."""
        number, place = divmod(row, CHUNK_ROWS)
        chunk = self._chunk(number)
        start = int(chunk.ends[place - 1]) + 1 if place else 0
        return chunk.text[start : int(chunk.ends[place])].split(CELL_END)

    def column(self, column: int) -> list[str]:
        """One column of all rows."""
        cells: list[str] = []
        for number in range(self._chunk_count()):
            rows = self._chunk(number).text.split(ROW_END)[:-1]
            cells += [row.split(CELL_END)[column] for row in rows]
        return cells

    def holding(self, needle: str) -> NDArray[np.bool_]:
        """Which rows have a cell that holds `needle`, which is already case-folded."""
        found = np.zeros(self._rows, bool)
        for number in range(self._chunk_count()):
            chunk = self._folded.get(number)
            if chunk is None:
                chunk = self._folded[number] = _packed(self._chunk(number).text.casefold())
            first = number * CHUNK_ROWS
            found[first + rows_holding(chunk.text, chunk.ends, needle)] = True
        return found

    def _chunk_count(self) -> int:
        return -(-self._rows // CHUNK_ROWS)

    def _chunk(self, number: int) -> _Chunk:
        chunk = self._chunks.get(number)
        if chunk is not None:
            return chunk
        with self._lock:
            if number not in self._chunks:
                first = number * CHUNK_ROWS
                count = min(CHUNK_ROWS, self._rows - first)
                rows = self._journal.cells(self._campaign_id, first, count)
                self._chunks[number] = _packed(_joined(rows))
            return self._chunks[number]


def rows_holding(text: str, ends: NDArray[np.int64], needle: str) -> NDArray[np.int64]:
    """Rows of `text` (closed at `ends`) that hold `needle`; one may come several times."""
    hits = [match.start() for match in re.finditer(re.escape(needle), text)]
    return np.searchsorted(ends, np.array(hits, np.int64)).astype(np.int64)


def row_ends(text: str) -> NDArray[np.int64]:
    """Where the rows of `text` end."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    return np.flatnonzero(points == ord(ROW_END)).astype(np.int64)


def _packed(text: str) -> _Chunk:
    return _Chunk(text, row_ends(text))


def _joined(rows: list[list[str]]) -> str:
    text = "".join(CELL_END.join(row) + ROW_END for row in rows)
    cells = sum(map(len, rows))
    if text.count(ROW_END) + text.count(CELL_END) != cells:  # some cell holds one of the marks
        cleaned = ([_ENDS.sub(" ", cell) for cell in row] for row in rows)
        text = "".join(CELL_END.join(row) + ROW_END for row in cleaned)
    return text
