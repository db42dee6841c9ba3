"""Follows the campaign in sight: looks at it several times a second and shows what has moved."""

import time
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from smsdesk.core.campaign import CampaignState
from smsdesk.core.words import Words
from smsdesk.gui.loop import Task, TaskSet
from smsdesk.gui.results.body import ResultsBody
from smsdesk.gui.results.deciding import Deciding
from smsdesk.gui.results.source import ResultsSource
from smsdesk.services.desk import Desk
from smsdesk.services.following import Hands
from smsdesk.services.progress import Progress
from smsdesk.services.reasons import reason_words
from smsdesk.services.results import Need
from smsdesk.services.workers import run_blocking

POLL_MS: Final = 200
WATCH_MS: Final = 2_000  # so often the log of a campaign in other hands is read
RESELECT_S: Final = 1.0  # a filtered or sorted grid follows a running campaign this often
_NO_WORDS: Final = Words("", "")


class Pulse(QObject):
    """Keeps summary, chips, grid and choices at what the campaign's ledger says.

    Signals:
        share_changed(object): share done of a campaign sent here, None while it rests.
        moved: rows may have come under another filter, or to another place of the order.
        rested: the campaign has come to rest; what is known of a person may have changed.
    """

    share_changed = Signal(object)
    moved = Signal()
    rested = Signal()

    def __init__(self, body: ResultsBody, deciding: Deciding, tasks: TaskSet) -> None:
        super().__init__(body)
        self._body, self._deciding, self._tasks = body, deciding, tasks
        self._desk: Desk | None = None
        self._source: ResultsSource | None = None
        self._provider = ""
        self._counting: Task | None = None
        self._seen = -1  # version of the ledger on the screen
        self._reselected_s = 0.0
        self._state: CampaignState | None = None
        self._hands = Hands.HERE
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self.look)
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self._on_watch_timeout)

    # -- what the page tells -------------------------------------------------------------------

    def adopt(self, desk: Desk, source: ResultsSource, provider: str) -> None:
        """What is shown comes from this source now. provider: its title."""
        self._desk, self._source, self._provider = desk, source, provider
        self._seen, self._state, self._hands = source.version, None, source.hands
        if source.may_change:
            self._watch.start()
        else:
            self._watch.stop()

    def start(self) -> None:
        """Look now, and go on looking until the campaign rests."""
        self._poll.start()
        self.look()

    def stop(self) -> None:
        """Look no more."""
        self._poll.stop()
        self._watch.stop()

    def is_stale(self, source: ResultsSource) -> bool:
        """Whether the campaign went on since `source` was read."""
        return source.version != self._seen

    def show_decide_bar(self) -> None:
        """The choices for all stand over the list of those to be decided on."""
        deciding = self._body.filters.current().need is Need.DECIDE and self._deciding.count > 0
        self._body.decide.setVisible(deciding)
        if deciding:
            self._deciding.look()

    def look(self) -> None:
        """Show where the campaign is; everything here is a snapshot or a column, never the disk."""
        source = self._source
        if source is None:
            return
        progress, hands, run = source.progress(), source.hands, source.view.run
        sending = progress.state is CampaignState.SENDING
        if run is not None:
            share = progress.done / progress.total if progress.total else 1.0
            self.share_changed.emit(share if sending else None)
        settled = not (sending and run is not None)
        changed = progress.state != self._state or hands != self._hands
        moved = progress.version != self._seen
        if moved or sending or changed:
            self._show(source, progress, hands)
        if moved:
            self._seen = progress.version
            if self._counting is None or self._counting.done():
                self._counting = self._tasks.spawn(self._count(source), "results:count")
        if moved or settled:  # nothing is painted after the last time: that one looks anyway
            self._body.follow(source)
            self._announce_if_due(at_once=settled and changed)
        self._state, self._hands = progress.state, hands
        if settled:
            self._poll.stop()
            if moved or changed:
                self.rested.emit()

    # -- below ---------------------------------------------------------------------------------

    def _on_watch_timeout(self) -> None:
        if self._source is not None and self._body.isVisible():
            self._tasks.replace(self._watch_others(self._source), "results:watch")

    async def _watch_others(self, source: ResultsSource) -> None:
        """See what another program added, and whether it is still there."""
        await run_blocking(source.follow)
        if source is self._source:
            self.look()
            if not source.may_change:
                self._watch.stop()

    def _show(self, source: ResultsSource, progress: Progress, hands: Hands) -> None:
        what, todo = _NO_WORDS, _NO_WORDS
        if self._desk is not None and (progress.state is CampaignState.PAUSED or progress.ending):
            provider = source.view.campaign.provider
            what, todo = reason_words(
                self._desk.explain, provider, progress.reason, progress.reason_data
            )
        self._body.show_progress(
            progress, what, todo, provider=self._provider, lasted_s=source.lasted_s(), hands=hands
        )
        run = source.view.run
        left_paused = hands is Hands.HERE and progress.state is CampaignState.PAUSED
        self._body.summary.stop.setVisible(left_paused if run is None else not run.has_ended)
        self._deciding.show_progress(progress, hands)
        self.show_decide_bar()

    async def _count(self, source: ResultsSource) -> None:
        """Count for the chips, again while the campaign went on meanwhile."""
        counted = -1
        while source is self._source and counted != self._seen:
            counted = self._seen
            counts = await run_blocking(source.counts)
            if source is self._source:
                self._body.filters.set_counts(*counts)
                self._deciding.show_needs(counts[0])

    def _announce_if_due(self, *, at_once: bool) -> None:
        now_s = time.monotonic()
        if at_once or now_s - self._reselected_s >= RESELECT_S:
            self._reselected_s = now_s
            self.moved.emit()
