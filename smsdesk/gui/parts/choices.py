"""A list of things a person can decide: rows of icon, words and what each comes to."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from smsdesk.gui import fonts, icons
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.press import EnterPresses
from smsdesk.gui.parts.surface import Card
from smsdesk.gui.parts.text import Hairline, Paragraph
from smsdesk.gui.style import Themed

_LEFT, _RIGHT, _ABOVE = 36, 34, 8
_HINT_FROM = 156
_GAP = 12


class ChoiceRow(EnterPresses, Themed, QAbstractButton):
    """One choice: icon, title, a hint beside it and, where there is more to say, a line beneath.

    hint: a few words at the right of the title. text: a sentence beneath, wrapped.
    """

    focus_look = ("button", 7)

    def __init__(
        self, icon: str, title: str, hint: str = "", text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._hint = icon, hint
        self.setText(title)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        # placed by hand: a layout with nothing in sight would claim no height at all
        self._text = Paragraph("", "small", "text-3", parent=self)
        self._text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_text(text)
        self.retheme()

    def retheme(self) -> None:
        """Take the fonts anew."""
        self.setFont(fonts.font("body", 500))
        self._place()
        self.updateGeometry()

    def set_text(self, text: str) -> None:
        """Change the sentence beneath, "" for none."""
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._speak()
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sentence takes what is left beneath the title."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        above = _ABOVE + fonts.line_height("body")
        wide = max(1, self.width() - _LEFT - _RIGHT)
        self._text.setGeometry(_LEFT, above, wide, max(1, self.height() - above - _ABOVE))

    def _speak(self) -> None:
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self._text.text() or self._hint)

    def sizeHint(self) -> QSize:
        """Title and hint in one line, the sentence beneath."""
        hint = round(painting.advance(self._hint, fonts.font("small"))) + 1
        wide = fonts.px(_HINT_FROM) + _RIGHT + hint
        return QSize(wide, self.heightForWidth(max(wide, fonts.px(300))))

    def minimumSizeHint(self) -> QSize:
        """May become narrow: the hint is cut, the sentence wraps."""
        return QSize(fonts.px(200), 2 * _ABOVE + fonts.line_height("body"))

    def hasHeightForWidth(self) -> bool:
        """The sentence wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Title line and the lines of the sentence."""
        high = 2 * _ABOVE + fonts.line_height("body")
        if self._text.text():
            high += self._text.heightForWidth(width - _LEFT - _RIGHT) + 1
        return high

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground under the pointer, icon, title, hint and chevron."""
        painter = QPainter(self)
        painting.smooth(painter)
        on = self.isEnabled()
        if on and (self.underMouse() or self.isDown()):
            ground = "pressed" if self.isDown() else "hover"
            painting.rounded(painter, self.rect().adjusted(1, 1, -1, -1), 7, ground)
        line = fonts.line_height("body")
        top = _ABOVE + (line - 16) / 2
        icons.paint(painter, self._icon_name, 12, top, 16, "accent-text" if on else "text-3")
        room = QRectF(_LEFT, _ABOVE, self.width() - _LEFT - _RIGHT, line)
        wide = painting.words(
            painter, room, self.text(), self.font(), "text" if on else "text-3"
        )  # fmt: skip
        behind, end = _LEFT + wide + _GAP, self.width() - _RIGHT
        needed = painting.advance(self._hint, fonts.font("small"))
        at = max(behind, min(fonts.px(_HINT_FROM), end - needed))
        if self._hint and at + needed <= end:  # else it is spoken only
            hint = QRectF(at, _ABOVE, end - at, line)
            painting.words(painter, hint, self._hint, fonts.font("small"), "text-3")
        if on:
            icons.paint(painter, "right", self.width() - 28, top, 16, "text-3")


class ChoiceList(Card):
    """Choices under one another in a frame, a hairline between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(radius=8, parent=parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)

    def add(self, row: ChoiceRow) -> ChoiceRow:
        """Append a choice."""
        if self._column.count():
            self._column.addWidget(Hairline())
        self._column.addWidget(row)
        return row
