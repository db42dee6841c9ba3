"""One opened campaign as the grid needs it: which rows in which order, and single rows at once."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from smsdesk.core.campaign import CampaignState
from smsdesk.core.decision import DECIDED
from smsdesk.core.namecolumn import guess_name_column
from smsdesk.core.outcome import Status
from smsdesk.core.words import Language
from smsdesk.gui.results.filters import Filter, statuses_of
from smsdesk.services.desk import Desk
from smsdesk.services.following import Following, Hands
from smsdesk.services.progress import Progress
from smsdesk.services.results import Need, ResultRow, Results
from smsdesk.services.sequel import Sequel, sequel_of

Stamp = tuple[int, int, int, int]
Counts = tuple[dict[Need, int], dict[Status, int]]

_FIRST_ROWS: Final = 64  # read together with the campaign: what the window can show


@dataclass(frozen=True, slots=True)
class Wish:
    """Which rows to show and in which order; `sort` is a column key of the grid."""

    sort: str = "row"
    descending: bool = False
    filter: Filter = field(default_factory=Filter)


class ResultsSource:
    """Opens a campaign (blocks), then answers.

    Thread: the constructor, `select`, `rows`, `counts`, `sequel_facts`, `sequel`, `warm` and
    `follow` belong in a worker; the rest answers at once and is called from the window. Selections
    run one at a time, and none touches what `row` reads from.
    """

    def __init__(self, desk: Desk, campaign_id: str, language: Language, wish: Wish) -> None:
        self.view = desk.history.open(campaign_id)
        self._following = (
            Following(self.view, desk.campaigns.busy_elsewhere) if self.view.run is None else None
        )
        self.results = Results(self.view, desk.explain, desk.providers, language)
        self._lock = threading.Lock()
        self.version = self.view.ledger.version  # what is read below is at least as new
        campaign = self.view.campaign
        self.has_channels = len(desk.providers[campaign.provider].info.channels) > 1
        samples = [self.results.row_of(index).cells for index in range(min(20, campaign.rows))]
        self.name_column = guess_name_column(campaign.header, campaign.phone_column, samples)
        self.ids = self.select(wish)
        self.first_rows = self.rows([int(index) for index in self.ids[:_FIRST_ROWS]])
        self.first_counts = self.counts()

    def select(self, wish: Wish) -> NDArray[np.int64]:
        """Indexes of the rows a wish asks for, in its order."""
        chosen = wish.filter
        column: str | int = self.name_column if wish.sort == "name" else wish.sort
        with self._lock:
            self.results.sort("row" if column == -1 else column, descending=wish.descending)
            self.results.set_filter(
                statuses_of(chosen), chosen.query, None if chosen.need is None else (chosen.need,)
            )
            return self.results.indexes

    def row(self, index: int) -> ResultRow:
        """One row by its index in the campaign."""
        return self.results.row_of(index)

    def stamp(self, index: int) -> Stamp:
        """What can change in a row while the campaign runs: equal stamps, equal cells. Cheap."""
        ledger = self.view.ledger
        return (
            ledger.status[index],
            ledger.attempts[index],
            ledger.code[index],
            ledger.at_ms[index],
        )

    def rows(self, indexes: Sequence[int]) -> list[ResultRow]:
        """Several rows."""
        return [self.results.row_of(index) for index in indexes]

    def counts(self) -> Counts:
        """Rows per need and per status, for the filter chips; looks at every row."""
        return self.results.need_counts(), self.results.counts()

    def sequel_facts(self, ids: NDArray[np.int64]) -> tuple[int, bool]:
        """How many of `ids` a new message is for, and whether requests were refused as a whole."""
        rows = self.results.open_to_sequel(ids)
        frozen = self.view.frozen
        sizes = np.frombuffer(frozen.sizes, np.uint32)
        members = np.bincount(np.frombuffer(frozen.batch_of, np.uint32)[rows], minlength=len(sizes))
        return len(rows), bool(np.any((members == sizes) & (sizes > 1)))

    def sequel(self, ids: NDArray[np.int64], language: Language) -> Sequel | None:
        """What a new message to those of `ids` it is for begins with; None for nobody. Blocks.

        Raises:
            SmsdeskError: as `sequel_of`.
        """
        rows = self.results.open_to_sequel(ids)
        return sequel_of(self.view, rows.tolist(), language) if len(rows) else None

    def warm(self) -> None:
        """Read all cells once; afterwards `row` never waits for the disk."""
        self.results.preload()

    def position_in(self, ids: NDArray[np.int64], index: int) -> int | None:
        """Where a row stands in a selection."""
        found = np.flatnonzero(ids == index)
        return int(found[0]) if len(found) else None

    def progress(self) -> Progress:
        """Where the campaign is, at once."""
        if self.view.run is not None:
            return self.view.run.progress()
        if self._following is None:
            raise RuntimeError("a campaign is run here or followed")
        return self._following.progress()

    @property
    def hands(self) -> Hands:
        """In whose hands the campaign is, at once."""
        return Hands.HERE if self._following is None else self._following.hands

    @property
    def may_change(self) -> bool:
        """Whether another program may still add to it, or has begun to."""
        return self._following is not None and not self._following.is_over

    def follow(self) -> None:
        """Take in what another program added; blocks."""
        if self._following is not None:
            with self._lock:
                self._following.read()

    def lasted_s(self) -> float:
        """Seconds from Send to the last answer; 0 while it runs or nothing came."""
        if self.progress().state is CampaignState.SENDING:
            return 0.0
        ledger = self.view.ledger
        at_ms = np.frombuffer(ledger.at_ms, np.int64)
        decided = [place for place, code in enumerate(list(ledger.codes)) if code in DECIDED]
        if decided:  # hours later, maybe
            at_ms = at_ms[~np.isin(np.frombuffer(ledger.code, np.uint32), decided)]
        last_ms = int(at_ms.max(initial=0))
        return max(0.0, (last_ms - self.view.campaign.created_ms) / 1000)
