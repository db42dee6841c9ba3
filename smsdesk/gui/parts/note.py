"""A note: one thing a page has to say, with what it means and at most one action."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.gui import icons
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.button import Button, IconButton
from smsdesk.gui.parts.text import Paragraph

_ICONS = {
    "warn": "tri",
    "bad": "xc",
    "ok": "okc",
    "wait": "info",
    "accent": "info",
    "viber": "loop",
}


class Note(QFrame):
    """A soft ground with an icon, a heading in the family's colour, prose and an action.

    Signals:
        action_clicked(): the note's button was pressed.
        close_clicked(): the cross was pressed, where there is one.
    """

    action_clicked = Signal()
    close_clicked = Signal()

    def __init__(
        self,
        tone: str = "warn",
        heading: str = "",
        text: str = "",
        icon: str = "",
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone, self._icon_name = tone, icon or _ICONS.get(tone, "info")
        ink = "accent-text" if tone == "accent" else tone
        self._heading = Paragraph("", "body", ink, 600)
        self._text = Paragraph("", "body", "text-2" if tone in ("wait", "accent") else "text")
        column = QVBoxLayout()
        column.setContentsMargins(0, 4, 0, 4)  # one line stands in the middle of its button
        column.setSpacing(0)
        column.addWidget(self._heading)
        column.addWidget(self._text)
        self._action = Button("", size="small")
        self._action.clicked.connect(self.action_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(37, 7, 12, 7)
        row.setSpacing(12)
        row.addLayout(column, 1)
        row.addWidget(self._action)
        self._row = row
        self.set_text(heading, text)
        self.set_action(action)

    def set_text(self, heading: str, text: str = "") -> None:
        """Change what it says."""
        for label, words in ((self._heading, heading), (self._text, text)):
            label.setText(words)
            label.setVisible(bool(words))
        self.setAccessibleName(heading or text)
        self.setAccessibleDescription(text if heading else "")

    def set_tone(self, tone: str, icon: str = "") -> None:
        """Change family and icon."""
        self._tone, self._icon_name = tone, icon or _ICONS.get(tone, "info")
        self._heading.set_tone("accent-text" if tone == "accent" else tone)
        self._text.set_tone("text-2" if tone in ("wait", "accent") else "text")
        self.update()

    def set_action(self, text: str) -> None:
        """Change the button, "" for none."""
        self._action.setText(text)
        self._action.setVisible(bool(text))

    def set_closable(self, name: str) -> None:
        """Put a cross behind the action; name: what it does, for screen readers."""
        cross = IconButton("x", name, "small")
        cross.clicked.connect(self.close_clicked)
        self._row.setSpacing(8)
        self._row.addWidget(cross)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and icon."""
        painter = QPainter(self)
        painting.smooth(painter)
        painting.rounded(painter, self.rect(), 8, f"{self._tone}-soft", f"{self._tone}-line")
        ink = "accent-text" if self._tone == "accent" else self._tone
        icons.paint(painter, self._icon_name, 13, 13, 16, ink)
