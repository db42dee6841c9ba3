"""Line icons on a 20 x 20 grid, tinted with a token and cached per size and pixel ratio."""

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from smsdesk.gui import assets, tokens

_PIXMAPS: Final[dict[tuple[str, str, int, float], QPixmap]] = {}


@cache
def _source(name: str) -> str:
    return assets.path(f"icons/{name}.svg").read_text("utf-8")


def _render(source: str, size: int, dpr: float) -> QPixmap:
    pixels = round(size * dpr)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(dpr)
    return pixmap


def pixmap(name: str, tone: str = "text-2", size: int = 16, dpr: float = 1.0) -> QPixmap:
    """The icon as a pixmap in the tone's colour of the theme in use."""
    colour = str(getattr(tokens.theme(), tone.replace("-", "_")))
    key = (name, colour, size, dpr)
    found = _PIXMAPS.get(key)
    if found is None:
        source = _source(name).replace("currentColor", colour)
        if size <= 16:  # thinner strokes would go grey at this size
            source = source.replace('stroke-width="1.5"', 'stroke-width="1.7"')
        found = _PIXMAPS[key] = _render(source, size, dpr)
    return found


def icon(name: str, tone: str = "text-2", size: int = 16) -> QIcon:
    """The icon for menus and actions; make it anew when the theme changes."""
    made = QIcon()
    for dpr in (1.0, 2.0):
        made.addPixmap(pixmap(name, tone, size, dpr))
        made.addPixmap(pixmap(name, "text-3", size, dpr), QIcon.Mode.Disabled)
    return made


def paint(
    painter: QPainter, name: str, x: float, y: float, size: int = 16, tone: str = "text-2"
) -> None:
    """Paint the icon with its top left corner at (x, y)."""
    dpr = painter.device().devicePixelRatioF()
    painter.drawPixmap(round(x), round(y), pixmap(name, tone, size, dpr))


def logo(size: int = 32, dpr: float = 1.0) -> QPixmap:
    """The product's mark in the accent colour of the theme in use."""
    key = ("logo", tokens.theme().accent, size, dpr)
    found = _PIXMAPS.get(key)
    if found is None:
        source = _source("logo").replace(tokens.LIGHT.accent, tokens.theme().accent)
        found = _PIXMAPS[key] = _render(source, size, dpr)
    return found
