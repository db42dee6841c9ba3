"""What Viber shows beyond text: cards with pictures and buttons, pictures, videos, files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap, QPixmapCache

from smsdesk.gui import fonts, icons
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.phone_content import is_right_to_left, lay_out
from smsdesk.gui.style import color

_WIDE: Final = 216
_RADIUS: Final = 14
_PAD: Final = 12
_RATIO: Final = 20 / 11
_TALLEST: Final = 1.25  # height of a picture by its width, before it is cropped


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, or in words why there is none yet."""

    image: QImage | None = None
    hint: str = ""

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Fill `area`: the picture cropped, else a ground with icon and words."""
        if self.image is not None:
            painter.drawPixmap(area.topLeft(), cropped(self.image, area.size().toSize(), painter))
            return
        painter.fillRect(area, color("pressed"))
        middle = area.center()
        if not self.hint:
            icons.paint(painter, "image", middle.x() - 12, middle.y() - 12, 24, "text-2")
            return
        layout, used, high = lay_out(self.hint, area.width() - 2 * _PAD, "small", centred=True)
        top = middle.y() - (30 + high) / 2
        icons.paint(painter, "image", middle.x() - 12, top, 24, "text-2")
        painter.setPen(color("text-2"))
        layout.draw(painter, QPointF(middle.x() - used / 2, top + 30))


def cropped(image: QImage, size: QSize, painter: QPainter) -> QPixmap:
    """The middle of `image`, filling `size` (logical pixels); kept for the next repaint."""
    ratio = painter.device().devicePixelRatioF()
    key = f"cropped:{image.cacheKey()}:{size.width()}x{size.height()}@{ratio}"
    made = QPixmap()
    if QPixmapCache.find(key, made):
        return made
    pixels = size * ratio
    filled = image.scaled(
        pixels,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    made = QPixmap.fromImage(
        filled.copy(
            (filled.width() - pixels.width()) // 2,
            (filled.height() - pixels.height()) // 2,
            pixels.width(),
            pixels.height(),
        )
    )
    made.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, made)
    return made


def _within(painter: QPainter, area: QRectF) -> None:
    """Clip what follows to a rounded area; ends with `restore`."""
    path = QPainterPath()
    path.addRoundedRect(area, _RADIUS, _RADIUS)
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)


@dataclass(frozen=True, slots=True)
class ViberCard:
    """A title or text with an optional picture above and buttons below.

    picture: None where the message has none, which is not the same as one not seen yet.
    """

    text: str
    picture: Picture | None = None
    buttons: Sequence[str] = ()

    def height(self, width: float) -> float:
        """Picture, text and buttons, 12 around."""
        wide = min(_WIDE, width)
        picture = self._picture_height(wide) if self.picture else 0
        text = lay_out(self.text, wide - 2 * _PAD)[2] if self.text else 0
        buttons = len(self.buttons) * (fonts.px(36) + 8) - 8 if self.buttons else 0
        gap = 10 if text and buttons else 0
        inner = text + gap + buttons
        return picture + (inner + 10 + _PAD if inner else 0)

    @staticmethod
    def _picture_height(wide: float) -> float:
        return round(wide / _RATIO)

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        """Paint the card."""
        wide = min(_WIDE, width)
        area = QRectF(x, y, wide, self.height(width))
        _within(painter, area)
        painter.fillRect(area, color("surface"))
        if self.picture is not None:
            high = self._picture_height(wide)
            self.picture.paint(painter, QRectF(x, y, wide, high))
            y += high
        painter.restore()
        painting.rounded(painter, area, _RADIUS, None, "line")
        y += 10
        if self.text:
            layout, used, high = lay_out(self.text, wide - 2 * _PAD)
            mirrored = is_right_to_left(self.text)
            painter.setPen(color("text"))
            left = x + wide - _PAD - used if mirrored else x + _PAD
            layout.draw(painter, QPointF(left, y))
            y += high + 10
        for at, words in enumerate(self.buttons):
            button = QRectF(x + _PAD, y, wide - 2 * _PAD, fonts.px(36))
            fill, line, tone = ("viber-fill", None, "on-accent") if at == 0 else (
                None, "viber-line", "viber",
            )  # fmt: skip
            painting.rounded(painter, button, button.height() / 2, fill, line)
            middle = Qt.AlignmentFlag.AlignHCenter
            room = button.adjusted(_PAD, 0, -_PAD, 0)
            painting.words(painter, room, words, fonts.font("body", 600), tone, middle)
            y += button.height() + 8


@dataclass(frozen=True, slots=True)
class PictureMessage:
    """A picture on its own, as tall as it is, within reason."""

    picture: Picture

    def height(self, width: float) -> float:
        """By its own proportions; 20 : 11 while they are not known."""
        wide = min(_WIDE, width)
        image = self.picture.image
        if image is None or image.isNull():
            return round(wide / _RATIO)
        own = wide * image.height() / image.width()
        return round(min(max(own, wide / 3), wide * _TALLEST))

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        """Paint it with rounded corners."""
        area = QRectF(x, y, min(_WIDE, width), self.height(width))
        _within(painter, area)
        self.picture.paint(painter, area)
        painter.restore()
        painting.rounded(painter, area, _RADIUS, None, "line")


@dataclass(frozen=True, slots=True)
class VideoMessage:
    """A video's thumbnail with the sign to play it; length and size as words, "" while unknown."""

    picture: Picture
    length: str = ""
    size: str = ""

    def height(self, width: float) -> float:
        """20 : 11."""
        return round(min(_WIDE, width) / _RATIO)

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        """Paint thumbnail, sign and facts."""
        area = QRectF(x, y, min(_WIDE, width), self.height(width))
        _within(painter, area)
        if self.picture.image is None:
            painter.fillRect(area, color("pressed"))
        else:
            self.picture.paint(painter, area)
        painter.restore()
        painting.rounded(painter, area, _RADIUS, None, "line")
        middle = area.center()
        painting.disc(painter, middle.x() - 22, middle.y() - 22, 44, "text")
        icons.paint(painter, "play", middle.x() - 12, middle.y() - 12, 24, "surface")
        if self.picture.image is None and self.picture.hint:
            room = QRectF(area.x() + 8, area.y() + 8, area.width() - 16, fonts.px(16))
            centre = Qt.AlignmentFlag.AlignHCenter
            painting.words(painter, room, self.picture.hint, fonts.font("small"), "text-2", centre)
        facts = " · ".join(filter(None, (self.length, self.size)))
        if facts:
            font = fonts.font("small", 500)
            wide = min(painting.advance(facts, font) + 16, area.width() - 16)
            high = fonts.px(20)
            pill = QRectF(area.right() - 8 - wide, area.bottom() - 8 - high, wide, high)
            painting.rounded(painter, pill, high / 2, "text")
            centre = Qt.AlignmentFlag.AlignHCenter
            painting.words(painter, pill.adjusted(8, 0, -8, 0), facts, font, "surface", centre)


