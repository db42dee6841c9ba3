"""The phone: what one person will get, painted exactly as it will read."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from smsdesk.gui import fonts, icons, tokens
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.phone_content import Block, Day, Hint
from smsdesk.gui.style import Themed, color, painted_in

#: Room for the shadow at each side, above and beneath.
ROOM: Final = 28
ABOVE: Final = 12
BELOW: Final = 38
_HIGH = 496
_SIDE = 14  # from the screen's edge to what stands on it
_GAP = 6  # between two blocks
_HOME = 22  # of the screen's foot nothing stands on
_STEP = 40  # a notch of the wheel, an arrow key
_LOW = 380  # a lower phone leaves out its status bar and the day
_CALL: Final = "tel"  # the mark of somebody who calls


class PhonePreview(Themed, QWidget):
    """A phone with one message on it; `set_empty` says what will stand here.

    What is too high for the screen scrolls by wheel and arrow keys. The rendered message is the
    accessible description, so that a screen reader reads what is sent.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAccessibleName(self.tr("Preview"))
        self._sender = self._mark = ""
        self._tone = "wait"
        self._blocks: tuple[Block, ...] = ()
        self._is_empty = True
        self._dark: bool | None = None
        self._width, self._high = 300, _HIGH
        self._scroll = 0.0
        self._shadow: tuple[object, QPixmap] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_content(
        self,
        sender: str,
        blocks: Sequence[Block],
        spoken: str,
        tone: str = "wait",
        mark: str = "",
    ) -> None:
        """Show a message from `sender`.

        spoken: the same for reading. tone: family of the sender's disc. mark: icon instead of the
        sender's initial.
        """
        new = (sender, tuple(blocks), tone, mark)
        self.setAccessibleDescription(spoken)
        if new == (self._sender, self._blocks, self._tone, self._mark):
            return
        self._sender, self._blocks, self._tone, self._mark = new
        self._is_empty = False
        self._set_scroll(0)
        self._fit()
        self.update()

    def set_empty(self, hint: str) -> None:
        """Say what will stand here once there is a message and a person, "" for nothing."""
        self.set_content("", [Hint(hint)] if hint else [], hint, mark="edit")
        self._is_empty = True
        self._fit()

    def set_dark(self, dark: bool | None) -> None:
        """The phone's own theme; None for the window's."""
        self._dark = dark
        self.update()

    def set_body_size(self, width: int, high: int = _HIGH) -> None:
        """How wide the phone is, and how high at most."""
        self._width, self._high = width, high
        self.updateGeometry()
        self._fit()
        self.update()

    def text(self) -> str:
        """The message for reading, "" for none."""
        return "" if self._is_empty else self.accessibleDescription()

    def retheme(self) -> None:
        """Sizes follow the text scale."""
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        """The phone and its shadow."""
        return QSize(self._width + 2 * ROOM, ABOVE + self._high + BELOW)

    def minimumSizeHint(self) -> QSize:
        """A short phone still shows a few lines."""
        return QSize(self._width, 240)

    # -- places --------------------------------------------------------------------------------

    def _body(self) -> QRectF:
        high = min(self._high, self.height() - ABOVE - BELOW)
        return QRectF((self.width() - self._width) // 2, ABOVE, self._width, high)

    @property
    def _is_low(self) -> bool:
        return self._body().height() < _LOW

    def _screen(self) -> QRectF:
        return self._body().adjusted(11, 11, -11, -11)

    def _head(self) -> float:
        """Height of status bar and sender, with the line below."""
        if self._is_low:
            return 10 + 28 + 8 + 1
        return 29 + 6 + 36 + fonts.px(16) + 10 + 1

    def _room(self) -> QRectF:
        """Where blocks are in sight."""
        return self._screen().adjusted(1, self._head(), -1, -_HOME)

    def _content(self) -> tuple[Block, ...]:
        """What stands on the screen; a call has no day above it."""
        if self._is_low or self._is_empty or self._mark == _CALL:
            return self._blocks
        return (Day(self.tr("Today 9:41")), *self._blocks)

    # -- scrolling -----------------------------------------------------------------------------

    def _hidden(self) -> float:
        """How much of the content does not fit."""
        width = self._screen().width() - 2 * _SIDE
        content = sum(block.height(width) + _GAP for block in self._content()) + _SIDE
        return max(0.0, content - self._room().height())

    def _fit(self) -> None:
        """Only what scrolls is a stop for Tab."""
        hidden = self._hidden()
        stop = Qt.FocusPolicy.TabFocus if hidden else Qt.FocusPolicy.NoFocus
        if stop != self.focusPolicy():
            self.setFocusPolicy(stop)
        self._set_scroll(min(self._scroll, hidden))

    def _set_scroll(self, value: float) -> None:
        value = min(max(0.0, value), self._hidden())
        if value != self._scroll:
            self._scroll = value
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the screen; pass the wheel on where all is in sight."""
        if not self._hidden():
            event.ignore()
            return
        pixels: QPoint = event.pixelDelta()
        moved = pixels.y() or event.angleDelta().y() / 120 * _STEP
        self._set_scroll(self._scroll - moved)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by arrows, pages, Home and End."""
        page = self._room().height() - _STEP
        moves = {
            Qt.Key.Key_Down: _STEP, Qt.Key.Key_Up: -_STEP,
            Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_End: self._hidden(), Qt.Key.Key_Home: -self._scroll,
        }  # fmt: skip
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            self._set_scroll(self._scroll + move)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be more or less room for the content."""
        super().resizeEvent(event)
        self._fit()

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint phone, screen, status bar, sender and message."""
        painter = QPainter(self)
        painting.smooth(painter)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_shadow(painter)
        with painted_in(self._theme()):
            self._paint_phone(painter)
        if self.hasFocus():
            painting.rounded(painter, self._body().adjusted(-3, -3, 3, 3), 37, None, "accent", 2)

    def _paint_shadow(self, painter: QPainter) -> None:
        """Its many soft layers are painted once per size and theme."""
        ratio = self.devicePixelRatioF()
        key = (self.size(), self._body(), ratio, tokens.theme())
        if self._shadow is None or self._shadow[0] != key:
            made = QPixmap(self.size() * ratio)
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            with QPainter(made) as layer:
                painting.smooth(layer)
                painting.shadow(layer, self._body(), 34)
            self._shadow = key, made
        painter.drawPixmap(0, 0, self._shadow[1])

    def _theme(self) -> tokens.Theme:
        own = tokens.theme()
        if self._dark is None or self._dark is own.dark:
            return own
        return tokens.DARK if self._dark else tokens.LIGHT

    def _paint_phone(self, painter: QPainter) -> None:
        screen = self._screen()
        painting.rounded(painter, self._body(), 34, "phone", "phone-edge")
        painting.rounded(painter, screen, 25, "phone-screen", "line")
        if self._is_low:
            self._paint_sender_beside(painter, screen)
        else:
            self._paint_status(painter, screen)
            self._paint_sender(painter, screen)
        line = round(screen.y() + self._head() - 1)
        painting.hairline(painter, screen.x() + 1, line, screen.width() - 2)
        painter.save()
        painter.setClipRect(self._room())
        x, y = screen.x() + _SIDE, self._room().y() + _SIDE - self._scroll
        width = screen.width() - 2 * _SIDE
        for block in self._content():
            block.paint(painter, x, y, width)
            y += block.height(width) + _GAP
        painter.restore()
        self._paint_scroll(painter)
        home = QRectF(screen.center().x() - 48, screen.bottom() - 12, 96, 4)
        painting.rounded(painter, home, 2, "line-2")

    def _paint_scroll(self, painter: QPainter) -> None:
        hidden = self._hidden()
        if not hidden:
            return
        room = self._room()
        high = max(24.0, room.height() * room.height() / (room.height() + hidden))
        top = room.y() + (room.height() - high) * self._scroll / hidden
        painting.rounded(painter, QRectF(room.right() - 6, top, 4, high), 2, "line-2")

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

    def _paint_sender(self, painter: QPainter, screen: QRectF) -> None:
        corner = QPointF(screen.center().x() - 16, screen.y() + 29 + 6)
        self._paint_disc(painter, QRectF(corner, QSizeF(32, 32)))
        name = QRectF(screen.x() + 16, corner.y() + 36, screen.width() - 32, fonts.px(16))
        self._paint_name(painter, name, Qt.AlignmentFlag.AlignHCenter)

    def _paint_sender_beside(self, painter: QPainter, screen: QRectF) -> None:
        """Disc and name in one line, where height is dear."""
        name, font = self._name(), fonts.font("small", 600)
        most = screen.width() - 32 - 28 - 8
        wide = min(painting.advance(name, font) + 1, most)
        left = screen.center().x() - (28 + 8 + wide) / 2
        self._paint_disc(painter, QRectF(left, screen.y() + 10, 28, 28))
        room = QRectF(left + 36, screen.y() + 10, wide, 28)
        self._paint_name(painter, room, Qt.AlignmentFlag.AlignLeft)

    def _name(self) -> str:
        return self._sender or self.tr("Your sender name")

    def _paint_name(self, painter: QPainter, room: QRectF, align: Qt.AlignmentFlag) -> None:
        tone = "text" if self._sender else "text-2"
        painting.words(painter, room, self._name(), fonts.font("small", 600), tone, align)

    def _paint_disc(self, painter: QPainter, disc: QRectF) -> None:
        painting.disc(painter, disc.x(), disc.y(), disc.width(), f"{self._tone}-soft")
        if self._mark:
            corner = disc.center() - QPointF(8, 8)
            icons.paint(painter, self._mark, corner.x(), corner.y(), 16, self._tone)
            return
        font, centre = fonts.font("body", 600), Qt.AlignmentFlag.AlignHCenter
        painting.words(painter, disc, self._sender[:1].upper(), font, self._tone, centre)
