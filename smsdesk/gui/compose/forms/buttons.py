"""The list of buttons: rows that can be added, removed, and moved by mouse and keyboard."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from smsdesk.core.message import Choice
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui.compose.forms.button_row import ButtonRow
from smsdesk.gui.compose.forms.form import Longest
from smsdesk.gui.compose.forms.rows_card import RowsCard
from smsdesk.gui.compose.media_looking import MediaLooking
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.field import Below

_NOTHING = Choice("", "")


class ButtonList(RowsCard[ButtonRow]):
    """The buttons of a message, in the order people see them.

    least: rows that always stay. Rows that hold nothing are no buttons of the message.
    """

    def __init__(self, least: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Buttons"), self.tr("Add a button"), parent)
        self._least = least
        self._columns: Sequence[str] = ()
        self._info: ProviderInfo | None = None
        self._looking: MediaLooking | None = None
        self._render: Callable[[str], str] = str
        self.setAccessibleName(self.tr("Buttons"))
        self._add.setObjectName("add_button")
        self._check = Button(self.tr("Check links"), kind="ghost", icon="link", size="small")
        self._check.setObjectName("check_links")
        self._foot.insertWidget(1, self._check)
        self._hint.setText(self.tr("Drag, or Alt ↑ ↓, to reorder"))
        self._below = Below()
        self._below.hide()
        self._outer.addWidget(self._below)
        self._check.clicked.connect(self._on_check_clicked)
        self.set_choices(())

    def choices(self) -> tuple[Choice, ...]:
        """The buttons of the message."""
        return tuple(row.choice() for row in self._filled())

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Replace all buttons."""
        wanted = [*choices, *[_NOTHING] * (self._least - len(choices))]
        self._have(len(wanted))
        for row, choice in zip(self._rows, wanted, strict=True):
            row.set_choice(choice)
        self._arrange()

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
        self._name_rows()

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

    def _make_row(self) -> ButtonRow:
        row = ButtonRow()
        row.set_columns(self._columns)
        row.set_limit(self._info.limit("choices.text") if self._info else None)
        row.set_renderer(self._render)
        if self._looking is not None:
            row.set_looking(self._looking)
        row.shifted.connect(self._on_row_shifted)
        row.dragged.connect(self._on_row_dragged)
        return row

    def _name_rows(self) -> None:
        for index, row in enumerate(self._rows):
            row.set_place(index)
            row.set_removable(len(self._rows) > self._least)
            row.set_movable(len(self._rows) > 1)
        count = len(self._filled())
        words = self.tr("{count}, shown in this order") if count > 1 else "{count}"
        self._count.setText(words.format(count=count) if count else "")
        addressed = any(row.address() for row in self._rows)
        self._check.setVisible(self._looking is not None and addressed)
        self._show_hint()

    def _show_hint(self) -> None:
        """The way to reorder is said only where there is room for it."""
        room = self.width() - self._add.sizeHint().width() - self._check.sizeHint().width() - 40
        fits = self._hint.sizeHint().width() <= room
        self._hint.setVisible(fits and len(self._rows) > 1)

    @Slot()
    def _on_check_clicked(self) -> None:
        for row in self._rows:
            row.check()

    @Slot(int)
    def _on_row_shifted(self, step: int) -> None:
        row = self._row()
        self._move(row, self._rows.index(row) + step)

    @Slot(QPoint)
    def _on_row_dragged(self, where: QPoint) -> None:
        row = self._row()
        y = self.mapFromGlobal(where).y()
        others = [each for each in self._rows if each is not row]
        self._move(row, sum(each.mapTo(self, each.rect().center()).y() < y for each in others))

    @Slot(str)
    def _on_looked(self, _url: str) -> None:
        for row in self._rows:
            row.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The room for the hint is another."""
        super().resizeEvent(event)
        self._show_hint()


def _texts(row: ButtonRow) -> tuple[str, str]:
    return row.words.text(), row.url.text()
