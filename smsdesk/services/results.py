"""The result grid: index vectors over the columns of a campaign, words only for what is looked at.

Filter, search and sort make a new vector of row indexes; no object per row exists. This module
needs numpy, so it is imported by the results page and the command line, never before first paint.
"""

import re
from array import array
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from smsdesk.core.codebook import CodeClass
from smsdesk.core.outcome import Status
from smsdesk.core.phone import display
from smsdesk.core.words import Language
from smsdesk.services.cell_text import ROW_END, CellText, row_ends, rows_holding
from smsdesk.services.history import CampaignView
from smsdesk.services.ports import Explain, Providers
from smsdesk.services.row_detail import RowDetail, row_detail
from smsdesk.services.row_words import LegWords, RowWords, Said
from smsdesk.services.sequel import may_get_sequel

Index = NDArray[np.int64]
Mask = NDArray[np.bool_]

_DIGITS: Final = re.compile("[0-9]")
_NUMBER_LIKE: Final = re.compile(r"[-+().\s0-9]+")

COLUMNS = (
    "row",
    "phone",
    "status",
    "meaning",
    "next_step",
    "code",
    "message_id",
    "VIBER",
    "SMS",
    "segments",
    "attempts",
    "time",
)
"""Keys of the grid's own columns for `Results.sort`; a number sorts by a column of the file."""


class Need(IntEnum):
    """What a recipient's result asks of a person; the filter chips. Each row has exactly one."""

    NOTHING = 0  # accepted or delivered
    WAIT = 1  # queued or under way
    DECIDE = 2  # may have gone out
    FIX_NUMBER = 3
    CHANGE_TEXT = 4
    TRY_LATER = 5  # too many to this number, or certainly not sent
    FIX_ACCOUNT = 6  # balance, keys, rights
    LOOK = 7  # rejected for another reason, or not delivered
    SKIPPED = 8  # was never to receive anything


_NEED_OF_STATUS = {
    Status.ACCEPTED: Need.NOTHING,
    Status.DELIVERED: Need.NOTHING,
    Status.QUEUED: Need.WAIT,
    Status.SENDING: Need.WAIT,
    Status.UNKNOWN: Need.DECIDE,
    Status.NOT_SENT: Need.TRY_LATER,
    Status.UNDELIVERED: Need.LOOK,
    Status.SKIPPED: Need.SKIPPED,
}
_NEED_OF_CLASS = {
    CodeClass.NUMBER: Need.FIX_NUMBER,
    CodeClass.CONTENT: Need.CHANGE_TEXT,
    CodeClass.FREQUENCY: Need.TRY_LATER,
    CodeClass.BALANCE: Need.FIX_ACCOUNT,
    CodeClass.ACCOUNT: Need.FIX_ACCOUNT,
}


