"""From a finding about the list to the people it is about, and leaving them out."""

from array import array
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from smsdesk.gui.compose.audience import Audience
from smsdesk.gui.compose.looking import Looking
from smsdesk.gui.compose.stepping import Stepping
from smsdesk.gui.compose.survey import rows_with_empty, rows_with_more
from smsdesk.gui.compose.view import ComposeView
from smsdesk.gui.loop import TaskSet
from smsdesk.services.workers import run_blocking

Rows = Callable[[], "array[int]"]


class Seeing(QObject):
    """Lets the preview step through the people of a finding, or asks for the list.

    Signals:
        problems_requested(): show the rows of the list that need a person.
    """

    problems_requested = Signal()

    def __init__(
        self,
        view: ComposeView,
        looking: Looking,
        stepping: Stepping,
        audience: Audience,
        tasks: TaskSet,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view, self._looking, self._tasks = view, looking, tasks
        self._stepping, self._audience = stepping, audience
        view.review_list.see_requested.connect(self._on_see_requested)
        view.review_list.leave_out_requested.connect(self._on_leave_out_requested)
        view.review_list.put_back_requested.connect(audience.put_back)
        audience.changed.connect(self._on_audience_changed)
        view.message_body.counter.list_requested.connect(self._on_list_requested)

    @Slot(str)
    def _on_see_requested(self, check: str) -> None:
        if (rows := self._rows(check)) is not None:
            self._tasks.replace(self._see(rows, self._words()[check]), "see them")
        elif self._looking.is_answered:
            self.problems_requested.emit()

    @Slot()
    def _on_list_requested(self) -> None:
        self._on_see_requested("segments")

    @Slot(str)
    def _on_leave_out_requested(self, check: str) -> None:
        if (rows := self._rows(check)) is not None:
            self._tasks.replace(self._leave_out(rows), "leave them out")

    @Slot()
    def _on_audience_changed(self) -> None:
        self._view.review_list.show_left_out(self._audience.left_out)

    def _rows(self, check: str) -> Rows | None:
        """What finds the rows a check is about; None where there are none to step through."""
        found, question = self._looking.survey, self._looking.question
        if found is None or question is None or not self._looking.is_answered:
            return None
        recipients, repeats = question.recipients, found.past.repeats if found.past else None
        ways: dict[str, Rows] = {}
        if found.plan is not None:
            ways["segments"] = partial(rows_with_more, found.plan)
        if recipients is not None:
            columns = self._stepping.people.columns
            ways["no_empty_values"] = partial(rows_with_empty, recipients, columns)
            ways["landlines"] = recipients.landlines
        if repeats is not None:
            ways["already_sent"] = lambda: repeats.same_text
            ways["too_often"] = lambda: repeats.too_often
        return ways.get(check)

    def _words(self) -> dict[str, str]:
        return {
            "segments": self.tr("{count} with more segments"),
            "no_empty_values": self.tr("{count} with an empty value"),
            "landlines": self.tr("{count} landline numbers"),
            "already_sent": self.tr("{count} who got this text already"),
            "too_often": self.tr("{count} with too many texts in an hour"),
        }

    async def _see(self, find: Rows, words: str) -> None:
        question = self._looking.question
        rows = await run_blocking(find)
        if rows and self._looking.question is question:
            self._stepping.show_part(rows, words)
            self._view.show_drawer()

    async def _leave_out(self, find: Rows) -> None:
        question = self._looking.question
        rows = await run_blocking(find)
        if self._looking.question is question:
            self._audience.leave_out(rows)
