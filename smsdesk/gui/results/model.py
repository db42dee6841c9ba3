"""The grid's model: a vector of row indexes and a bounded cache of the rows looked at."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QWidget

from smsdesk.core.message import Channel
from smsdesk.core.outcome import Status
from smsdesk.gui import times, words
from smsdesk.gui.parts.table import CELL_ROLE, Cell, Column
from smsdesk.gui.results.row_words import provider_code
from smsdesk.services.results import Need, ResultRow

Index = QModelIndex | QPersistentModelIndex
Rows = NDArray[np.int64]

CACHED_ROWS: Final = 2_000
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN: Final = int(Qt.ItemDataRole.AccessibleTextRole)
_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_CALM: Final = frozenset({Need.NOTHING, Need.WAIT, Need.SKIPPED})
_DASH: Final = "–"

_STEPS: Final = {
    Need.DECIDE: str(QT_TRANSLATE_NOOP("Results", "Decide")),
    Need.FIX_NUMBER: str(QT_TRANSLATE_NOOP("Results", "Fix the number")),
    Need.CHANGE_TEXT: str(QT_TRANSLATE_NOOP("Results", "Change the text")),
    Need.TRY_LATER: str(QT_TRANSLATE_NOOP("Results", "Try later")),
    Need.FIX_ACCOUNT: str(QT_TRANSLATE_NOOP("Results", "Check the account")),
    Need.LOOK: str(QT_TRANSLATE_NOOP("Results", "Look into it")),
    Need.WAIT: str(QT_TRANSLATE_NOOP("Results", "Send again")),
}


@dataclass(frozen=True, slots=True)
class _Def:
    """One column: its key for sorting, title, width, rank when room is short.

    narrow: its width in a narrow grid, where it is another one.
    whole: the text behind a cell that shows it shortened. stretch, grows_to: as in `Column`.
    channel: only for providers with several ways to the phone; the key is its name.
    """

    key: str
    title: str
    width: int
    priority: int
    cell: Callable[[ResultRow, int], Cell]
    right: bool = False
    stretch: bool = False
    grows_to: int = 0
    narrow: int = 0
    whole: Callable[[ResultRow], str] | None = None
    channel: bool = False


def _row(row: ResultRow, _name: int) -> Cell:
    return Cell(str(row.number), "text-3", right=True)


def _phone(row: ResultRow, _name: int) -> Cell:
    return Cell(row.phone)


def _name(row: ResultRow, name: int) -> Cell:
    return Cell(row.cells[name] if 0 <= name < len(row.cells) else "")


def _status(row: ResultRow, _name: int, *, over: bool = False) -> Cell:
    look = words.status_look(row.status, over=over)
    return Cell(look.word, look.tone, icon=look.icon, weight=500)


def _meaning(row: ResultRow, _name: int) -> Cell:
    return Cell(row.meaning, "text-2")


def _next_step(row: ResultRow, _name: int) -> Cell:
    """A few words; the whole step is spoken, copied, and shown in the drawer and the tooltip."""
    if row.need in _CALM or not row.next_step:
        return Cell(_DASH, "text-3")
    word = _STEPS[Need.WAIT if row.status is Status.NOT_SENT else row.need]
    return Cell(QCoreApplication.translate("Results", word), "text", weight=500)


def _whole_step(row: ResultRow) -> str:
    return _DASH if row.need in _CALM or not row.next_step else row.next_step


def _code(row: ResultRow, _name: int) -> Cell:
    """The provider's code; what happened on the way to it has a name of ours, not a code."""
    shown = provider_code(row.code)
    return Cell(shown or (_DASH if row.code else ""), "text-3", mono=bool(shown))


def _whole_code(row: ResultRow) -> str:
    return row.code


def _message_id(row: ResultRow, _name: int) -> Cell:
    return Cell(row.message_id, "text-3", mono=True)


def _viber(row: ResultRow, _name: int) -> Cell:
    return _leg(row, Channel.VIBER)


def _sms(row: ResultRow, _name: int) -> Cell:
    return _leg(row, Channel.SMS)


