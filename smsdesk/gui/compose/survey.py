"""What there is to say about a message and a whole list; computed in a worker."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from smsdesk.core.account import Account
from smsdesk.core.errors import UserInputError
from smsdesk.core.message import Message
from smsdesk.core.plan import Plan, Rendered, make_plan, render
from smsdesk.core.preflight import Check, CheckState, preflight
from smsdesk.core.provider import Provider
from smsdesk.core.recipients import Recipients, RowState

#: Passing these tells nobody anything: a text is in sight, an option nobody uses is no news.
_SILENT = frozenset(("text_present", "single_number", "short_link", "options"))


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything the page says about the list as a whole.

    plan: None while something stands in the way; problem then says what, where it is known.
    checks: in order, most basic first.
    """

    plan: Plan | None
    problem: UserInputError | None
    checks: tuple[Check, ...]

    @property
    def telling(self) -> tuple[Check, ...]:
        """The checks worth a line."""
        return tuple(
            check
            for check in self.checks
            if check.state is not CheckState.PASSED or check.id not in _SILENT
        )


def survey(
    message: Message,
    recipients: Recipients | None,
    provider: Provider | None,
    account: Account | None,
) -> Survey:
    """Check everything and plan; nothing is stored or sent."""
    rendered = _rendered(message, recipients, provider, account)
    checks = tuple(preflight(message, recipients, provider, account, rendered))
    if recipients is None or provider is None or account is None:
        return Survey(None, None, checks)
    try:
        return Survey(make_plan(message, recipients, provider, account, rendered), None, checks)
    except UserInputError as problem:
        return Survey(None, problem, checks)


def _rendered(
    message: Message,
    recipients: Recipients | None,
    provider: Provider | None,
    account: Account | None,
) -> Rendered | None:
    if recipients is None or not recipients.counts()[RowState.WILL_RECEIVE]:
        return None
    try:
        return render(message, recipients, provider, account)
    except UserInputError:
        return None  # the checks say why


def rows_with_more(plan: Plan, members: Sequence[int]) -> "array[int]":
    """The members whose text takes more segments than the shortest one's."""
    least = min((plan.segments_of[row] for row in members), default=0)
    return array("I", [row for row in members if plan.segments_of[row] > least])


def rows_with_empty(recipients: Recipients, columns: Sequence[int]) -> "array[int]":
    """The members with an empty cell in one of `columns`."""
    rows = recipients.rows
    return array(
        "I",
        [
            row
            for row in recipients.members()
            if any(not rows[row][column].strip() for column in columns)
        ],
    )
