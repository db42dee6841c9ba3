"""The Recipients section opened: bring a file, or type and paste numbers."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from smsdesk.gui.fonts import px
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.field import FormField, TextFrame
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.surface import Card
from smsdesk.gui.parts.text import Label, Paragraph
from smsdesk.gui.words import number

_AREA_HEIGHT = 96


class RecipientsBody(QWidget):
    """Two ways in: a file by drop or dialog, numbers by typing or paste.

    Signals:
        import_requested(): ask for a file.
        numbers_entered(str): numbers were typed or pasted.
        list_requested(): open the whole list.
    """

    import_requested = Signal()
    numbers_entered = Signal(str)
    list_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._setup_ui()
        self._connect()

    def _setup_ui(self) -> None:
        self._drop = Card(radius=8, ground="sunken", outline="field", dashed=True)
        self._import = Button(self.tr("Import recipients…"), icon="dl")
        self._import.setObjectName("import_recipients")
        self._import.setAccessibleName(self.tr("Import recipients"))
        self._open_list = Button(self.tr("See the list"), icon="table")
        self._open_list.setObjectName("open_list")
        self._open_list.hide()
        drop = QVBoxLayout(self._drop)
        drop.setContentsMargins(16, 12, 16, 12)
        drop.setSpacing(4)
        drop.addWidget(Label(self.tr("Drop a CSV file here"), weight=600))
        drop.addWidget(
            Paragraph(
                self.tr("The file stays as it is. We guess which column is the phone number."),
                "small",
                "text-3",
            )
        )
        drop.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._import)
        buttons.addWidget(self._open_list)
        buttons.addStretch(1)
        drop.addLayout(buttons)

        self._numbers = QPlainTextEdit()
        self._numbers.setObjectName("typed_numbers")
        self._numbers.setAccessibleName(self.tr("Phone numbers"))
        self._numbers.setPlaceholderText(self.tr("One a line, or separated by commas"))
        self._numbers.setTabChangesFocus(True)
        frame = TextFrame(self._numbers)
        frame.setFixedHeight(px(_AREA_HEIGHT))
        self._use = Button(self.tr("Use these numbers"), size="small")
        self._use.setObjectName("use_numbers")
        self._use.setEnabled(False)
        typed = QVBoxLayout()
        typed.setSpacing(8)
        typed.addWidget(FormField(self.tr("Or type and paste numbers"), frame))
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self._use)
        typed.addLayout(below)

        self._trouble = Note("bad", icon="tri")
        self._trouble.hide()

        ways = QHBoxLayout()
        ways.setSpacing(16)
        ways.addWidget(self._drop, 1)
        ways.addLayout(typed, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._trouble)
        column.addLayout(ways)

    def _connect(self) -> None:
        self._import.clicked.connect(self.import_requested)
        self._open_list.clicked.connect(self.list_requested)
        self._numbers.textChanged.connect(self._on_numbers_changed)
        self._use.clicked.connect(self._on_use_clicked)

    def show_rows(self, rows: int) -> None:
        """How many rows the list on show has; 0 for none."""
        self._open_list.setVisible(rows > 0)
        self._import.setText(
            self.tr("Import other recipients…") if rows else self.tr("Import recipients…")
        )
        if rows:
            self._open_list.setText(self.tr("See all {count} rows").format(count=number(rows)))

    def show_trouble(self, heading: str, sentence: str) -> None:
        """Say why a file or a pasted text could not be used; "" takes it back."""
        self._trouble.setVisible(bool(sentence))
        if sentence:
            self._trouble.set_text(heading, sentence)

    def clear_numbers(self) -> None:
        """Empty the field after its numbers were taken."""
        self._numbers.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V anywhere in the section goes into the field of numbers."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self._numbers.setFocus()
            self._numbers.paste()
            return
        super().keyPressEvent(event)

    @Slot()
    def _on_numbers_changed(self) -> None:
        self._use.setEnabled(bool(self._numbers.toPlainText().strip()))

    @Slot()
    def _on_use_clicked(self) -> None:
        self.numbers_entered.emit(self._numbers.toPlainText())
