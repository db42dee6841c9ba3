"""A channel as a chip: handle, place, name, verdict; pressed to leave it out or take it in."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget

from smsdesk.gui import fonts, icons
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.press import EnterPresses
from smsdesk.gui.style import Themed

_HEIGHT, _PADDING, _GAP, _ICON, _GRIP = 32, 12, 6, 14, 16
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class ChannelChip(EnterPresses, Themed, QAbstractButton):
    """One channel. Checked: it is used. Its place, and what it cannot carry, are shown on it.

    Signals:
        shifted(int): it shall move by so many places.
        dragged(QPoint): it is dragged, and the pointer is at that global position.
    """

    focus_look = ("button", 16)
    shifted = Signal(int)
    dragged = Signal(QPoint)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(name)
        self.setCheckable(True)
        self.setChecked(True)
        self._place = 0
        self._lacking = ""
        self._ordered = False
        self._pressed_at = QPoint()
        self._dragging = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self.retheme)
        self.retheme()

    def set_place(self, place: int) -> None:
        """Show the place in the order, from 1; 0 for none."""
        self._place = place
        self.retheme()

    def set_ordered(self, ordered: bool) -> None:
        """Say whether there is an order: else it stands there to be read."""
        self._ordered = ordered
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if ordered else Qt.FocusPolicy.NoFocus)
        self.retheme()

    def set_lacking(self, words: str) -> None:
        """Say what the channel cannot carry; "" where it carries everything."""
        self._lacking = words
        self.retheme()

    def retheme(self) -> None:
        """Take font, room and spoken words anew."""
        self.setFont(fonts.font("body", 600))
        place = [str(self._place)] if self._place else []
        self.setAccessibleName(" ".join([*place, self.text()]))
        self.setAccessibleDescription(self._verdict())
        self.updateGeometry()
        self.update()

    def _verdict(self) -> str:
        if not self.isChecked():
            return self.tr("left out")
        return self._lacking

    def sizeHint(self) -> QSize:
        """Handle, place, name, icon and verdict."""
        small = fonts.font("body", 500)
        pieces = [painting.advance(self.text(), self.font())]
        if self._place:
            pieces.append(painting.advance(str(self._place), fonts.font()))
        if self.isChecked():
            pieces.append(_ICON)
        if self._verdict():
            pieces.append(painting.advance(self._verdict(), small))
        if self._ordered and self._place:
            pieces.append(_GRIP - 6)
        wide = sum(pieces) + _GAP * (len(pieces) - 1) + 2 * _PADDING + 2
        return QSize(round(wide), fonts.px(_HEIGHT))

    def _colours(self) -> tuple[str, str, str]:
        """Ground, outline, name."""
        hovered = self.underMouse() and self._ordered
        if not self.isChecked():
            return "hover" if hovered else "sunken", "line-2", "text-3"
        if self._lacking:
            return "hover" if hovered else "surface", "line-2", "text"
        return "viber-soft", "viber" if hovered else "viber-line", "viber"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip."""
        painter = QPainter(self)
        painting.smooth(painter)
        ground, line, ink = self._colours()
        dashed = bool(self._lacking) or not self.isChecked()
        painting.rounded(painter, self.rect(), self.height() / 2, ground, line, dashed=dashed)
        x, middle = float(_PADDING), self.height() / 2
        if self._ordered and self._place:
            icons.paint(painter, "grip", x - 6, middle - _GRIP / 2, _GRIP, "text-3")
            x += _GRIP - 6 + _GAP
        if self._place:
            x = self._word(painter, x, str(self._place), 400, ink)
        x = self._word(painter, x, self.text(), 600, ink)
        if self.isChecked():
            icon, tone = ("tri", "warn") if self._lacking else ("okc", ink)
            icons.paint(painter, icon, x, middle - _ICON / 2, _ICON, tone)
            x += _ICON + _GAP
        if self._verdict():
            self._word(painter, x, self._verdict(), 500, "warn" if self.isChecked() else "text-3")

    def _word(self, painter: QPainter, x: float, text: str, weight: int, tone: str) -> float:
        room = QRectF(x, 0, self.width() - x, self.height())
        font = fonts.font("body", weight)
        return x + painting.words(painter, room, text, font, tone, elide=False) + _GAP

    def event(self, event: QEvent) -> bool:
        """Alt with an arrow key is ours while the chip has the focus, whatever the page does."""
        if event.type() == QEvent.Type.ShortcutOverride and _step(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow key moves it."""
        step = _step(event)
        if step:
            self.shifted.emit(step)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may become a drag."""
        if not self._ordered:
            event.accept()
            return
        self._pressed_at, self._dragging = event.globalPosition().toPoint(), False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough from where it was pressed it is a drag."""
        if not event.buttons() & Qt.MouseButton.LeftButton or not self._ordered:
            return
        where = event.globalPosition().toPoint()
        far = (where - self._pressed_at).manhattanLength()
        if self._dragging or far >= QApplication.startDragDistance():
            self._dragging = True
            self.setDown(False)
            self.dragged.emit(where)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A drag is no press."""
        if self._dragging:
            self._dragging = False
            event.accept()
            return
        super().mouseReleaseEvent(event)


def _step(event: QEvent) -> int:
    """Places to move by, 0 for another key."""
    if not isinstance(event, QKeyEvent) or event.modifiers() != Qt.KeyboardModifier.AltModifier:
        return 0
    return _STEPS.get(Qt.Key(event.key()), 0)
