"""The card of the confirmation: from whom it leaves, and how much it is."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from smsdesk.gui.compose.departure import Departure
from smsdesk.gui.parts.badge import ModeBadge, Tile
from smsdesk.gui.parts.surface import Card
from smsdesk.gui.parts.text import Hairline, Label
from smsdesk.gui.words import duration, number


class DepartureCard(Card):
    """The account with its mode, then people, segments, requests and time beside each other."""

    def __init__(self, facts: Departure, parent: QWidget | None = None) -> None:
        super().__init__(radius=8, ground="sunken", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._head(facts))
        column.addWidget(Hairline())
        column.addLayout(_figures(self._counted(facts)))

    def _head(self, facts: Departure) -> QHBoxLayout:
        origin = facts.provider
        if facts.sender:
            origin = self.tr("{provider}, from {sender}").format(
                provider=facts.provider, sender=facts.sender
            )
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(Label(facts.account.name, weight=600, elide=True))
        who.addWidget(Label(origin, "small", "text-3", elide=True))
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(12)
        head.addWidget(Tile(facts.tile, big=True))
        head.addLayout(who, 1)
        head.addWidget(ModeBadge(facts.account.mode))
        return head

    def _counted(self, facts: Departure) -> list[tuple[str, str]]:
        """Each figure and its word; segments are left out where nobody knows them."""
        pace = self.tr("about")
        if facts.rate_per_s >= 1 and facts.seconds >= 1:
            rate = number(round(facts.rate_per_s))
            pace = self.tr("about, at {rate}/s").format(rate=rate)
        segments = [(number(facts.segments), self.tr("segments"))] if facts.segments else []
        return [
            (number(facts.people), self.tr("people")),
            *segments,
            (number(facts.requests), self.tr("requests")),
            (duration(max(1.0, facts.seconds)), pace),
        ]


def _figures(figures: list[tuple[str, str]]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    for at, (value, word) in enumerate(figures):
        if at:
            row.addWidget(Hairline(vertical=True))
        cell = QVBoxLayout()
        cell.setContentsMargins(16, 10, 8, 10)
        cell.setSpacing(0)
        cell.addWidget(Label(value, "page"))
        cell.addWidget(Label(word, "small", "text-3"))
        row.addLayout(cell, 1)
    return row
