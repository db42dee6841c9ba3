"""Text in the fixed face that is read, not written."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from smsdesk.gui import fonts
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.scroll import ThinScrollBar
from smsdesk.gui.style import Themed, color


class CodeView(Themed, QPlainTextEdit):
    """Read-only text in the fixed face: a request, a reply; secrets are masked before."""

    focus_look = ("input", 8)

    def __init__(self, text: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setWordWrapMode(self.wordWrapMode().WrapAnywhere)
        self.setVerticalScrollBar(ThinScrollBar())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(10)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabChangesFocus(True)
        self.retheme()

    def retheme(self) -> None:
        """Take font and colours anew."""
        self.setFont(fonts.font("mono"))
        look = self.palette()
        look.setColor(look.ColorRole.Text, color("text-2"))
        look.setColor(look.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(look)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self.setPlainText(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Up to nine lines."""
        lines = min(9, max(2, self.document().size().toSize().height()))
        return QSize(240, lines * self.fontMetrics().lineSpacing() + 24)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines wrap anew, so the height may change."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def paintEvent(self, event: object) -> None:
        """Paint ground and outline under the text."""
        painter = QPainter(self.viewport())
        painting.smooth(painter)
        painting.rounded(painter, self.viewport().rect(), 8, "code-bg", "line")
        painter.end()
        super().paintEvent(event)  # type: ignore[arg-type]
