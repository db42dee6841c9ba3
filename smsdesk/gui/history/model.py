"""The list of campaigns as a model: when, what, with which account, how it ended."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import QWidget

from smsdesk.core.campaign import Campaign
from smsdesk.core.document import parse_document
from smsdesk.core.errors import UserInputError
from smsdesk.core.message import Message
from smsdesk.core.outcome import Status
from smsdesk.gui import times, words
from smsdesk.gui.message_view import kind_line
from smsdesk.gui.parts.bar import Slices
from smsdesk.gui.parts.table import CELL_ROLE, Cell, Column
from smsdesk.services.history import CampaignSummary
from smsdesk.services.progress import Group

Index = QModelIndex | QPersistentModelIndex

_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN: Final = int(Qt.ItemDataRole.AccessibleTextRole)

COLUMNS: Final = (
    (str(QT_TRANSLATE_NOOP("History", "When")), 128, False, 1, 0),
    (str(QT_TRANSLATE_NOOP("History", "Campaign")), 180, True, 0, 0),
    (str(QT_TRANSLATE_NOOP("History", "Account")), 176, False, 3, 260),
    (str(QT_TRANSLATE_NOOP("History", "People")), 76, False, 2, 0),
    (str(QT_TRANSLATE_NOOP("History", "Outcome")), 212, False, 0, 0),
    (str(QT_TRANSLATE_NOOP("History", "State")), 116, False, 0, 0),
)
_RIGHT: Final = 3  # the one column of numbers


def table_columns() -> list[Column]:
    """The columns as the table view wants them."""
    return [
        Column(
            QCoreApplication.translate("History", title),
            width,
            stretch,
            priority,
            right=at == _RIGHT,
            grows_to=grows_to,
        )
        for at, (title, width, stretch, priority, grows_to) in enumerate(COLUMNS)
    ]


def slices(numbers: Mapping[Group, int]) -> Slices:
    """The slices of an outcome bar."""
    return [
        (numbers[Group.ACCEPTED], "ok"),
        (numbers[Group.REJECTED], "bad"),
        (numbers[Group.UNKNOWN], "warn"),
        (numbers[Group.WAITING], "wait"),
    ]


def outcome_words(summary: CampaignSummary) -> list[tuple[str, str, int]]:
    """The line beneath the bar: what was accepted, then what matters most of the rest."""
    numbers = summary.numbers
    translate = QCoreApplication.translate
    accepted = translate("History", "{count} accepted").format(
        count=words.number(numbers[Group.ACCEPTED])
    )
    unsent = summary.counts.get(Status.NOT_SENT, 0)
    rest = ""
    tone, weight = "text-2", 400
    if numbers[Group.UNKNOWN]:
        rest = translate("History", "{count} to decide").format(
            count=words.number(numbers[Group.UNKNOWN])
        )
        tone, weight = "warn", 500
    elif numbers[Group.REJECTED]:
        rest = translate("History", "{count} rejected").format(
            count=words.number(numbers[Group.REJECTED])
        )
    elif unsent:
        rest = translate("History", "{count} not sent").format(count=words.number(unsent))
    pieces = [(accepted, "text-2", 400)]
    if rest:
        pieces += [(" · ", "text-3", 400), (rest, tone, weight)]
    return pieces


def message_of(campaign: Campaign) -> Message | None:
    """What was sent, its merge fields not filled; None where this version cannot read it."""
    try:
        return parse_document(campaign.document)
    except UserInputError:
        return None


@dataclass(frozen=True, slots=True)
class ProviderLook:
    """How a provider is shown in the list. tone: family of colours of its tile."""

    title: str
    tile: str
    tone: str = "wait"


class HistoryModel(QAbstractTableModel):
    """Campaigns, newest first."""

    def __init__(self, look: Callable[[str], ProviderLook], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._now_ms = 0
        self._all: Sequence[CampaignSummary] = ()
        self._offline: Collection[str] = ()

    def set_campaigns(
        self, campaigns: Sequence[CampaignSummary], now_ms: int, offline: Collection[str] = ()
    ) -> None:
        """Show these campaigns; the same ones in the same order only change their numbers.

        offline: ids of those whose provider cannot be reached.
        """
        self._offline = offline
        same = [one.campaign.id for one in campaigns] == [one.campaign.id for one in self._all]
        if same and campaigns:
            self._all, self._now_ms = campaigns, now_ms
            last = self.index(len(campaigns) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._all, self._now_ms = campaigns, now_ms
        self.endResetModel()

    def campaign(self, row: int) -> CampaignSummary:
        """The campaign in a row."""
        return self._all[row]

    def row_of(self, campaign_id: str) -> int:
        """The row of a campaign, -1 where it is not listed."""
        ids = [one.campaign.id for one in self._all]
        return ids.index(campaign_id) if campaign_id in ids else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Campaigns listed."""
        return 0 if parent.isValid() else len(self._all)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Columns, hidden ones included."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Titles of the columns."""
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal:
            return QCoreApplication.translate("History", COLUMNS[section][0])
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Painted cell or plain words."""
        if not index.isValid() or index.row() >= len(self._all):
            return None
        if role not in (CELL_ROLE, _DISPLAY, _SPOKEN):
            return None
        cell = self._cell(self._all[index.row()], index.column())
        if role == CELL_ROLE:
            return cell
        second = "".join(text for text, _tone, _weight in cell.second)
        if role == _SPOKEN:
            return ", ".join(part for part in (cell.text, second) if part)
        return cell.text or second

    def _cell(self, summary: CampaignSummary, column: int) -> Cell:
        campaign = summary.campaign
        if column == 0:
            return Cell(times.day(campaign.created_ms, self._now_ms), "text-2")
        if column == 1:
            message = message_of(campaign)
            kind = [(kind_line(message), "text-3", 400)] if message is not None else []
            return Cell(campaign.name, weight=500, second=kind)
        if column == 2:
            look = self._look(campaign.provider)
            return Cell(campaign.account, "text-2", tile=(look.tile, look.tone))
        if column == 3:
            return Cell(words.number(campaign.recipients), right=True)
        if column == 4:
            bar = (slices(summary.numbers), campaign.recipients)
            return Cell(bar=bar, second=outcome_words(summary))
        state = words.campaign_look(summary.state, offline=campaign.id in self._offline)
        return Cell(state.word, state.tone, icon=state.icon, weight=500)
