"""Which kind of SMS a provider makes of a template or a code."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from smsdesk.core.message_check import field_words
from smsdesk.gui.parts.field import FormField
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
        self._choice = Select()
        self._choice.setObjectName("msg_type")
        super().__init__(field_words("msg_type").to(language()), self._choice, parent=parent)
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
