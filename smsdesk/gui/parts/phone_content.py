"""What stands on the phone's screen, block by block: texts, notes, a call.

A block is a plain value that can measure and paint itself, so that the phone shows any message
without knowing its kind. Words arrive finished; colours are tokens.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTextCharFormat, QTextLayout, QTextOption

from smsdesk.gui import fonts, icons
from smsdesk.gui.parts import painting
from smsdesk.gui.style import color

_BUBBLE: Final = 236
_LINK: Final = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]，。；：！？）】]")


class Block(Protocol):
    """One thing on the screen."""

    def height(self, width: float) -> float:
        """How high it is in a column of `width`."""

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        """Paint it with its top left corner at (x, y)."""


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs to the left, as in Arabic."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def lay_out(
    text: str,
    width: float,
    style: str = "bubble",
    weight: int | None = None,
    strong: str = "",
    centred: bool = False,
) -> tuple[QTextLayout, float, float]:
    """Lines of a text on the style's line height; also the width used and the height.

    Web addresses look like links, the first `strong` stands out. Lines that run to the left end at
    the right edge of the width used.
    """
    text = text.replace("\n", "\u2028")
    layout = QTextLayout(text, fonts.font(style, weight))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(_formats(text, style, strong))
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(line)
    step = fonts.line_height(style)
    used = max((line.naturalTextWidth() for line in lines), default=0.0)
    share = 0.5 if centred else float(is_right_to_left(text))  # of the spare room, at the left
    for at, line in enumerate(lines):
        left = (used - line.naturalTextWidth()) * share
        line.setPosition(QPointF(left, at * step + (step - line.height()) / 2))
    layout.endLayout()
    return layout, used, float(max(1, len(lines)) * step)


def _formats(text: str, style: str, strong: str) -> list[QTextLayout.FormatRange]:
    found = []
    for link in _LINK.finditer(text):
        look = QTextCharFormat()
        look.setForeground(color("accent-text"))
        look.setFontUnderline(True)
        found.append(_range(text, link.start(), link.end(), look))
    if strong and strong in text:
        look = QTextCharFormat()
        look.setFont(fonts.font(style, 600))
        at = text.index(strong)
        found.append(_range(text, at, at + len(strong), look))
    return found


def _range(text: str, start: int, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start = _units(text[:start])  # Qt counts an emoji as two
    made.length = _units(text[start:end])
    made.format = look
    return made


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def paint_bubble(painter: QPainter, area: QRectF) -> None:
    """Paint the ground of a bubble: radius 16, with 5 at the bottom left."""
    painting.rounded(painter, area, 16, "bubble")
    corner = QRectF(area.x(), area.bottom() - 16, 16, 16)
    painting.rounded(painter, corner, 5, "bubble")


@dataclass(frozen=True, slots=True)
class TextBubble:
    """A text as a bubble. strong: the part of it that stands out, a code."""

    text: str
    strong: str = ""

    def height(self, width: float) -> float:
        """The lines, and 10 above and below."""
        return lay_out(self.text, min(_BUBBLE, width) - 26, strong=self.strong)[2] + 20

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        """Paint ground and text; a short text has a narrow bubble."""
        most = min(_BUBBLE, width)
        layout, used, high = lay_out(self.text, most - 26, strong=self.strong)
        paint_bubble(painter, QRectF(x, y, min(most, used + 27), high + 20))
        painter.setPen(color("bubble-text"))
        layout.draw(painter, QPointF(x + 13, y + 10))


@dataclass(frozen=True, slots=True)
class Hint:
    """What will stand here, in a dashed bubble."""

    text: str

    def height(self, width: float) -> float:
        """The lines, and 10 above and below."""
        return lay_out(self.text, min(_BUBBLE, width) - 26)[2] + 20

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        """Paint outline and words."""
        most = min(_BUBBLE, width)
        layout, used, high = lay_out(self.text, most - 26)
        area = QRectF(x, y, min(most, used + 27), high + 20)
        painting.rounded(painter, area, 16, None, "line-2", dashed=True)
        painter.setPen(color("text-2"))
        layout.draw(painter, QPointF(x + 13, y + 10))


@dataclass(frozen=True, slots=True)
class SmallLine:
    """A fact beneath a bubble, small and wrapped, with an icon where it matters."""

    text: str
    tone: str = "text-3"
    icon: str = ""

    @property
    def _indent(self) -> float:
        return 22.0 if self.icon else 4.0

    def height(self, width: float) -> float:
        """The lines."""
        return lay_out(self.text, width - self._indent, "small")[2]

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        """Paint icon and words."""
        if self.icon:
            icons.paint(painter, self.icon, x + 4, y + 1, 14, self.tone)
        layout, _used, _high = lay_out(self.text, width - self._indent, "small")
        painter.setPen(color(self.tone))
        layout.draw(painter, QPointF(x + self._indent, y))


@dataclass(frozen=True, slots=True)
class Day:
    """The line above the first bubble: `Today 9:41`."""

    text: str

    def height(self, width: float) -> float:  # noqa: ARG002 (one line in any width)
        """One line."""
        return fonts.px(16) + 4.0

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        """Paint it in the middle."""
        area = QRectF(x, y, width, fonts.px(16))
        centre = Qt.AlignmentFlag.AlignHCenter
        painting.words(painter, area, self.text, fonts.font("key", 400), "text-3", centre)


@dataclass(frozen=True, slots=True)
class ValuesNote:
    """A text nobody here knows: its name and the values that go into it, outlined like a bubble.

    values: names and values in order.
    """

    title: str
    values: Sequence[tuple[str, str]] = ()

    def _columns(self, width: float) -> tuple[float, float]:
        """Widths of names and values; names give way."""
        font = fonts.font("small")
        names = max((painting.advance(name, font) for name, _value in self.values), default=0.0)
        inner = min(_BUBBLE, width) - 26
        name = min(names, inner * 0.45)
        return name, inner - name - 12

    def height(self, width: float) -> float:
        """Title and rows."""
        _name, room = self._columns(width)
        rows = sum(lay_out(value or "–", room, "small")[2] + 4 for _name, value in self.values)
        title = lay_out(self.title, min(_BUBBLE, width) - 26, "body", 600)[2]
        return 20 + title + (6 + rows if self.values else 0)

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        """Paint outline, title and rows."""
        wide = min(_BUBBLE, width)
        area = QRectF(x, y, wide, self.height(width))
        painting.rounded(painter, area, 16, None, "line-2", dashed=True)
        title, _used, high = lay_out(self.title, wide - 26, "body", 600)
        painter.setPen(color("text"))
        title.draw(painter, QPointF(x + 13, y + 10))
        at = y + 10 + high + 6
        name, room = self._columns(width)
        line = fonts.line_height("small")
        for key, value in self.values:
            place = QRectF(x + 13, at, name + 1, line)
            painting.words(painter, place, key, fonts.font("small"), "text-3")
            layout, _used, high = lay_out(value or "–", room, "small", 500)
            painter.setPen(color("text"))
            layout.draw(painter, QPointF(x + 13 + name + 12, at))
            at += high + 4


@dataclass(frozen=True, slots=True)
class Call:
    """A phone call that says something: a handset, a sentence, and what is read out, large."""

    sentence: str
    spoken: str

    def height(self, width: float) -> float:
        """Handset, sentence and code."""
        return 28 + 72 + 20 + self._sentence(width)[2] + 4 + self._code(width)[2]

    def _sentence(self, width: float) -> tuple[QTextLayout, float, float]:
        return lay_out(self.sentence, width, "body", centred=True)

    def _code(self, width: float) -> tuple[QTextLayout, float, float]:
        return lay_out(self.spoken, width, "title", centred=True)

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        """Paint them one below the other, in the middle."""
        middle = x + width / 2
        y += 28
        painting.disc(painter, middle - 36, y, 72, "ok-soft")
        icons.paint(painter, "tel", middle - 15, y + 21, 30, "ok")
        y += 72 + 20
        for (layout, used, high), tone in (
            (self._sentence(width), "text-2"),
            (self._code(width), "text"),
        ):
            painter.setPen(color(tone))
            layout.draw(painter, QPointF(middle - used / 2, y))
            y += high + 4
