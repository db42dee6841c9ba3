"""What there is to say about a message and a whole list; computed in a worker."""

from array import array
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from smsdesk.core.account import Account
from smsdesk.core.errors import UserInputError
from smsdesk.core.longest import longest_fields
from smsdesk.core.media import MediaAddress, MediaReport, media_addresses
from smsdesk.core.media_checks import media_checks
from smsdesk.core.message import Message
from smsdesk.core.plan import Plan, Rendered, make_plan, render
from smsdesk.core.preflight import CHECKS, Check, CheckState, preflight
from smsdesk.core.provider import Provider
from smsdesk.core.recipients import Recipients, RowState
from smsdesk.gui.compose.forms.form import Longest
from smsdesk.gui.compose.past import Past
from smsdesk.gui.compose.people import People

#: Passing these tells nobody anything: a text is in sight, an option nobody uses is no news.
_SILENT = frozenset(
    ("text_present", "channels", "single_number", "short_link", "options", "too_often")
)
_OF_THE_PAST = frozenset(("already_sent", "too_often", "clock"))


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything the page says about the list as a whole.

    plan: None while something stands in the way; problem then says what, where it is known.
    checks: in order, most basic first.
    longest: the longest filled text of each field, by path; {} while nothing can be filled.
    addresses: what people will open or see, as the first recipient gets it: where addresses are
        personal, one stands for all.
    past: what is remembered that bears on it; None while nobody looked.
    """

    plan: Plan | None
    problem: UserInputError | None
    checks: tuple[Check, ...]
    longest: Mapping[str, Longest] = field(default_factory=dict)
    addresses: tuple[MediaAddress, ...] = ()
    past: Past | None = None

    def with_media(self, reports: Mapping[str, MediaReport | None]) -> "Survey":
        """The same with what is known of the addresses by now, as `MediaLooking.reports` has it."""
        return replace(self, checks=self._with(media_checks(self.addresses, reports), {"media"}))

    def with_past(self, past: Past) -> "Survey":
        """The same with what is remembered."""
        return replace(self, past=past, checks=self._with(past.checks, _OF_THE_PAST))

    def _with(self, checks: Iterable[Check], ids: Set[str]) -> tuple[Check, ...]:
        """Its checks in their order, with `checks` in place of those called `ids`."""
        kept = [check for check in self.checks if check.id not in ids]
        return tuple(sorted([*kept, *checks], key=lambda one: CHECKS.index(one.id)))

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
    plan = problem = None
    if recipients is not None and provider is not None and account is not None:
        try:
            plan = make_plan(message, recipients, provider, account, rendered)
        except UserInputError as error:
            problem = error
    if rendered is None or recipients is None:
        return Survey(plan, problem, checks)
    longest = _longest(rendered, recipients)
    addresses = media_addresses(rendered.messages[0])
    return Survey(plan, problem, checks, longest, addresses).with_media({})


def _longest(rendered: Rendered, recipients: Recipients) -> dict[str, Longest]:
    people = People()
    people.set_recipients(recipients)
    longest = {}
    for path, (length, row) in longest_fields(rendered, recipients).items():
        who = ""
        if row is not None:
            people.go_to(row)
            person = people.current()
            who = person.name if person else ""
        longest[path] = Longest(length, who)
    return longest


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
