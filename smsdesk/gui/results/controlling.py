"""Carries out Pause, Stop and Resume of the campaign in sight."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from smsdesk.core.errors import SmsdeskError
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.results.source import ResultsSource
from smsdesk.gui.results.summary import ResultsSummary
from smsdesk.services.desk import Desk
from smsdesk.services.following import Hands
from smsdesk.services.sender import CampaignRun
from smsdesk.services.workers import run_blocking


class Controlling(QObject):
    """Stands between the buttons of the summary and the campaign.

    Signals:
        told: the run knows what is wanted of it; look again.
        changed: the journal knows more than the page.
        resumed(str): the campaign of that id is being sent now.
        trouble(str, object): what did not happen, in words, and the `SmsdeskError` that says why.
    """

    told = Signal()
    changed = Signal()
    resumed = Signal(str)
    trouble = Signal(str, object)

    def __init__(self, summary: ResultsSummary, tasks: TaskSet) -> None:
        super().__init__(summary)
        self._tasks = tasks
        self._desk: Desk | None = None
        self._source: ResultsSource | None = None
        summary.pause_requested.connect(self._on_summary_pause_requested)
        summary.stop_requested.connect(self._on_summary_stop_requested)
        summary.resume_requested.connect(self._on_summary_resume_requested)

    def adopt(self, desk: Desk, source: ResultsSource) -> None:
        """The buttons speak of this campaign now."""
        self._desk, self._source = desk, source

    def resume(self, campaign_id: str) -> None:
        """Send what the campaign still holds."""
        if self._desk is not None and self._source is not None:
            work = self._resume(self._desk, campaign_id, self._source.hands)
            self._tasks.spawn(work, "results:control")

    def _on_summary_pause_requested(self) -> None:
        if self._run is not None:
            work = self._tell(self._run.pause, self.tr("It was not paused"))
            self._tasks.spawn(work, "results:control")

    def _on_summary_stop_requested(self) -> None:
        heading = self.tr("It was not stopped")
        if self._run is not None:
            self._tasks.spawn(self._tell(self._run.stop, heading), "results:control")
        elif self._desk is not None and self._source is not None:
            work = self._stop(self._desk, self._source.view.campaign.id, heading)
            self._tasks.spawn(work, "results:control")

    def _on_summary_resume_requested(self) -> None:
        if self._source is not None:
            self.resume(self._source.view.campaign.id)

    @property
    def _run(self) -> CampaignRun | None:
        return None if self._source is None else self._source.view.run

    async def _tell(self, order: Callable[[], None], heading: str) -> None:
        try:
            await run_blocking(order)
        except SmsdeskError as trouble:
            self.trouble.emit(heading, trouble)
        self.told.emit()

    async def _stop(self, desk: Desk, campaign_id: str, heading: str) -> None:
        """End what an earlier run of the program left paused."""
        try:
            await run_blocking(desk.campaigns.stop, campaign_id)
        except SmsdeskError as trouble:
            self.trouble.emit(heading, trouble)
            return
        self.changed.emit()

    async def _resume(self, desk: Desk, campaign_id: str, hands: Hands) -> None:
        try:
            run = await run_blocking(desk.campaigns.resume, campaign_id)
        except SmsdeskError as trouble:
            self.trouble.emit(self.tr("It did not go on"), trouble)
            if hands is Hands.NOBODY:  # the journal says by now what its program left behind
                self.changed.emit()
            return
        self.resumed.emit(run.campaign.id)
