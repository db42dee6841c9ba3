"""The plan of a campaign: which texts go to whom, in which requests, and what they take."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from smsdesk.core import segments
from smsdesk.core.account import Account
from smsdesk.core.errors import Problem, UserInputError
from smsdesk.core.merge import MessageTemplate, without_unfilled
from smsdesk.core.message import Message, sms_text
from smsdesk.core.phone import country_code
from smsdesk.core.provider import Provider, SplitsNumbers
from smsdesk.core.recipients import Recipients, RowState
from smsdesk.core.sentences import SENTENCES
from smsdesk.core.words import Language

_MAX_STORED_SEGMENTS = 255

#: What a field without a column might hold: a problem they all have is not the field's.
_STAND_INS: Final = ("", "1", "1234567890", "https://a.example")

#: Told where all are concerned; an empty cell of some is for the check of empty values to tell.
_OF_EVERYBODY: Final = frozenset(("variable_empty",))


@dataclass(frozen=True, slots=True)
class RowsProblem(Problem):
    """A problem of rows of the list: `data` also holds recipients and row (the first)."""

    def sentence(self, language: Language = "en") -> str:
        """The problem in words, how many recipients it concerns and where the first stands."""
        problem = SENTENCES[self.code].to(language, **self.data)
        return SENTENCES["plan_rows_problem"].to(language, **{**self.data, "problem": problem})


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What will be sent, in columns.

    messages: distinct rendered messages, in the order of their first recipient.
    batch_message: index of the message of each batch (one batch is one request).
    offsets: where each batch begins in `members`; one more than there are batches.
    members: row indexes of the recipients, batch after batch; in file order within a message,
        or within each part of it where the provider does not take all numbers in one request.
    segments_of: on-air segments per row, 0 for rows that will not receive (at most 255).
    segments, billed_segments: of all recipients, on air and as the provider bills them.
    single_number_fields: fields that make every request carry one number, in document keys.
    corrections: how many numbers of the list had been corrected when it was read.
    """

    messages: list[Message]
    batch_message: "array[int]"
    offsets: "array[int]"
    members: "array[int]"
    segments_of: bytearray
    segments: int
    billed_segments: int
    single_number_fields: tuple[str, ...]
    corrections: int = 0

    @property
    def requests(self) -> int:
        """How many requests will be sent."""
        return len(self.batch_message)

    @property
    def recipients(self) -> int:
        """How many recipients will receive."""
        return len(self.members)

    def message(self, index: int) -> Message:
        """The message of one request."""
        return self.messages[self.batch_message[index]]

    def batch(self, index: int) -> "tuple[Message, array[int]]":
        """The message and the row indexes of one request."""
        return self.message(index), self.members[self.offsets[index] : self.offsets[index + 1]]

    def fits(self, recipients: Recipients) -> bool:
        """Whether it was made of this list as it is now, with the very same people and numbers."""
        same_people = array("I", sorted(self.members)) == recipients.members()
        return self.corrections == recipients.corrections[0] and same_people

    def seconds(self, rate_per_s: float, workers: int, latency_s: float = 0.25) -> float:
        """How long sending takes with so many requests at a time and per second (0: no limit)."""
        by_workers = ceil(self.requests / max(workers, 1)) * latency_s
        return max(by_workers, self.requests / rate_per_s) if rate_per_s > 0 else by_workers


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """A message filled for a whole list: what the checks and the plan both start from.

    messages: distinct ones, in the order of their first recipient. groups: row indexes of each.
    problems: what the provider would refuse, as `check_messages` says it.
    corrections: how many numbers of the list had been corrected before.
    """

    template: MessageTemplate
    messages: list[Message]
    groups: "list[array[int]]"
    problems: list[Problem]
    corrections: int


def render(
    message: Message,
    recipients: Recipients,
    provider: Provider | None,
    account: Account | None,
) -> Rendered:
    """Fill `message` for everybody who will receive and ask the provider about each text.

    Raises:
        UserInputError: merge_brace, merge_no_column; behind them what the provider would refuse
            whatever those fields held.
    """
    corrections = recipients.corrections[0]  # first: a correction while this runs makes it stale
    try:
        template = MessageTemplate(message, recipients.header)
    except UserInputError as error:
        more: list[Problem] = []
        if provider is not None and account is not None and len(recipients.members()):
            more = _problems_beside(message, recipients, provider, account)
        raise UserInputError.of([*error.problems, *more]) from None
    messages, groups = group_by_message(template, recipients, recipients.members())
    problems: list[Problem] = []
    if provider is not None and account is not None:
        problems = check_messages(messages, groups, recipients, provider, account)
    return Rendered(template, messages, groups, problems, corrections)


def _problems_beside(
    message: Message, recipients: Recipients, provider: Provider, account: Account
) -> list[Problem]:
    """What the provider would refuse beside fields nobody can fill."""
    header = recipients.header
    standing, unfilled = without_unfilled(message, header)
    if any(path.startswith("variables.") for path in unfilled):
        unfilled |= {"wording"}  # they are filled into it
    problems = render(standing, recipients, provider, account).problems
    cells = recipients.rows[recipients.members()[0]]
    always = [
        {
            (problem.where, problem.code)
            for problem in provider.check(MessageTemplate(filled, header).render(cells), account)
        }
        for filled, _ in (without_unfilled(message, header, each) for each in _STAND_INS)
    ]
    own = set.intersection(*always)
    return [
        problem
        for problem in problems
        if problem.where not in unfilled or (problem.where, problem.code) in own
    ]


