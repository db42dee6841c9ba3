"""Where a run stands, where it is asked to go, and what the journal knows of that."""

import threading
from collections.abc import Mapping

from smsdesk.core.campaign import CampaignState, StateChange
from smsdesk.core.errors import StorageError
from smsdesk.services.ports import Clock
from smsdesk.services.recording import Recording


class Standing:
    """The state of one run.

    state: where it stands, whether the journal knows it or not.
    wish: where somebody or something asked it to go, None where nobody did.
    guard: held while these change; notified when somebody asks for an end.

    Thread: all methods may be called from any thread; `enter` writes to the journal.
    """

    def __init__(
        self,
        campaign_id: str,
        state: StateChange,
        recording: Recording,
        guard: threading.Condition,
        clock: Clock,
    ) -> None:
        self.state = state
        self.wish: StateChange | None = None
        self._campaign_id = campaign_id
        self._recorded = state
        self._recording = recording
        self._guard = guard
        self._clock = clock

    @property
    def is_recorded(self) -> bool:
        """Whether the journal knows where it stands."""
        return self.state is self._recorded

    @property
    def is_stopping(self) -> bool:
        """Whether a person asked it to stop."""
        return self.wish is not None and self.wish.state is CampaignState.STOPPED

    def change(
        self, state: CampaignState, reason: str = "", data: Mapping[str, str] | None = None
    ) -> StateChange:
        """That it goes into `state` now."""
        return StateChange(self._campaign_id, self._clock(), state, reason, data or {})

    def ask(self, state: CampaignState, reason: str, data: Mapping[str, str] | None = None) -> None:
        """Ask its workers to end. The first wish stands, but a stop goes beyond a pause."""
        with self._guard:
            stops = state is CampaignState.STOPPED and not self.is_stopping
            if self.wish is None or stops:
                self.wish = self.change(state, reason, data)
            self._guard.notify_all()

    def refused(self, problem: StorageError) -> None:
        """Ask its workers to end, because the journal takes nothing: that tells more than a pause.

        A stop still stands.
        """
        with self._guard:
            if not self.is_stopping:
                self.wish = self.change(CampaignState.PAUSED, problem.code, _words(problem))
            self._guard.notify_all()

    def enter(self, state: StateChange) -> None:
        """Go into `state`, and write it unless the journal says so already.

        Raises:
            StorageError: the journal cannot be written; it stands where it stood.
        """
        known = self._recorded
        if (state.state, state.reason) == (known.state, known.reason):
            state = known
        else:
            self._recording.write(state)
        with self._guard:
            self.state = self._recorded = state

    def rest(self, problem: Exception) -> None:
        """Be paused though the journal could not be told; what was paused stays as it was."""
        with self._guard:
            if self.state.state is CampaignState.PAUSED:
                return
            if isinstance(problem, StorageError):
                self.state = self.change(CampaignState.PAUSED, problem.code, _words(problem))
            else:
                self.state = self.change(CampaignState.PAUSED, "fault")


def _words(problem: StorageError) -> dict[str, str]:
    return {key: str(value) for key, value in problem.data.items()}
