"""Shapes every part paints: rounded grounds with a hairline, shadows, elided words."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from smsdesk.gui import tokens
from smsdesk.gui.style import color


def smooth(painter: QPainter) -> None:
    """Paint edges and text with antialiasing."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def rounded(
    painter: QPainter,
    rect: QRect | QRectF,
    radius: float,
    fill: str | QColor | None = None,
    line: str | QColor | None = None,
    width: float = 1.0,
    dashed: bool = False,
) -> None:
    """Paint a rounded rectangle whose outline lies inside `rect`. Colours: token names."""
    area = QRectF(rect)
    if line is not None:
        area = area.adjusted(width / 2, width / 2, -width / 2, -width / 2)
        pen = QPen(color(line) if isinstance(line, str) else line, width)
        if dashed:
            pen.setDashPattern([3.0, 2.5])
        painter.setPen(pen)
        radius = max(0.0, radius - width / 2)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    if fill is None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setBrush(color(fill) if isinstance(fill, str) else fill)
    radius = min(radius, area.height() / 2, area.width() / 2)
    painter.drawRoundedRect(area, radius, radius)


def hairline(painter: QPainter, x: float, y: float, length: float, vertical: bool = False) -> None:
    """Paint a line of one logical pixel in `line`, without antialiasing."""
    rect = QRectF(x, y, 1, length) if vertical else QRectF(x, y, length, 1)
    painter.fillRect(rect, color("line"))


def words(
    painter: QPainter,
    rect: QRect | QRectF,
    text: str,
    font: QFont,
    tone: str | QColor = "text",
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    elide: bool = True,
) -> float:
    """Paint one line, vertically centred, cut with an ellipsis; returns the width it took.

    It stands on the base line of the font itself: a higher one that fills in (Chinese, emoji)
    would push the words below their neighbours.
    """
    area = QRectF(rect)
    metrics = QFontMetricsF(font)
    text = text.replace("\n", " ")
    width = metrics.horizontalAdvance(text)
    if elide and width > area.width() + 0.5:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        width = metrics.horizontalAdvance(text)
        if width > area.width() + 0.5:  # not even the ellipsis fits
            return width
    painter.setFont(font)
    painter.setPen(color(tone) if isinstance(tone, str) else tone)
    spare = area.width() - width
    share = {Qt.AlignmentFlag.AlignRight: 1.0, Qt.AlignmentFlag.AlignHCenter: 0.5}.get(align, 0.0)
    line = area.center().y() + (metrics.ascent() - metrics.descent()) / 2
    painter.drawText(QPointF(area.left() + spare * share, line), text)
    return width


def advance(text: str, font: QFont) -> float:
    """Width of a line of text."""
    return QFontMetricsF(font).horizontalAdvance(text)


def disc(painter: QPainter, x: float, y: float, size: float, fill: str | QColor) -> None:
    """Paint a filled circle with its bounding square at (x, y)."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(fill) if isinstance(fill, str) else fill)
    painter.drawEllipse(QRectF(x, y, size, size))


def shadow(painter: QPainter, rect: QRectF, radius: float) -> None:
    """Paint the shadow of phones, pop-overs and sheets around `rect` (needs 36 px of room)."""
    far = color("shadow-far")
    steps = 20
    painter.setPen(Qt.PenStyle.NoPen)
    layer = QColor(far)
    layer.setAlphaF(far.alphaF() / steps)
    painter.setBrush(layer)
    for step in range(steps):  # stacked layers add up to a blur of 32 with its middle 12 lower
        spread = 26.0 - 38.0 * (step + 0.5) / steps
        rounding = max(2.0, radius + spread)
        grown = rect.adjusted(-spread, 12 - spread, spread, 12 + spread)
        painter.drawRoundedRect(grown.adjusted(0, 0, 0, -2), rounding, rounding)
    painter.setBrush(color("shadow-near"))
    painter.drawRoundedRect(rect.adjusted(-0.5, 0.5, 0.5, 1.5), radius, radius)


def tick(painter: QPainter, x: float, y: float, size: float, tone: str | QColor) -> None:
    """Paint a tick into the square at (x, y)."""
    unit = size / 20
    pen = QPen(color(tone) if isinstance(tone, str) else tone, 2.1 * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(
        [
            QPointF(x + 4.5 * unit, y + 10.5 * unit),
            QPointF(x + 8.1 * unit, y + 14.1 * unit),
            QPointF(x + 15.5 * unit, y + 5.9 * unit),
        ]
    )


def is_dark() -> bool:
    """Whether the theme in use is dark: a few outlines exist only there."""
    return tokens.theme().dark
