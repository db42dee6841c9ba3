"""The focus ring: one overlay that follows the focused control and paints outside its edge."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QFocusFrame, QWidget
from shiboken6 import isValid

from smsdesk.gui import tokens

_ROOM = 4


class FocusRing(QFocusFrame):
    """Shows where the keyboard is. A focus frame, so that screen readers do not see it.

    A control states its ring by an attribute `focus_look = (kind, radius)`, kind being `button`
    (a ring, for keyboard focus only) or `input`
    (edge and halo, always).
    `focus_frame` names the widget to surround where that is not the control itself.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._target: QWidget | None = None
        self._chain: list[QWidget] = []
        self._kind = "button"
        self._radius = 7.0

    def follow(self, widget: QWidget | None) -> None:
        """Move to `widget`, or vanish where it shows no ring."""
        self._let_go()
        look = getattr(widget, "focus_look", None)
        if widget is None or look is None:
            return
        kind, radius = look
        if kind == "button" and not _by_keyboard(widget):
            return
        framed: QWidget = getattr(widget, "focus_frame", widget)
        self._target, self._kind, self._radius = framed, kind, float(radius)
        self._settle()

    def _settle(self) -> None:
        """Lie in the nearest ancestor with room, which may be another once layouts are done."""
        host = None if self._target is None else self._host(self._target)
        if host is None:
            return
        if host is not self.parentWidget():
            self.setParent(host)
            self.show()
            self.raise_()
        self._place()

    def _let_go(self) -> None:
        for widget in self._chain:
            if isValid(widget):  # a control may go away while it has the focus
                widget.removeEventFilter(self)
        self._chain = []
        self._target = None
        self.hide()
        self.setParent(None)

    def _host(self, widget: QWidget) -> QWidget | None:
        """The nearest ancestor with room for the ring around `widget`."""
        above = widget
        self._chain = []
        while True:
            self._chain.append(above)
            above.installEventFilter(self)
            parent = above.parentWidget()
            if parent is None or above.isWindow():
                return None
            area = parent.parentWidget()
            clips = isinstance(area, QAbstractScrollArea) and area.viewport() is parent
            around = QRect(widget.mapTo(parent, widget.rect().topLeft()), widget.size())
            if clips or parent.isWindow() or parent.rect().contains(_grown(around)):
                return parent
            above = parent

    def _place(self) -> None:
        host = self.parentWidget()
        if self._target is None or host is None:
            return
        corner = self._target.mapTo(host, self._target.rect().topLeft())
        self.setGeometry(_grown(QRect(corner, self._target.size())))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep up with the control as it moves, grows or goes away."""
        kind = event.type()
        if kind in (QEvent.Type.Move, QEvent.Type.Resize):
            self._settle()
        elif kind == QEvent.Type.Hide and watched is self._target:
            self.hide()
        elif kind == QEvent.Type.Show and watched is self._target:
            self.show()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring or the halo; the control's own ground stays free."""
        theme = tokens.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = QRectF(self.rect()).adjusted(_ROOM, _ROOM, -_ROOM, -_ROOM)
        if self._kind == "button":
            painter.setPen(QPen(QColor(theme.accent), 2))
            radius = self._radius + 2
            painter.drawRoundedRect(inner.adjusted(-2, -2, 2, 2), radius, radius)
            return
        painter.setPen(QPen(QColor(theme.accent_soft), 3))
        painter.drawRoundedRect(
            inner.adjusted(-1.5, -1.5, 1.5, 1.5), self._radius + 1.5, self._radius + 1.5
        )
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawRoundedRect(inner.adjusted(1, 1, -1, -1), self._radius - 1, self._radius - 1)


def _grown(rect: QRect) -> QRect:
    return rect.adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)


def _by_keyboard(widget: QWidget) -> bool:
    """Whether the person moves by keyboard: a focus that came with a mouse button says no."""
    window = widget.window()
    if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
        window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
        return False
    return window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
