"""The phone: what one person will get, painted exactly as it will read."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from smsdesk.gui import fonts, icons
from smsdesk.gui.parts import painting
from smsdesk.gui.style import Themed, color

_ROOM = 28  # for the shadow, at the sides
_BELOW = 38  # and beneath
_WIDE, _NARROW, _HIGH = 300, 264, 496
_BUBBLE = 236


def lay_out(text: str, width: float, style: str = "bubble") -> tuple[QTextLayout, float, float]:
    """Lines of a text on the style's line height; also the width used and the height."""
    layout = QTextLayout(text.replace("\n", "\u2028"), fonts.font(style))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    step = fonts.line_height(style)
    layout.beginLayout()
    used, lines = 0.0, 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, lines * step + (step - line.height()) / 2))
        used = max(used, line.naturalTextWidth())
        lines += 1
    layout.endLayout()
    return layout, used, float(max(1, lines) * step)


def paint_bubble(painter: QPainter, area: QRectF) -> None:
    """Paint the ground of a bubble: radius 16, with 5 at the bottom left."""
    painting.rounded(painter, area, 16, "bubble")
    corner = QRectF(area.x(), area.bottom() - 16, 16, 16)
    painting.rounded(painter, corner, 5, "bubble")


class PhonePreview(Themed, QWidget):
    """A phone with one text; `set_message` shows a person's text, `set_empty` what will stand here.

    The rendered text is the accessible description, so that a screen reader reads what is sent.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAccessibleName(self.tr("Preview"))
        self._sender = self._text = self._line = self._hint = ""
        self._line_tone, self._line_icon = "warn", "tri"
        self._day = ""
        self._width = _WIDE
        self._scroll = 0.0
        self.setMaximumHeight(_HIGH + _BELOW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_message(
        self, sender: str, text: str, line: str = "", tone: str = "text-3", icon: str = ""
    ) -> None:
        """Show a text from `sender`, with a small line beneath (`2 segments for this person`)."""
        new = (sender, text, line, tone, icon, "")
        old = (
            self._sender, self._text, self._line, self._line_tone, self._line_icon, self._hint,
        )  # fmt: skip
        if new == old:
            return
        self._sender, self._text, self._line, self._line_tone, self._line_icon, self._hint = new
        self.setAccessibleDescription(text)
        self.update()

    def set_empty(self, hint: str) -> None:
        """Say what will stand here once there is a text and a person."""
        self._text = self._line = self._sender = ""
        self._hint = hint
        self.setAccessibleDescription(hint)
        self.update()

    def set_day(self, text: str) -> None:
        """The line above the bubble, for example `Today 14:06`."""
        self._day = text
        self.update()

    def set_compact(self, compact: bool) -> None:
        """264 wide instead of 300."""
        self._width = _NARROW if compact else _WIDE
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The text shown, "" for none."""
        return self._text

    def retheme(self) -> None:
        """Sizes follow the text scale."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The phone and its shadow."""
        return QSize(self._width + 2 * _ROOM, _HIGH + _BELOW)

    def minimumSizeHint(self) -> QSize:
        """A short phone still shows a few lines."""
        return QSize(self._width, 300)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint phone, screen, status bar, sender and bubble."""
        painter = QPainter(self)
        painting.smooth(painter)
        high = min(_HIGH, self.height() - _BELOW)
        body = QRectF((self.width() - self._width) // 2, 0, self._width, high)
        painting.shadow(painter, body, 34)
        painting.rounded(painter, body, 34, "phone", "phone-edge")
        screen = body.adjusted(11, 11, -11, -11)
        painting.rounded(painter, screen, 25, "phone-screen", "line")
        self._paint_status(painter, screen)
        top = self._paint_sender(painter, screen)
        painter.save()
        painter.setClipRect(screen.adjusted(1, 0, -1, -22))
        self._paint_text(painter, screen, top)
        painter.restore()
        home = QRectF(screen.center().x() - 48, screen.bottom() - 12, 96, 4)
        painting.rounded(painter, home, 2, "line-2")

    @staticmethod
    def _paint_status(painter: QPainter, screen: QRectF) -> None:
        area = QRectF(screen.x() + 16, screen.y() + 3, screen.width() - 32, 26)
        painting.words(painter, area, "9:41", fonts.font("key", 600))
        x, y = area.right() - 36, area.center().y() - 5
        ink = color("text")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        for at in range(4):
            bar = QRectF(x + 4 * at, y + 6 - 2 * at, 2.5, 4 + 2 * at)
            painter.drawRoundedRect(bar, 0.8, 0.8)
        painter.drawRoundedRect(QRectF(x + 21, y + 2, 9, 6), 1.2, 1.2)
        painter.drawRoundedRect(QRectF(x + 34.5, y + 3.5, 1.2, 3), 0.6, 0.6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 1))
        painter.drawRoundedRect(QRectF(x + 19.5, y + 0.5, 14, 9), 2.5, 2.5)

    def _paint_sender(self, painter: QPainter, screen: QRectF) -> float:
        top = screen.y() + 29 + 6
        middle = screen.center().x()
        painting.disc(painter, middle - 16, top, 32, "wait-soft")
        centre = Qt.AlignmentFlag.AlignHCenter
        if self._hint and not self._sender:
            icons.paint(painter, "edit", middle - 8, top + 8, 16, "wait")
        else:
            initial = self._sender[:1].upper()
            painting.words(
                painter, QRectF(middle - 16, top, 32, 32), initial, fonts.font("body", 600),
                "wait", centre,
            )  # fmt: skip
        name = QRectF(screen.x() + 16, top + 36, screen.width() - 32, fonts.px(16))
        shown = self._sender or self.tr("Your sender name")
        tone = "text" if self._sender else "text-2"
        painting.words(painter, name, shown, fonts.font("small", 600), tone, centre)
        bottom = round(name.bottom() + 10)
        painting.hairline(painter, screen.x() + 1, bottom, screen.width() - 2)
        return float(bottom + 1)

    def _paint_text(self, painter: QPainter, screen: QRectF, top: float) -> None:
        x = screen.x() + 14
        y = top + 14
        if self._day and self._text:
            day = QRectF(screen.x(), y, screen.width(), fonts.px(16))
            painting.words(
                painter, day, self._day, fonts.font("key", 400), "text-3",
                Qt.AlignmentFlag.AlignHCenter,
            )  # fmt: skip
            y = day.bottom() + 10
        text = self._text or self._hint
        if not text:
            return
        most = min(_BUBBLE, screen.width() - 28)
        layout, used, high = lay_out(text, most - 26)
        bubble = QRectF(x, y, min(most, used + 27), high + 20)
        if self._text:
            paint_bubble(painter, bubble)
            painter.setPen(color("bubble-text"))
        else:
            painting.rounded(painter, bubble, 16, None, "line-2", dashed=True)
            painter.setPen(color("text-2"))
        layout.draw(painter, QPointF(x + 13, y + 10))
        self._paint_line(painter, QLineF(x, bubble.bottom() + 6, screen.right() - 14, 0))

    def _paint_line(self, painter: QPainter, place: QLineF) -> None:
        if not self._line:
            return
        x = place.x1() + 4
        if self._line_icon:
            icons.paint(painter, self._line_icon, x, place.y1() + 1, 14, self._line_tone)
            x += 18
        room = QRectF(x, place.y1(), place.x2() - x, fonts.px(16))
        painting.words(painter, room, self._line, fonts.font("small"), self._line_tone)
