"""What is looked at before sending, most basic first, each with a verdict in words."""

from collections.abc import Iterable
from typing import Final

from smsdesk.core.account import Account
from smsdesk.core.check import Check, CheckState, grouped
from smsdesk.core.errors import Problem, UserInputError
from smsdesk.core.merge import MERGE_CODES, MessageTemplate
from smsdesk.core.message import Kind, Message
from smsdesk.core.message_preflight import (
    check_all_present,
    check_channels,
    check_limits,
    check_numbers,
    check_own_id,
    check_present,
    check_problems,
    check_segments,
    check_single_number,
    check_wording,
    is_of_message,
    is_short_link,
)
from smsdesk.core.plan import Rendered, render
from smsdesk.core.provider import Provider
from smsdesk.core.recipients import Recipients, RowState

__all__ = ["CHECKS", "Check", "CheckState", "grouped", "preflight", "without_columns"]

#: Every check, in order. A campaign that can be sent has passed or looked at those that concern it;
#: `media` is added by whoever looks at the addresses (`core.media_checks`), the last three by
#: whoever looks at the past (`core.repeat_checks`).
CHECKS: Final = (
    "recipients",
    "phone_column",
    "landlines",
    "fields_have_columns",
    "no_empty_values",
    "text_present",
    "wording",
    "within_limit",
    "segments",
    "channels",
    "media",
    "single_number",
    "own_id",
    "number_kind",
    "number_groups",
    "short_link",
    "options",
    "already_sent",
    "too_often",
    "clock",
)


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
        checks += _landlines(recipients, message)
    if recipients is None or not recipients.counts()[RowState.WILL_RECEIVE]:
        return [*checks, check_present(message)]
    try:
        rendered = rendered or render(message, recipients, provider, account)
    except UserInputError as error:
        return [*checks, *_unfilled(error, message)]
    checks.append(_fields_have_columns(rendered.template))
    checks.append(_no_empty_values(rendered.template, recipients))
    checks.append(check_all_present(rendered, recipients))
    if provider is None or account is None:
        return checks
    total = sum(map(len, rendered.groups))
    checks += filter(
        None,
        (
            check_wording(message, provider.info),
            check_limits(rendered, recipients, provider),
            check_segments(recipients, message, rendered, provider),
            check_channels(message, rendered.problems, provider.info),
            check_single_number(rendered.messages, provider, total),
            check_own_id(message, rendered.template, total),
            *check_numbers(rendered, recipients, provider),
        ),
    )
    problems = [problem for problem in rendered.problems if not is_of_message(problem)]
    checks.append(_of_provider("short_link", filter(is_short_link, problems)))
    checks.append(_of_provider("options", (p for p in problems if not is_short_link(p))))
    return checks


def _recipients(recipients: Recipients | None) -> Check:
    counts = recipients.counts() if recipients is not None else {}
    receive = counts.get(RowState.WILL_RECEIVE, 0)
    bad = counts.get(RowState.INVALID, 0)
    guarded = counts.get(RowState.GUARDED, 0)
    out = sum(counts.values()) - receive - bad
    data = {"recipients": receive, "left_out": out, "guarded": guarded}
    if not receive:
        detail = "no_test_number" if guarded else "advice"
        return Check("recipients", CheckState.BLOCKED, data, detail=detail)
    if bad:
        detail = "guarded" if guarded else "will_receive"
        return Check("recipients", CheckState.LOOK, {**data, "count": bad}, detail=detail)
    detail = "left_out" if out else ""
    if guarded:
        detail = "guarded"
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


def _landlines(recipients: Recipients, message: Message) -> list[Check]:
    """Numbers that will receive and hardly can; a call reaches them."""
    count = len(recipients.landlines())
    if not count or message.kind is Kind.VOICE_CODE:
        return []
    return [Check("landlines", CheckState.LOOK, {"count": count}, detail="seldom")]


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


def _unfilled(error: UserInputError, message: Message) -> list[Check]:
    """What is wrong with a message that cannot be filled: the fields first, then all the rest."""
    problems = error.problems
    fields = [problem for problem in problems if problem.code in MERGE_CODES]
    rest = [problem for problem in problems if problem.code not in MERGE_CODES]
    blocked = [
        *check_problems(message, rest),
        _of_provider("short_link", (p for p in rest if _is_left(p) and is_short_link(p))),
        _of_provider("options", (p for p in rest if _is_left(p) and not is_short_link(p))),
    ]
    told = [check for check in blocked if check.problems or check.id == "text_present"]
    return [without_columns(UserInputError.of(fields)), *told]


def _is_left(problem: Problem) -> bool:
    return not is_of_message(problem)


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


def _of_provider(check: str, problems: Iterable[Problem]) -> Check:
    objections = tuple(problems)
    return Check(check, CheckState.BLOCKED if objections else CheckState.PASSED, {}, objections)
