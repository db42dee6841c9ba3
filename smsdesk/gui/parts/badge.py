"""Badges and tiles: the mode of an account, small facts, the two letters of a provider."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from smsdesk.core.account import Mode
from smsdesk.gui import fonts, icons
from smsdesk.gui.parts import painting
from smsdesk.gui.style import Themed
from smsdesk.gui.words import mode_look

_HEIGHT = 20


def badge_width(text: str, icon: str = "") -> float:
    """Width a badge takes."""
    mark = {"": 8, "dot": 6 + 8 + 4}.get(icon, 6 + 14 + 4)
    return mark + painting.advance(text, fonts.font("small", 600)) + 8


def paint_badge(
    painter: QPainter, x: float, middle: float, text: str, tone: str, icon: str = ""
) -> float:
    """Paint a badge with its left end at x, centred on `middle`; returns its width."""
    height = fonts.px(_HEIGHT)
    width = badge_width(text, icon)
    area = QRectF(x, middle - height / 2, width, height)
    plain = tone == "wait" and not icon
    painting.rounded(painter, area, height / 2, f"{tone}-soft", None if plain else f"{tone}-line")
    left = x + 8.0
    if icon == "dot":
        painting.disc(painter, x + 7, middle - 3.5, 7, tone)
        left = x + 18
    elif icon:
        icons.paint(painter, icon, x + 6, middle - 7, 14, tone)
        left = x + 24
    room = QRectF(left, area.y(), width - (left - x), height)
    painting.words(painter, room, text, fonts.font("small", 600), tone, elide=False)
    return width


class Badge(Themed, QLabel):
    """A pill of 20 with a word in a status family. icon: an icon name, "dot" or ""."""

    def __init__(
        self, text: str, tone: str = "wait", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._tone, self._icon_name = tone, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retheme()

    def set_look(self, text: str, tone: str, icon: str = "") -> None:
        """Change word and family."""
        self._tone, self._icon_name = tone, icon
        self.setText(text)
        self.updateGeometry()

    def retheme(self) -> None:
        """Take the font anew."""
        self.setFont(fonts.font("small", 600))

    def sizeHint(self) -> QSize:
        """The word with its padding."""
        return QSize(round(badge_width(self.text(), self._icon_name) + 0.5), fonts.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painting.smooth(painter)
        paint_badge(painter, 0, self.height() / 2, self.text(), self._tone, self._icon_name)


class ModeBadge(Badge):
    """How far Send may reach, in one word."""

    def __init__(self, mode: Mode = Mode.LIVE, parent: QWidget | None = None) -> None:
        look = mode_look(mode)
        super().__init__(look.word, look.tone, look.icon, parent)

    def set_mode(self, mode: Mode) -> None:
        """Show another mode."""
        look = mode_look(mode)
        self.set_look(look.word, look.tone, look.icon)


def paint_tile(
    painter: QPainter, x: float, y: float, letters: str, tone: str = "accent", size: int = 24
) -> None:
    """Paint a provider's tile with its top left corner at (x, y)."""
    area = QRectF(x, y, size, size)
    painting.rounded(painter, area, 6 if size <= 24 else 8, f"{tone}-soft")
    words = QFont(fonts.font("small", 600))
    words.setPixelSize(11 if size <= 24 else 13)
    ink = "accent-text" if tone == "accent" else tone
    painting.words(painter, area, letters, words, ink, Qt.AlignmentFlag.AlignHCenter, elide=False)


class Tile(QWidget):
    """A square with two letters or an icon on a soft ground. big: 32, else 24; size overrides."""

    def __init__(
        self,
        letters: str = "",
        tone: str = "accent",
        big: bool = False,
        icon: str = "",
        size: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._letters, self._tone, self._icon_name = letters, tone, icon
        self._side = size or (32 if big else 24)
        self.setFixedSize(self._side, self._side)

    def set_look(self, letters: str, tone: str, icon: str = "") -> None:
        """Change letters, family and icon."""
        self._letters, self._tone, self._icon_name = letters, tone, icon
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painting.smooth(painter)
        if not self._icon_name:
            paint_tile(painter, 0, 0, self._letters, self._tone, self._side)
            return
        painting.rounded(painter, self.rect(), 8 if self._side > 24 else 6, f"{self._tone}-soft")
        side = 16 if self._side <= 32 else 18
        ink = "accent-text" if self._tone == "accent" else self._tone
        corner = (self._side - side) / 2
        icons.paint(painter, self._icon_name, corner, corner, side, ink)
