"""The row in a form: columns to insert, the message's file, the request, a form's own."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.chip import FieldChip
from smsdesk.gui.parts.flow import FlowRow
from smsdesk.gui.parts.text import Label
from smsdesk.gui.style import beside_sheet
from smsdesk.gui.tab_order import insert_before, insert_behind

_OFFERED: Final = 8


class InsertRow(QWidget):
    """Chips at the left, small buttons at the right.

    Signals:
        field_chosen(str): put this column into the text.
        open_requested(), save_requested(): take the message from a file, keep it in one.
        request_requested(): show the request for the person in sight.
    """

    field_chosen = Signal(str)
    open_requested = Signal()
    save_requested = Signal()
    request_requested = Signal()

    def __init__(self, tools: Sequence[Button], parent: QWidget | None = None) -> None:
        """tools: buttons that stand at the end and are shown by whom they belong to."""
        super().__init__(parent)
        self._offered: tuple[str, ...] = ()
        self._chips: list[FieldChip] = []
        self._flow = FlowRow(6)
        self._word = Label(self.tr("Insert"), tone="text-3")
        self._word.hide()
        self._file = Button(self.tr("Message file"), kind="ghost", icon="file", size="small")
        self._file.setObjectName("message_file")
        self._menu = QMenu(self)
        self._menu.setObjectName("message_file_menu")
        self._menu.addAction(self.tr("Open message…")).triggered.connect(self.open_requested)
        self._menu.addAction(self.tr("Save message…")).triggered.connect(self.save_requested)
        self._request = Button(self.tr("Request"), kind="ghost", icon="code", size="small")
        self._request.setObjectName("show_request")
        self._request.setToolTip(self.tr("What the provider would be sent for this person"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._word)
        self._row.addWidget(self._flow, 1)
        self._buttons = (self._file, self._request, *tools)
        for button in self._buttons:
            self._row.addWidget(button)
        self._file.clicked.connect(self._on_file_clicked)
        self._request.clicked.connect(self.request_requested)

    def follow(self, widget: QWidget) -> None:
        """Let Tab come here from `widget`, which lies in the same window."""
        insert_behind(widget, (*self._chips, *self._buttons))

    def set_columns(self, header: Sequence[str], phone_column: int) -> None:
        """Offer the columns of a list but that of the numbers."""
        offered = tuple(name for at, name in enumerate(header) if at != phone_column)[:_OFFERED]
        if offered == self._offered:
            return
        self._offered = offered
        flow = FlowRow(6)
        self._chips = []
        for name in offered:
            chip = FieldChip(name)
            chip.setProperty("column", name)
            chip.setAccessibleName(self.tr("Insert {name}").replace("{name}", name))
            chip.clicked.connect(self._on_chip_clicked)
            flow.add_widget(chip)
            self._chips.append(chip)
        self._row.replaceWidget(self._flow, flow)
        self._flow.hide()
        self._flow.deleteLater()
        self._flow = flow
        self._word.setVisible(bool(offered))
        insert_before(self._file, self._chips)

    @Slot()
    def _on_chip_clicked(self) -> None:
        chip = self.sender()
        if chip is not None:
            self.field_chosen.emit(str(chip.property("column")))

    @Slot()
    def _on_file_clicked(self) -> None:
        self._menu.setStyleSheet(beside_sheet())
        self._menu.popup(self._file.mapToGlobal(self._file.rect().bottomLeft()))
