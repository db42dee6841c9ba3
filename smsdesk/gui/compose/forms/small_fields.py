"""Options of a code or a template: which kind of SMS it becomes, the tag of its receipts."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from smsdesk.core.message_check import field_words
from smsdesk.core.provider import Limit
from smsdesk.gui.parts.field import FormField
from smsdesk.gui.parts.input import Input
from smsdesk.gui.parts.select import Select
from smsdesk.gui.words import language

SMS: Final = 0
MMS: Final = 1
INTERNATIONAL: Final = 2


class SmsKind(FormField):
    """Automatic, or one of the kinds given.

    Signals:
        changed(): another kind was chosen.
    """

    changed = Signal()

    def __init__(self, kinds: Sequence[int], parent: QWidget | None = None) -> None:
        label = field_words("msg_type").to(language())
        self._choice = Select(label)
        self._choice.setObjectName("msg_type")
        super().__init__(label, self._choice, parent=parent)
        words = {
            SMS: self.tr("SMS, mainland China"),
            MMS: self.tr("MMS"),
            INTERNATIONAL: self.tr("International"),
        }
        self._choice.add_choice(self.tr("Automatic, by the numbers"))
        for kind in kinds:
            self._choice.add_choice(words[kind], kind)
        self._choice.currentIndexChanged.connect(self.changed)

    def value(self) -> int | None:
        """0 SMS, 1 MMS, 2 international; None decides by the numbers."""
        chosen: int | None = self._choice.currentData()
        return chosen

    def set_value(self, kind: int | None) -> None:
        """Show that kind."""
        self._choice.setCurrentIndex(0 if kind is None else max(0, self._choice.findData(kind)))


class TagField(FormField):
    """A tag as it is sent: its braces are JSON, so there are no merge fields.

    Signals:
        changed(): it was typed or set.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.input = Input('{"campaign": "spring"}')
        self.input.setObjectName("tag")
        self._limit: Limit | None = None
        label = field_words("tag").to(language())
        super().__init__(label, self.input, parent=parent)
        self.input.setAccessibleName(label)  # not the example
        self._optional.setText(self.tr("optional"))
        self._optional.show()
        self.set_hint(self.tr("A JSON object that comes back with receipts, the same for all."))
        self.input.textChanged.connect(self._on_text_changed)

    def text(self) -> str:
        """What was typed, without outer spaces."""
        return self.input.text().strip()

    def set_text(self, text: str) -> None:
        """Replace the tag."""
        self.input.setText(text)

    def set_limit(self, limit: Limit | None) -> None:
        """Count against `limit`."""
        self._limit = limit
        self._count()

    def _count(self) -> None:
        if self._limit is None:
            self.clear_counter()
        else:
            self.set_counter(len(self.text()), self._limit.maximum)

    @Slot()
    def _on_text_changed(self) -> None:
        self._count()
        self.changed.emit()
