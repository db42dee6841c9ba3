"""Empty states: a title, one sentence, and doors to what comes next."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from smsdesk.gui import icons
from smsdesk.gui.parts.badge import Tile
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.surface import Card
from smsdesk.gui.parts.text import Label, Paragraph


class EmptyState(QWidget):
    """Stands where a list would be: what this place is for and how to fill it."""

    def __init__(
        self, title: str, text: str, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(0)
        column.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        if icon:
            column.addWidget(Tile(icon=icon, tone="wait", size=40), 0, middle)
            column.addSpacing(16)
        self._title = Label(title, "drawer")
        column.addWidget(self._title, 0, middle)
        column.addSpacing(4)
        self._text = Paragraph(text)
        self._text.setAlignment(middle)
        self._text.setFixedWidth(380)
        column.addWidget(self._text, 0, middle)
        column.addSpacing(16)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(12)
        self._actions.addStretch(1)
        self._actions.addStretch(1)
        column.addLayout(self._actions)
        column.addStretch(3)

    def set_text(self, title: str, text: str) -> None:
        """Change what it says."""
        self._title.setText(title)
        self._text.setText(text)

    def add_action(self, button: Button) -> None:
        """Append a button in the middle."""
        self._actions.insertWidget(self._actions.count() - 1, button)


class _Point(QWidget):
    """A ticked line."""

    def __init__(self, text: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(8)
        mark = _Mark()
        row.addWidget(mark)
        row.addWidget(Label(text, elide=True), 1)


class _Mark(Label):
    """A tick in the good colour."""

    def __init__(self) -> None:
        super().__init__("")
        self.setFixedSize(16, 20)
        self.retheme()

    def retheme(self) -> None:
        super().retheme()
        self.setPixmap(icons.pixmap("check", "ok", 16, self.devicePixelRatioF()))


class Door(Card):
    """One of the doors of the first run: what it is, what you get, and the button."""

    def __init__(
        self,
        icon: str,
        tone: str,
        title: str,
        text: str,
        points: Sequence[str],
        button: Button,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(0)
        column.addWidget(Tile(icon=icon, tone=tone, size=40))
        column.addSpacing(16)
        column.addWidget(Label(title, "drawer"))
        column.addSpacing(4)
        column.addWidget(Paragraph(text))
        column.addSpacing(12)
        for point in points:
            column.addWidget(_Point(point))
        column.addSpacing(16)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column.addStretch(1)
        column.addWidget(button)
