"""The ring of a countdown: the seconds left in figures, what is left of the time around them."""

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from smsdesk.gui import fonts, motion
from smsdesk.gui.parts import painting
from smsdesk.gui.style import Themed, color

_SIDE = 40
_LINE = 3


class CountdownRing(Themed, QWidget):
    """A disc with the seconds left and an arc that shrinks clockwise towards its start.

    It moves only as far as it is told to; where a person asked for calm, by whole seconds.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left_s, self._of_s = 0.0, 1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def figure(self) -> int:
        """The seconds as the ring says them: 5 until a whole one is over."""
        return ceil(self._left_s - 1e-6)

    def show_left(self, left_s: float, of_s: float) -> None:
        """Show that `left_s` of `of_s` seconds are left."""
        self._left_s, self._of_s = min(max(0.0, left_s), of_s), of_s
        self.update()

    def retheme(self) -> None:
        """Take size and colours anew."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(fonts.px(_SIDE), fonts.px(_SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the disc, the way gone and left, and the figure."""
        painter = QPainter(self)
        painting.smooth(painter)
        side = min(self.width(), self.height())
        inset = 1.5 + _LINE / 2
        circle = QRectF(inset, inset, side - 2 * inset, side - 2 * inset)
        painter.setBrush(color("surface"))
        painter.setPen(QPen(color("accent-line"), _LINE))
        painter.drawEllipse(circle)
        left = float(self.figure) if motion.reduced() else self._left_s
        if left > 0:
            arc = QPen(color("accent"), _LINE)
            arc.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(arc)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawArc(circle, 90 * 16, -round(360 * 16 * left / self._of_s))
        middle = Qt.AlignmentFlag.AlignHCenter
        words = fonts.font("drawer", 600)
        painting.words(painter, self.rect(), str(self.figure), words, "text", middle, elide=False)
