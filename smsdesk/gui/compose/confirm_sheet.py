"""The sheet that asks once more before real people get something."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.core.account import Mode
from smsdesk.gui.compose.departure import Departure
from smsdesk.gui.compose.departure_card import DepartureCard
from smsdesk.gui.compose.holding import HOLD_S
from smsdesk.gui.compose.message_words import sample
from smsdesk.gui.compose.people import Person
from smsdesk.gui.icon_label import IconLabel
from smsdesk.gui.parts.bubble import Bubble
from smsdesk.gui.parts.button import Button, IconButton
from smsdesk.gui.parts.sheet import Sheet
from smsdesk.gui.parts.text import Label
from smsdesk.gui.typed_count import TypedCount
from smsdesk.gui.words import counted, number

translate = QCoreApplication.translate


class ConfirmSheet(Sheet):
    """Asks once, with the facts in sight.

    From many people on, or after a rehearsal, it wants the number typed.

    Signals:
        confirmed(): send now.
    """

    confirmed = Signal()

    def __init__(
        self, departure: Departure, sample: Callable[[int], Person], parent: QWidget
    ) -> None:
        """`sample(i)` gives the i-th recipient, counted from 0."""
        title = counted(
            departure.people,
            translate("ConfirmSheet", "Send 1 message?"),
            translate("ConfirmSheet", "Send {count} messages?"),
        )
        super().__init__(parent, title)
        self.setObjectName("confirm_sheet")
        self._departure, self._sample = departure, sample
        self._at = 0
        self._typed = self._typed_count()
        self._setup_ui()
        self._show_sample()

    def _setup_ui(self) -> None:
        facts = self._departure
        self.set_subtitle(self._meaning())
        self.column.addSpacing(16)
        self.column.addWidget(DepartureCard(facts))
        self.column.addSpacing(16)
        self.column.addLayout(self._sample_row())
        self.column.addSpacing(6)
        self._bubble = Bubble()
        self.column.addWidget(self._bubble)
        self.column.addSpacing(10)
        self._passed = IconLabel("check", "ok", "", style="small", weight=500, size=14)
        self._looks = QVBoxLayout()
        self._looks.setSpacing(4)
        self.column.addLayout(self._checks_row())
        self.show_checks(facts.passed, facts.look)
        if self._typed is not None:
            self.column.addSpacing(20)
            self.column.addWidget(self._typed)
        self.column.addStretch(1)
        self._cancel = Button(self.tr("Cancel"), size="large", key=self.tr("Esc"))
        self._cancel.setObjectName("cancel_send")
        words = counted(facts.people, self.tr("Send 1 message"), self.tr("Send {count} messages"))
        self._send = Button(words, kind="primary", icon="send", size="large")
        self._send.setObjectName("confirm_send")
        self._send.setDefault(True)
        self.set_footer_note(
            self.tr("You then have {seconds} seconds to undo, before the first request.").format(
                seconds=HOLD_S
            )
        )
        self.add_button(self._cancel)
        self.add_button(self._send)
        self._cancel.clicked.connect(self.reject)
        self._send.clicked.connect(self._on_send_clicked)
        if self._typed is not None:
            self._send.setEnabled(False)
            self._typed.matched.connect(self._send.setEnabled)
            self._typed.field.setFocus()
        else:
            self._cancel.setFocus()

    def _typed_count(self) -> TypedCount | None:
        """The field for the number, None where nobody is asked to type it."""
        facts = self._departure
        if facts.after_rehearsal:
            why = self.tr("asked because the last one was a rehearsal: this one is real")
        elif facts.people < facts.account.confirm_from:
            return None
        else:
            guarded = facts.account.mode is Mode.GUARDED
            why = (
                self.tr("asked from {count} people on this account")
                if guarded
                else self.tr("asked from {count} people on live accounts")
            ).format(count=number(facts.account.confirm_from))
        return TypedCount(facts.people, why)

    def _meaning(self) -> str:
        """What Send means on this account, in a sentence."""
        facts = self._departure
        if facts.account.mode is Mode.GUARDED:
            return counted(
                facts.people,
                self.tr(
                    "This is a guarded account: 1 of its test numbers is on the list, "
                    "and you pay for it."
                ),
                self.tr(
                    "This is a guarded account: {count} of its test numbers are on the list, "
                    "and you pay for them."
                ),
            )
        if facts.billed > 1:
            return self.tr(
                "This is a live account: real people get a text "
                "and you pay for {segments} segments."
            ).format(segments=number(facts.billed))
        if facts.people == 1:
            return self.tr("This is a live account: a real person gets this and you pay for it.")
        return self.tr("This is a live account: real people get this and you pay for it.")

    def _sample_row(self) -> QHBoxLayout:
        self._who = Label("", weight=500, elide=True)
        self._phone = Label("", tone="text-3")
        previous = IconButton("left", self.tr("Previous recipient"), size="small")
        following = IconButton("right", self.tr("Next recipient"), size="small")
        previous.clicked.connect(self._on_previous_clicked)
        following.clicked.connect(self._on_next_clicked)
        for button in (previous, following):
            button.setEnabled(self._departure.people > 1)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._who)
        row.addWidget(self._phone)
        row.addStretch(1)
        row.addWidget(previous)
        row.addWidget(following)
        return row

    def _checks_row(self) -> QVBoxLayout:
        facts = self._departure
        first = QHBoxLayout()
        first.setSpacing(16)
        first.addWidget(self._passed)
        if facts.left_out:
            stay = counted(
                facts.left_out,
                self.tr("1 row of the list stays out"),
                self.tr("{count} rows of the list stay out"),
            )
            first.addWidget(Label(stay, "small", "text-3"))
        first.addStretch(1)
        rows = QVBoxLayout()
        rows.setSpacing(4)
        rows.addLayout(first)
        rows.addLayout(self._looks)
        return rows

    def show_checks(self, passed: int, look: Sequence[str]) -> None:
        """Say how many checks passed, and each thing to look at; more may be known by now."""
        words = counted(passed, self.tr("1 check passed"), self.tr("{count} checks passed"))
        self._passed.set_look("check", "ok", words)
        while (row := self._looks.takeAt(0)) is not None:
            if (spent := row.widget()) is not None:
                spent.hide()
                spent.deleteLater()
        for sentence in look:
            line = IconLabel("tri", "warn", sentence, style="small", weight=500, size=14)
            self._looks.addWidget(line)

    def _show_sample(self) -> None:
        person = self._sample(self._at)
        one = self.tr("One of them: {name}") if self._departure.people > 1 else "{name}"
        self._who.setText(one.format(name=person.name))
        self._phone.setText("" if person.name == person.sent_as else person.sent_as)
        self._bubble.set_text(sample(person.message))

    @Slot()
    def _on_previous_clicked(self) -> None:
        self._at = (self._at - 1) % self._departure.people
        self._show_sample()

    @Slot()
    def _on_next_clicked(self) -> None:
        self._at = (self._at + 1) % self._departure.people
        self._show_sample()

    @Slot()
    def _on_send_clicked(self) -> None:
        self.accept()
        self.confirmed.emit()
