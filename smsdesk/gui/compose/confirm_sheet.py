"""The two sheets before anything leaves: the confirmation of a live send, and the test send."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from smsdesk.core.account import Account, Mode
from smsdesk.core.phone import display
from smsdesk.gui.compose.cost import Swap
from smsdesk.gui.compose.holding import HOLD_S
from smsdesk.gui.compose.message_words import sample
from smsdesk.gui.compose.preview import Person
from smsdesk.gui.icon_label import IconLabel
from smsdesk.gui.parts.badge import ModeBadge, Tile
from smsdesk.gui.parts.bubble import Bubble
from smsdesk.gui.parts.button import Button, IconButton
from smsdesk.gui.parts.field import FormField
from smsdesk.gui.parts.input import Input
from smsdesk.gui.parts.sheet import Sheet
from smsdesk.gui.parts.surface import Card
from smsdesk.gui.parts.text import Hairline, Label
from smsdesk.gui.words import duration, number

translate = QCoreApplication.translate

_NUMBERS_SHOWN = 3  # of the test numbers, where one of them is to be chosen


@dataclass(frozen=True, slots=True)
class Departure:
    """What is about to leave.

    seconds: about how long it takes, rate_per_s: requests per second it is reckoned with.
    segments: 0 where they are not known. billed: those the provider charges.
    look: sentences of the checks to look at.
    left_out: rows of the file that stay out.
    after_rehearsal: what is about to be sent for real was only rehearsed so far.
    """

    account: Account
    provider: str
    tile: str
    sender: str
    people: int
    segments: int
    billed: int
    requests: int
    seconds: float
    rate_per_s: float
    passed: int
    look: Sequence[str]
    left_out: int
    after_rehearsal: bool = False


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
        title = (
            translate("ConfirmSheet", "Send 1 message?")
            if departure.people == 1
            else translate("ConfirmSheet", "Send {count} messages?").format(
                count=number(departure.people)
            )
        )
        super().__init__(parent, title)
        self.setObjectName("confirm_sheet")
        self._departure, self._sample = departure, sample
        self._at = 0
        many = departure.people >= departure.account.confirm_from
        self._typed_wanted = many or departure.after_rehearsal
        self._setup_ui()
        self._show_sample()
        self._on_typed_changed()

    def _setup_ui(self) -> None:
        facts = self._departure
        self.set_subtitle(self._meaning())
        self.column.addSpacing(16)
        self.column.addWidget(self._facts_card())
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
        self._typed = Input(height=40, style="page")
        self._typed.setObjectName("typed_count")
        self._typed.setValidator(QIntValidator(0, 999_999_999, self))
        self._matches = IconLabel("okc", "ok", self.tr("matches"), weight=500)
        if self._typed_wanted:
            self.column.addSpacing(20)
            self.column.addLayout(self._typed_row())
        self.column.addStretch(1)
        self._cancel = Button(self.tr("Cancel"), size="large", key=self.tr("Esc"))
        self._cancel.setObjectName("cancel_send")
        self._send = Button(_button_words(facts.people), kind="primary", icon="send", size="large")
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
        self._typed.textChanged.connect(self._on_typed_changed)
        if self._typed_wanted:
            self._typed.setFocus()
        else:
            self._cancel.setFocus()

    def _meaning(self) -> str:
        """What Send means on this account, in a sentence."""
        facts = self._departure
        if facts.account.mode is Mode.GUARDED:
            if facts.people == 1:
                return self.tr(
                    "This is a guarded account: 1 of its test numbers is on the list, "
                    "and you pay for it."
                )
            return self.tr(
                "This is a guarded account: {count} of its test numbers are on the list, "
                "and you pay for them."
            ).format(count=number(facts.people))
        if facts.billed > 1:
            return self.tr(
                "This is a live account: real people get a text "
                "and you pay for {segments} segments."
            ).format(segments=number(facts.billed))
        if facts.people == 1:
            return self.tr("This is a live account: a real person gets this and you pay for it.")
        return self.tr("This is a live account: real people get this and you pay for it.")

    def _why_typed(self) -> str:
        """Why the number is to be typed."""
        facts = self._departure
        if facts.after_rehearsal:
            return self.tr("asked because the last one was a rehearsal: this one is real")
        if facts.account.mode is Mode.GUARDED:
            words = self.tr("asked from {count} people on this account")
        else:
            words = self.tr("asked from {count} people on live accounts")
        return words.format(count=number(facts.account.confirm_from))

    def _facts_card(self) -> QWidget:
        facts = self._departure
        card = Card(radius=8, ground="sunken")
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(Label(facts.account.name, weight=600, elide=True))
        origin = (
            self.tr("{provider}, from {sender}").format(
                provider=facts.provider, sender=facts.sender
            )
            if facts.sender
            else facts.provider
        )
        who.addWidget(Label(origin, "small", "text-3", elide=True))
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(12)
        head.addWidget(Tile(facts.tile, big=True))
        head.addLayout(who, 1)
        head.addWidget(ModeBadge(facts.account.mode))
        pace = (
            self.tr("about, at {rate}/s").format(rate=number(round(facts.rate_per_s)))
            if facts.rate_per_s >= 1 and facts.seconds >= 1
            else self.tr("about")
        )
        grid = QHBoxLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        figures = [
            (number(facts.people), self.tr("people")),
            (number(facts.segments), self.tr("segments")),
            (number(facts.requests), self.tr("requests")),
            (duration(max(1.0, facts.seconds)), pace),
        ]
        if not facts.segments:
            del figures[1]
        for at, (value, word) in enumerate(figures):
            if at:
                grid.addWidget(Hairline(vertical=True))
            cell = QVBoxLayout()
            cell.setContentsMargins(16, 10, 8, 10)
            cell.setSpacing(0)
            cell.addWidget(Label(value, "page"))
            cell.addWidget(Label(word, "small", "text-3"))
            grid.addLayout(cell, 1)
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Hairline())
        column.addLayout(grid)
        return card

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
            stay = (
                self.tr("1 row of the list stays out")
                if facts.left_out == 1
                else self.tr("{count} rows of the list stay out").format(
                    count=number(facts.left_out)
                )
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
        words = (
            self.tr("1 check passed")
            if passed == 1
            else self.tr("{count} checks passed").format(count=number(passed))
        )
        self._passed.set_look("check", "ok", words)
        while (row := self._looks.takeAt(0)) is not None:
            if (spent := row.widget()) is not None:
                spent.hide()
                spent.deleteLater()
        for sentence in look:
            line = IconLabel("tri", "warn", sentence, style="small", weight=500, size=14)
            self._looks.addWidget(line)

    def _typed_row(self) -> QVBoxLayout:
        people = number(self._departure.people)
        title = QHBoxLayout()
        title.setSpacing(8)
        label = Label(self.tr("Type {count} to confirm").format(count=people), weight=500)
        label.setBuddy(self._typed)
        self._typed.setAccessibleName(label.text())
        title.addWidget(label)
        why = self._why_typed()
        self._typed.setAccessibleDescription(why)
        title.addWidget(Label(why, "small", "text-3", elide=True), 1)
        self._typed.setFixedWidth(160)
        entry = QHBoxLayout()
        entry.setSpacing(12)
        entry.addWidget(self._typed)
        entry.addWidget(self._matches)
        entry.addStretch(1)
        rows = QVBoxLayout()
        rows.setSpacing(6)
        rows.addLayout(title)
        rows.addLayout(entry)
        return rows

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
    def _on_typed_changed(self) -> None:
        matches = self._typed.text() == str(self._departure.people)
        self._matches.setVisible(matches)
        self._send.setEnabled(matches or not self._typed_wanted)

    @Slot()
    def _on_send_clicked(self) -> None:
        self.accept()
        self.confirmed.emit()


class TestSendSheet(Sheet):
    """Sends the message of the person in the preview to one number of one's own.

    Signals:
        number_entered(str): send it there.
    """

    __test__ = False  # its name is no test's

    number_entered = Signal(str)

    def __init__(self, account: Account, person: Person, parent: QWidget) -> None:
        super().__init__(parent, translate("ConfirmSheet", "Send one test message"), width=480)
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
        cancel = Button(self.tr("Cancel"), size="large", key=self.tr("Esc"))
        self.column.addSpacing(16)
        whose = self.tr("The message, as for {name}").format(name=person.name)
        self.column.addWidget(Label(whose, elide=True))
        self.column.addSpacing(6)
        self.column.addWidget(self._bubble)
        self.column.addSpacing(16)
        self.column.addWidget(self._field)
        self.column.addStretch(1)
        self.add_button(cancel)
        self.add_button(self._send)
        cancel.clicked.connect(self.reject)
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

    def show_trouble(self, sentence: str) -> None:
        """Say under the field why it cannot be sent."""
        self._field.set_error(sentence)

    @Slot()
    def _on_input_changed(self) -> None:
        self._field.set_error("")
        self._send.setEnabled(bool(self._input.text().strip()))

    @Slot()
    def _on_send_clicked(self) -> None:
        self.number_entered.emit(self._input.text().strip())


class ReplaceSheet(Sheet):
    """Shows a text before and after its costly characters are replaced.

    Signals:
        replaced(str): take the text as it is after.
    """

    replaced = Signal(str)

    def __init__(self, before: str, swap: Swap, parent: QWidget) -> None:
        super().__init__(parent, translate("ConfirmSheet", "Replace characters that cost more"))
        self.setObjectName("replace_sheet")
        self._after = swap.text
        self.set_subtitle(
            self.tr("Then this text is charged as 1 segment.")
            if swap.segments == 1
            else self.tr("Then this text is charged as {count} segments.").format(
                count=number(swap.segments)
            )
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for column, (title, text) in enumerate(
            ((self.tr("Now"), before), (self.tr("After"), swap.text))
        ):
            grid.addWidget(Label(title, weight=500), 0, column)
            grid.addWidget(Bubble(text), 1, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        self.column.addSpacing(16)
        self.column.addLayout(grid)
        self.column.addStretch(1)
        cancel = Button(self.tr("Keep it"), size="large", key=self.tr("Esc"))
        words = (
            self.tr("Replace 1 character")
            if swap.times == 1
            else self.tr("Replace {count} characters").format(count=number(swap.times))
        )
        self._replace = Button(words, kind="primary", icon="swap", size="large")
        self._replace.setObjectName("confirm_replace")
        self._replace.setDefault(True)
        self.add_button(cancel)
        self.add_button(self._replace)
        cancel.clicked.connect(self.reject)
        self._replace.clicked.connect(self._on_replace_clicked)
        self._replace.setFocus()

    @Slot()
    def _on_replace_clicked(self) -> None:
        self.accept()
        self.replaced.emit(self._after)


def _button_words(people: int) -> str:
    if people == 1:
        return translate("ConfirmSheet", "Send 1 message")
    return translate("ConfirmSheet", "Send {count} messages").format(count=number(people))
