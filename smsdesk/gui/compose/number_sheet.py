"""The sheet of a test send: one message to one number of one's own."""

from typing import Final

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QWidget

from smsdesk.core.account import Account, Mode
from smsdesk.core.phone import display
from smsdesk.gui.compose.message_words import sample
from smsdesk.gui.compose.people import Person
from smsdesk.gui.parts.bubble import Bubble
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.field import FormField
from smsdesk.gui.parts.input import Input
from smsdesk.gui.parts.sheet import Sheet
from smsdesk.gui.parts.text import Label
from smsdesk.gui.words import number

translate = QCoreApplication.translate
_NUMBERS_SHOWN: Final = 3  # of the test numbers, where one of them is to be chosen


class NumberSheet(Sheet):
    """Asks for the number that gets the message of the person in the preview, as a test.

    Signals:
        number_entered(str): send it there; `wait` until that is done, then `accept` or `rest`.
    """

    number_entered = Signal(str)

    def __init__(self, account: Account, person: Person, parent: QWidget) -> None:
        super().__init__(parent, translate("NumberSheet", "Send one test message"), width=480)
        self.setObjectName("test_sheet")
        self._input = Input(self.tr("+86 138 0013 8000"))
        self._input.setObjectName("test_number")
        self._field = FormField(self.tr("Phone number"), self._input, self._hint(account))
        self._input.setAccessibleName(self.tr("Phone number"))
        self.set_subtitle(self._meaning(account))
        self._bubble = Bubble(sample(person.message))
        self._send = Button(self.tr("Send test"), kind="primary", icon="send", size="large")
        self._send.setObjectName("confirm_test")
        self._send.setDefault(True)
        self._cancel = Button(self.tr("Cancel"), size="large", key=self.tr("Esc"))
        self.column.addSpacing(16)
        whose = self.tr("The message, as for {name}").format(name=person.name)
        self.column.addWidget(Label(whose, elide=True))
        self.column.addSpacing(6)
        self.column.addWidget(self._bubble)
        self.column.addSpacing(16)
        self.column.addWidget(self._field)
        self.column.addStretch(1)
        self.add_button(self._cancel)
        self.add_button(self._send)
        self._cancel.clicked.connect(self.reject)
        self._send.clicked.connect(self._on_send_clicked)
        self._input.textChanged.connect(self._on_input_changed)
        self._input.setFocus()
        self._on_input_changed()

    def _meaning(self, account: Account) -> str:
        if account.mode is Mode.REHEARSAL:
            return self.tr("The rehearsal answers; nothing leaves this computer.")
        if account.mode is Mode.GUARDED:
            return self.tr(
                "It is a real message from your guarded account, charged like any other. "
                "Only its test numbers can get it."
            )
        return self.tr("It is a real message from your live account, charged like any other.")

    def _hint(self, account: Account) -> str:
        if account.mode is not Mode.GUARDED:
            return self.tr("Your own, with its country code.")
        shown = [display(one) for one in account.test_numbers[:_NUMBERS_SHOWN]]
        more = len(account.test_numbers) - len(shown)
        numbers = self.tr(", ").join(shown)
        if more > 0:
            return self.tr("One of {numbers} and {count} more.").format(
                numbers=numbers, count=number(more)
            )
        return self.tr("One of {numbers}.").format(numbers=numbers)

    def wait(self, can_cancel: bool = True) -> None:
        """Something is under way for the number. can_cancel: whether nothing leaves yet."""
        self._send.setText(self.tr("Sending…"))
        self._send.setEnabled(False)
        self._input.setReadOnly(True)
        self._cancel.setEnabled(can_cancel)

    def rest(self) -> None:
        """Nothing is under way any more: another number may be typed."""
        self._send.setText(self.tr("Send test"))
        self._send.setEnabled(True)
        self._input.setReadOnly(False)
        self._cancel.setEnabled(True)

    def show_trouble(self, sentence: str) -> None:
        """Say under the field why it cannot be sent."""
        self._field.set_error(sentence)
        self._input.setFocus()

    def reject(self) -> None:
        """Forget it, while that is still possible: what is on its way is not taken back."""
        if self._cancel.isEnabled():
            super().reject()

    @Slot()
    def _on_input_changed(self) -> None:
        self._field.set_error("")
        self._send.setEnabled(bool(self._input.text().strip()))

    @Slot()
    def _on_send_clicked(self) -> None:
        self.number_entered.emit(self._input.text().strip())
