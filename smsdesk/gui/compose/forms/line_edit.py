"""The text of a one-line input: no line breaks, as high as what it holds."""

from typing import Final

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from smsdesk.gui import fonts
from smsdesk.gui.compose.merge_edit import MergeEdit
from smsdesk.gui.parts.input import see_through

STYLES: Final = {False: "body", True: "message"}
MARGIN: Final = 4  # around the text
_LINE: Final = {False: 18, True: 24}
_MOST_LINES: Final = 4
_BREAKS: Final = frozenset(
    (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
)


class LineEdit(MergeEdit):
    """A text without line breaks; `tall` wraps within a few lines."""

    fitted = Signal()

    def __init__(self, tall: bool, parent: QWidget) -> None:
        self._tall = tall
        super().__init__(STYLES[tall], _LINE[tall], parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if not tall:
            self.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
        else:
            self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def retheme(self) -> None:
        """Take colours and text size anew."""
        super().retheme()
        see_through(self)
        self._fit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words only; line breaks become spaces."""
        if source.hasText():
            self.textCursor().insertText(in_one_line(source.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Tab belong to a completion or to nobody here; Alt and arrows to a list."""
        breaks = event.key() in _BREAKS
        moved = event.modifiers() & Qt.KeyboardModifier.AltModifier
        vertical = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if not self.is_completing() and (breaks or (vertical and moved)):
            event.ignore()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page, not the line."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the beginning, unless somebody writes at the end."""
        super().resizeEvent(event)
        if not self.hasFocus():
            self.horizontalScrollBar().setValue(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes on behind what is there."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.moveCursor(QTextCursor.MoveOperation.End)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the beginning again: it says most about an address."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.horizontalScrollBar().setValue(0)

    @Slot()
    def _fit(self) -> None:
        """Be as high as the text, so that the frame can centre it."""
        line = fonts.px(_LINE[self._tall])
        shown = round((self.document().size().height() - 2 * MARGIN) / line)
        most = _MOST_LINES if self._tall else 1
        self.setFixedHeight(line * max(1, min(most, shown)) + 2 * MARGIN)
        self.fitted.emit()


def in_one_line(text: str) -> str:
    """`text` with its line breaks and tabs as spaces."""
    return " ".join(text.splitlines()).replace("\t", " ")
