"""A card of rows that are added and taken out: the buttons of a message, its variables."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.surface import Card
from smsdesk.gui.parts.text import Hairline, Label
from smsdesk.gui.tab_order import insert_before


class CardRow(QWidget):
    """One row of such a card.

    Signals:
        changed(): something was typed in it.
        removed(): it shall go.
    """

    changed = Signal()
    removed = Signal()

    def stops(self) -> tuple[QWidget, ...]:
        """What Tab reaches, in order."""
        raise NotImplementedError

    def go_on(self) -> None:
        """Continue writing in it, behind what is there."""
        raise NotImplementedError


RowT = TypeVar("RowT", bound=CardRow)


class RowsCard(QWidget, Generic[RowT]):
    """Heading with a count, the rows, and below them *Add* with whatever else belongs there.

    Signals:
        changed(): something was typed, a row added, taken out or moved.
    """

    changed = Signal()

    def __init__(self, heading: str, add: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[RowT] = []
        self._count = Label("", "small", "text-3")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(Label(heading, weight=500))
        top.addWidget(self._count)
        top.addStretch(1)
        self._add = Button(add, kind="ghost", icon="plus", size="small")
        self._hint = Label("", "small", "text-3", elide=True)
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(8, 5, 10, 5)
        self._foot.setSpacing(4)
        self._foot.addWidget(self._add)
        self._foot.addStretch(1)
        self._foot.addWidget(self._hint)
        self._line = Hairline()
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        card = Card(8, "")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(self._column)
        inside.addWidget(self._line)
        inside.addLayout(self._foot)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(4)
        self._outer.addLayout(top)
        self._outer.addWidget(card)
        self._add.clicked.connect(self._on_add_clicked)

    # -- what each card says -------------------------------------------------------------------

    def _make_row(self) -> RowT:
        """A new row, told everything the others were."""
        raise NotImplementedError

    def _name_rows(self) -> None:
        """Say of each row which one it is, and how many there are."""
        raise NotImplementedError

    # -- rows ----------------------------------------------------------------------------------

    def rows(self) -> Sequence[RowT]:
        """The rows from top to bottom, those that hold nothing included."""
        return tuple(self._rows)

    def last_stop(self) -> QWidget:
        """Where Tab leaves the rows."""
        return self._add

    def _have(self, count: int) -> None:
        """Have so many rows; the first ones stay."""
        while len(self._rows) > count:
            self._drop(self._rows[-1])
        while len(self._rows) < count:
            self._append()

    def _append(self) -> RowT:
        row = self._make_row()
        row.changed.connect(self._on_row_changed)
        row.removed.connect(self._on_row_removed)
        self._rows.append(row)
        self._column.addWidget(row)
        row.show()
        return row

    def _drop(self, row: RowT) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _move(self, row: RowT, to: int) -> None:
        if to == self._rows.index(row) or not 0 <= to < len(self._rows):
            return
        self._rows.remove(row)
        self._rows.insert(to, row)
        self._column.removeWidget(row)
        self._column.insertWidget(to, row)
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        """Everything that hangs on which rows there are, and where."""
        self._name_rows()
        self._line.setVisible(bool(self._rows))
        insert_before(self._add, [stop for row in self._rows for stop in row.stops()])

    def _row(self) -> RowT:
        """The row a signal came from."""
        return next(row for row in self._rows if row is self.sender())

    @Slot()
    def _on_add_clicked(self) -> None:
        row = self._append()
        self._arrange()
        self.changed.emit()
        row.go_on()

    @Slot()
    def _on_row_changed(self) -> None:
        self._name_rows()
        self.changed.emit()

    @Slot()
    def _on_row_removed(self) -> None:
        row = self._row()
        at = self._rows.index(row)
        # the focus moves on before the row goes, or the window would choose for itself
        left = [each for each in self._rows if each is not row]
        if left:
            left[min(at, len(left) - 1)].go_on()
        else:
            self._add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._drop(row)
        self._arrange()
        self.changed.emit()
