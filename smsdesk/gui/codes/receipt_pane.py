"""Read a receipt: paste what a webhook received, and see in words what it says."""

import logging
from collections import Counter
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from smsdesk.core.errors import SmsdeskError
from smsdesk.gui import words
from smsdesk.gui.codes.paste_field import PasteField
from smsdesk.gui.codes.receipt_card import ReceiptCard
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.parts.button import Button, IconButton
from smsdesk.gui.parts.field import FormField, TextFrame
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.secret import SecretInput
from smsdesk.gui.parts.surface import Ground, ScrollColumn
from smsdesk.gui.parts.text import Label, Paragraph
from smsdesk.gui.tab_order import follow_layout
from smsdesk.services.desk import Desk
from smsdesk.services.receipts import LIMIT, Reading, ReadReceipt, read_receipts, readers
from smsdesk.services.workers import run_blocking

log = logging.getLogger(__name__)

WIDTH: Final = 420
_REST_MS: Final = 120  # after the last key, before reading


class ReceiptPane(Ground):
    """The pane at the right of Codes. What is pasted and the key stay in memory, until Clear.

    Signals:
        closed(): the cross or Esc, where it lies over the cards.
        place_requested(MessagePlace): a message is to be shown in its campaign.
        code_requested(str): a code is to be looked up.
    """

    closed = Signal()
    place_requested = Signal(object)
    code_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("sunken", "left", parent=parent)
        self.setObjectName("read_receipt")
        self.setAccessibleName(self.tr("Read a receipt"))
        self._desk: Desk | None = None
        self._reading = Reading()
        self._at = 0
        self._tasks = TaskSet(self._on_tasks_error)
        self._setup_ui()
        self._connect()
        self._show_empty()

    def attach(self, desk: Desk) -> None:
        """Services are ready."""
        self._desk = desk
        self._show_empty()
        if self.text.text():
            self._rest.start()

    def set_over(self, over: bool) -> None:
        """Whether it lies over the cards and can be closed."""
        self._close.setVisible(over)

    async def aclose(self) -> None:
        """The window closes: forget and end."""
        self._rest.stop()
        await self._tasks.aclose()

    def cancel(self) -> None:
        """Stop waiting for what is being read."""
        self._rest.stop()
        self._tasks.cancel_all()

    # -- building ------------------------------------------------------------------------------

    def _setup_ui(self) -> None:
        self._clear = Button(self.tr("Clear"), "ghost", size="small")
        self._clear.setObjectName("clear_receipt")
        self._clear.setAccessibleName(self.tr("Clear the receipt"))
        self._close = IconButton("x", self.tr("Close"), "small")
        self._close.hide()
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(Label(self.tr("Read a receipt"), "section"))
        head.addStretch()
        head.addWidget(self._clear)
        head.addWidget(self._close)
        self.text = PasteField(LIMIT)
        self.text.setAccessibleName(self.tr("Receipt text"))
        self.text.setObjectName("receipt_text")
        self.text.setPlaceholderText(self.tr("Paste a receipt here"))
        self.key = SecretInput()
        self.key.input.setObjectName("receipt_key")
        self._key_field = FormField(
            self.tr("App key of the webhook"),
            self.key,
            self.tr("Checks the signature. Used here only, kept nowhere."),
        )
        self._count = Label("", weight=500, elide=True)
        self._back = IconButton("left", self.tr("Previous receipt"), "small")
        self._forth = IconButton("right", self.tr("Next receipt"), "small")
        self._steps = QWidget()
        self._steps.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        steps = QHBoxLayout(self._steps)
        steps.setContentsMargins(0, 0, 0, 0)
        steps.setSpacing(4)
        steps.addWidget(self._count, 1)
        steps.addWidget(self._back)
        steps.addWidget(self._forth)
        self.card = ReceiptCard()
        self.note = Note("wait")
        lines = ScrollColumn((20, 4, 20, 20), 12)
        intro = Paragraph(self.tr("Paste what the provider sent you. It stays on this computer."))
        for widget in (
            intro,
            TextFrame(self.text),
            self._key_field,
            self._steps,
            self.card,
            self.note,
        ):
            lines.add(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)  # the line at the left stays in sight
        column.setSpacing(0)
        top = QWidget()
        top.setLayout(head)
        head.setContentsMargins(20, 14, 14, 0)
        column.addWidget(top)
        column.addWidget(lines, 1)

    def _connect(self) -> None:
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_rest_timeout)
        self.text.edited.connect(self._rest.start)
        self.text.refused.connect(self._on_text_refused)
        self.key.edited.connect(self._rest.start)
        self._clear.clicked.connect(self.clear)
        self._close.clicked.connect(self.closed)
        self._back.clicked.connect(self._on_back_clicked)
        self._forth.clicked.connect(self._on_forth_clicked)
        self.card.place_requested.connect(self.place_requested)
        self.card.code_requested.connect(self.code_requested)

    def sizeHint(self) -> QSize:
        """The design's width."""
        return QSize(WIDTH, 400)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it where it lies over the cards."""
        if event.key() == Qt.Key.Key_Escape and not self._close.isHidden():
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    # -- reading -------------------------------------------------------------------------------

    def clear(self) -> None:
        """Forget the text and the key."""
        self.cancel()
        self.text.clear()
        self.key.set_saved(False)
        self._rest.stop()
        self._show_empty()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_rest_timeout(self) -> None:
        if self._desk is None:
            return
        text = self.text.text()
        self._tasks.cancel("codes:place")
        if not text.strip():
            self._tasks.cancel("codes:receipt")
            self._show_empty()
        elif len(text) > LIMIT:
            self._on_text_refused(len(text))
        else:
            self._tasks.replace(self._read(self._desk, text), "codes:receipt")

    async def _read(self, desk: Desk, text: str) -> None:
        reading = await run_blocking(read_receipts, desk.providers, text, self.key.text())
        again = [one.receipt.message_id for one in reading.receipts] == [
            one.receipt.message_id for one in self._reading.receipts
        ]
        self._reading = reading
        if reading.receipts:
            self._show(self._at if again else 0)
        else:
            self._show_nothing_known()

    async def _find(self, desk: Desk, one: ReadReceipt) -> None:
        receipt = one.receipt
        try:
            place = await run_blocking(
                desk.history.find_message, receipt.provider, receipt.message_id, receipt.phone
            )
        except SmsdeskError:
            self.card.show_not_searched()
        else:
            self.card.show_place(place)

    # -- showing -------------------------------------------------------------------------------

    def _show(self, at: int) -> None:
        """Show one receipt of the reading."""
        desk, receipts = self._desk, self._reading.receipts
        if desk is None:
            return
        self._at = at
        one = receipts[at]
        provider = desk.providers[one.receipt.provider]
        signed = self._reading.signed
        self.card.show_receipt(one, signed=signed, provider=provider.info.title)
        self._key_field.setVisible(signed)
        self._steps.setVisible(len(receipts) > 1)
        self._count.setText(self._counted(at))
        self._back.setEnabled(at > 0)
        self._forth.setEnabled(at + 1 < len(receipts))
        self.note.hide()
        self.card.show()
        follow_layout(self)  # the card's links are placed anew for every receipt
        if one.receipt.message_id:
            self._tasks.replace(self._find(desk, one), "codes:place")

    def _counted(self, at: int) -> str:
        """`2 of 3 · 2 Delivered, 1 Not delivered`."""
        receipts = self._reading.receipts
        counts = Counter(one.receipt.status for one in receipts)
        parts = [
            f"{words.number(count)} {words.status_look(status).word}"
            for status, count in counts.most_common()
            if status is not None
        ]
        place = self.tr("{at} of {count}").format(
            at=words.number(at + 1), count=words.number(len(receipts))
        )
        return f"{place} · {', '.join(parts)}" if parts else place

    def _show_only_note(self) -> None:
        self._reading = Reading()
        for widget in (self.card, self._steps, self._key_field):
            widget.hide()
        self.note.show()

    def _show_empty(self) -> None:
        self._show_only_note()
        self.note.set_tone("wait", "info")
        self.note.set_text(
            "",
            self.tr(
                "Paste the body your webhook received, whole, or the address it was called with. "
                "A receipt comes once, so keep what arrives."
            )
            + self._known(),
        )

    def _known(self) -> str:
        if self._desk is None:
            return ""
        titles = [provider.info.title for provider in readers(self._desk.providers)]
        if not titles:
            return ""
        joint = self.tr(", ")
        return "\n" + self.tr("Known here: {titles}.").format(titles=joint.join(titles))

    def _show_nothing_known(self) -> None:
        self._show_only_note()
        self.note.set_tone("warn", "tri")
        self.note.set_text(
            self.tr("No receipt in this text"),
            self.tr(
                "It was read as a form, as JSON and as lines of fields, and no provider sends one "
                "like it. Copy the whole body your webhook received, from its first character "
                "to its last."
            )
            + self._known(),
        )

    def _on_text_refused(self, size: int) -> None:
        self.cancel()
        self._show_only_note()
        self.note.set_tone("warn", "tri")
        self.note.set_text(
            self.tr("Too long to be a receipt"),
            self.tr(
                "{size} characters were pasted, and at most {limit} are read. Copy the body of one "
                "call to your webhook."
            ).format(size=words.number(size), limit=words.number(LIMIT)),
        )

    # -- signals -------------------------------------------------------------------------------

    def _on_back_clicked(self) -> None:
        self._show(self._at - 1)

    def _on_forth_clicked(self) -> None:
        self._show(self._at + 1)

    def _on_tasks_error(self, problem: BaseException) -> None:
        # the type alone: a traceback could show what was pasted
        log.error("reading a receipt: %s", type(problem).__name__)
        self._show_only_note()
        self.note.set_tone("bad")
        self.note.set_text(
            self.tr("Something in smsdesk went wrong"),
            self.tr("The receipt was not read; the log tells more."),
        )
