"""Options of a text: sender, short link, receipts. Folded until somebody needs them."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from smsdesk.core.message import TextMessage, with_texts
from smsdesk.core.sentences import SENTENCES
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.check import TickBox
from smsdesk.gui.parts.field import FormField
from smsdesk.gui.parts.input import Input
from smsdesk.gui.parts.note import Note
from smsdesk.gui.words import language, number

_FIELDS = ("source_address", "short_link", "dr_url", "ext", "sys_message_id")


class MessageOptions(QWidget):
    """A form for everything a text may carry besides its words.

    Signals:
        changed(): a value was typed or ticked.
        short_link_requested(): put the place of the short link into the text.
    """

    changed = Signal()
    short_link_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Message options"))
        self._setup_ui()
        self._connect()

    def _setup_ui(self) -> None:
        self._inputs = {key: Input() for key in _FIELDS}
        self._inputs["short_link"].setPlaceholderText(self.tr("https://…"))
        self._inputs["dr_url"].setPlaceholderText(self.tr("https://…"))
        one_each = self.tr("Works for one number per request only.")
        self._hints = {
            "source_address": self.tr("What the phone shows: 1 to 20 letters or digits."),
            "short_link": self.tr("One from your list of short links; it stands where #1# is."),
            "dr_url": self.tr("Where receipts go. {note}").format(note=one_each),
            "ext": self.tr("Comes back in the receipt. {note}").format(note=one_each),
            "sys_message_id": self.tr("10 to 50 letters, digits or hyphens. {note}").format(
                note=one_each
            ),
        }
        labels = {key: SENTENCES[f"field_{key}"].to(language()) for key in _FIELDS}
        self._fields = {
            key: FormField(labels[key], self._inputs[key], self._hints[key], self.tr("optional"))
            for key in _FIELDS
        }
        for key in _FIELDS:
            self._inputs[key].setObjectName(key)
            self._inputs[key].setAccessibleName(labels[key])
        self._clicks = TickBox(self.tr("Collect who opens the short link"))
        self._clicks.setObjectName("link_verbose")
        self._clicks.setChecked(True)
        self._insert_link = Button(self.tr("Put #1# into the text"), icon="link", size="small")
        self._single = Note("accent", icon="info")
        self._single.hide()

        link = QVBoxLayout()
        link.setSpacing(6)
        link.addWidget(self._insert_link, 0, Qt.AlignmentFlag.AlignLeft)
        link.addWidget(self._clicks)
        link.addStretch(1)

        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.addWidget(self._fields["source_address"], 0, 0)
        grid.addWidget(self._fields["dr_url"], 0, 1)
        grid.addWidget(self._fields["short_link"], 1, 0)
        grid.addLayout(link, 1, 1)
        grid.addWidget(self._fields["ext"], 2, 0)
        grid.addWidget(self._fields["sys_message_id"], 2, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(12)
        column.addLayout(grid)
        column.addWidget(self._single)
        self._enable_link()

    def _connect(self) -> None:
        for control in self._inputs.values():
            control.textChanged.connect(self._on_input_changed)
        self._clicks.toggled.connect(self._on_input_changed)
        self._insert_link.clicked.connect(self.short_link_requested)

    def apply_to(self, message: TextMessage) -> TextMessage:
        """The message with what stands in the form."""
        values = {key: self._inputs[key].text().strip() for key in _FIELDS}
        message = with_texts(message, values)
        # collecting is the provider's default: say something only where it is not wanted
        verbose = False if values["short_link"] and not self._clicks.isChecked() else None
        return replace(message, link_verbose=verbose)

    def show_message(self, message: TextMessage) -> None:
        """Fill the form from a message."""
        for key in _FIELDS:
            self._inputs[key].setText(getattr(message, key))
        self._clicks.setChecked(message.link_verbose is not False)

    def focus_short_link(self) -> None:
        """Continue where the short link is typed."""
        self._inputs["short_link"].setFocus()

    def in_use(self) -> list[str]:
        """Labels of the fields that hold something."""
        return [
            self._inputs[key].accessibleName()
            for key in _FIELDS
            if self._inputs[key].text().strip()
        ]

    def show_errors(self, errors: Mapping[str, str]) -> bool:
        """Show a sentence under each field it belongs to; whether there was any."""
        for key in _FIELDS:
            self._fields[key].set_error(errors.get(key, ""))
        return any(key in errors for key in _FIELDS)

    def show_single_number(self, requests: int) -> None:
        """Say that every number becomes a request of its own; 0 for no such thing."""
        self._single.setVisible(requests > 0)
        if requests:
            self._single.set_text(
                self.tr("Sent one number per request: {count} requests").format(
                    count=number(requests)
                ),
                self.tr(
                    "Receipt address, own note and own message id take effect only when a "
                    "request carries a single number."
                ),
            )

    def _enable_link(self) -> None:
        linked = bool(self._inputs["short_link"].text().strip())
        self._clicks.setEnabled(linked)

    @Slot()
    def _on_input_changed(self) -> None:
        self._enable_link()
        self.changed.emit()
