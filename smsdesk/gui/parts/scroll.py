"""A scroll bar that lies over what scrolls, so that nothing moves when it comes and goes."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QWidget

from smsdesk.gui.style import Themed, bars_sheet

_WIDE = 8


class ThinScrollBar(Themed, QScrollBar):
    """A vertical scroll bar, 8 wide, that is nothing but its handle. For `setVerticalScrollBar`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._dressed = False
        self.setFixedWidth(_WIDE)

    def retheme(self) -> None:
        """Take the colours anew."""
        if self._dressed:
            self.setStyleSheet(bars_sheet())

    def showEvent(self, event: QShowEvent) -> None:
        """Most bars never come into sight: dressing waits until one does."""
        if not self._dressed:
            self._dressed = True
            self.retheme()
        super().showEvent(event)


class OverlayScrollBar(ThinScrollBar):
    """Stands in for an area's own vertical scroll bar, 8 wide at the right edge.

    top: how much of the area's top it leaves free (a table's header).
    """

    def __init__(self, area: QAbstractScrollArea, top: int = 0) -> None:
        super().__init__(area)
        self._area = area
        self._top = top
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._own = area.verticalScrollBar()
        self._own.rangeChanged.connect(self._on_range_changed)
        self._own.valueChanged.connect(self.setValue)
        self.valueChanged.connect(self._own.setValue)
        area.installEventFilter(self)
        self._on_range_changed(self._own.minimum(), self._own.maximum())

    def _on_range_changed(self, least: int, most: int) -> None:
        self.setRange(least, most)
        self.setPageStep(self._own.pageStep())
        self.setSingleStep(self._own.singleStep())
        self.setValue(self._own.value())
        self.setVisible(most > least)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the right edge."""
        if event.type() == QEvent.Type.Resize:
            area = self._area
            self.setGeometry(area.width() - _WIDE, self._top, _WIDE, area.height() - self._top)
            self.setPageStep(self._own.pageStep())
            self.raise_()
        return super().eventFilter(watched, event)
