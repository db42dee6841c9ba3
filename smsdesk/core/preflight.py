"""What is looked at before sending, most basic first, each with a verdict in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from smsdesk.core.account import Account
from smsdesk.core.errors import Problem, UserInputError
from smsdesk.core.listcount import SegmentHistogram
from smsdesk.core.merge import MessageTemplate
from smsdesk.core.message import Message, outline, sms_text
from smsdesk.core.plan import Rendered, render, single_number_fields
from smsdesk.core.provider import Provider
from smsdesk.core.recipients import Recipients, RowState
from smsdesk.core.sentences import SENTENCES
from smsdesk.core.words import Language, Words

#: Every check, in order. A campaign that can be sent has passed or looked at all of them.
CHECKS: Final = (
    "recipients",
    "phone_column",
    "fields_have_columns",
    "no_empty_values",
    "text_present",
    "within_limit",
    "segments",
    "single_number",
    "short_link",
    "options",
)

#: Numbers that name something rather than count it.
_NAMES: Final = frozenset(("row",))


class CheckState(StrEnum):
    """The verdict of one check: fine, worth a look, or in the way of sending."""

    PASSED = "passed"
    LOOK = "look"
    BLOCKED = "blocked"


def grouped(value: int) -> str:
    """A number as English and Chinese write it: 1,000."""
    return f"{value:,}"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: a verdict in a few words, and a detail that can stand beside it.

    The verdict's words stand under `check_<id>_<state>`, or with `_<variant>` after it; with
    `_one` at the end where data["count"] is 1. Those of the detail stand under
    `check_<id>_<detail>`; "" for none.
    problems: the provider's own objections, each with its own sentence; they are the verdict then.
    """

    id: str
    state: CheckState
    data: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    variant: str = ""
    detail: str = ""

    def title(self, language: Language = "en", number: Callable[[int], str] = grouped) -> str:
        """The verdict; `number` writes figures."""
        if self.problems:
            return "\n".join(
                replace(problem, data=_written(problem.data, number)).sentence(language)
                for problem in self.problems
            )
        variant = f"_{self.variant}" if self.variant else ""
        return self._words(f"{self.state}{variant}").to(language, **_written(self.data, number))

    def details(self, language: Language = "en", number: Callable[[int], str] = grouped) -> str:
        """What belongs beside the verdict, "" for nothing."""
        if not self.detail:
            return ""
        return self._words(self.detail).to(language, **_written(self.data, number))

    def sentence(self, language: Language = "en", number: Callable[[int], str] = grouped) -> str:
        """Verdict and detail in one line."""
        title, detail = self.title(language, number), self.details(language, number)
        return f"{title} · {detail}" if detail else title

    def _words(self, name: str) -> Words:
        key = f"check_{self.id}_{name}"
        single = SENTENCES.get(f"{key}_one") if self.data.get("count") == 1 else None
        return single or SENTENCES[key]


def _written(data: Mapping[str, object], number: Callable[[int], str]) -> dict[str, object]:
    return {
        key: number(value) if isinstance(value, int) and key not in _NAMES else value
        for key, value in data.items()
    }


def preflight(
    message: Message,
    recipients: Recipients | None,
    provider: Provider | None,
    account: Account | None,
    rendered: Rendered | None = None,
) -> list[Check]:
    """Look at everything a campaign needs, in the order of `CHECKS`.

    Checks that need what is not there yet (recipients, an account) or what an earlier one found
    wanting are left out, so that one class of problem is shown at a time.
    rendered: what `core.plan.render` made of the same four, where it is there already.
    """
    checks = [_recipients(recipients)]
    if recipients is not None and len(recipients):
        checks.append(_phone_column(recipients))
    if recipients is None or not recipients.counts()[RowState.WILL_RECEIVE]:
        return [*checks, _text_present(message)]
    try:
        rendered = rendered or render(message, recipients, provider, account)
    except UserInputError as error:
        return [*checks, without_columns(error), _text_present(message)]
    checks.append(_fields_have_columns(rendered.template))
    checks.append(_no_empty_values(rendered.template, recipients))
    checks.append(_all_texts_present(rendered, recipients))
    if provider is None or account is None:
        return checks
    problems = rendered.problems
    checks.append(_within_limit(rendered, provider))
    checks.append(_segments(SegmentHistogram(recipients), message, provider))
    checks.append(_single_number(rendered.messages, provider, sum(map(len, rendered.groups))))
    checks.append(_of_provider("short_link", filter(_is_short_link, problems)))
    rest = (p for p in problems if p.where != "text" and not _is_short_link(p))
    checks.append(_of_provider("options", rest))
    return checks


def _recipients(recipients: Recipients | None) -> Check:
    counts = recipients.counts() if recipients is not None else {}
    receive = counts.get(RowState.WILL_RECEIVE, 0)
    bad = counts.get(RowState.INVALID, 0)
    out = counts.get(RowState.NO_NUMBER, 0) + counts.get(RowState.DUPLICATE, 0)
    data = {"recipients": receive, "left_out": out}
    if not receive:
        return Check("recipients", CheckState.BLOCKED, data, detail="advice")
    if bad:
        return Check("recipients", CheckState.LOOK, {**data, "count": bad}, detail="will_receive")
    detail = "left_out" if out else ""
    return Check("recipients", CheckState.PASSED, {**data, "count": receive}, detail=detail)


