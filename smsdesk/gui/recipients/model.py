"""The rows of the recipient file as a table: what will be sent where, and why not.

A model over `Recipients`' columns and an index vector: filtering swaps the vector, no row is an
object.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from math import ceil
from typing import Final, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF

from smsdesk.core.phone import PhoneInvalid, parse_phone
from smsdesk.core.recipients import Recipients
from smsdesk.gui.fonts import font, px
from smsdesk.gui.parts.table import CELL_ROLE, Column
from smsdesk.gui.recipients.cells import Kind, RowCells, Trial
from smsdesk.gui.recipients.selecting import PROBLEMS, next_in_states

Index = QModelIndex | QPersistentModelIndex

_SAMPLED: Final = 60
_NUMBERS_SAMPLED: Final = 2_000
_MEASURED: Final = 20
_PHONE_AT_LEAST: Final = 110
_PHONE_AT_MOST: Final = 260


class _Shown(NamedTuple):
    """A column of the table; `source` is the file's column for Kind.FILE."""

    kind: Kind
    source: int = -1


class RecipientsModel(QAbstractTableModel):
    """The recipient file as a table; the phone column can be edited in place.

    Signals:
        counts_changed(): a number was corrected, so states and totals differ.
    """

    counts_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._recipients: Recipients | None = None  # as the account reaches them
        self._read: Recipients | None = None  # as they were read
        self._shown: tuple[_Shown, ...] = ()
        self._rows: Sequence[int] = ()
        self._cells = RowCells(self)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def recipients(self) -> Recipients | None:
        """The recipients on show, None before the first file."""
        return self._recipients

    @property
    def is_judged(self) -> bool:
        """Whether the column of the phone is known; nothing is said about a row before."""
        return self._cells.judged

    def set_recipients(
        self,
        recipients: Recipients | None,
        used: tuple[int, ...] = (),
        judged: bool = True,
    ) -> None:
        """Show `recipients`; the columns `used` by the message stand right after the phone."""
        self.beginResetModel()
        self._recipients = self._read = recipients
        self._cells.judged, self._cells.used, self._cells.trial = judged, used, None
        self._shown, self._rows = (), ()
        if recipients is not None:
            rest = [c for c in range(len(recipients.header)) if c not in used]
            order = [c for c in (*used, *rest) if c != recipients.phone_column]
            self._shown = (
                _Shown(Kind.ROW),
                _Shown(Kind.STATE),
                _Shown(Kind.FILE, recipients.phone_column),
                *(_Shown(Kind.FILE, column) for column in order),
                _Shown(Kind.SENT_AS),
                _Shown(Kind.WHY),
                _Shown(Kind.ACTION),
            )
            self._rows = range(len(recipients))
        self.endResetModel()

    def show_reach(self, reached: Recipients) -> None:
        """Judge the same rows as `reached` does: not all of them are reached."""
        if self._read is None or reached.rows is not self._read.rows or not reached.is_current:
            return
        self._recipients = reached
        if self._rows:
            last = self.index(len(self._rows) - 1, len(self._shown) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def show_rows(self, rows: Sequence[int]) -> None:
        """Show only `rows` (indexes in file order)."""
        self.beginResetModel()
        self._rows, self._cells.trial = rows, None
        self.endResetModel()

    def columns(self, tight: bool = False) -> list[Column]:
        """How wide each column is and which give way first in a narrow window.

        tight: there is little room, so that no column may take much of it.
        """
        return [self._column(at, shown, tight) for at, shown in enumerate(self._shown)]

    def _column(self, position: int, shown: _Shown, tight: bool) -> Column:
        title = self._title(shown)
        match shown.kind:
            case Kind.ROW:
                return Column(title, 56 if tight else 64, right=True)
            case Kind.STATE:
                return Column(title, 124)
            case Kind.SENT_AS:
                return Column(title, 132)
            case Kind.WHY:
                # what is wrong with a number goes before the other columns of the file
                tells = self._recipients is not None and self._recipients.reasons
                return Column(title, 364 if not tight else 300 if tells else 120, stretch=True)
            case Kind.ACTION:
                return Column(title, 96, right=True)
            case Kind.FILE:
                is_phone = self._recipients is not None and (
                    shown.source == self._recipients.phone_column
                )
                if is_phone:
                    return Column(title, self._phone_width(shown.source, title))
                width = self._sample_width(shown.source, title)
                return Column(title, min(width, 150) if tight else width, priority=position)

    def _sample_width(self, source: int, title: str) -> int:
        """About as wide as the first rows need, so that no column takes room for nothing."""
        return min(220, max(56, self._measured(source, title, _SAMPLED, _wide)))

    def _phone_width(self, source: int, title: str) -> int:
        """Room for the widest number: its last digits are what one compares."""
        room = self._measured(source, title, _NUMBERS_SAMPLED, len)
        return min(_PHONE_AT_MOST, max(_PHONE_AT_LEAST, room))

    def _measured(self, source: int, title: str, sampled: int, length: Callable[[str], int]) -> int:
        """Width the title and the longest of the first cells of a column need."""
        rows = self._recipients.rows[:sampled] if self._recipients else []
        widest = sorted({row[source].strip() for row in rows}, key=length)[-_MEASURED:]
        measure = QFontMetricsF(font("body", 500)).horizontalAdvance
        room = max((measure(text) for text in widest), default=0.0)
        # the table multiplies by the text scale, which is in the measure already
        room = max(room, QFontMetricsF(font("small", 500)).horizontalAdvance(title)) * 100 / px(100)
        return 24 + ceil(room)

    @property
    def phone_position(self) -> int:
        """Position of the column that can be edited."""
        return 2

    @property
    def action_position(self) -> int:
        """Position of the column that says what can be done."""
        return len(self._shown) - 1

    def row_at(self, position: int) -> int:
        """Row index of the table's row at `position`."""
        return self._rows[position]

    def position_of(self, row: int) -> int:
        """Where a row index stands in the table, -1 while it is filtered out."""
        at = bisect_left(self._rows, row)
        return at if at < len(self._rows) and self._rows[at] == row else -1

    def next_problem(self, position: int, step: int) -> int:
        """Position of the next row (step 1) or previous one (-1) without a usable number.

        Goes on from the other end; -1 when there is none.
        """
        if self._recipients is None or not self.is_judged:
            return -1
        return next_in_states(self._recipients, self._rows, PROBLEMS, position, step)

    # -- a number being typed ------------------------------------------------------------------

    def try_number(self, position: int, text: str) -> None:
        """Show at once what `text` would be sent as; nothing is changed yet."""
        if self._recipients is None:
            return
        try:
            phone = parse_phone(text, self._recipients.region)
            self._cells.trial = Trial(self._rows[position], phone.digits, "")
        except PhoneInvalid as error:
            self._cells.trial = Trial(self._rows[position], 0, error.reason)
        self._row_changed(position)

    def end_trial(self) -> None:
        """Forget the number being typed."""
        if self._cells.trial is None:
            return
        position = self.position_of(self._cells.trial.row)
        self._cells.trial = None
        if position >= 0:
            self._row_changed(position)

    def _row_changed(self, position: int) -> None:
        self.dataChanged.emit(self.index(position, 0), self.index(position, self.columnCount() - 1))

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Rows on show."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Columns on show."""
        return 0 if parent.isValid() else len(self._shown)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Titles of the columns."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return self._title(self._shown[section]) if section < len(self._shown) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A painted cell, its text, or the number to edit."""
        recipients = self._recipients
        if recipients is None or not index.isValid():
            return None
        row, shown = self._rows[index.row()], self._shown[index.column()]
        if role == CELL_ROLE:
            return self._cells.cell(shown.kind, recipients, row, shown.source)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cells.cell(shown.kind, recipients, row, shown.source).text
        if role == Qt.ItemDataRole.EditRole and shown.kind is Kind.FILE:
            return recipients.cell(row, shown.source)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only the phone can be edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.is_judged and index.column() == self.phone_position:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags | Qt.ItemFlag.ItemNeverHasChildren

    def setData(  # noqa: N802 - Qt's name
        self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Take a corrected number; the file on disk is not changed."""
        recipients = self._read
        if recipients is None or role != Qt.ItemDataRole.EditRole:
            return False
        if not index.isValid() or index.column() != self.phone_position:
            return False
        self._cells.trial = None
        recipients.edit_phone(self._rows[index.row()], str(value))
        self._recipients = recipients  # until somebody says again whom of them the account reaches
        # another row may have become, or stopped being, its duplicate
        last = self.index(len(self._rows) - 1, len(self._shown) - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.counts_changed.emit()
        return True

    def _title(self, shown: _Shown) -> str:
        match shown.kind:
            case Kind.ROW:
                return self.tr("Row")
            case Kind.STATE:
                return self.tr("Status")
            case Kind.SENT_AS:
                return self.tr("Will be sent as")
            case Kind.WHY:
                return self.tr("Why")
            case Kind.ACTION:
                return ""
            case Kind.FILE:
                header = self._recipients.header if self._recipients else ()
                return header[shown.source]


def _wide(text: str) -> int:
    """Length in Latin letters; Chinese takes about twice the room."""
    return sum(1 if character < "\u1100" else 2 for character in text)
