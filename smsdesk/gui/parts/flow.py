"""A row that wraps: chips keep their size and move to the next line when the room ends."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class FlowRow(QWidget):
    """Lays its visible children out from left to right, line by line."""

    def __init__(self, spacing: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spacing = spacing
        self._items: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add_widget(self, widget: QWidget) -> None:
        """Append a widget."""
        widget.setParent(self)
        widget.show()
        self._items.append(widget)
        self.relayout()

    def set_widgets(self, widgets: Sequence[QWidget]) -> None:
        """Show exactly these, in this order; those it had besides are hidden and kept."""
        for widget in self._items:
            if widget not in widgets:
                widget.hide()
        self._items = list(widgets)
        for widget in widgets:
            if widget.parent() is not self:
                widget.setParent(self)
            widget.show()
        self.relayout()

    def clear(self) -> None:
        """Remove and delete all widgets."""
        for widget in self._items:
            widget.hide()
            widget.deleteLater()
        self._items.clear()
        self.relayout()

    def relayout(self) -> None:
        """Place the children anew, for example after one was shown or hidden."""
        self.updateGeometry()
        self._place(self.width(), move=True)

    def hasHeightForWidth(self) -> bool:
        """Narrower rows need more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines."""
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        """All in one line."""
        hints = [item.sizeHint() for item in self._items if not item.isHidden()]
        wide = sum(hint.width() for hint in hints) + self._spacing * max(0, len(hints) - 1)
        return QSize(wide, max((hint.height() for hint in hints), default=0))

    def minimumSizeHint(self) -> QSize:
        """The widest child."""
        hints = [item.sizeHint() for item in self._items if not item.isHidden()]
        return QSize(
            max((hint.width() for hint in hints), default=0),
            max((hint.height() for hint in hints), default=0),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the children."""
        super().resizeEvent(event)
        self._place(self.width(), move=True)
        needed = self.heightForWidth(self.width())
        if needed != self.minimumHeight():
            self.setMinimumHeight(needed)  # a box around it does not always ask for its height

    def _place(self, width: int, move: bool) -> int:
        x = y = high = 0
        for item in self._items:
            if item.isHidden():
                continue
            size = item.sizeHint()
            if x and x + size.width() > width:
                x, y, high = 0, y + high + self._spacing, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._spacing
            high = max(high, size.height())
        return y + high
