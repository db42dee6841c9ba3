"""From a finding about the list to the people it is about."""

from PySide6.QtCore import QObject, Signal, Slot

from smsdesk.core.recipients import Recipients
from smsdesk.gui.compose.stepping import Stepping
from smsdesk.gui.compose.survey import Survey, rows_with_empty, rows_with_more
from smsdesk.gui.compose.view import ComposeView


class Seeing(QObject):
    """Lets the preview step through the people of a finding, or asks for the list.

    Signals:
        problems_requested(): show the rows of the list that need a person.
    """

    problems_requested = Signal()

    def __init__(self, view: ComposeView, stepping: Stepping, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._stepping = view, stepping
        self._recipients: Recipients | None = None
        self._survey: Survey | None = None
        view.review_list.see_requested.connect(self._on_see_requested)
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
        else:
            self.problems_requested.emit()

    @Slot()
    def _show_longer(self) -> None:
        plan, recipients = self._survey.plan if self._survey else None, self._recipients
        if plan is not None and recipients is not None:
            rows = rows_with_more(plan, recipients.members())
            self._stepping.show_part(rows, self.tr("{count} with more segments"))
            self._view.show_drawer()
