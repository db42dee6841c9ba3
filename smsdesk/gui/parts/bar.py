"""The outcome bar: accepted, rejected, may have gone out, rest; no slice is lost."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from smsdesk.gui.parts import painting
from smsdesk.gui.style import color

Slices = Sequence[tuple[int, str]]

_LEAST = 3.0


def widths(counts: Sequence[int], total: int, room: float) -> list[float]:
    """Width of every slice: in proportion, none above zero under 3 px, never more than `room`."""
    if total <= 0:
        return [0.0 for _ in counts]
    wide = [max(_LEAST, count / total * room) if count else 0.0 for count in counts]
    surplus = sum(wide) - room * min(1.0, sum(counts) / total)
    if surplus > 0:  # the widest slice pays for the raised ones
        widest = max(range(len(wide)), key=wide.__getitem__)
        wide[widest] = max(_LEAST, wide[widest] - surplus)
    return wide


def paint_bar(painter: QPainter, rect: QRectF, slices: Slices, total: int = 0) -> None:
    """Paint the bar into `rect`; what is missing to `total` shows as the empty track."""
    path = QPainterPath()
    path.addRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.save()
    painter.setClipPath(path)
    painter.fillRect(rect, color("wait-soft"))
    total = max(total, sum(count for count, _tone in slices))
    x = rect.x()
    for wide, (_count, tone) in zip(
        widths([count for count, _tone in slices], total, rect.width()), slices, strict=True
    ):
        if wide:
            end = min(x + wide, rect.right())
            gap = 0.0 if end >= rect.right() - 0.01 else 1.0
            painter.fillRect(
                QRectF(x, rect.y(), max(1.0, end - x - gap), rect.height()), color(f"{tone}-fill")
            )
            x = end
    painter.restore()


class OutcomeBar(QWidget):
    """A bar of outcome slices, 8 high."""

    def __init__(self, height: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slices: Slices = ()
        self._total = 0
        self.setFixedHeight(height)
        self.setMinimumWidth(40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_slices(self, slices: Slices, total: int = 0) -> None:
        """Show `(count, family)` in this order, of `total` (default: their sum)."""
        if (slices, total) != (self._slices, self._total):
            self._slices, self._total = slices, total
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painting.smooth(painter)
        paint_bar(painter, QRectF(self.rect()), self._slices, self._total)
