"""What happened, step by step."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from smsdesk.gui import fonts, icons
from smsdesk.gui.parts import painting
from smsdesk.gui.style import Themed, color


class Step(NamedTuple):
    """One thing that happened. time: as shown, in mono at the right."""

    icon: str
    tone: str
    words: str
    second: str = ""
    time: str = ""


class Timeline(Themed, QWidget):
    """What happened, in order, with a line joining the icons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: Sequence[Step] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show these, oldest first."""
        self._steps = steps
        self.setAccessibleName(", ".join(f"{one.words} {one.second} {one.time}" for one in steps))
        self.updateGeometry()
        self.update()

    def retheme(self) -> None:
        """Sizes follow the text scale."""
        self.updateGeometry()

    @staticmethod
    def _height(step: Step) -> int:
        return fonts.px(20) + (fonts.px(16) if step.second else 0) + 8

    def sizeHint(self) -> QSize:
        """All steps."""
        return QSize(280, sum(self._height(step) for step in self._steps))

    def minimumSizeHint(self) -> QSize:
        """Words may be cut."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icons, joining lines, words and times."""
        painter = QPainter(self)
        painting.smooth(painter)
        y = 0.0
        line = fonts.px(20)
        for at, step in enumerate(self._steps):
            high = self._height(step)
            icons.paint(painter, step.icon, 0, y + (line - 16) / 2, 16, step.tone)
            if at < len(self._steps) - 1:
                top = y + line + 1
                painter.fillRect(QRectF(7.5, top, 1, high - line - 1), color("line-2"))
            time = painting.advance(step.time, fonts.font("mono"))
            words = QRectF(28, y, self.width() - 28 - time - 10, line)
            painting.words(painter, words, step.words, fonts.font("body", 500))
            if step.second:
                second = QRectF(28, y + line, self.width() - 28, fonts.px(16))
                painting.words(painter, second, step.second, fonts.font("small"), "text-3")
            right = QRectF(self.width() - time - 1, y, time + 1, line)
            painting.words(painter, right, step.time, fonts.font("mono"), "text-3", elide=False)
            y += high
