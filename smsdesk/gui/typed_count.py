"""The number of people a message goes to, typed by hand before it leaves."""

from PySide6.QtCore import QRegularExpression, Signal, Slot
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.gui import words
from smsdesk.gui.icon_label import IconLabel
from smsdesk.gui.parts.input import Input
from smsdesk.gui.parts.text import Label


class TypedCount(QWidget):
    """A field that wants `count`, typed as it stands above it or without its separators.

    Signals:
        matched(bool): whether what is typed is the count.
    """

    matched = Signal(bool)

    def __init__(self, count: int, why: str = "", parent: QWidget | None = None) -> None:
        """`why` is said beside the request, and to a screen reader."""
        super().__init__(parent)
        self._count = count
        asked = self.tr("Type {count} to confirm").format(count=words.number(count))
        label = Label(asked, weight=500)
        self.field = Input(height=40, style="page")
        self.field.setObjectName("typed_count")
        # digits and what groups them in one locale or another
        self.field.setValidator(
            QRegularExpressionValidator(QRegularExpression(r"[\d\s.,'’٬]*"), self.field)
        )
        self.field.setFixedWidth(160)
        self.field.setAccessibleName(asked)
        self.field.setAccessibleDescription(why)
        label.setBuddy(self.field)
        self._matches = IconLabel("okc", "ok", self.tr("matches"), weight=500)
        self._matches.hide()
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(label)
        title.addWidget(Label(why, "small", "text-3", elide=True), 1)
        entry = QHBoxLayout()
        entry.setSpacing(12)
        entry.addWidget(self.field)
        entry.addWidget(self._matches)
        entry.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(title)
        column.addLayout(entry)
        self.field.textChanged.connect(self._on_field_text_changed)

    @property
    def matches(self) -> bool:
        """Whether what is typed is the count."""
        typed = "".join(sign for sign in self.field.text() if sign.isdigit())
        return typed.isascii() and typed == str(self._count)

    @Slot()
    def _on_field_text_changed(self) -> None:
        self._matches.setVisible(self.matches)
        self.matched.emit(self.matches)
