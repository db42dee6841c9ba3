"""One-line inputs that take merge fields, and such an input with label, counter and hint."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFont,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from smsdesk.core.provider import Limit
from smsdesk.gui import fonts, icons
from smsdesk.gui.compose.forms.form import Longest
from smsdesk.gui.compose.forms.line_edit import MARGIN, STYLES, LineEdit, in_one_line
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.field import FormField
from smsdesk.gui.parts.input import RADIUS, paint_ground
from smsdesk.gui.style import Themed
from smsdesk.gui.words import number, paragraph

_HEIGHT: Final = {False: 32, True: 52}
_SIDE: Final = 10
_ICON: Final = 16
_STATE_ICON: Final = 14
_ROOMY: Final = 280  # px wide enough for an address and words about it


class MergeInput(Themed, QWidget):
    """A one-line input that shows merge fields as chips; what it holds stays plain text.

    tall: for a longer text; it is higher, and grows with the lines the text wraps to.

    Signals:
        text_changed(): something was typed, pasted or set.
    """

    text_changed = Signal()

    def __init__(self, tall: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tall = tall
        self._icon_name = self._placeholder = ""
        self._wrong = False
        self._state = ("", "", "")
        self.editor = LineEdit(tall, self)
        self.editor.focus_look = ("input", RADIUS)  # type: ignore[attr-defined]
        self.editor.focus_frame = self  # type: ignore[attr-defined]
        self.editor.text_changed.connect(self.text_changed)
        self.editor.fitted.connect(self.updateGeometry)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self._row.addWidget(self.editor, 1, Qt.AlignmentFlag.AlignVCenter)
        self.retheme()

    def retheme(self) -> None:
        """Take sizes anew."""
        self._set_margins()
        self.updateGeometry()
        self.update()

    def _set_margins(self) -> None:
        left = _SIDE - MARGIN + (_ICON + 8 if self._icon_name else 0)
        # a line of fixed height keeps its words a little below the middle
        raised = 3 if self._tall else 1
        self._row.setContentsMargins(left, 0, _SIDE - MARGIN + self._state_width(), raised)

    def text(self) -> str:
        """What was typed; fields as `{name}`."""
        return self.editor.text()

    def set_text(self, text: str) -> None:
        """Replace everything, in one line; Undo takes it back."""
        text = in_one_line(text)
        if text != self.text():
            self.editor.replace_text(text)
            # an address is read from its beginning, a sentence is written on from its end
            reads = not self._tall and not self.editor.hasFocus()
            step = QTextCursor.MoveOperation
            self.editor.moveCursor(step.Start if reads else step.End)

    def set_columns(self, header: Sequence[str]) -> None:
        """Say which fields exist; others are shown as unknown."""
        self.editor.set_columns(header)

    def set_limit(self, characters: int) -> None:
        """Mark what lies beyond `characters`; 0 for no limit."""
        self.editor.set_limit(characters)

    def insert_field(self, name: str) -> None:
        """Put `{name}` at the cursor and keep writing there."""
        self.editor.insert_field(name)

    def set_placeholder(self, words: str) -> None:
        """Show what is expected while nothing is typed."""
        self._placeholder = words  # Qt shows none in lines of a fixed height
        self.update()

    def set_icon(self, name: str) -> None:
        """Show an icon at the left; "" for none."""
        self._icon_name = name
        self.retheme()

    def set_state(self, icon: str, words: str, tone: str) -> None:
        """Say at the right end what is known of the text; "" for nothing."""
        if (icon, words, tone) == self._state:
            return
        self._state = (icon, words, tone)
        self.retheme()

    def set_name(self, name: str) -> None:
        """The name screen readers say."""
        self.editor.setAccessibleName(name)

    def set_error(self, wrong: bool) -> None:
        """Mark (or unmark) what was typed as not usable."""
        self._wrong = wrong
        self.update()

    def focus_end(self) -> None:
        """Go on behind the text."""
        self.editor.moveCursor(QTextCursor.MoveOperation.End)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def setFocus(  # noqa: N802 - Qt's name
        self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason
    ) -> None:
        """Give the keyboard to the text; a focus proxy would be a stop of Tab that leads back."""
        self.editor.setFocus(reason)

    def setAccessibleDescription(self, description: str) -> None:  # noqa: N802 - Qt's name
        """Describe the control itself, which is what screen readers find."""
        self.editor.setAccessibleDescription(description)

    def sizeHint(self) -> QSize:
        """The design's height, or what the lines of a tall one need."""
        grown = self.editor.height() + 6
        return QSize(180, max(fonts.px(_HEIGHT[self._tall]), grown))

    def minimumSizeHint(self) -> QSize:
        """May become narrow."""
        return QSize(60, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the words goes on writing."""
        super().mousePressEvent(event)
        self.focus_end()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, the icon and the state."""
        painter = QPainter(self)
        paint_ground(painter, self, self._wrong)
        middle = self.height() / 2
        if self._icon_name:
            icons.paint(painter, self._icon_name, _SIDE, middle - _ICON / 2, _ICON, "text-3")
        if self._placeholder and not self.text() and not self._is_composing():
            room = QRectF(self.editor.geometry()).adjusted(MARGIN, 0, -MARGIN, 1)
            painting.words(
                painter, room, self._placeholder, fonts.font(STYLES[self._tall]), "text-3"
            )
        icon, words, tone = self._state
        if not words:
            return
        x = self.width() - _SIDE - self._state_words_width()
        room = QRectF(x, 0, self.width() - x, self.height())
        painting.words(painter, room, self._state_words(), self._state_font(), tone, elide=False)
        if icon:
            icons.paint(painter, icon, x - _STATE_ICON - self._state_gap(), middle - 7, 14, tone)

    def _is_composing(self) -> bool:
        return bool(self.editor.document().firstBlock().layout().preeditAreaText())

    def _state_words(self) -> str:
        """Where the room is narrow, an icon says it alone, and a mere count gives way."""
        icon, words, tone = self._state
        needed = float(fonts.px(_ROOMY)) if icon else 0.0
        if not icon and tone == "text-3":
            written = self.editor.document().idealWidth() + 2 * _SIDE
            needed = written + painting.advance(words, self._state_font()) + 8
        return "" if self.width() < needed else words

    def _state_font(self) -> QFont:
        return fonts.font("small", 400 if self._state[2] == "text-3" else 500)

    def _state_words_width(self) -> float:
        words = self._state_words()
        return painting.advance(words, self._state_font()) + 1 if words else 0

    def _state_gap(self) -> int:
        return 6 if self._state_words() else 0

    def _state_width(self) -> int:
        icon = self._state[0]
        if not icon and not self._state_words():
            return 0
        mark = _STATE_ICON + self._state_gap() if icon else 0
        return round(self._state_words_width()) + mark + 8

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words at the right end come and go with the room."""
        super().resizeEvent(event)
        if self._state[1]:
            self._set_margins()


class MergeField(FormField):
    """A merge input with its label above, `used/max` at the right and a line below.

    Signals:
        changed(): something was typed, pasted or set.
    """

    changed = Signal()

    def __init__(
        self,
        label: str,
        *,
        object_name: str,
        hint: str = "",
        optional: bool = False,
        tall: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self.input = MergeInput(tall)
        self._own_hint, self._error = hint, ""
        self._limit: Limit | None = None
        self._provider = ""
        self._longest: Longest | None = None
        super().__init__(label, self.input, hint, parent=parent)
        if optional:
            self._optional.setText(self.tr("optional"))
            self._optional.show()
        self.input.editor.setObjectName(object_name)
        self.input.text_changed.connect(self._on_text_changed)

    def text(self) -> str:
        """What was typed."""
        return self.input.text()

    def set_text(self, text: str) -> None:
        """Replace everything."""
        self.input.set_text(text)

    def set_limit(self, limit: Limit | None, provider: str = "") -> None:
        """Count against `limit`; a soft one is explained, with the provider's name."""
        self._limit, self._provider = limit, provider
        self.input.set_limit(limit.maximum if limit else 0)
        self._count()

    def show_longest(self, longest: Longest | None) -> None:
        """Count as the longest recipient gets it; None counts what is typed."""
        self._longest = longest
        self._count()

    def set_error(self, sentence: str) -> None:
        """Say what is wrong in place of the hint; "" brings the hint back."""
        self._error = sentence
        super().set_error(sentence)

    def set_hint(self, hint: str) -> None:
        """Change the line below; what is wrong stays in its place."""
        self._hint = hint
        super().set_error(self._error)

    def _count(self) -> None:
        if self._limit is None:
            self.clear_counter()
        else:
            used = self._longest.length if self._longest else len(self.text())
            self.set_counter(used, self._limit.maximum)
        below = limit_hint(self._limit, self._longest, self._provider)
        self.set_hint(paragraph(self._own_hint, below))

    @Slot()
    def _on_text_changed(self) -> None:
        self._count()
        self.changed.emit()


def limit_hint(limit: Limit | None, longest: Longest | None, provider: str) -> str:
    """`Counted for the longest: Alexandra Chan. NXCloud states no limit; 85 is ours…`, or less.

    provider: its name, "" where none is chosen.
    """
    translate = QCoreApplication.translate
    if limit is None:
        return ""
    counted = ours = ""
    if longest is not None and longest.who:
        counted = translate("Limit", "Counted for the longest: {name}.")
        counted = counted.format(name=longest.who)
    if not limit.firm:
        ours = translate("Limit", "{provider} states no limit; {limit} is ours, and more is kept.")
        name = provider or translate("Limit", "The provider")
        ours = ours.format(provider=name, limit=number(limit.maximum))
    return paragraph(counted, ours)
