"""Keeps the kind in the top bar, the form in sight and what the account can send together."""

from PySide6.QtCore import QObject, Signal, Slot

from smsdesk.core.message import Kind, Message
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui.compose.message import MessageBody
from smsdesk.gui.compose.top import ComposeTop


class KindChoice(QObject):
    """Another account keeps the kind where it can; another kind keeps the account always.

    Signals:
        told(str): why what was chosen or opened cannot be sent with this account.
    """

    told = Signal(str)

    def __init__(self, top: ComposeTop, body: MessageBody, parent: QObject) -> None:
        super().__init__(parent)
        self._top, self._body = top, body
        self._info: ProviderInfo | None = None
        top.kind_chosen.connect(self._on_chosen)
        top.kind_refused.connect(self.told)
        body.kind_changed.connect(top.show_kind)

    def use(self, info: ProviderInfo | None) -> None:
        """The account of another provider is in use."""
        self._info = info
        self._body.set_provider(info)
        if info is not None and self._body.kind not in info.kinds:
            first = next((kind for kind in Kind if kind in info.kinds), None)
            if first is not None:
                self._body.set_kind(first)

    def show_message(self, message: Message) -> None:
        """Show an opened message, also one this account cannot send; then say so."""
        self._body.show_message(message)
        self._body.focus_first()
        if self._info is not None and message.kind not in self._info.kinds:
            self.told.emit(self._top.reason(message.kind))

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        self._body.set_kind(Kind(key))
