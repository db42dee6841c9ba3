"""The leg that cannot carry a message: where a phone would stand, one sentence and one action."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from smsdesk.gui import icons
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.text import Paragraph

_PICTURE, _BAR, _GAP = 92, 10, 6
_LOW = 300  # under this height words matter more than shapes


class _Ghost(QWidget):
    """The shapes of a message that does not come."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_PICTURE + 2 * (_GAP + _BAR))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.smooth(painter)
        painter.setOpacity(0.75)
        wide = self.width()
        painting.rounded(painter, QRectF(0, 0, wide, _PICTURE), 12, "pressed")
        icons.paint(painter, "image", (wide - 24) / 2, (_PICTURE - 24) / 2, 24, "text-3")
        y = _PICTURE + _GAP
        painting.rounded(painter, QRectF(0, y, wide, _BAR), 5, "pressed")
        painting.rounded(painter, QRectF(0, y + _BAR + _GAP, wide * 0.64, _BAR), 5, "pressed")


class DeadLeg(QWidget):
    """Says that a channel cannot carry the message. Never red: it is a fact, not a fault.

    Signals:
        action_clicked(): the one thing that can be done about it.
    """

    action_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ghost = _Ghost()
        self._sentence = Paragraph("", tone="text")
        self._action = Button()
        self._action.clicked.connect(self.action_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self._ghost)
        column.addSpacing(8)
        column.addWidget(self._sentence)
        column.addWidget(self._action, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def set_words(self, name: str, sentence: str, action: str) -> None:
        """Which channel it is, why it cannot, and what to do; "" for no action."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(sentence)
        self._sentence.setText(sentence)
        self._action.setText(action)
        self._action.setVisible(bool(action))

    def sentence(self) -> str:
        """The sentence shown."""
        return self._sentence.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low leg has no room for the shapes."""
        super().resizeEvent(event)
        self._ghost.setVisible(self.height() >= _LOW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and dashed outline."""
        painter = QPainter(self)
        painting.smooth(painter)
        painting.rounded(painter, self.rect(), 24, "canvas", "line-2", dashed=True)
