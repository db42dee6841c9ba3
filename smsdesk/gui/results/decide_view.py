"""The three choices for messages that may have gone out: in the drawer, and for all at once."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.gui import icons, words
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.choices import ChoiceList, ChoiceRow
from smsdesk.gui.parts.surface import Card
from smsdesk.gui.parts.text import Label, Paragraph


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


class DecideChoices(QWidget):
    """The choices for one person.

    Signals:
        sent_chosen, again_chosen, ask_chosen: a choice was pressed.
    """

    sent_chosen = Signal()
    again_chosen = Signal()
    ask_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        caption = Label(self.tr("What do you want to do?"), "small", "text-3", 500)
        caption.setContentsMargins(0, 12, 0, 4)
        self.sent = ChoiceRow("check", self.tr("Treat as sent"), self.tr("Count it as accepted"))
        self.again = ChoiceRow("loop", self.tr("Send again…"), self.tr("They may get it twice"))
        self.ask = ChoiceRow("search", self.tr("Ask the provider"), self.tr("Look in its records"))
        self._why_not = Paragraph("", "small", "text-3")
        self._why_not.setContentsMargins(0, 4, 0, 0)
        choices = ChoiceList()
        for row, name, pressed in (
            (self.sent, "treat_as_sent", self.sent_chosen),
            (self.again, "send_again", self.again_chosen),
            (self.ask, "ask_provider", self.ask_chosen),
        ):
            row.setObjectName(name)
            row.clicked.connect(pressed)
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
        for row in (self.sent, self.again):
            row.setEnabled(not offer.why_not)
        self.ask.setEnabled(not (offer.why_not or offer.why_not_ask))
        self.ask.set_text(offer.why_not_ask or offer.said)
        self._why_not.setText(offer.why_not)
        self._why_not.setVisible(bool(offer.why_not))


class DecideBar(Card):
    """The same choices for everybody whose message may have gone out, over the grid.

    Signals:
        sent_chosen, again_chosen, ask_chosen: a button was pressed.
    """

    sent_chosen = Signal()
    again_chosen = Signal()
    ask_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(radius=8, ground="warn-soft", outline="warn-line", parent=parent)
        self.setObjectName("decide_bar")
        self._heading = Label("", tone="warn", weight=600, elide=True)
        self._text = Paragraph("", "small", "text")
        self.sent = Button("", size="small", icon="check")
        self.again = Button("", size="small", icon="loop")
        self.ask = Button("", size="small", icon="search")
        says = QVBoxLayout()
        says.setSpacing(0)
        says.addStretch(1)
        says.addWidget(self._heading)
        says.addWidget(self._text)
        says.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(37, 9, 12, 9)
        row.setSpacing(8)
        row.addLayout(says, 1)
        for button, name, pressed in (
            (self.sent, "treat_all_as_sent", self.sent_chosen),
            (self.again, "send_all_again", self.again_chosen),
            (self.ask, "ask_provider_about_all", self.ask_chosen),
        ):
            button.setObjectName(name)
            button.clicked.connect(pressed)
            row.addWidget(button)

    def show_offer(self, offer: Offer) -> None:
        """Say how many there are, what can be done, and why not what cannot."""
        one = offer.count == 1
        self._heading.setText(
            self.tr("1 message may have gone out")
            if one
            else self.tr("{count} messages may have gone out").format(
                count=words.number(offer.count)
            )
        )
        text = offer.why_not or offer.said or offer.why_not_ask
        alone = self.tr("smsdesk does not send it again by itself.")
        several = self.tr("smsdesk does not send them again by itself.")
        self._text.setText(text or (alone if one else several))
        self.setAccessibleName(self._heading.text())
        self.setAccessibleDescription(self._text.text())
        self.sent.setText(self.tr("Treat as sent") if one else self.tr("Treat all as sent"))
        self.again.setText(self.tr("Send again…") if one else self.tr("Send all again…"))
        self.ask.setText(self.tr("Ask {provider}").format(provider=offer.provider))
        for button in (self.sent, self.again):
            button.setEnabled(not offer.why_not)
        self.ask.setEnabled(not (offer.why_not or offer.why_not_ask))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, outline and icon."""
        super().paintEvent(event)
        icons.paint(QPainter(self), "qc", 13, 11, 16, "warn")
