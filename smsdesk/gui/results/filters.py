"""The row above the grid: chips by meaning, each with its count, and the search."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from smsdesk.core.outcome import Status
from smsdesk.gui import fonts
from smsdesk.gui.parts.chip import Chip, ChipRow
from smsdesk.gui.parts.input import SearchInput
from smsdesk.services.results import Need

Needs = Mapping[Need, int]
Statuses = Mapping[Status, int]


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show: rows of one meaning, of some statuses, holding a text. Empty for all."""

    need: Need | None = None
    statuses: tuple[Status, ...] = ()
    query: str = ""


@dataclass(frozen=True, slots=True)
class _Choice:
    """One chip."""

    icon: str
    tone: str
    word: str
    need: Need | None = None
    status: Status | None = None


_CHOICES: Final = (
    _Choice("", "", str(QT_TRANSLATE_NOOP("Results", "All"))),
    _Choice("qc", "warn", str(QT_TRANSLATE_NOOP("Results", "Decide")), Need.DECIDE),
    _Choice("edit", "bad", str(QT_TRANSLATE_NOOP("Results", "Fix the number")), Need.FIX_NUMBER),
    _Choice("text", "bad", str(QT_TRANSLATE_NOOP("Results", "Change the text")), Need.CHANGE_TEXT),
    _Choice(
        "wallet", "bad", str(QT_TRANSLATE_NOOP("Results", "Check the account")), Need.FIX_ACCOUNT
    ),
    _Choice("xc", "bad", str(QT_TRANSLATE_NOOP("Results", "Look into it")), Need.LOOK),
    _Choice("clock", "wait", str(QT_TRANSLATE_NOOP("Results", "Try later")), Need.TRY_LATER),
    _Choice("minus", "wait", str(QT_TRANSLATE_NOOP("Results", "Not sent")), status=Status.NOT_SENT),
    _Choice("okc", "ok", str(QT_TRANSLATE_NOOP("Results", "Accepted")), status=Status.ACCEPTED),
    _Choice("dbl", "ok", str(QT_TRANSLATE_NOOP("Results", "Delivered")), status=Status.DELIVERED),
    _Choice("clock", "wait", str(QT_TRANSLATE_NOOP("Results", "Waiting")), Need.WAIT),
    _Choice("ban", "wait", str(QT_TRANSLATE_NOOP("Results", "Left out")), Need.SKIPPED),
)
_NOT_SENT: Final = next(at for at, one in enumerate(_CHOICES) if one.status is Status.NOT_SENT)
_WAITING: Final = next(at for at, one in enumerate(_CHOICES) if one.need is Need.WAIT)


class ResultsFilters(QWidget):
    """Chips and search; empty meanings are left out.

    Signals:
        chosen: by a person: another chip, or another text after a short rest; `changed` follows.
        changed: other rows are asked for, also where a chip gave way to another by itself.
    """

    chosen = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._chips = ChipRow(self.tr("Filter by meaning"))
        for choice in _CHOICES:
            word = QCoreApplication.translate("Results", choice.word)
            self._chips.add(Chip(choice.icon, 0, word, choice.tone, count_last=True))
        self._chips.set_current(0)
        policy = self._chips.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)  # more lines where it is narrow
        self._chips.setSizePolicy(policy)
        self.search = SearchInput(self.tr("Search results"))
        self.search.setObjectName("search_results")
        self.search.setAccessibleName(self.tr("Search results"))
        self.search.setFixedHeight(fonts.px(28))
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(200)
        self._is_over = False
        self._counts: tuple[Needs, Statuses] = ({}, {})
        row.addWidget(self._chips, 1)
        row.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(120)
        self._rest.timeout.connect(self._announce_choice)
        self._chips.chosen.connect(self._on_chips_chosen)
        self.search.textChanged.connect(self._rest.start)

    def current(self) -> Filter:
        """What is chosen now."""
        choice = _CHOICES[max(0, self._chips.current())]
        return Filter(choice.need, self._statuses(choice), self.search.text().strip())

    def clear(self) -> None:
        """Show all again, without a signal."""
        self._chips.set_current(0)
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._rest.stop()

    def set_over(self, over: bool) -> None:
        """Whether the campaign goes on no more: who waited until then was not sent."""
        if over == self._is_over:
            return
        self._is_over = over
        moved = over and self._chips.current() == _WAITING
        if moved:
            self._chips.set_current(_NOT_SENT)
        self.set_counts(*self._counts)
        if moved:
            self.changed.emit()

    def set_counts(self, needs: Needs, statuses: Statuses) -> None:
        """Show the counts; a chip without rows hides, unless it is the chosen one."""
        self._counts = needs, statuses
        current = self._chips.current()
        moved = False
        for place, (chip, choice) in enumerate(zip(self._chips.chips, _CHOICES, strict=True)):
            count = self._count(choice, needs, statuses)
            hint = chip.sizeHint()
            chip.set_count(count)
            hidden = not count and place not in (0, current)
            moved |= hidden != chip.isHidden() or hint != chip.sizeHint()
            chip.setHidden(hidden)
        if moved:
            self._chips.relayout()

    def _on_chips_chosen(self, _place: int) -> None:
        self._rest.stop()
        self._announce_choice()

    def _announce_choice(self) -> None:
        self.chosen.emit()
        self.changed.emit()

    def _statuses(self, choice: _Choice) -> tuple[Status, ...]:
        if choice.status is None:
            return ()
        if self._is_over and choice.status is Status.NOT_SENT:
            return Status.NOT_SENT, Status.QUEUED
        return (choice.status,)

    def _count(self, choice: _Choice, needs: Needs, statuses: Statuses) -> int:
        if choice.status is not None:
            return sum(statuses.get(status, 0) for status in self._statuses(choice))
        if choice.need is Need.TRY_LATER:
            return needs.get(Need.TRY_LATER, 0) - statuses.get(Status.NOT_SENT, 0)
        if choice.need is Need.WAIT and self._is_over:
            return 0
        if choice.need is not None:
            return needs.get(choice.need, 0)
        return sum(count for status, count in statuses.items() if status is not Status.SKIPPED)


def statuses_of(chosen: Filter) -> tuple[Status, ...] | None:
    """The statuses a filter asks for; unsent rows have a chip of their own."""
    if chosen.statuses:
        return chosen.statuses
    if chosen.need is Need.TRY_LATER:
        return (Status.REJECTED,)
    return None
