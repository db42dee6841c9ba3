"""The request one person's message would make, for those who read requests."""

import time
from uuid import uuid4

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QWidget

from smsdesk.core.account import Account
from smsdesk.core.message import Message
from smsdesk.core.provider import Provider
from smsdesk.gui.clipboard import copy_text
from smsdesk.gui.compose.people import Person
from smsdesk.gui.fonts import px
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.code_view import CodeView
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.sheet import Sheet
from smsdesk.gui.words import language
from smsdesk.services.request_view import RequestView, preview_request

translate = QCoreApplication.translate
_EXAMPLE = "8613800138000"
_HEIGHT = 380


class RequestSheet(Sheet):
    """Shows a request with its secrets masked; there is no way to send it from here."""

    def __init__(
        self,
        provider: Provider,
        account: Account,
        message: Message,
        person: Person | None,
        parent: QWidget,
    ) -> None:
        """person: whose request it is; None builds `message` for an example number."""
        super().__init__(parent, translate("RequestSheet", "The request"), width=680)
        self.setObjectName("request_sheet")
        if person is not None:
            whose = self.tr("Built for {name} only, keys and signature masked. Nothing is sent.")
            self.set_subtitle(whose.format(name=person.name))
            message = person.message
        else:
            self.set_subtitle(
                self.tr("Built for an example number, keys and signature masked. Nothing is sent.")
            )
        now_ms = time.time_ns() // 1_000_000
        phone = person.sent_as if person else _EXAMPLE
        self._view = preview_request(provider, message, account, phone, now_ms, uuid4().hex)
        self.column.addSpacing(16)
        self.column.addWidget(_shown(self._view))
        self.column.addStretch(1)
        self._curl = Button(self.tr("Copy as cURL"), icon="copy", size="large")
        self._curl.setObjectName("copy_curl")
        self._copy = Button(self.tr("Copy request"), icon="copy", size="large")
        self._copy.setObjectName("copy_request")
        close = Button(self.tr("Close"), kind="primary", size="large")
        close.setDefault(True)
        self.set_footer_note("")
        for button in (self._curl, self._copy, close):
            self.add_button(button)
        for button in (self._curl, self._copy):
            button.setVisible(bool(self._view.text))
        self._curl.clicked.connect(self._on_curl_clicked)
        self._copy.clicked.connect(self._on_copy_clicked)
        close.clicked.connect(self.reject)
        close.setFocus()

    @Slot()
    def _on_curl_clicked(self) -> None:
        copy_text(self._view.curl)
        self._curl.setText(self.tr("Copied"))

    @Slot()
    def _on_copy_clicked(self) -> None:
        copy_text(self._view.text)
        self._copy.setText(self.tr("Copied"))


def _shown(view: RequestView) -> QWidget:
    if view.problems:
        heading = translate("RequestSheet", "There is no request yet")
        sentences = dict.fromkeys(problem.sentence(language()) for problem in view.problems)
        return Note("warn", heading, "\n".join(sentences))
    shown = CodeView(view.text, translate("RequestSheet", "Request"))
    shown.setObjectName("request_text")
    shown.setFixedHeight(px(_HEIGHT))
    return shown
