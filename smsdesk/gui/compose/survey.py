"""What there is to say about a message and a whole list, and its past; computed in a worker."""

from array import array
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import compress, count
from typing import Final

from smsdesk.core.account import Account, Mode
from smsdesk.core.errors import UserInputError
from smsdesk.core.longest import longest_fields
from smsdesk.core.media import MediaAddress, MediaReport, media_addresses
from smsdesk.core.media_checks import media_checks
from smsdesk.core.message import Message
from smsdesk.core.plan import Plan, Rendered, make_plan, render
from smsdesk.core.preflight import CHECKS, Check, CheckState, preflight
from smsdesk.core.provider import Provider, ProviderInfo
from smsdesk.core.recipients import Recipients, RowState
from smsdesk.core.repeat_checks import clock_check, repeat_checks
from smsdesk.gui.compose.forms.form import Longest
from smsdesk.gui.compose.people import name_column, name_of
from smsdesk.services.desk import Desk
from smsdesk.services.recent import Repeats

#: Passing these tells nobody anything: a text is in sight, an option nobody uses is no news.
_SILENT = frozenset(
    ("text_present", "channels", "single_number", "short_link", "options", "too_often")
)
_OF_THE_PAST = frozenset(("already_sent", "too_often", "clock"))


@dataclass(frozen=True, slots=True)
class Past:
    """What is remembered.

    repeats: who got this text already; None where nobody was looked up (a rehearsal).
    after_rehearsal: whether what is about to be sent for real was only rehearsed so far.
    checks: what there is to say about it.
    """

    repeats: Repeats | None = None
    after_rehearsal: bool = False
    checks: tuple[Check, ...] = ()


#: The history could not be read: nothing is known, and that is said.
UNREAD: Final = Past(
    checks=(Check("already_sent", CheckState.LOOK, variant="unread", detail="history"),)
)


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
    names = name_column(recipients)
    return {
        path: Longest(length, "" if row is None else name_of(recipients, row, names))
        for path, (length, row) in longest_fields(rendered, recipients).items()
    }


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


def rows_with_more(plan: Plan) -> "array[int]":
    """The rows whose text takes more segments than the shortest one's. Takes its time."""
    least = min(set(plan.segments_of) - {0}, default=0)  # 0: they will not receive
    more = bytes(segments > least for segments in range(256))
    return array("I", compress(count(), plan.segments_of.translate(more)))


def rows_with_empty(recipients: Recipients, columns: Sequence[int]) -> "array[int]":
    """The members with an empty cell in one of `columns`. Takes its time."""
    rows = recipients.rows
    return array(
        "I",
        [
            row
            for row in recipients.members()
            if any(not rows[row][column].strip() for column in columns)
        ],
    )


def look_back(
    desk: Desk,
    message: Message,
    recipients: Recipients,
    account: Account,
    info: ProviderInfo,
    plan: Plan,
) -> Past:
    """Look who got this text already, and how the clock goes; reads the journal.

    Raises:
        StorageError: the journal cannot be read.
    """
    if account.mode is Mode.REHEARSAL:
        return Past()
    repeats = desk.recent.look(plan, recipients, account, info)
    clock = clock_check(desk.accounts.clocks.offset_ms(account), info.clock_window_s)
    checks = [*repeat_checks(repeats), *((clock,) if clock is not None else ())]
    last = desk.history.last_mode(message, recipients.source)
    rehearsed = account.mode is Mode.LIVE and last is Mode.REHEARSAL
    return Past(repeats, rehearsed, tuple(checks))
