"""Sheets: a question over the window. The title asks, the button answers with the same words."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from smsdesk.gui.parts import painting
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.text import Label, Paragraph
from smsdesk.gui.style import color

_TOP = 112
_SIDE = 28


class Scrim(QWidget):
    """Darkens the window under a sheet, keeps the pointer off it and carries the sheet's shadow."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.shade = QRectF()
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What lies beneath cannot be pressed."""
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the veil and the shadow."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("scrim"))
        painting.smooth(painter)
        painting.shadow(painter, self.shade, 12)


class Sheet(QDialog):
    """A sheet of 600 with a title, content and a row of buttons. Opened, never run.

    It lies in the window, not over the screen, so it looks the same with and without a compositor
    and stays where it belongs. It keeps pointer, focus and shortcuts to itself. Add content to
    `column`. `open()` shows it; `finished` says how it ended; Esc rejects.
    """

    def __init__(self, window: QWidget, title: str, width: int = 600) -> None:
        self._host = window.window()
        self._scrim = Scrim(self._host)
        super().__init__(self._host)
        self.setWindowFlags(Qt.WindowType.Widget)  # the constructor makes a window of its own
        self._before = QApplication.focusWidget()  # a control inside may take it before `open`
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAutoFillBackground(False)
        self.setFixedWidth(width)
        self._host.installEventFilter(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.column = QVBoxLayout()
        self.column.setContentsMargins(_SIDE, 24, _SIDE, 24)
        self.column.setSpacing(0)
        self._title = Label(title, "sheet", elide=True)
        self._subtitle = Paragraph()
        self._subtitle.hide()
        self.column.addWidget(self._title)
        self.column.addSpacing(2)
        self.column.addWidget(self._subtitle)
        outer.addLayout(self.column, 1)
        self._footer = _Footer()
        self._footer.hide()
        outer.addWidget(self._footer)
        self.hide()

    def set_title(self, title: str) -> None:
        """Ask something else."""
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._title.setText(title)

    def set_subtitle(self, text: str) -> None:
        """One sentence under the title: what it means."""
        self._subtitle.setText(text)
        self._subtitle.setVisible(bool(text))

    def set_footer_note(self, text: str) -> None:
        """What happens next, at the left of the buttons."""
        self._footer.note.setText(text)
        self._footer.show()

    def add_button(self, button: Button) -> None:
        """Append a button at the right; the primary one comes last."""
        self._footer.row.addWidget(button)
        self._footer.show()

    def open(self) -> None:
        """Show the sheet over its window; returns at once."""
        focus = QApplication.focusWidget()
        if focus is not None and not self.isAncestorOf(focus):
            self._before = focus
        self.setResult(0)
        self.setAttribute(Qt.WidgetAttribute.WA_Moved)  # the sheet finds its own place
        self.show()

    def showEvent(self, event: QShowEvent) -> None:
        """Darken the window, take the place 112 under its top and the focus."""
        self._scrim.setGeometry(self._host.rect())
        self._scrim.show()
        self._scrim.raise_()
        self.raise_()
        super().showEvent(event)
        self._place()
        focus = QApplication.focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            self.focusNextPrevChild(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Lift the veil and give the focus back, again once the page has heard how it ended."""
        self._scrim.hide()
        super().hideEvent(event)
        if self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, partial(_give_back, self._host, self._before))
        self._before = None

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Tab goes round inside the sheet."""
        stops = [
            widget
            for widget in self.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and widget.isEnabled()
            and widget.focusProxy() is None
        ]
        stops.sort(key=self._reading_order)
        if not stops:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        focus = QApplication.focusWidget()
        at = stops.index(focus) if focus in stops else (-1 if forward else 0)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def _reading_order(self, widget: QWidget) -> tuple[int, int]:
        corner = widget.mapTo(self, QPoint(0, widget.height() // 2))
        return corner.y() // 16, corner.x()

    def event(self, event: QEvent) -> bool:
        """The window's shortcuts rest while the sheet is open."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            handled = super().event(event)
            self._place()
            return handled
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window and stay in its middle, whatever its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._scrim.setGeometry(self._host.rect())
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        layout = self.layout()
        high = self.sizeHint().height()
        if layout is not None and layout.hasHeightForWidth():
            high = layout.totalHeightForWidth(self.width())
        high = min(high, self._host.height() - 16)
        top = max(8, min(_TOP, (self._host.height() - high) // 2))
        self.setGeometry((self._host.width() - self.width()) // 2, top, self.width(), high)
        self._scrim.shade = QRectF(self.geometry())
        self._scrim.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and outline."""
        painter = QPainter(self)
        painting.smooth(painter)
        painting.rounded(painter, self.rect(), 12, "raised", "line")


def _give_back(window: QWidget, before: QWidget | None) -> None:
    """Focus where it was before the sheet, else on the next control; a newer focus stays."""
    if not isValid(window) or not window.isVisible():
        return
    focus = window.focusWidget()
    if focus is not None and focus.isVisible() and focus is not window:
        return
    if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
        before.setFocus(Qt.FocusReason.OtherFocusReason)
    else:
        window.focusNextChild()


class _Footer(QWidget):
    """The line of buttons under a hairline."""

    def __init__(self) -> None:
        super().__init__()
        self.note = Paragraph("", "small", "text-3")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(_SIDE, 17, _SIDE, 16)
        self.row.setSpacing(12)
        self.row.addWidget(self.note, 1, Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painting.hairline(QPainter(self), 1, 0, self.width() - 2)
