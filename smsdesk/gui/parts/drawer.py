"""The detail drawer, and its rows: names with values, actions."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from smsdesk.gui import fonts
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.button import IconButton
from smsdesk.gui.parts.surface import BottomBar, Ground, ScrollColumn
from smsdesk.gui.parts.text import Label


class Drawer(Ground):
    """A pane at the right of a page: header, scrolling content, optional bar at the bottom.

    Signals:
        closed(): the cross or Esc.
        previous_requested(), next_requested(): step through the grid.
    """

    closed = Signal()
    previous_requested = Signal()
    next_requested = Signal()

    def __init__(self, width: int = 360, parent: QWidget | None = None) -> None:
        super().__init__("surface", "left", parent=parent)
        self.setMinimumWidth(320)
        self._width = width
        self._title = Label("", "drawer", elide=True)
        self._second = Label("", "small", "text-3", elide=True)
        self._second.hide()
        self._note = Label("", "small", "text-3")
        self._up = IconButton("up", self.tr("Previous"))
        self._down = IconButton("down", self.tr("Next"))
        self._close = IconButton("x", self.tr("Close"))
        self._up.clicked.connect(self.previous_requested)
        self._down.clicked.connect(self.next_requested)
        self._close.clicked.connect(self.closed)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self._title)
        self.head.addStretch(1)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addLayout(self.head)
        names.addWidget(self._second)
        names.addStretch(1)
        top = QWidget()
        top.setFixedHeight(52)
        row = QHBoxLayout(top)
        row.setContentsMargins(20, 0, 10, 0)
        row.setSpacing(4)
        row.addLayout(names, 1)
        row.addWidget(self._note)
        row.addSpacing(4)
        for button in (self._up, self._down, self._close):
            row.addWidget(button)
        self._lines = ScrollColumn((20, 12, 20, 20), 12)
        self.bar = BottomBar()
        self.bar.row.setContentsMargins(20, 1, 20, 0)
        self.bar.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)  # the line at the left stays in sight
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(_Rule())
        column.addWidget(self._lines, 1)
        column.addWidget(self.bar)
        self.set_steps(False)

    @property
    def column(self) -> QVBoxLayout:
        """The content's layout."""
        return self._lines.column

    def add(self, widget: QWidget) -> None:
        """Append a widget to the content."""
        self._lines.add(widget)

    def add_space(self, height: int) -> None:
        """Append a gap to the content."""
        self._lines.add_space(height)

    def set_title(self, text: str, second: str = "", note: str = "") -> None:
        """Who this is about; `second` beneath, `note` at the right."""
        self._title.setText(text)
        self._second.setText(second)
        self._second.setVisible(bool(second))
        self._note.setText(note)
        self.setAccessibleName(text)

    def set_steps(self, shown: bool) -> None:
        """Offer up and down."""
        self._up.setVisible(shown)
        self._down.setVisible(shown)

    def reveal(self) -> None:
        """Come into sight."""
        self.show()
        self._lines.verticalScrollBar().setValue(0)

    def focus_close(self) -> None:
        """Take the keyboard, at the cross, so that Esc closes."""
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def conceal(self) -> None:
        """Go out of sight; it is kept."""
        self.hide()

    def is_open(self) -> bool:
        """Whether it is in sight."""
        return not self.isHidden()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """The design's width."""
        return QSize(self._width, 400)


class _Rule(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painting.hairline(QPainter(self), 0, 0, self.width())


class KeyValues(QWidget):
    """Rows of name and value, each copyable where asked.

    Signals:
        copied(str): a value went to the clipboard.
    """

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QWidget, ...]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def add(self, key: str, value: str, mono: bool = False, copy: bool = False) -> Label:
        """Append a row; returns the value's label for later changes."""
        name = Label(key, tone="text-3")
        shown = Label(value, "mono-13" if mono else "body", elide=True)
        shown.setAccessibleName(f"{key}: {value}")
        row = len(self._rows)
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(shown, row, 1)
        self._grid.setRowMinimumHeight(row, fonts.px(28))
        parts: tuple[QWidget, ...] = (name, shown)
        if copy:
            button = IconButton("copy", self.tr("Copy {what}").format(what=key), "small")
            button.setProperty("value", value)
            button.clicked.connect(self._on_copy_clicked)
            self._grid.addWidget(button, row, 2)
            parts = (*parts, button)
        self._rows.append(parts)
        return shown

    def clear(self) -> None:
        """Remove all rows."""
        for row, parts in enumerate(self._rows):
            self._grid.setRowMinimumHeight(row, 0)
            for widget in parts:
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._rows.clear()

    def _on_copy_clicked(self) -> None:
        value = str(self.sender().property("value"))
        QGuiApplication.clipboard().setText(value)
        self.copied.emit(value)