def _leg(row: ResultRow, channel: Channel) -> Cell:
    """What one channel answered; a dash where it was not tried."""
    leg = next((leg for leg in row.legs if leg.channel == channel), None)
    if leg is None:
        return Cell(_DASH if row.legs else "", "text-3")
    if leg.is_accepted:
        look = words.status_look(Status.ACCEPTED)
        return Cell(look.word, look.tone, icon=look.icon)
    return Cell(leg.meaning, "text-2", icon="minus")


def _segments(row: ResultRow, _name: int) -> Cell:
    return Cell(str(row.segments) if row.segments else "", "text-2", right=True)


def _attempts(row: ResultRow, _name: int) -> Cell:
    return Cell(str(row.attempts), "text-2", right=True)


def _time(row: ResultRow, _name: int) -> Cell:
    return Cell(times.clock(row.at_ms), "text-3")


COLUMNS: Final = (
    _Def("row", str(QT_TRANSLATE_NOOP("Results", "Row")), 68, 3, _row, right=True),
    _Def("phone", str(QT_TRANSLATE_NOOP("Results", "Phone")), 150, 0, _phone),
    _Def("name", str(QT_TRANSLATE_NOOP("Results", "Name")), 100, 2, _name, grows_to=150),
    _Def("status", str(QT_TRANSLATE_NOOP("Results", "Status")), 162, 0, _status),
    _Def(
        "meaning",
        str(QT_TRANSLATE_NOOP("Results", "Meaning")),
        198,
        1,
        _meaning,
        stretch=True,
        narrow=146,
    ),
    _Def(
        "next_step",
        str(QT_TRANSLATE_NOOP("Results", "Next step")),
        137,
        4,
        _next_step,
        whole=_whole_step,
    ),
    _Def("code", str(QT_TRANSLATE_NOOP("Results", "Code")), 58, 6, _code, whole=_whole_code),
    _Def("message_id", str(QT_TRANSLATE_NOOP("Results", "Message id")), 176, 10, _message_id),
    _Def("VIBER", "", 176, 5, _viber, channel=True),
    _Def("SMS", "", 176, 5, _sms, channel=True),
    _Def("segments", str(QT_TRANSLATE_NOOP("Results", "Seg.")), 52, 8, _segments, right=True),
    _Def("attempts", str(QT_TRANSLATE_NOOP("Results", "Tries")), 56, 9, _attempts, right=True),
    _Def("time", str(QT_TRANSLATE_NOOP("Results", "Time")), 78, 7, _time),
)


def _title(column: _Def) -> str:
    if column.channel:
        return words.channel_word(column.key)
    return QCoreApplication.translate("Results", column.title)


def table_columns(*, channels: bool = False, narrow: bool = False) -> list[Column]:
    """The columns as the table view wants them.

    channels: whether the provider has several, each with a column of its own.
    narrow: there is hardly room for who it was, the status and what it means.
    """
    return [
        Column(
            _title(one),
            one.narrow if narrow and one.narrow else one.width,
            stretch=one.stretch,
            priority=one.priority,
            right=one.right,
            grows_to=one.grows_to,
            absent=one.channel and not channels,
        )
        for one in COLUMNS
    ]


