"""The Message section opened: the editor, columns to insert, the counter, and options."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from smsdesk.core.message import Message, TextMessage
from smsdesk.gui.compose.counter import SegmentCounter
from smsdesk.gui.compose.message_editor import MessageEditor
from smsdesk.gui.compose.options import MessageOptions
from smsdesk.gui.fonts import px
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.chip import FieldChip
from smsdesk.gui.parts.field import TextFrame
from smsdesk.gui.parts.flow import FlowRow
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.text import Label
from smsdesk.gui.style import beside_sheet

_HEIGHT = 124
_LOW_HEIGHT = 100
_OFFERED = 8


class MessageBody(QWidget):
    """Everything about the words.

    Signals:
        changed(): the text or an option.
        open_requested(), save_requested(): take the message from a file, keep it in one.
    """

    changed = Signal()
    open_requested = Signal()
    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: tuple[str, ...] = ()
        self._setup_ui()
        self._connect()
        self.set_low(False)
        self._insert_word.hide()

    def _setup_ui(self) -> None:
        self.editor = MessageEditor()
        self._frame = TextFrame(self.editor)
        self.counter = SegmentCounter()
        self.options = MessageOptions()
        self.options.hide()
        self._insert = QWidget()
        self._insert_row = FlowRow(6)
        self._insert_word = Label(self.tr("Insert"), tone="text-3")
        self._link = Button(self.tr("Short link"), kind="ghost", icon="link", size="small")
        self._link.setToolTip(self.tr("Put #1# where the short link is to stand"))
        self._more = Button(self.tr("Options"), kind="ghost", icon="down", size="small")
        self._more.setObjectName("message_options")
        self._more.setCheckable(True)
        self._file = Button(self.tr("Message file"), kind="ghost", icon="file", size="small")
        self._file.setObjectName("message_file")
        self._file_menu = QMenu(self)
        self._file_menu.setObjectName("message_file_menu")
        self._file_menu.addAction(self.tr("Open message…")).triggered.connect(self.open_requested)
        self._file_menu.addAction(self.tr("Save message…")).triggered.connect(self.save_requested)
        insert = QHBoxLayout(self._insert)
        insert.setContentsMargins(0, 0, 0, 0)
        insert.setSpacing(8)
        insert.addWidget(self._insert_word)
        insert.addWidget(self._insert_row, 1)
        insert.addWidget(self._file)
        insert.addWidget(self._link)
        insert.addWidget(self._more)
        self._trouble = Note("bad", icon="tri")
        self._trouble.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._frame)
        column.addWidget(self._trouble)
        column.addWidget(self._insert)
        column.addWidget(self.counter)
        column.addWidget(self.options)

    def _connect(self) -> None:
        self.editor.text_changed.connect(self.changed)
        self.options.changed.connect(self._on_options_changed)
        self.options.short_link_requested.connect(self._on_link_clicked)
        self._file.clicked.connect(self._on_file_clicked)
        self._link.clicked.connect(self._on_link_clicked)
        self._more.toggled.connect(self._on_more_toggled)

    def message(self) -> TextMessage:
        """What stands in the editor and the options."""
        return self.options.apply_to(TextMessage(self.editor.text()))

    def show_message(self, message: Message) -> None:
        """Put a message into the editor and the options."""
        if not isinstance(message, TextMessage):
            return
        self.editor.replace_text(message.text)
        self.options.show_message(message)
        self._more.setChecked(bool(self.options.in_use()))

    def set_columns(self, header: Sequence[str], phone_column: int) -> None:
        """Offer the columns of the list for inserting."""
        self.editor.set_columns(header)
        offered = tuple(name for at, name in enumerate(header) if at != phone_column)[:_OFFERED]
        if offered == self._offered:
            return
        self._offered = offered
        row = FlowRow(6)
        chips: list[FieldChip] = []
        for name in offered:
            chip = FieldChip(name)
            chip.setProperty("column", name)
            chip.setAccessibleName(self.tr("Insert {name}").replace("{name}", name))
            chip.clicked.connect(self._on_chip_clicked)
            row.add_widget(chip)
            chips.append(chip)
        layout = self._insert.layout()
        if layout is not None:
            layout.replaceWidget(self._insert_row, row)
        self._insert_row.hide()
        self._insert_row.deleteLater()
        self._insert_row = row
        self._insert_word.setVisible(bool(offered))
        for before, after in pairwise((self.editor, *chips, self._file)):
            QWidget.setTabOrder(before, after)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each sentence at its field; those of the text below the editor."""
        sentence = errors.get("text", "")
        self._trouble.setVisible(bool(sentence))
        self._frame.set_error(bool(sentence))
        if sentence:
            self._trouble.set_text("", sentence)
        if self.options.show_errors(errors):
            self._more.setChecked(True)

    def set_low(self, low: bool) -> None:
        """Take less room in a low window."""
        self._frame.setFixedHeight(px(_LOW_HEIGHT if low else _HEIGHT))

    @Slot()
    def _on_options_changed(self) -> None:
        used = len(self.options.in_use())
        self._more.setText(
            self.tr("Options ({count})").format(count=used) if used else self.tr("Options")
        )
        self.changed.emit()

    @Slot()
    def _on_file_clicked(self) -> None:
        self._file_menu.setStyleSheet(beside_sheet())
        self._file_menu.popup(self._file.mapToGlobal(self._file.rect().bottomLeft()))

    @Slot()
    def _on_link_clicked(self) -> None:
        if "#1#" not in self.editor.text():
            self.editor.textCursor().insertText("#1#")
        self._more.setChecked(True)
        self.options.focus_short_link()

    @Slot(bool)
    def _on_more_toggled(self, shown: bool) -> None:
        self.options.setVisible(shown)
        self._more.set_icon("up" if shown else "down")

    @Slot()
    def _on_chip_clicked(self) -> None:
        chip = self.sender()
        if chip is not None:
            self.editor.insert_field(str(chip.property("column")))
