"""What the sections of Compose say: what they have come to, and what is wrong where."""

from PySide6.QtCore import QObject, Slot

from smsdesk.core.listcount import ListCount
from smsdesk.core.message import TextMessage
from smsdesk.gui.compose.audience import Audience
from smsdesk.gui.compose.field_errors import field_errors
from smsdesk.gui.compose.looking import Looking
from smsdesk.gui.compose.merge_fields import message_fields
from smsdesk.gui.compose.message_words import is_written
from smsdesk.gui.compose.stepping import Stepping
from smsdesk.gui.compose.survey import Survey
from smsdesk.gui.compose.view import ComposeView
from smsdesk.gui.compose.words import columns_words, list_words, message_words, review_words


class Showing(QObject):
    """Keeps headers, fields and the review true to the newest look at the list.

    with_phone: whether the column of the numbers is known. first_run: there is no account yet, so
    that only a list can be brought.
    """

    def __init__(
        self,
        view: ComposeView,
        looking: Looking,
        stepping: Stepping,
        audience: Audience,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view, self._looking = view, looking
        self._stepping, self._audience = stepping, audience
        self.with_phone = self.first_run = False
        view.message.toggled.connect(self.show)
        looking.counted.connect(self._on_counted)
        looking.surveyed.connect(self._on_surveyed)
        looking.changed.connect(self._on_looking_changed)

    @Slot()
    def show(self) -> None:
        """Say in one line each what the sections have come to."""
        view, recipients = self._view, self._audience.recipients
        people, found = len(self._stepping.people), self._looking.survey
        message = view.message_body.message()
        fields, written = message_fields(message), is_written(message)
        view.columns_body.show_columns(recipients, fields)
        view.recipients.set_change_visible(recipients is not None)
        view.columns.set_change_visible(recipients is not None)
        view.recipients.set_result(list_words(recipients, self.with_phone) if recipients else [])
        view.recipients.set_state("done" if people else "todo" if self.first_run else "now")
        if self.first_run:
            return
        judged = recipients if self.with_phone else None
        plain = isinstance(message, TextMessage) and view.message.is_expanded()  # it says it itself
        view.columns.set_result(columns_words(judged, fields) if judged else [])
        view.message.set_result([] if plain else message_words(message))
        complete = people and written and found is not None
        view.review.set_result(review_words(found.telling) if complete and found else [])
        view.show_states(people, written, found)

    def open_next(self) -> None:
        """Fold what is done, open what comes next."""
        view = self._view
        if self.first_run:
            view.open_only()
        elif not len(self._stepping.people):
            view.open_only(view.recipients, view.message)
        else:
            view.open_only(view.message, view.review)
            view.focus_work()

    @Slot(object, int)
    def _on_counted(self, counted: ListCount, billed: int) -> None:
        self._stepping.set_counted(counted)
        people = len(self._stepping.people)
        self._view.message_body.counter.show_list(counted.segments, people, billed)

    @Slot(object)
    def _on_surveyed(self, found: Survey) -> None:
        body = self._view.message_body
        message = body.message()
        problem = found.problem if is_written(message) and len(self._stepping.people) else None
        body.show_errors(field_errors(problem, message) if problem else {})
        body.show_longest(found.longest)
        single = bool(found.plan and found.plan.single_number_fields)
        body.show_single_number(found.plan.requests if found.plan and single else 0)

    @Slot()
    def _on_looking_changed(self) -> None:
        found = self._looking.survey
        self._view.review_list.show_checks(found.telling if found else ())
        self.show()