def need_of(status: Status, cls: CodeClass | None) -> Need:
    """What a status with a code of class `cls` asks for."""
    if status is Status.REJECTED:
        return _NEED_OF_CLASS.get(cls, Need.LOOK) if cls else Need.LOOK
    return _NEED_OF_STATUS[status]


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One line of the grid.

    index: row index of the campaign, for `detail`. number: row number in the file.
    phone: for people (`+86 138 0013 8000`), or the cell as it stood where it is no number.
    at_ms: Unix milliseconds of the last change, 0 for none. cells: the file's own.
    legs: what each channel answered, () for providers with one.
    """

    index: int
    number: int
    phone: str
    status: Status
    need: Need
    code: str
    meaning: str
    next_step: str
    message_id: str
    segments: int
    attempts: int
    at_ms: int
    cells: list[str]
    legs: tuple[LegWords, ...] = ()


class Results:
    """The rows of one opened campaign, filtered, searched and sorted.

    Thread: `set_filter` and `sort` may take long on a large file (they may read all its cells) and
    may be called from any thread, one at a time; all other calls answer at once and may go on
    meanwhile. While the campaign runs, call `refresh` now and then.
    """

    def __init__(
        self,
        view: CampaignView,
        explain: Explain,
        providers: Providers,
        language: Language = "en",
    ) -> None:
        self.view = view
        self.campaign = view.campaign
        self._providers = providers
        self._ledger = view.ledger
        self._frozen = view.frozen
        self._words = RowWords(explain, view.campaign.provider, language)
        self._explain = explain
        self._cells = CellText(view.journal, view.campaign.id, view.campaign.rows)
        # the ledger's own memory, seen by numpy: it changes while the campaign runs
        self._status = np.frombuffer(self._ledger.status, np.uint8)
        self._code = np.frombuffer(self._ledger.code, np.uint32)
        self._statuses: frozenset[Status] | None = None
        self._needs: frozenset[Need] | None = None
        self._query = ""
        self._fixed_hits: Mask | None = None
        self._phone_text: tuple[str, Index] | None = None
        self._sort_key: str | int = "row"
        self._descending = False
        self._ranks: dict[int, Index] = {}
        self._version = -1
        self._rows: Index = np.empty(0, np.int64)
        self.refresh()

    def __len__(self) -> int:
        return len(self._rows)

    # -- the view --------------------------------------------------------------------------

    def set_filter(
        self,
        statuses: Collection[Status] | None = None,
        query: str = "",
        needs: Collection[Need] | None = None,
    ) -> None:
        """Show rows with one of `statuses`, one of `needs`, and `query` somewhere in them.

        statuses, needs: None for any; skipped rows are shown only when asked for by either.
        query: part of a phone number (spaces and dashes do not matter), of any cell, a meaning, a
            next step, a code or a message id, in any case; "" for all.
        """
        self._statuses = None if statuses is None else frozenset(statuses)
        self._needs = None if needs is None else frozenset(needs)
        if query != self._query:
            self._fixed_hits = self._find_fixed(query) if query.strip() else None
            self._query = query
        self._rebuild()

    def sort(self, column: str | int, *, descending: bool = False) -> None:
        """Order the rows by one of `COLUMNS`, or by a column of the file; equal rows by row."""
        self._sort_key = column
        self._descending = descending
        self._rebuild()

    def refresh(self) -> bool:
        """Follow the running campaign; False where nothing has changed since the last call."""
        if self._version == self._ledger.version:
            return False
        self._rebuild()
        return True

    # -- what is in it ---------------------------------------------------------------------

    def row(self, position: int) -> ResultRow:
        """The row at `position` of the view."""
        return self.row_of(int(self._rows[position]))

    def row_of(self, index: int) -> ResultRow:
        """A row by its index in the campaign, whether it is in the view or not."""
        ledger, frozen = self._ledger, self._frozen
        cells = self._cells.row(index)
        status = Status(ledger.status[index])
        phone = frozen.phones[index]
        if status is Status.SKIPPED:
            code, meaning = self._words.skipped(frozen, index)
            said = Said(meaning, "", None)
        else:
            code = ledger.codes[ledger.code[index]]
            said = self._words.of(status, code)
        return ResultRow(
            index=index,
            number=self.campaign.first_row + index,
            phone=display(phone) if phone else cells[self.campaign.phone_column],
            status=status,
            need=need_of(status, said.cls),
            code=code,
            meaning=said.meaning,
            next_step=said.next_step,
            message_id=ledger.message_ids[ledger.message_id[index]],
            segments=ledger.charged[index] or frozen.segments[index],
            attempts=ledger.attempts[index],
            at_ms=ledger.at_ms[index],
            cells=cells,
            legs=self._words.legs(ledger.channel_statuses[ledger.channel_status[index]]),
        )

    @property
    def indexes(self) -> Index:
        """Row indexes of the view, in its order. Never changed in place: keep it as you like."""
        return self._rows

    def preload(self) -> None:
        """Read all cells of the file, so that later calls never wait for the disk. Blocks."""
        self._cells.load()

    def position_of(self, index: int) -> int | None:
        """Where a row is in the view now, None where it is not shown."""
        found = np.flatnonzero(self._rows == index)
        return int(found[0]) if len(found) else None

    def counts(self) -> dict[Status, int]:
        """Rows per status in the whole campaign, skipped ones included."""
        return self._ledger.counts()

    def need_counts(self) -> dict[Need, int]:
        """Rows per need in the whole campaign; they add up to the rows of the file."""
        found = np.bincount(self._needs_of_rows(), minlength=len(Need))
        return {need: int(found[need]) for need in Need}

    def open_to_sequel(self, rows: Index) -> Index:
        """Those of `rows` for whom a new message is the way to go on; see `may_get_sequel`."""
        table = self._by_code(lambda status, said: may_get_sequel(status, said.cls))
        found: Index = rows[self._looked_up(table)[rows] > 0]
        return found

    def detail(self, index: int) -> RowDetail:
        """Everything known of one row (`ResultRow.index`); reads the journal, so it may block."""
        return row_detail(self.view, self._providers, self._explain, index)

    # -- how the view is made --------------------------------------------------------------

    def _rebuild(self) -> None:
        version = self._ledger.version
        mask = self._shown()
        if self._query.strip() and self._fixed_hits is not None:
            mask &= self._fixed_hits | self._find_changing(self._query)
        rows = np.flatnonzero(mask)
        if self._sort_key != "row" or self._descending:
            keys = self._keys(self._sort_key)[rows]
            rows = rows[np.argsort(-keys if self._descending else keys, kind="stable")]
        self._rows = rows
        self._version = version

    def _shown(self) -> Mask:
        status = self._status.copy()
        if self._statuses is None and self._needs is None:
            shown: Mask = status != Status.SKIPPED
            return shown
        mask: Mask = np.ones(len(status), bool)
        if self._statuses is not None:
            mask &= np.isin(status, list(self._statuses))
        if self._needs is not None:
            mask &= np.isin(self._needs_of_rows(), list(self._needs))
        return mask

    def _needs_of_rows(self) -> Index:
        table = self._by_code(lambda status, said: int(need_of(status, said.cls)))
        return self._looked_up(table)

    def _looked_up(self, table: Index) -> Index:
        """The value of each row in a table by status and code.

        A code that came up after the table was made counts as the last one, until the next refresh.
        """
        values: Index = table[self._status, np.minimum(self._code, table.shape[1] - 1)]
        return values

    def _by_code(self, value: Callable[[Status, Said], int]) -> Index:
        """A value for each status and code there is: a table to be looked up with the columns."""
        codes = tuple(self._ledger.codes)
        table = np.zeros((len(Status), len(codes)), np.int64)
        pairs = np.unique(self._status.astype(np.int64) * len(codes) + self._code)
        for pair in pairs.tolist():
            status, code = divmod(pair, len(codes))
            if status < len(Status):
                table[status, code] = value(Status(status), self._words.of(status, codes[code]))
        return table

    # -- search ----------------------------------------------------------------------------

    def _find_fixed(self, query: str) -> Mask:
        """Rows that hold the query in what never changes: cells and numbers."""
        hits = self._cells.holding(query.strip().casefold())
        digits = "".join(_DIGITS.findall(query))
        if digits and _NUMBER_LIKE.fullmatch(query):
            if self._phone_text is None:
                text = "".join(f"{phone}{ROW_END}" for phone in self._frozen.phones)
                self._phone_text = (text, row_ends(text))
            hits[rows_holding(*self._phone_text, digits)] = True
        return hits

    def _find_changing(self, query: str) -> Mask:
        """Rows that hold the query in what the campaign adds: meanings, codes, message ids."""
        needle = query.strip().casefold()
        codes = tuple(self._ledger.codes)
        known = self._by_code(
            lambda _, said: int(needle in f"{said.meaning}\n{said.next_step}".casefold())
        )
        for index, code in enumerate(codes[: known.shape[1]]):
            if code and needle in code.casefold():
                known[:, index] = 1
        hits: Mask = self._looked_up(known) > 0
        ledger = self._ledger
        ids = _by_row(
            ledger.message_id,
            ledger.message_ids,
            lambda texts: np.array([needle in text.casefold() for text in texts], np.int64),
        )
        legs = _by_row(
            ledger.channel_status,
            ledger.channel_statuses,
            lambda texts: np.array([needle in self._leg_text(text) for text in texts], np.int64),
        )
        return hits | (ids > 0) | (legs > 0)

    def _leg_text(self, channel_status: str) -> str:
        legs = self._words.legs(channel_status)
        return "\n".join(f"{leg.channel} {leg.code}\n{leg.meaning}" for leg in legs).casefold()

    # -- sort ------------------------------------------------------------------------------

    def _keys(self, column: str | int) -> Index:
        """A number per row that orders it."""
        if isinstance(column, int):
            if column not in self._ranks:
                self._ranks[column] = _ranks(self._cells.column(column))
            return self._ranks[column]
        makers: dict[str, Callable[[], Index]] = {
            "row": lambda: np.arange(len(self._status), dtype=np.int64),
            "phone": lambda: np.array(self._frozen.phones, np.int64),
            "status": lambda: self._status.astype(np.int64),
            "meaning": lambda: self._word_keys(lambda said, _: said.meaning),
            "next_step": lambda: self._word_keys(lambda said, _: said.next_step),
            "code": lambda: self._word_keys(lambda _, code: code.rjust(8)),
            "message_id": self._id_keys,
            "VIBER": lambda: self._leg_keys("VIBER"),
            "SMS": lambda: self._leg_keys("SMS"),
            "segments": lambda: np.frombuffer(self._frozen.segments, np.uint8).astype(np.int64),
            "attempts": lambda: np.frombuffer(self._ledger.attempts, np.uint8).astype(np.int64),
            "time": lambda: np.array(self._ledger.at_ms, np.int64),
        }
        return makers[column]()

    def _word_keys(self, word: Callable[[Said, str], str]) -> Index:
        codes = tuple(self._ledger.codes)
        words = {
            (status, index): word(self._words.of(status, code), code)
            for status in Status
            for index, code in enumerate(codes)
        }
        order = {text: rank for rank, text in enumerate(sorted(set(words.values())))}
        table: Index = np.zeros((len(Status), len(codes)), np.int64)
        for (status, index), text in words.items():
            table[status, index] = order[text]
        return self._looked_up(table)

    def _leg_keys(self, channel: str) -> Index:
        def meaning(status: str) -> str:
            legs = self._words.legs(status)
            return next((leg.meaning for leg in legs if leg.channel == channel), "")

        ledger = self._ledger
        return _by_row(
            ledger.channel_status,
            ledger.channel_statuses,
            lambda texts: _ranks([meaning(text) for text in texts]),
        )

    def _id_keys(self) -> Index:
        return _by_row(self._ledger.message_id, self._ledger.message_ids, _ranks)


def _by_row(column: "array[int]", texts: list[str], judge: Callable[[list[str]], Index]) -> Index:
    """What `judge` makes of each of `texts`, by row. column: indexes into `texts`, which grow."""
    indexes = np.array(column)  # first, so that the texts hold all it speaks of
    judged: Index = judge(texts.copy())[indexes]
    return judged


def _ranks(texts: list[str]) -> Index:
    """The place of each text among all, in any case; numbers by their size, before words."""
    keys = [_natural(text) for text in texts]
    order = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    return np.array([order[key] for key in keys], np.int64)


def _natural(text: str) -> tuple[int, float, str]:
    folded = text.strip().casefold()
    if folded.isascii() and folded.replace(".", "", 1).isdecimal():
        return (0, float(folded), folded)
    return (1 if folded else 2, 0.0, folded)
