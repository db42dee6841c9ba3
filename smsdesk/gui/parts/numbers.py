"""The four numbers of a campaign: equal columns that always add up to the recipients."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from smsdesk.gui import fonts, icons
from smsdesk.gui.parts import painting
from smsdesk.gui.words import number


class _Number(NamedTuple):
    icon: str = ""
    tone: str = "text-2"
    word: str = ""
    figure: str = ""
    small: str = ""


class NumberRow(QWidget):
    """Columns of icon and word, a large number, and one small line."""

    def __init__(self, columns: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers = [_Number() for _ in range(columns)]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set(
        self, index: int, icon: str, tone: str, word: str, figure: int | str, small: str = ""
    ) -> None:
        """Fill one column."""
        shown = figure if isinstance(figure, str) else number(figure)
        new = _Number(icon, tone, word, shown, small)
        if new != self._numbers[index]:
            self._numbers[index] = new
            said = ", ".join(f"{one.word} {one.figure}" for one in self._numbers if one.word)
            self.setAccessibleName(said)
            self.update()

    def sizeHint(self) -> QSize:
        """Three lines."""
        return QSize(520, fonts.px(20 + 36 + 16))

    def minimumSizeHint(self) -> QSize:
        """Narrow columns cut their small line."""
        return QSize(360, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the columns and the hairlines between them."""
        painter = QPainter(self)
        painting.smooth(painter)
        wide = self.width() / len(self._numbers)
        body, small = fonts.line_height(), fonts.line_height("small")
        for at, one in enumerate(self._numbers):
            x = at * wide + (20 if at else 0)
            room = wide - (24 if at else 4)
            if at:
                painting.hairline(painter, round(at * wide), 0, self.height(), vertical=True)
            left = x
            if one.icon:
                icons.paint(painter, one.icon, x, (body - 16) / 2, 16, one.tone)
                left += 22
            painting.words(
                painter, QRectF(left, 0, room - (left - x), body), one.word,
                fonts.font("body", 500), one.tone,
            )  # fmt: skip
            high = fonts.line_height("number")
            painting.words(painter, QRectF(x, body, room, high), one.figure, fonts.font("number"))
            painting.words(
                painter, QRectF(x, body + high, room, small), one.small, fonts.font("small"),
                "text-3",
            )  # fmt: skip
