"""The four numbers of a campaign, in columns: they always add up to the recipients."""

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


_SIDE = 24  # px a column keeps free


class NumberRow(QWidget):
    """Columns of icon and word, a large number, and one small line.

    They are equally wide, unless one of the words needs more.
    """

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
        body, small = fonts.line_height(), fonts.line_height("small")
        begin = 0.0
        for at, (one, wide) in enumerate(zip(self._numbers, self._widths(), strict=True)):
            x = begin + (20 if at else 0)
            room = wide - (_SIDE if at else 4)
            if at:
                painting.hairline(painter, round(begin), 0, self.height(), vertical=True)
            begin += wide
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

    def _widths(self) -> list[float]:
        """Equal ones, else what the words need, else at least the figures whole."""
        equal = self.width() / len(self._numbers)
        figures = [painting.advance(one.figure, fonts.font("number")) for one in self._numbers]
        words = [
            painting.advance(one.word, fonts.font("body", 500)) + (22 if one.icon else 0)
            for one in self._numbers
        ]
        needed = [max(pair) + _SIDE + 2 for pair in zip(words, figures, strict=True)]
        if max(needed) <= equal:
            return [equal] * len(needed)
        spare = self.width() - sum(needed)
        if spare >= 0:
            return [each + spare / len(needed) for each in needed]
        least = [figure + _SIDE + 2 for figure in figures]
        share = (self.width() - sum(least)) / max(1.0, sum(needed) - sum(least))
        return [low + share * (high - low) for low, high in zip(least, needed, strict=True)]