class ResultsModel(QAbstractTableModel):
    """Rows by their index in the campaign; words only for what is painted.

    `read` gives one row and must answer at once. Until `ready` says that its cells are in memory,
    rows are shown as placeholders and asked for by `rows_wanted`.

    Signals:
        rows_wanted: rows were painted that are not here yet; see `take_wanted`.
    """

    rows_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids: Rows = np.empty(0, np.int64)
        self._read: Callable[[int], ResultRow] | None = None
        self._name_column = -1
        self._at_once = self._is_over = False
        self._cache: OrderedDict[int, ResultRow] = OrderedDict()
        self._wanted: set[int] = set()

    # -- what the page tells -------------------------------------------------------------------

    def set_source(self, read: Callable[[int], ResultRow] | None, name_column: int) -> None:
        """Show another campaign; its rows come with `set_ids`."""
        self.beginResetModel()
        self._read, self._name_column = read, name_column
        self._ids = np.empty(0, np.int64)
        self._at_once = False
        self._cache.clear()
        self._wanted.clear()
        self.endResetModel()

    def set_over(self, over: bool) -> None:
        """Whether the campaign goes on no more: who waited until then was not sent."""
        if over != self._is_over:
            self._is_over = over
            self._repaint(0, len(self._ids) - 1)

    def set_ids(self, ids: Rows) -> None:
        """Show these rows in this order."""
        self.beginResetModel()
        self._ids = ids
        self._cache.clear()
        self._wanted.clear()
        self.endResetModel()

    @property
    def is_at_once(self) -> bool:
        """Whether rows are read while painting."""
        return self._at_once

    def set_at_once(self, *, stale: bool = False) -> None:
        """Every cell is in memory now: rows are read while painting.

        stale: the campaign went on since the first rows were read.
        """
        self._at_once = True
        if stale or self._wanted:  # or placeholders stand on the screen
            self._cache.clear()
            self._wanted.clear()
            self._repaint(0, len(self._ids) - 1)

    def take_wanted(self) -> list[int]:
        """Row indexes that were painted as placeholders since the last call."""
        wanted = sorted(self._wanted)
        self._wanted.clear()
        return wanted

    def fill(self, rows: Sequence[ResultRow]) -> None:
        """Rows that were wanted are here."""
        for row in rows:
            self._keep(row)
        self._repaint(0, len(self._ids) - 1)

    def refresh(self, changed: Sequence[int], visible: range) -> None:
        """The campaign went on: read the rows at the positions `changed` anew.

        visible: what is on the screen; everything else is forgotten, as it may have changed too.
        """
        again = {int(self._ids[position]) for position in changed}
        seen = [int(self._ids[position]) for position in visible]
        kept = [(one, self._cache[one]) for one in seen if one in self._cache and one not in again]
        self._cache = OrderedDict(kept)
        for position in changed:
            self._repaint(position, position)

    # -- what the page asks --------------------------------------------------------------------

    @property
    def ids(self) -> Rows:
        """Row indexes in the campaign, in the order shown; never changed in place."""
        return self._ids

    def id_at(self, position: int) -> int:
        """Row index in the campaign of the row at `position`."""
        return int(self._ids[position])

    def row_at(self, position: int) -> ResultRow | None:
        """The row at `position`, None while it is not here yet."""
        return self._row(int(self._ids[position]))

    def name_of(self, row: ResultRow) -> str:
        """Who a row is about, "" where the file has no names."""
        return _name(row, self._name_column).text

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Rows shown."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Columns, hidden ones included."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Titles of the columns."""
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal:
            return _title(COLUMNS[section])
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Painted cell, plain words, or the whole text of a cut cell."""
        if role not in (CELL_ROLE, _DISPLAY, _SPOKEN, _TIP):
            return None
        position = index.row()
        if not index.isValid() or position >= len(self._ids):
            return None
        row = self._row(int(self._ids[position]))
        if row is None:
            return Cell("…", "text-3") if role == CELL_ROLE else None
        column = COLUMNS[index.column()]
        if role == _TIP:  # the view itself shows the whole text of a cell that is cut
            return column.whole(row) if column.whole is not None and row.need not in _CALM else None
        if role != CELL_ROLE and column.whole is not None:
            return column.whole(row)
        if column.cell is _status:
            cell = _status(row, self._name_column, over=self._is_over)
        else:
            cell = column.cell(row, self._name_column)
        return cell if role == CELL_ROLE else cell.text

    # -- rows ----------------------------------------------------------------------------------

    def _row(self, index: int) -> ResultRow | None:
        row = self._cache.get(index)
        if row is not None or self._read is None:
            return row
        if self._at_once:
            row = self._read(index)
            self._keep(row)
            return row
        if not self._wanted:
            self.rows_wanted.emit()
        self._wanted.add(index)
        return None

    def _keep(self, row: ResultRow) -> None:
        self._cache[row.index] = row
        if len(self._cache) > CACHED_ROWS:
            self._cache.popitem(last=False)

    def _repaint(self, first: int, last: int) -> None:
        last = min(last, len(self._ids) - 1)
        if 0 <= first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))
