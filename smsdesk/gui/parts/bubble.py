"""A text as a bubble."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from smsdesk.gui.parts import painting
from smsdesk.gui.parts.phone_content import lay_out, paint_bubble
from smsdesk.gui.style import Themed, color


class Bubble(Themed, QWidget):
    """A text as it stands on the phone, as wide as the drawer."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The text shown."""
        return self._text

    def retheme(self) -> None:
        """Sizes follow the text scale."""
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The lines and 10 px above and below."""
        return round(lay_out(self._text, max(20, width - 26))[2]) + 20

    def sizeHint(self) -> QSize:
        """For the drawer's width."""
        return QSize(280, self.heightForWidth(280))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and text."""
        painter = QPainter(self)
        painting.smooth(painter)
        layout, _used, _high = lay_out(self._text, max(20, self.width() - 26))
        paint_bubble(painter, QRectF(self.rect()))
        painter.setPen(color("bubble-text"))
        layout.draw(painter, QPointF(13, 10))
