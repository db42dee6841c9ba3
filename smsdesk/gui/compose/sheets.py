"""The sheets about a message: other characters for its text, and its request."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QWidget

from smsdesk.core.account import Account
from smsdesk.core.message import Message
from smsdesk.core.provider import Provider
from smsdesk.gui.compose.confirm_sheet import ReplaceSheet
from smsdesk.gui.compose.cost import Swap
from smsdesk.gui.compose.message import MessageBody
from smsdesk.gui.compose.preview import Person
from smsdesk.gui.compose.request_sheet import RequestSheet


class Sheets(QObject):
    """Opens them over the window of `host`."""

    def __init__(self, body: MessageBody, host: QWidget) -> None:
        super().__init__(host)
        self._editor = body.text_form.editor
        self._host = host
        body.counter.replace_requested.connect(self._on_replace_requested)

    def show_request(
        self, provider: Provider, account: Account, message: Message, person: Person | None
    ) -> None:
        """Show what the provider would be sent for `person`."""
        self._open(RequestSheet(provider, account, message, person, self._host.window()))

    @Slot(object)
    def _on_replace_requested(self, swap: Swap) -> None:
        sheet = ReplaceSheet(self._editor.text(), swap, self._host.window())
        sheet.replaced.connect(self._editor.replace_text)
        self._open(sheet)

    def _open(self, sheet: QDialog) -> None:
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()
