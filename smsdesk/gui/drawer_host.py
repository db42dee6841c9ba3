"""Holds a page's body and its drawer: side by side where there is room, else one over the other."""

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from smsdesk.gui.parts.drawer import Drawer


class DrawerHost(QWidget):
    """Gives the drawer its place at the right.

    It is as wide as it wants to be while the body keeps `wanted`, narrower down to its least while
    the body keeps `least`; where even that is not left, it covers a part of the body.
    """

    def __init__(self, body: QWidget, drawer: Drawer, *, wanted: int, least: int) -> None:
        super().__init__()
        self._body, self._drawer = body, drawer
        self._wanted, self._least = wanted, least
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
        room, full = self.width(), self._drawer.sizeHint().width()
        width = min(full, room, max(self._drawer.minimumWidth(), room - self._wanted))
        beside = room - width >= self._least
        if not beside:
            width = min(full, room)
        left = room - (width if beside and self._drawer.is_open() else 0)
        self._body.setGeometry(0, 0, left, self.height())
        self._drawer.setGeometry(room - width, 0, width, self.height())
        self._drawer.raise_()
