"""An icon with words beside it: statuses, facts, findings."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from smsdesk.gui import icons
from smsdesk.gui.parts.text import Label


class _Icon(QWidget):
    def __init__(self, name: str, tone: str, size: int) -> None:
        super().__init__()
        self.name, self.tone, self.side = name, tone, size
        self.setFixedSize(QSize(size, size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self.name, 0, 0, self.side, self.tone)


class IconLabel(QWidget):
    """Icon and one line of words; the icon never stands alone."""

    def __init__(
        self,
        icon: str,
        tone: str,
        text: str,
        *,
        style: str = "body",
        text_tone: str = "",
        weight: int | None = None,
        size: int = 16,
    ) -> None:
        super().__init__()
        self._text_tone = text_tone
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._icon = _Icon(icon, tone, size)
        self._label = Label(text, style, text_tone or tone, weight, elide=True)
        row.addWidget(self._icon)
        row.addWidget(self._label, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def text(self) -> str:
        """The words."""
        return self._label.text()

    def set_look(self, icon: str, tone: str, text: str) -> None:
        """Change all of it."""
        self._icon.name, self._icon.tone = icon, tone
        self._icon.update()
        self._label.set_tone(self._text_tone or tone)
        self._label.setText(text)
        self.setAccessibleName(text)