def _phone_column(recipients: Recipients) -> Check:
    valid = len(recipients) - recipients.phones.count(0)
    column = recipients.header[recipients.phone_column]
    data = {"column": column, "count": valid, "rows": len(recipients)}
    if not valid:
        return Check("phone_column", CheckState.BLOCKED, data, detail="advice")
    if 2 * valid < len(recipients):
        return Check("phone_column", CheckState.LOOK, data, detail="few")
    return Check("phone_column", CheckState.PASSED, data, detail="usable")


def _fields_have_columns(template: MessageTemplate) -> Check:
    data = {"fields": " ".join("{" + name + "}" for name in template.fields)}
    detail = "fields" if template.fields else "same"
    return Check("fields_have_columns", CheckState.PASSED, data, detail=detail)


def without_columns(error: UserInputError) -> Check:
    """The check a message does not pass whose fields `error` says cannot be filled."""
    fields = [problem.where for problem in error.problems if problem.code == "merge_no_column"]
    if len(fields) < len(error.problems) or not fields:
        problems = error.problems or (Problem("text", error.code, dict(error.data)),)
        return Check("fields_have_columns", CheckState.BLOCKED, problems=problems)
    data = {"fields": " ".join("{" + name + "}" for name in fields)}
    return Check("fields_have_columns", CheckState.BLOCKED, data, detail="advice")


def _no_empty_values(template: MessageTemplate, recipients: Recipients) -> Check:
    empty_fields: dict[str, None] = {}
    concerned, total, first = 0, 0, -1
    columns = template.columns.items()
    for row in recipients.members():
        total += 1
        cells = recipients.rows[row]
        empty = [name for name, column in columns if not cells[column].strip()]
        if empty:
            concerned += 1
            first = row if first < 0 else first
            empty_fields.update(dict.fromkeys(empty))
    if not concerned:
        detail = "all" if columns else ""
        return Check("no_empty_values", CheckState.PASSED, {"count": total}, detail=detail)
    data = {
        "count": concerned,
        "row": recipients.row_number(first),
        "fields": ", ".join(empty_fields),
    }
    return Check("no_empty_values", CheckState.LOOK, data, detail="where")


def _text_present(message: Message) -> Check:
    if outline(message).strip():
        return Check("text_present", CheckState.PASSED)
    return Check("text_present", CheckState.BLOCKED, detail="advice")


def _all_texts_present(rendered: Rendered, recipients: Recipients) -> Check:
    pairs = zip(rendered.messages, rendered.groups, strict=True)
    blank = [group for message, group in pairs if not outline(message).strip()]
    if not blank:
        return Check("text_present", CheckState.PASSED)
    concerned = sum(map(len, blank))
    if concerned == sum(map(len, rendered.groups)):
        return Check("text_present", CheckState.BLOCKED, detail="advice")
    row = recipients.row_number(min(group[0] for group in blank))
    problem = Problem("text", "text_blank_for_rows", {"recipients": concerned, "row": row})
    return Check("text_present", CheckState.BLOCKED, problem.data, (problem,))


def _within_limit(rendered: Rendered, provider: Provider) -> Check:
    objections = tuple(
        problem
        for problem in rendered.problems
        if problem.where == "text" and problem.code != "field_empty" and not _is_short_link(problem)
    )
    longest = max(len(sms_text(message)) for message in rendered.messages)
    info = provider.info
    limit = info.limit("text")
    data = {"longest": longest, "limit": limit.maximum if limit else 0, "provider": info.title}
    if objections:
        return Check("within_limit", CheckState.BLOCKED, data, objections)
    return Check("within_limit", CheckState.PASSED, data, detail="longest")


def _segments(histogram: SegmentHistogram, message: Message, provider: Provider) -> Check:
    on_air = histogram.count(message)
    billed = histogram.count(message, provider.info.billing)
    lengths = [number for number in on_air.segments if number > 1]
    data = {
        "count": sum(on_air.segments[number] for number in lengths),
        "most": max(on_air.segments, default=0),
        "segments": on_air.total,
        "billed": billed.total,
        "provider": provider.info.title,
    }
    detail = "total" if billed.total == on_air.total else "total_and_billed"
    if not lengths:
        return Check("segments", CheckState.PASSED, data, detail=detail)
    variant = "up_to" if len(lengths) > 1 else "all" if len(on_air.segments) == 1 else ""
    return Check("segments", CheckState.LOOK, data, variant=variant, detail=detail)


def _single_number(messages: Sequence[Message], provider: Provider, recipients: int) -> Check:
    fields = single_number_fields(messages, provider)
    if not fields:
        return Check("single_number", CheckState.PASSED)
    labels = [SENTENCES[f"field_{key}"] for key in fields]
    named = Words(", ".join(label.en for label in labels), "、".join(label.zh for label in labels))
    data = {"fields": named, "count": recipients}
    return Check("single_number", CheckState.LOOK, data, detail="because")


def _of_provider(check: str, problems: Iterable[Problem]) -> Check:
    objections = tuple(problems)
    return Check(check, CheckState.BLOCKED if objections else CheckState.PASSED, {}, objections)


def _is_short_link(problem: Problem) -> bool:
    return problem.where == "short_link" or problem.code.startswith("short_link")
