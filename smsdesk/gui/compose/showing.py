"""What the headers of the four sections say and which state their discs show."""

from smsdesk.core.message import Message, TextMessage
from smsdesk.core.recipients import Recipients
from smsdesk.gui.compose.merge_fields import message_fields
from smsdesk.gui.compose.message_words import is_written
from smsdesk.gui.compose.survey import Survey
from smsdesk.gui.compose.view import ComposeView
from smsdesk.gui.compose.words import columns_words, list_words, message_words, review_words
from smsdesk.gui.recipients.imported import Imported


def show_sections(
    view: ComposeView,
    imported: Imported | None,
    recipients: Recipients | None,
    people: int,
    message: Message,
    found: Survey | None,
    first_run: bool,
) -> None:
    """Say in one line each what the sections have come to.

    recipients: the list, cut to those who may receive. people: how many will.
    found: of the newest look at the whole list.
    first_run: there is no account yet, so that only a list can be brought.
    """
    with_phone = imported is not None and imported.found_phone
    fields, written = message_fields(message), is_written(message)
    view.columns_body.show_columns(recipients, fields)
    view.recipients.set_change_visible(recipients is not None)
    view.columns.set_change_visible(recipients is not None)
    view.recipients.set_result(list_words(recipients, with_phone) if recipients else [])
    if first_run:
        view.recipients.set_state("done" if people else "todo")
        return
    view.recipients.set_state("done" if people else "now")
    plain = isinstance(message, TextMessage) and view.message.is_expanded()  # it says it itself
    view.columns.set_result(columns_words(recipients, fields) if recipients and with_phone else [])
    view.message.set_result([] if plain else message_words(message))
    complete = people and written and found is not None
    view.review.set_result(review_words(found.telling) if complete and found else [])
    view.show_states(people, written, found)
