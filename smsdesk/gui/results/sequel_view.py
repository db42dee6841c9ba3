"""The offer of a new message: over the rows it would go to, and in the drawer of one of them."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from smsdesk.gui import words
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.choices import ChoiceList, ChoiceRow
from smsdesk.gui.results.filters import Filter
from smsdesk.gui.results.offer_bar import OfferBar
from smsdesk.services.results import Need


@dataclass(frozen=True, slots=True)
class SequelOffer:
    """Whom a new message can go to.

    chosen: what the rows in sight have in common. count: how many of them it is for.
    provider: its title. whole: whether a request of several was refused as a whole.
    """

    chosen: Filter = field(default_factory=Filter)
    count: int = 0
    provider: str = ""
    whole: bool = False


class _Words(NamedTuple):
    """Look and words of the bar for one meaning. text may hold `{provider}`."""

    icon: str
    tone: str
    one: str
    many: str
    text: str


_NUMBER: Final = _Words(
    "edit",
    "bad",
    str(QT_TRANSLATE_NOOP("SequelBar", "1 number was refused")),
    str(QT_TRANSLATE_NOOP("SequelBar", "{count} numbers were refused")),
    str(
        QT_TRANSLATE_NOOP(
            "SequelBar",
            "A new message begins with the same text and exactly these people: correct the "
            "numbers there.",
        )
    ),
)
_WHOLE: Final = _NUMBER._replace(
    text=str(
        QT_TRANSLATE_NOOP(
            "SequelBar",
            "One wrong number is enough for {provider} to refuse a whole request. In a new "
            "message, correct it or leave it out; if you cannot tell which it is, set numbers per "
            "request to 1 in the account first.",
        )
    )
)
_TEXT: Final = _Words(
    "text",
    "bad",
    str(QT_TRANSLATE_NOOP("SequelBar", "The text was refused for 1 person")),
    str(QT_TRANSLATE_NOOP("SequelBar", "The text was refused for {count} people")),
    str(
        QT_TRANSLATE_NOOP(
            "SequelBar",
            "A new message begins with the same text and exactly these people: change the text "
            "there.",
        )
    ),
)
_LATER: Final = _Words(
    "clock",
    "wait",
    str(QT_TRANSLATE_NOOP("SequelBar", "1 person was refused for now")),
    str(QT_TRANSLATE_NOOP("SequelBar", "{count} people were refused for now")),
    str(
        QT_TRANSLATE_NOOP(
            "SequelBar",
            "A new message begins with the same text and exactly these people: send it when it is "
            "time.",
        )
    ),
)
_UNDELIVERED: Final = _Words(
    "ret",
    "bad",
    str(QT_TRANSLATE_NOOP("SequelBar", "1 message was not delivered")),
    str(QT_TRANSLATE_NOOP("SequelBar", "{count} messages were not delivered")),
    str(
        QT_TRANSLATE_NOOP(
            "SequelBar",
            "{provider} took them, but no phone has them. A new message may be charged again.",
        )
    ),
)
_OF_NEED: Final = {
    Need.FIX_NUMBER: _NUMBER,
    Need.CHANGE_TEXT: _TEXT,
    Need.TRY_LATER: _LATER,
    Need.LOOK: _UNDELIVERED,
}


def calls_for_sequel(chosen: Filter) -> bool:
    """Whether a new message may be the way to go on with rows of one meaning."""
    return _words_for(chosen) is not None


def _words_for(chosen: Filter) -> _Words | None:
    return _OF_NEED.get(chosen.need) if chosen.need is not None else None


class SequelBar(OfferBar):
    """Offers a new message to the rows in sight.

    Signals:
        wanted(): the button was pressed.
    """

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.button = Button("", size="small", icon="compose")
        super().__init__("edit", "bad", (self.button,), parent)
        self.setObjectName("sequel_bar")
        self.button.setObjectName("new_message_to_all")
        self.button.clicked.connect(self.wanted)

    def show_offer(self, offer: SequelOffer) -> None:
        """Say what became of them, and how a new message helps; stay away where it does not."""
        said = _words_for(offer.chosen)
        self.setVisible(said is not None and offer.count > 0)
        if said is None:
            return
        if said is _NUMBER and offer.whole:
            said = _WHOLE
        translate = QCoreApplication.translate
        self.set_tone(said.icon, said.tone)
        self.say(
            words.counted(
                offer.count,
                translate("SequelBar", said.one),
                translate("SequelBar", said.many),
            ),
            translate("SequelBar", said.text).replace("{provider}", offer.provider),
        )
        self.button.setText(
            words.counted(
                offer.count,
                self.tr("New message to this person…"),
                self.tr("New message to these {count} people…"),
            )
        )

    def set_busy(self, busy: bool) -> None:
        """They are being gathered: once is enough."""
        self.button.setEnabled(not busy)


class SequelChoice(QWidget):
    """Offers a new message to one person.

    Signals:
        wanted(): it was chosen.
    """

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = ChoiceRow("compose", "")
        self.row.setObjectName("new_message")
        self.row.clicked.connect(self.wanted)
        choices = ChoiceList()
        choices.add(self.row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.addWidget(choices)

    def show_name(self, name: str) -> None:
        """Say whom it would go to."""
        self.row.setText(self.tr("New message to {name}…").replace("{name}", name))
        self.row.set_text(self.tr("Number and text can be changed before it is sent."))
