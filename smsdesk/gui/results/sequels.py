"""Offers a new message to the rows in sight, and gathers what it begins with."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from smsdesk.core.errors import SmsdeskError
from smsdesk.gui import words
from smsdesk.gui.collector import collector_at_rest, spare_what_is_there
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.results.body import ResultsBody
from smsdesk.gui.results.drawer import ResultsDrawer
from smsdesk.gui.results.filters import Filter
from smsdesk.gui.results.sequel_view import SequelOffer, calls_for_sequel
from smsdesk.gui.results.source import ResultsSource
from smsdesk.services.sequel import Sequel
from smsdesk.services.workers import run_blocking

_LOOK: Final = "results:sequel_offer"
_GATHER: Final = "results:sequel"


class Sequels(QObject):
    """Stands between bar, drawer and the page that composes.

    Signals:
        gathered(object): a `Sequel`, to be composed now.
        trouble(object): a `SmsdeskError`: there is none.
    """

    gathered = Signal(object)
    trouble = Signal(object)

    def __init__(self, body: ResultsBody, drawer: ResultsDrawer, tasks: TaskSet) -> None:
        super().__init__(body)
        self._body, self._bar, self._tasks = body, body.sequel, tasks
        self._source: ResultsSource | None = None
        self._provider = ""
        self._offered = np.empty(0, np.int64)  # whom the words of the bar are about
        body.model.modelReset.connect(self._on_model_reset)
        self._bar.wanted.connect(self._on_bar_wanted)
        drawer.sequel_wanted.connect(self._on_drawer_sequel_wanted)

    def adopt(self, source: ResultsSource, provider: str) -> None:
        """The offer is about this campaign now. provider: its title."""
        self._source, self._provider = source, provider

    # -- offering ------------------------------------------------------------------------------

    def _on_model_reset(self) -> None:
        """Other rows are in sight."""
        chosen, ids = self._body.filters.current(), self._body.model.ids
        if self._source is None or not calls_for_sequel(chosen) or not len(ids):
            self._tasks.cancel(_LOOK)
            self._bar.show_offer(SequelOffer())
        else:
            self._tasks.replace(self._look(self._source, chosen, ids), _LOOK)

    async def _look(self, source: ResultsSource, chosen: Filter, ids: NDArray[np.int64]) -> None:
        count, whole = await run_blocking(source.sequel_facts, ids)
        if source is self._source:
            self._offered = ids
            self._bar.show_offer(SequelOffer(chosen, count, self._provider, whole))

    # -- gathering -----------------------------------------------------------------------------

    def _on_bar_wanted(self) -> None:
        self._begin(self._offered)

    def _on_drawer_sequel_wanted(self, row: int) -> None:
        self._begin(np.array([row], np.int64))

    def _begin(self, ids: NDArray[np.int64]) -> None:
        if self._source is not None:
            self._tasks.replace(self._gather(self._source, ids), _GATHER)

    async def _gather(self, source: ResultsSource, ids: NDArray[np.int64]) -> None:
        self._bar.set_busy(True)
        try:
            sequel = await run_blocking(_gathered, source, ids)
        except SmsdeskError as trouble:
            self.trouble.emit(trouble)
            return
        finally:
            self._bar.set_busy(False)
        if sequel is not None and source is self._source and self._body.isVisible():
            self.gathered.emit(sequel)


def _gathered(source: ResultsSource, ids: NDArray[np.int64]) -> Sequel | None:
    with collector_at_rest():
        sequel = source.sequel(ids, words.language())
        spare_what_is_there()
    return sequel
