"""The list of buttons: rows that can be added, removed, and moved by mouse and keyboard."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.core.message import Choice
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui.compose.forms.button_row import ButtonRow
from smsdesk.gui.compose.forms.form import Longest
from smsdesk.gui.compose.media_looking import MediaLooking
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.field import Below
from smsdesk.gui.parts.surface import Card
from smsdesk.gui.parts.text import Hairline, Label

_NOTHING = Choice("", "")


class ButtonList(QWidget):
    """The buttons of a message, in the order people see them.

    least: rows that always stay. Rows that hold nothing are no buttons of the message.

    Signals:
        changed(): a button was typed, added, removed or moved.
    """

    changed = Signal()

    def __init__(self, least: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = least
        self._rows: list[ButtonRow] = []
        self._columns: Sequence[str] = ()
        self._info: ProviderInfo | None = None
        self._looking: MediaLooking | None = None
        self._render: Callable[[str], str] = str
        self._setup_ui()
        self._add.clicked.connect(self._on_add_clicked)
        self._check.clicked.connect(self._on_check_clicked)
        self.set_choices(())

    def _setup_ui(self) -> None:
        self.setAccessibleName(self.tr("Buttons"))
        self._count = Label("", "small", "text-3")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(Label(self.tr("Buttons"), weight=500))
        top.addWidget(self._count)
        top.addStretch(1)
        self._add = Button(self.tr("Add a button"), kind="ghost", icon="plus", size="small")
        self._add.setObjectName("add_button")
        self._check = Button(self.tr("Check links"), kind="ghost", icon="link", size="small")
        self._check.setObjectName("check_links")
        self._hint = Label(self.tr("Drag, or Alt ↑ ↓, to reorder"), "small", "text-3")
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 5, 10, 5)
        foot.setSpacing(4)
        foot.addWidget(self._add)
        foot.addWidget(self._check)
        foot.addStretch(1)
        foot.addWidget(self._hint)
        self._line = Hairline()
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        card = Card(8, "")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(self._column)
        inside.addWidget(self._line)
        inside.addLayout(foot)
        self._below = Below()
        self._below.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(card)
        column.addWidget(self._below)

    def rows(self) -> Sequence[ButtonRow]:
        """The rows from top to bottom, those that hold nothing included."""
        return tuple(self._rows)

    def choices(self) -> tuple[Choice, ...]:
        """The buttons of the message."""
        return tuple(row.choice() for row in self._filled())

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Replace all buttons."""
        wanted = [*choices, *[_NOTHING] * (self._least - len(choices))]
        while len(self._rows) > len(wanted):
            self._take(self._rows[-1])
        while len(self._rows) < len(wanted):
            self._append()
        for row, choice in zip(self._rows, wanted, strict=True):
            row.set_choice(choice)
        self._renumber()

    def set_columns(self, header: Sequence[str]) -> None:
        """Say which merge fields exist."""
        self._columns = header
        for row in self._rows:
            row.set_columns(header)

    def set_provider(self, info: ProviderInfo | None) -> None:
        """Count the words against another provider's limit."""
        self._info = info
        for row in self._rows:
            row.set_limit(info.limit("choices.text") if info else None)

    def set_looking(self, looking: MediaLooking) -> None:
        """Say who looks at addresses."""
        self._looking = looking
        looking.looked.connect(self._on_looked)
        for row in self._rows:
            row.set_looking(looking)
        self._renumber()

    def set_renderer(self, render: Callable[[str], str]) -> None:
        """Say what fills the merge fields for the person in sight."""
        self._render = render
        for row in self._rows:
            row.set_renderer(render)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each sentence at its row; `choices` is about the list."""
        filled = self._filled()
        for row in self._rows:
            at = filled.index(row) if row in filled else -1
            row.show_errors(
                errors.get(f"choices.{at}.text", ""), errors.get(f"choices.{at}.url", "")
            )
        self._below.say(errors.get("choices", ""), wrong=True)

    def show_longest(self, longest: Mapping[str, Longest]) -> None:
        """Count the words as the longest recipient gets them."""
        filled = self._filled()
        for row in self._rows:
            at = filled.index(row) if row in filled else -1
            row.show_longest(longest.get(f"choices.{at}.text"))

    # -- inside --------------------------------------------------------------------------------

    def _filled(self) -> list[ButtonRow]:
        return [row for row in self._rows if any(map(str.strip, _texts(row)))]

    def _append(self) -> ButtonRow:
        row = ButtonRow()
        row.set_columns(self._columns)
        row.set_limit(self._info.limit("choices.text") if self._info else None)
        row.set_renderer(self._render)
        if self._looking is not None:
            row.set_looking(self._looking)
        row.changed.connect(self._on_row_changed)
        row.removed.connect(self._on_row_removed)
        row.shifted.connect(self._on_row_shifted)
        row.dragged.connect(self._on_row_dragged)
        self._rows.append(row)
        self._column.addWidget(row)
        row.show()
        return row

    def _take(self, row: ButtonRow) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _move(self, row: ButtonRow, to: int) -> None:
        at = self._rows.index(row)
        if to == at or not 0 <= to < len(self._rows):
            return
        self._rows.insert(to, self._rows.pop(at))
        self._column.removeWidget(row)
        self._column.insertWidget(to, row)
        self._renumber()
        self.changed.emit()

    def _renumber(self) -> None:
        """Names, order of Tab, what may go or move: all that hangs on the places."""
        before: QWidget | None = None
        for index, row in enumerate(self._rows):
            row.set_place(index)
            row.set_removable(len(self._rows) > self._least)
            row.set_movable(len(self._rows) > 1)
            for control in row.controls():
                if before is not None:
                    QWidget.setTabOrder(before, control)
                before = control
        if before is not None:
            QWidget.setTabOrder(before, self._add)
        QWidget.setTabOrder(self._add, self._check)
        self._line.setVisible(bool(self._rows))
        self._hint.setVisible(len(self._rows) > 1)
        self._say_count()

    def _say_count(self) -> None:
        count = len(self._filled())
        words = self.tr("{count}, shown in this order") if count > 1 else "{count}"
        self._count.setText(words.format(count=count) if count else "")
        addressed = any(row.address() for row in self._rows)
        self._check.setVisible(self._looking is not None and addressed)

    def _row(self) -> ButtonRow:
        row = self.sender()
        return next(each for each in self._rows if each is row)

    @Slot()
    def _on_add_clicked(self) -> None:
        row = self._append()
        self._renumber()
        self.changed.emit()
        row.words.focus_end()

    @Slot()
    def _on_check_clicked(self) -> None:
        for row in self._rows:
            row.check()

    @Slot()
    def _on_row_changed(self) -> None:
        self._say_count()
        self.changed.emit()

    @Slot()
    def _on_row_removed(self) -> None:
        row = self._row()
        at = self._rows.index(row)
        # the focus moves on before the row goes, or the window would choose for itself
        left = [each for each in self._rows if each is not row]
        if left:
            left[min(at, len(left) - 1)].words.focus_end()
        else:
            self._add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._take(row)
        self._renumber()
        self.changed.emit()

    @Slot(int)
    def _on_row_shifted(self, step: int) -> None:
        row = self._row()
        self._move(row, self._rows.index(row) + step)

    @Slot(QPoint)
    def _on_row_dragged(self, where: QPoint) -> None:
        row = self._row()
        y = self.mapFromGlobal(where).y()
        others = [each for each in self._rows if each is not row]
        above = sum(each.mapTo(self, each.rect().center()).y() < y for each in others)
        self._move(row, above)

    @Slot(str)
    def _on_looked(self, _url: str) -> None:
        for row in self._rows:
            row.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The way to reorder is said only where there is room for it."""
        super().resizeEvent(event)
        room = self.width() - self._add.sizeHint().width() - self._check.sizeHint().width() - 40
        fits = self._hint.sizeHint().width() <= room
        self._hint.setVisible(fits and len(self._rows) > 1)


def _texts(row: ButtonRow) -> tuple[str, str]:
    return row.words.text(), row.url.text()
