"""The three choices for messages that may have gone out: in the drawer, and for all at once."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from smsdesk.gui import words
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.choices import ChoiceList, ChoiceRow
from smsdesk.gui.parts.text import Label, Paragraph
from smsdesk.gui.results.offer_bar import OfferBar


class Decision(IntEnum):
    """What a person decides about a message that may have gone out."""

    SENT = 0  # count it as sent
    AGAIN = 1  # send it once more
    ASK = 2  # let the provider's records tell


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be decided now. count: messages that may have gone out. provider: its title.

    why_not: why nothing can be decided, "" where it can. why_not_ask: why the provider cannot be
    asked. said: what its records told last.
    """

    count: int = 0
    provider: str = ""
    why_not: str = ""
    why_not_ask: str = ""
    said: str = ""


class _Buttons(QButtonGroup):
    """A button for each decision.

    Signals:
        chosen(object): the `Decision` of the button that was pressed.
    """

    chosen = Signal(object)

    def __init__(
        self, parent: QWidget, sent: QAbstractButton, again: QAbstractButton, ask: QAbstractButton
    ) -> None:
        super().__init__(parent)
        self.setExclusive(False)
        for decision, button in zip(Decision, (sent, again, ask), strict=True):
            self.addButton(button, decision)
        self.idClicked.connect(self._on_id_clicked)

    def show_offer(self, offer: Offer) -> None:
        """Let those be pressed that can be carried out."""
        for decision in Decision:
            asks = decision is Decision.ASK
            why_not = offer.why_not or (asks and offer.why_not_ask)
            self.button(decision).setEnabled(not why_not)

    def _on_id_clicked(self, decision: int) -> None:
        self.chosen.emit(Decision(decision))


class DecideChoices(QWidget):
    """The choices for one person.

    Signals:
        chosen(object): a `Decision`.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        caption = Label(self.tr("What do you want to do?"), "small", "text-3", 500)
        caption.setContentsMargins(0, 12, 0, 4)
        self.sent = ChoiceRow("check", self.tr("Treat as sent"), self.tr("Count it as accepted"))
        self.again = ChoiceRow("loop", self.tr("Send again…"), self.tr("They may get it twice"))
        self.ask = ChoiceRow("search", self.tr("Ask the provider"), self.tr("Look in its records"))
        self._why_not = Paragraph("", "small", "text-3")
        self._why_not.setContentsMargins(0, 4, 0, 0)
        self._buttons = _Buttons(self, self.sent, self.again, self.ask)
        self._buttons.chosen.connect(self.chosen)
        choices = ChoiceList()
        for row, name in (
            (self.sent, "treat_as_sent"),
            (self.again, "send_again"),
            (self.ask, "ask_provider"),
        ):
            row.setObjectName(name)
            choices.add(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(caption)
        column.addWidget(choices)
        column.addWidget(self._why_not)
        self.show_offer(Offer())

    def show_offer(self, offer: Offer) -> None:
        """Say what can be done, and why not what cannot."""
        self._buttons.show_offer(offer)
        self.ask.set_text(offer.why_not_ask or offer.said)
        self._why_not.setText(offer.why_not)
        self._why_not.setVisible(bool(offer.why_not))


class DecideBar(OfferBar):
    """The same choices for everybody whose message may have gone out, over the grid.

    Signals:
        chosen(object): a `Decision`.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.sent = Button("", size="small", icon="check")
        self.again = Button("", size="small", icon="loop")
        self.ask = Button("", size="small", icon="search")
        super().__init__("qc", "warn", (self.sent, self.again, self.ask), parent)
        self.setObjectName("decide_bar")
        self._buttons = _Buttons(self, self.sent, self.again, self.ask)
        self._buttons.chosen.connect(self.chosen)
        for button, name in (
            (self.sent, "treat_all_as_sent"),
            (self.again, "send_all_again"),
            (self.ask, "ask_provider_about_all"),
        ):
            button.setObjectName(name)

    def show_offer(self, offer: Offer) -> None:
        """Say how many there are, what can be done, and why not what cannot."""
        one = offer.count == 1
        alone = self.tr("smsdesk does not send it again by itself.")
        several = self.tr("smsdesk does not send them again by itself.")
        self.say(
            words.counted(
                offer.count,
                self.tr("1 message may have gone out"),
                self.tr("{count} messages may have gone out"),
            ),
            offer.why_not or offer.said or offer.why_not_ask or (alone if one else several),
        )
        self.sent.setText(self.tr("Treat as sent") if one else self.tr("Treat all as sent"))
        self.again.setText(self.tr("Send again…") if one else self.tr("Send all again…"))
        self.ask.setText(self.tr("Ask {provider}").format(provider=offer.provider))
        self._buttons.show_offer(offer)
