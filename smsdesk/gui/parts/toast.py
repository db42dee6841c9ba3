"""Toasts: one line that asks for nothing, six seconds long; never for problems."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from smsdesk.gui import fonts
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.text import Label, Link

_ROOM = 36
_ABOVE = 84
_STAY_MS = 6000


class Toaster(QWidget):
    """Shows toasts at the bottom centre of a window, 84 above its edge."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._callback: Callable[[], None] | None = None
        self._label = Label("", weight=500, elide=True)
        self._action = Link("")
        self._action.clicked.connect(self._on_action_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(_ROOM + 16, _ROOM, _ROOM + 16, _ROOM)
        row.setSpacing(16)
        row.addWidget(self._label)
        row.addWidget(self._action)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_STAY_MS)
        self._timer.timeout.connect(self._on_timeout)
        window.installEventFilter(self)
        self.hide()

    def say(self, text: str, action: str = "", callback: Callable[[], None] | None = None) -> None:
        """Show a line, with at most one action."""
        self._callback = callback
        self._label.setText(text)
        self._action.setText(action)
        self._action.retheme()
        self._action.setVisible(bool(action))
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def text(self) -> str:
        """The line shown, "" where none is."""
        return self._label.text() if self.isVisible() else ""

    def _place(self) -> None:
        width = min(self.sizeHint().width(), self._window.width())
        height = fonts.px(40) + 2 * _ROOM
        self.setGeometry(
            (self._window.width() - width) // 2,
            self._window.height() - _ABOVE - height + _ROOM, width, height,
        )  # fmt: skip

    def _on_timeout(self) -> None:
        if self.underMouse() or self._action.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _on_action_clicked(self) -> None:
        self.hide()
        if self._callback is not None:
            self._callback()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the window's bottom centre."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint shadow and ground."""
        painter = QPainter(self)
        painting.smooth(painter)
        body = QRectF(self.rect()).adjusted(_ROOM, _ROOM, -_ROOM, -_ROOM)
        painting.shadow(painter, body, 8)
        painting.rounded(painter, body, 8, "raised", "line")