def make_plan(
    message: Message,
    recipients: Recipients,
    provider: Provider,
    account: Account,
    rendered: Rendered | None = None,
) -> Plan:
    """Render, group by equal message and fill requests to the provider's limit.

    rendered: what `render` made of the same four, where it is there already.

    Raises:
        UserInputError: no_recipients, nobody_allowed, everybody_left_out; or merge_brace,
            merge_no_column and every distinct problem the provider has with a rendered message,
            once, with how many it concerns.
    """
    counts = recipients.counts()
    if not counts[RowState.WILL_RECEIVE]:
        if counts[RowState.GUARDED]:
            raise UserInputError("nobody_allowed", name=account.name)
        raise UserInputError("everybody_left_out" if counts[RowState.LEFT_OUT] else "no_recipients")
    rendered = rendered or render(message, recipients, provider, account)
    if rendered.problems:
        raise UserInputError.of(rendered.problems)
    messages, groups = rendered.messages, rendered.groups
    batch_message, offsets, members = array("I"), array("I", [0]), array("I")
    for index, (filled, group) in enumerate(zip(messages, groups, strict=True)):
        limit = max(provider.batch_limit(filled, account), 1)
        for rows in split_numbers(filled, group, recipients, provider):
            start = len(members)
            members.extend(rows)
            ends = range(start + limit, start + len(rows), limit)
            offsets.extend(ends)
            offsets.append(len(members))
            batch_message.extend([index] * (len(ends) + 1))
    segments_of = bytearray(len(recipients))
    on_air, billed = _count_segments(messages, groups, recipients, provider, segments_of)
    return Plan(
        messages=messages,
        batch_message=batch_message,
        offsets=offsets,
        members=members,
        segments_of=segments_of,
        segments=on_air,
        billed_segments=billed,
        single_number_fields=single_number_fields(messages, provider),
        corrections=rendered.corrections,
    )


def group_by_message(
    template: MessageTemplate, recipients: Recipients, rows: Sequence[int]
) -> "tuple[list[Message], list[array[int]]]":
    """The distinct rendered messages in order of appearance, and the rows of each."""
    if not template.is_personal:
        return [template.message(())], [array("I", rows)]
    group_of: dict[tuple[str, ...], int] = {}
    groups: list[array[int]] = []
    texts, cells = template.texts, recipients.rows
    for row in rows:
        group = group_of.setdefault(texts(cells[row]), len(groups))
        if group == len(groups):
            groups.append(array("I", (row,)))
        else:
            groups[group].append(row)
    return [template.message(key) for key in group_of], groups


def check_messages(
    messages: Sequence[Message],
    groups: Sequence[Sequence[int]],
    recipients: Recipients,
    provider: Provider,
    account: Account,
) -> list[Problem]:
    """What the provider would refuse: each field and code once, with the first row's data.

    What is the same for everybody is a problem of the message; all else names its rows.
    """
    found: dict[tuple[str, str], _Finding] = {}
    for message, group in zip(messages, groups, strict=True):
        for problem in provider.check(message, account):
            key = (problem.where, problem.code)
            finding = found.setdefault(key, _Finding(problem, group[0]))
            finding.row = min(finding.row, group[0])
            finding.messages += 1
            finding.recipients += len(group)
            finding.is_same = finding.is_same and problem == finding.problem
    return [
        finding.problem
        if finding.is_same and finding.messages == len(messages)
        else finding.of_rows(recipients)
        for finding in found.values()
        if finding.messages == len(messages) or finding.problem.code not in _OF_EVERYBODY
    ]


@dataclass(slots=True)
class _Finding:
    """The first problem of its sort, and how it came up in the messages that have it."""

    problem: Problem
    row: int
    messages: int = 0
    recipients: int = 0
    is_same: bool = True

    def of_rows(self, recipients: Recipients) -> RowsProblem:
        rows = {"recipients": self.recipients, "row": recipients.row_number(self.row)}
        problem = self.problem
        return RowsProblem(problem.where, problem.code, {**problem.data, **rows})


def split_numbers(
    message: Message, rows: "array[int]", recipients: Recipients, provider: Provider
) -> "list[array[int]]":
    """`rows` parted into those that may share a request, each part in file order."""
    if not isinstance(provider, SplitsNumbers):
        return [rows]
    parts: dict[int, array[int]] = {}
    for row in rows:
        group = provider.number_group(message, recipients.phones[row])
        parts.setdefault(group, array("I")).append(row)
    return list(parts.values())


def single_number_fields(messages: Sequence[Message], provider: Provider) -> tuple[str, ...]:
    """Fields of any message that only take effect for a single number."""
    return tuple(
        dict.fromkeys(key for message in messages for key in provider.single_number_fields(message))
    )


def _count_segments(
    messages: Sequence[Message],
    groups: "Sequence[array[int]]",
    recipients: Recipients,
    provider: Provider,
    segments_of: bytearray,
) -> tuple[int, int]:
    rule, phones = provider.info.billing, recipients.phones
    total = billed = 0
    for message, group in zip(messages, groups, strict=True):
        text = sms_text(message)
        if not text:  # the provider words it, or no SMS carries it
            continue
        each = segments.count(text).segments
        stored = min(each, _MAX_STORED_SEGMENTS)
        total += each * len(group)
        by_country: dict[int, int] = {}
        for row in group:
            segments_of[row] = stored
            code = country_code(phones[row])
            if code not in by_country:
                by_country[code] = segments.count(text, rule, code).segments
            billed += by_country[code]
    return total, billed
