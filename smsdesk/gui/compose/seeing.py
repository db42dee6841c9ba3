"""From a finding about the list to the people it is about, and leaving them out."""

from array import array

from PySide6.QtCore import QObject, Signal, Slot

from smsdesk.core.recipients import Recipients
from smsdesk.gui.compose.audience import Audience
from smsdesk.gui.compose.stepping import Stepping
from smsdesk.gui.compose.survey import Survey, rows_with_empty, rows_with_more
from smsdesk.gui.compose.view import ComposeView


class Seeing(QObject):
    """Lets the preview step through the people of a finding, or asks for the list.

    Signals:
        problems_requested(): show the rows of the list that need a person.
    """

    problems_requested = Signal()

    def __init__(
        self, view: ComposeView, stepping: Stepping, audience: Audience, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._view, self._stepping, self._audience = view, stepping, audience
        self._recipients: Recipients | None = None
        self._survey: Survey | None = None
        view.review_list.see_requested.connect(self._on_see_requested)
        view.review_list.leave_out_requested.connect(self._on_leave_out_requested)
        view.review_list.put_back_requested.connect(audience.put_back)
        audience.changed.connect(self._on_audience_changed)
        view.message_body.counter.list_requested.connect(self._show_longer)

    def set_found(self, recipients: Recipients | None, survey: Survey | None) -> None:
        """What was found about which list."""
        self._recipients, self._survey = recipients, survey

    @Slot(str)
    def _on_see_requested(self, check: str) -> None:
        if check == "segments":
            self._show_longer()
        elif check == "no_empty_values" and self._recipients is not None:
            rows = rows_with_empty(self._recipients, self._stepping.people.columns)
            self._stepping.show_part(rows, self.tr("{count} with an empty value"))
            self._view.show_drawer()
        elif rows := self._remembered(check):
            words = (
                self.tr("{count} who got this text already")
                if check == "already_sent"
                else self.tr("{count} with too many texts in an hour")
            )
            self._stepping.show_part(rows, words)
            self._view.show_drawer()
        else:
            self.problems_requested.emit()

    @Slot(str)
    def _on_leave_out_requested(self, check: str) -> None:
        self._audience.leave_out(self._remembered(check))

    @Slot()
    def _on_audience_changed(self) -> None:
        self._view.review_list.show_left_out(self._audience.left_out)

    def _remembered(self, check: str) -> "array[int]":
        """The rows a check of what is remembered is about, none for other checks."""
        past = self._survey.past if self._survey else None
        if past is None or past.repeats is None:
            return array("I")
        found = {"already_sent": past.repeats.same_text, "too_often": past.repeats.too_often}
        return found.get(check, array("I"))

    @Slot()
    def _show_longer(self) -> None:
        plan, recipients = self._survey.plan if self._survey else None, self._recipients
        if plan is not None and recipients is not None:
            rows = rows_with_more(plan, recipients.members())
            self._stepping.show_part(rows, self.tr("{count} with more segments"))
            self._view.show_drawer()
