"""Holds a page's body and its drawer: side by side where there is room, else one over the other."""

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from smsdesk.gui.parts.drawer import Drawer


class DrawerHost(QWidget):
    """Gives the drawer its width at the right; below `beside_from` it covers a part of the body."""

    def __init__(self, body: QWidget, drawer: Drawer, beside_from: int) -> None:
        super().__init__()
        self._body, self._drawer, self._beside_from = body, drawer, beside_from
        body.setParent(self)
        drawer.setParent(self)
        drawer.conceal()
        drawer.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        """What the body needs."""
        return self._body.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The drawer came or went."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        width = min(self._drawer.sizeHint().width(), self.width())
        beside = self._drawer.is_open() and self.width() >= self._beside_from
        self._body.setGeometry(0, 0, self.width() - (width if beside else 0), self.height())
        self._drawer.setGeometry(self.width() - width, 0, width, self.height())
        self._drawer.raise_()
