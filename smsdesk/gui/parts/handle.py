"""The grip a row or a chip is dragged by."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from smsdesk.gui import icons


class Handle(QWidget):
    """Six dots; keyboards move what it belongs to by other means.

    Signals:
        dragged(QPoint): the pointer moved while the grip was held; global position.
        held(bool): the grip was taken or let go.
    """

    dragged = Signal(QPoint)
    held = Signal(bool)

    def __init__(self, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip(tip)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Wider than its dots, so that it can be hit."""
        return QSize(20, 28)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the grip."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.held.emit(True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say where the pointer is."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.held.emit(False)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dots."""
        x, y = (self.width() - 16) / 2, (self.height() - 16) / 2
        tone = "text-3" if self.isEnabled() else "line-2"
        icons.paint(QPainter(self), "grip", x, y, 16, tone)
