"""One button of a message: its words, the address it opens, and what moves or removes it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from smsdesk.core.message import Choice
from smsdesk.core.message_check import field_words
from smsdesk.core.provider import Limit
from smsdesk.gui.compose.forms.form import Longest
from smsdesk.gui.compose.forms.look_words import link_state, problem_of, warnings_of
from smsdesk.gui.compose.forms.merge_input import MergeInput
from smsdesk.gui.compose.forms.rows_card import CardRow
from smsdesk.gui.compose.media_looking import MediaLooking
from smsdesk.gui.compose.merge_fields import fields_in
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.button import IconButton
from smsdesk.gui.parts.field import Below, is_near
from smsdesk.gui.parts.handle import Handle
from smsdesk.gui.style import color
from smsdesk.gui.words import language, number
from smsdesk.services.media import MediaUse

_WORDS_MOST = 240
_WORDS_LEAST = 112


class ButtonRow(CardRow):
    """A row of the list of buttons.

    Signals:
        shifted(int): it shall move by so many places.
        dragged(QPoint): its handle is held at that global position.
    """

    shifted = Signal(int)
    dragged = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = False
        self._held = False
        self._limit: Limit | None = None
        self._longest: Longest | None = None
        self._looking: MediaLooking | None = None
        self._render: Callable[[str], str] = str
        self._errors = ("", "")
        self._setup_ui()
        for field in (self.words, self.url):
            field.text_changed.connect(self._on_text_changed)
        self._trash.clicked.connect(self.removed)
        self._handle.dragged.connect(self.dragged)
        self._handle.held.connect(self._on_held)

    def _setup_ui(self) -> None:
        self._handle = Handle(self.tr("Drag, or press Alt and an arrow key, to move"))
        self.words = MergeInput()
        self.words.set_placeholder(self.tr("Words"))
        self.words.setMinimumWidth(_WORDS_LEAST)
        self.words.setMaximumWidth(_WORDS_MOST)
        self.url = MergeInput()
        self.url.set_icon("link")
        self.url.set_placeholder("https://…")
        self._trash = IconButton("trash", self.tr("Remove"))
        self._below = Below()
        self._below.hide()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._handle)
        line.addWidget(self.words, 1)
        line.addWidget(self.url, 2)
        line.addWidget(self._trash)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 8, 6)
        column.setSpacing(4)
        column.addLayout(line)
        below = QHBoxLayout()
        below.setContentsMargins(28, 0, 0, 2)
        below.addWidget(self._below)
        column.addLayout(below)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_place(self, index: int) -> None:
        """Say which button it is, from 0."""
        self._first = index == 0
        for field, key in ((self.words, "text"), (self.url, "url")):
            field.set_name(field_words(f"choices.{index}.{key}").to(language()))
            field.editor.setObjectName(f"choices_{index}_{key}")
        self._trash.set_name(self.tr("Remove button {number}").format(number=index + 1))
        self._trash.setObjectName(f"choices_{index}_remove")
        self.update()

    def set_removable(self, removable: bool) -> None:
        """Say whether it may go."""
        self._trash.setEnabled(removable)

    def set_movable(self, movable: bool) -> None:
        """Say whether there is another place for it."""
        self._handle.setEnabled(movable)

    def stops(self) -> tuple[QWidget, ...]:
        """Words, address and the way out."""
        return self.words.editor, self.url.editor, self._trash

    def go_on(self) -> None:
        """Continue in the words."""
        self.words.focus_end()

    def choice(self) -> Choice:
        """What was typed."""
        return Choice(self.words.text(), self.url.text().strip())

    def set_choice(self, choice: Choice) -> None:
        """Replace words and address."""
        self.words.set_text(choice.text)
        self.url.set_text(choice.url)

    def set_columns(self, header: Sequence[str]) -> None:
        """Say which fields exist."""
        self.words.set_columns(header)
        self.url.set_columns(header)

    def set_limit(self, limit: Limit | None) -> None:
        """Count the words against a limit."""
        self._limit = limit
        self.words.set_limit(limit.maximum if limit else 0)
        self._count()

    def show_longest(self, longest: Longest | None) -> None:
        """Count the words as the longest recipient gets them."""
        self._longest = longest
        self._count()

    def show_errors(self, words: str, url: str) -> None:
        """Say what is wrong with the words and with the address."""
        self._errors = (words, url)
        self._show_problems()

    def set_looking(self, looking: MediaLooking) -> None:
        """Say who looks at addresses."""
        self._looking = looking
        self.refresh()

    def set_renderer(self, render: Callable[[str], str]) -> None:
        """Say what fills the merge fields for the person in sight."""
        self._render = render
        self.refresh()

    def address(self) -> str:
        """The address as the person in sight opens it; "" where it cannot be looked at."""
        typed = self.url.text().strip()
        address = self._render(typed).strip() if typed else ""
        return "" if fields_in(address) else address

    def check(self) -> None:
        """Look at the address."""
        if self._looking is not None and self.address():
            self._looking.look(self.address(), MediaUse.LINK)

    def refresh(self) -> None:
        """Show what is known of the address."""
        look = self._looking.state(self.address()) if self._looking else None
        icon, words, tone = link_state(look)
        self.url.set_state(icon, words, tone)
        self.url.setToolTip(warnings_of(look))
        self._show_problems()

    def _show_problems(self) -> None:
        look = self._looking.state(self.address()) if self._looking else None
        words, url = self._errors
        self.words.set_error(bool(words))
        self.url.set_error(bool(url))
        self.words.setAccessibleDescription(words)
        self.url.setAccessibleDescription(url or problem_of(look) or link_state(look)[1])
        self._below.say("\n".join(filter(None, (words, url or problem_of(look)))), wrong=True)

    def _count(self) -> None:
        if self._limit is None:
            self.words.set_state("", "", "")
            return
        used = self._longest.length if self._longest else len(self.words.text())
        near = is_near(used, self._limit.maximum)
        counted = f"{number(used)}/{number(self._limit.maximum)}"
        self.words.set_state("", counted, "warn" if near else "text-3")

    @Slot()
    def _on_text_changed(self) -> None:
        self._count()
        self.refresh()
        self.changed.emit()

    @Slot(bool)
    def _on_held(self, held: bool) -> None:
        self._held = held
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow key moves the row."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.shifted.emit(step)
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line above, and the ground while it is moved."""
        painter = QPainter(self)
        if self._held:
            painter.fillRect(self.rect().adjusted(1, 1, -1, 0), color("hover"))
        if not self._first:
            painting.hairline(painter, 0, 0, self.width())
