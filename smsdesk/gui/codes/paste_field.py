"""The field a receipt is pasted into: in the fixed face, and safe to paste anything into."""

from typing import Final

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from smsdesk.gui import fonts
from smsdesk.gui.style import Themed

_LINES: Final = (5, 9)  # height in lines, at least and at most
_SHOWN_WHOLE: Final = 32 * 1024  # characters; laying out much more would hold up the window
_SHOWN: Final = 2_000  # characters shown of what is longer


class PasteField(Themed, QPlainTextEdit):
    """Holds a text of up to `limit` characters; shows only the beginning of a very long one.

    Signals:
        edited(): another text is held.
        refused(int): something of that many characters was pasted, and left out.
    """

    edited = Signal()
    refused = Signal(int)

    def __init__(self, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit = limit
        self._whole = ""  # what is held where only its beginning is shown
        self._setting = False
        self.setWordWrapMode(self.wordWrapMode().WrapAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.textChanged.connect(self._on_text_changed)
        self.retheme()

    def retheme(self) -> None:
        """Take the font anew."""
        self.setFont(fonts.font("mono"))
        self.updateGeometry()

    def text(self) -> str:
        """The whole text."""
        return self._whole or self.toPlainText()

    def clear(self) -> None:
        """Hold nothing."""
        self._whole = ""
        super().clear()

    def sizeHint(self) -> QSize:
        """As high as its lines, within bounds."""
        lines = round(self.document().size().height())
        high = max(_LINES[0], min(_LINES[1], lines))
        # Chinese lines are a little higher than the face says
        return QSize(240, high * (self.fontMetrics().lineSpacing() + 1) + 6)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines wrap anew, so the height may change."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste or drop text; too long a text is left out, a long one is not shown whole."""
        text = source.text()
        if len(text) > self._limit:
            self.refused.emit(len(text))
        elif len(text) > _SHOWN_WHOLE:
            self._setting = True
            self.setPlainText(text[:_SHOWN] + "…")
            self._setting = False
            self._whole = text
            self.edited.emit()
        else:
            self.insertPlainText(text)

    def _on_text_changed(self) -> None:
        self.updateGeometry()
        if not self._setting:
            self._whole = ""
            self.edited.emit()
