"""Options of a text: sender, short link, receipts. Folded until somebody needs them."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from smsdesk.core.message import TextMessage, with_texts
from smsdesk.core.message_check import field_words
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.check import TickBox
from smsdesk.gui.parts.field import FormField
from smsdesk.gui.parts.input import Input
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.select import Select
from smsdesk.gui.words import language, number

_TEXTS: Final = ("source_address", "dr_url", "short_link", "extend", "ext", "sys_message_id")
_FIELDS: Final = ("sms_type", *_TEXTS)
_MARKETING: Final = 1


class MessageOptions(QWidget):
    """A form for everything a text may carry besides its words.

    Each provider takes some of it; the rest is out of sight, kept and not sent.

    Signals:
        changed(): a value was typed, chosen or ticked.
        short_link_requested(): put the place of the short link into the text.
    """

    changed = Signal()
    short_link_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Message options"))
        self._taken: tuple[str, ...] = _FIELDS
        self._setup_ui()
        self._connect()
        self.set_taken(_TEXTS)

    def _setup_ui(self) -> None:
        self._inputs = {key: Input() for key in _TEXTS}
        self._inputs["short_link"].setPlaceholderText(self.tr("https://…"))
        self._inputs["dr_url"].setPlaceholderText(self.tr("https://…"))
        self._type = Select(field_words("sms_type").to(language()))
        self._type.add_choice(self.tr("Ordinary"))
        self._type.add_choice(self.tr("Marketing"), _MARKETING)
        one_each = self.tr("Works for one number per request only.")
        hints = {
            "source_address": self.tr("What the phone shows: 1 to 20 letters or digits."),
            "short_link": self.tr("One from your list of short links; it stands where #1# is."),
            "dr_url": self.tr("Where receipts go. {note}").format(note=one_each),
            "ext": self.tr("Comes back with the reply or the receipt."),
            "extend": self.tr("Digits behind your sender number, so that answers can be told."),
            "sys_message_id": self.tr("10 to 50 letters, digits or hyphens. {note}").format(
                note=one_each
            ),
            "sms_type": self.tr("Marketing goes by another route, with its own hours and rules."),
        }
        controls: dict[str, QWidget] = {**self._inputs, "sms_type": self._type}
        self._fields: dict[str, FormField] = {}
        for key in _FIELDS:
            label, control = field_words(key).to(language()), controls[key]
            optional = "" if key == "sms_type" else self.tr("optional")
            self._fields[key] = FormField(label, control, hints[key], optional, self)
            control.setObjectName(key)
            control.setAccessibleName(label)
        self._clicks = TickBox(self.tr("Collect who opens the short link"))
        self._clicks.setObjectName("link_verbose")
        self._clicks.setChecked(True)
        self._insert_link = Button(self.tr("Put #1# into the text"), icon="link", size="small")
        self._single = Note("accent", icon="info")
        self._single.hide()

        self._link = QWidget(self)
        link = QVBoxLayout(self._link)
        link.setContentsMargins(0, 0, 0, 0)
        link.setSpacing(6)
        link.addWidget(self._insert_link, 0, Qt.AlignmentFlag.AlignLeft)
        link.addWidget(self._clicks)
        link.addStretch(1)

        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._grid)
        column.addWidget(self._single)
        self._enable_link()

    def _connect(self) -> None:
        for control in self._inputs.values():
            control.textChanged.connect(self._on_input_changed)
        self._type.currentIndexChanged.connect(self._on_input_changed)
        self._clicks.toggled.connect(self._on_input_changed)
        self._insert_link.clicked.connect(self.short_link_requested)

    def set_taken(self, keys: Collection[str]) -> None:
        """Offer the fields with these document keys only."""
        taken = tuple(key for key in _FIELDS if key in keys)
        if taken == self._taken:
            return
        self._taken = taken
        shown: list[QWidget] = [self._fields[key] for key in taken]
        if "short_link" in taken:
            at = shown.index(self._fields["short_link"])
            if at % 2:  # the link and what belongs to it share a row
                shown.insert(at - 1, shown.pop(at))
                at -= 1
            shown.insert(at + 1, self._link)
        for widget in (*self._fields.values(), self._link):
            self._grid.removeWidget(widget)
            widget.setVisible(widget in shown)
        stops: list[QWidget] = []
        for place, widget in enumerate(shown):
            self._grid.addWidget(widget, place // 2, place % 2)
            stops += (
                [widget.control]
                if isinstance(widget, FormField)
                else [self._insert_link, self._clicks]
            )
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def takes_any(self) -> bool:
        """Whether there is anything to fill in."""
        return bool(self._taken)

    def apply_to(self, message: TextMessage) -> TextMessage:
        """The message with what stands in the fields on offer."""
        texts = [key for key in self._taken if key in self._inputs]
        values = {key: self._inputs[key].text().strip() for key in texts}
        message = with_texts(message, values)
        # collecting is the provider's default: say something only where it is not wanted
        unwanted = values.get("short_link") and not self._clicks.isChecked()
        sms_type = self._type.currentData() if "sms_type" in self._taken else None
        return replace(message, link_verbose=False if unwanted else None, sms_type=sms_type)

    def show_message(self, message: TextMessage) -> None:
        """Fill the form from a message."""
        for key in _TEXTS:
            self._inputs[key].setText(getattr(message, key))
        self._clicks.setChecked(message.link_verbose is not False)
        self._type.setCurrentIndex(max(0, self._type.findData(message.sms_type or None)))

    def focus_short_link(self) -> None:
        """Continue where the short link is typed."""
        self._inputs["short_link"].setFocus()

    def in_use(self) -> list[str]:
        """Labels of the fields on offer that hold something."""
        holding = [key for key in self._taken if key in self._inputs and self._holds(key)]
        if "sms_type" in self._taken and self._type.currentData() is not None:
            holding.append("sms_type")
        return [field_words(key).to(language()) for key in holding]

    def _holds(self, key: str) -> bool:
        return bool(self._inputs[key].text().strip())

    def show_errors(self, errors: Mapping[str, str]) -> bool:
        """Show a sentence under each field it belongs to; whether there was any."""
        for key in _FIELDS:
            self._fields[key].set_error(errors.get(key, ""))
        return any(key in errors for key in self._taken)

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
        self._clicks.setEnabled(self._holds("short_link"))

    @Slot()
    def _on_input_changed(self) -> None:
        self._enable_link()
        self.changed.emit()
