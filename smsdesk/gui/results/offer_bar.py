"""A bar over the grid: what is to be said of the rows in it, and what can be done about them."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.gui import fonts, icons
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.surface import Card
from smsdesk.gui.parts.text import Label, Paragraph

_BESIDE_FROM: Final = 700


class OfferBar(Card):
    """Heading, a sentence, and buttons beside them, or beneath where it is narrow."""

    def __init__(
        self, icon: str, tone: str, buttons: Iterable[Button], parent: QWidget | None = None
    ) -> None:
        """`tone` is a status family."""
        super().__init__(radius=8, parent=parent)
        self._heading = Label("", weight=600, elide=True)
        self._text = Paragraph("", "small", "text")
        says = QVBoxLayout()
        says.setSpacing(0)
        says.addStretch(1)
        says.addWidget(self._heading)
        says.addWidget(self._text)
        says.addStretch(1)
        pressed = QHBoxLayout()
        pressed.setSpacing(8)
        for button in buttons:
            pressed.addWidget(button)
        pressed.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(37, 9, 12, 9)
        self._row.setSpacing(8)
        self._row.addLayout(says, 1)
        self._row.addLayout(pressed)
        self.set_tone(icon, tone)

    def set_tone(self, icon: str, tone: str) -> None:
        """Show another icon and status family."""
        self._icon, self._tone = icon, tone
        self._heading.set_tone(tone)
        self.set_look(ground=f"{tone}-soft", outline=f"{tone}-line")

    def say(self, heading: str, text: str) -> None:
        """Change the words, for screen readers as well."""
        self._heading.setText(heading)
        self._text.setText(text)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the buttons stand beneath what they are about."""
        super().resizeEvent(event)
        wide = self.width() >= fonts.px(_BESIDE_FROM)
        side = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, outline and icon."""
        super().paintEvent(event)
        icons.paint(QPainter(self), self._icon, 13, 11, 16, self._tone)