@dataclass(frozen=True, slots=True)
class FileMessage:
    """A file: its name, and its type in a word."""

    name: str
    type: str

    def height(self, width: float) -> float:
        """Name and type beside the icon."""
        return max(40.0, self._name(width)[2] + fonts.line_height("small")) + 2 * _PAD

    @staticmethod
    def _room(width: float) -> float:
        return min(_WIDE, width) - 2 * _PAD - 52

    def _name(self, width: float) -> tuple[object, float, float]:
        return lay_out(self.name, self._room(width), "body", 600)

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        """Paint them on a card."""
        area = QRectF(x, y, min(_WIDE, width), self.height(width))
        painting.rounded(painter, area, _RADIUS, "surface", "line")
        tile = QRectF(x + _PAD, area.center().y() - 20, 40, 40)
        painting.rounded(painter, tile, 8, "viber-soft")
        icons.paint(painter, "file", tile.x() + 10, tile.y() + 10, 20, "viber")
        layout, used, high = lay_out(self.name, self._room(width), "body", 600)
        small = fonts.line_height("small")
        top = area.center().y() - (high + small) / 2
        left = x + _PAD + 52
        if is_right_to_left(self.name):
            left += self._room(width) - used
        painter.setPen(color("text"))
        layout.draw(painter, QPointF(left, top))
        place = QRectF(x + _PAD + 52, top + high, self._room(width), small)
        painting.words(painter, place, self.type, fonts.font("small"), "text-3")
