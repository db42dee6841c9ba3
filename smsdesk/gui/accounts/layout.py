"""How a long form is laid out: parts with their heading at the left, fields in columns that fit."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from smsdesk.gui.parts.text import Label, Paragraph

_HEAD_WIDTH: Final = 176
_STACK_BELOW: Final = 620  # px; narrower than this a part's heading stands above it


class FieldGrid(QWidget):
    """Fields side by side, in as many columns as fit."""

    def __init__(self, smallest: int = 200, most: int = 2) -> None:
        super().__init__()
        self._smallest = smallest
        self._most = most
        self._columns = 0
        self._fields: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(16)

    def add(self, field: QWidget) -> None:
        """Append a field."""
        self._fields.append(field)
        self._arrange(max(self._columns, 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take another number of columns."""
        super().resizeEvent(event)
        columns = max(1, min(self._most, (self.width() + 20) // (self._smallest + 20)))
        if columns != self._columns:
            self._arrange(columns)

    def _arrange(self, columns: int) -> None:
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for place, field in enumerate(self._fields):
            self._grid.addWidget(
                field, place // columns, place % columns, Qt.AlignmentFlag.AlignTop
            )


class FormPart(QWidget):
    """One part of the form: its heading and hint at the left, its fields at the right."""

    def __init__(self, title: str, hint: str, body: QWidget) -> None:
        super().__init__()
        self._head = QWidget()
        column = QVBoxLayout(self._head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(title, weight=600))
        self._hint = Paragraph(hint, "small", "text-3")
        self._hint.setVisible(bool(hint))
        column.addWidget(self._hint)
        column.addStretch()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(24)
        self._row.addWidget(self._head)
        self._row.addWidget(body, 1)
        self._body = body
        self._stacked: bool | None = None
        self._stack(False)

    def set_hint(self, text: str) -> None:
        """Change the small line below the heading."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def minimumSizeHint(self) -> QSize:
        """As narrow as the fields can be: the heading stands above them there."""
        return QSize(self._body.minimumSizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the heading above the fields where there is no room beside them."""
        super().resizeEvent(event)
        self._stack(self.width() < _STACK_BELOW)

    def _stack(self, stacked: bool) -> None:
        if stacked == self._stacked:
            return
        self._stacked = stacked
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if stacked else direction.LeftToRight)
        self._row.setSpacing(12 if stacked else 24)
        self._head.setMinimumWidth(0 if stacked else _HEAD_WIDTH)
        self._head.setMaximumWidth(16_777_215 if stacked else _HEAD_WIDTH)
