"""The checks before sending that depend on what kind of message it is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from smsdesk.core.check import Check, CheckState
from smsdesk.core.document import media_path
from smsdesk.core.errors import Problem
from smsdesk.core.listcount import SegmentHistogram
from smsdesk.core.longest import longest_fields
from smsdesk.core.merge import MessageTemplate
from smsdesk.core.message import (
    Channel,
    Kind,
    MediaMessage,
    Message,
    TemplateMessage,
    TextMessage,
    VoiceCodeMessage,
    carries_text,
    placeholders,
    sms_text,
    text_fields,
)
from smsdesk.core.message_check import field_words
from smsdesk.core.phone import country_code
from smsdesk.core.plan import Rendered, RowsProblem, single_number_fields
from smsdesk.core.provider import ChecksNumbers, Provider, ProviderInfo, SplitsNumbers
from smsdesk.core.recipients import Recipients
from smsdesk.core.sentences import SENTENCES
from smsdesk.core.words import Words

#: The field without which there is nothing to send.
_MAIN_PATHS: Final[Mapping[Kind, str]] = {
    Kind.TEXT: "text",
    Kind.TEMPLATE: "template_id",
    Kind.CHOICE: "text",
    Kind.CARD: "title",
    Kind.VOICE_CODE: "code",
    Kind.VERIFICATION_CODE: "code",
}

_EMPTY: Final = "field_empty"
_EMPTIES: Final = frozenset((_EMPTY, "variable_empty"))

_MAINLAND: Final = 86


def _main_path(message: Message) -> str:
    """The field without which there is nothing to send."""
    if isinstance(message, MediaMessage):
        return f"{media_path(message)}.url"
    return _MAIN_PATHS[message.kind]


def _is_blank(message: Message) -> bool:
    if isinstance(message, MediaMessage):
        return not message.media.url.strip()
    return not getattr(message, _MAIN_PATHS[message.kind]).strip()


def check_present(message: Message, *, blank: bool | None = None) -> Check:
    """There is something to send. blank: what is already known of that."""
    is_blank = _is_blank(message) if blank is None else blank
    state = CheckState.BLOCKED if is_blank else CheckState.PASSED
    variant = "" if message.kind is Kind.TEXT else "field"
    data = {"field": field_words(_main_path(message))}
    detail = f"advice_{variant}" if variant else "advice"
    return Check("text_present", state, data, variant=variant, detail=detail if is_blank else "")


def check_all_present(rendered: Rendered, recipients: Recipients) -> Check:
    """There is something to send to everybody, and no field that is needed is empty."""
    message = rendered.messages[0]
    path = _main_path(message)
    missing = [p for p in rendered.problems if p.code in _EMPTIES and p.where != path]
    pairs = zip(rendered.messages, rendered.groups, strict=True)
    blank = [group for filled, group in pairs if _is_blank(filled)]
    concerned, everybody = sum(map(len, blank)), sum(map(len, rendered.groups))
    if concerned == everybody and not missing:
        return check_present(message, blank=True)
    if concerned:
        row = recipients.row_number(min(group[0] for group in blank))
        missing.insert(0, _blank_problem(path, concerned, row, everybody))
    if missing:
        return Check("text_present", CheckState.BLOCKED, missing[0].data, tuple(missing))
    return check_present(message, blank=False)


def _blank_problem(path: str, concerned: int, row: int, everybody: int) -> Problem:
    if concerned == everybody:
        return Problem(path, _EMPTY, {"field": field_words(path)})
    data: dict[str, object] = {"recipients": concerned, "row": row}
    if path == "text":
        return Problem(path, "text_blank_for_rows", data)
    return RowsProblem(path, _EMPTY, {"field": field_words(path), **data})


def check_problems(message: Message, problems: Sequence[Problem]) -> list[Check]:
    """The checks `problems` keep a message from passing, where nobody can fill it yet."""
    empty = tuple(problem for problem in problems if problem.code in _EMPTIES)
    told = {"within_limit": filter(_is_of_length, problems), "channels": filter(_of_way, problems)}
    present = check_present(message)
    if any(problem.where != _main_path(message) for problem in empty):
        present = Check("text_present", CheckState.BLOCKED, empty[0].data, empty)
    found = ((check, tuple(objections)) for check, objections in told.items())
    return [
        present,
        *(Check(check, CheckState.BLOCKED, own[0].data, own) for check, own in found if own),
    ]


def check_limits(rendered: Rendered, recipients: Recipients, provider: Provider) -> Check | None:
    """No text is longer than the provider takes, or than is advised; None where nobody says."""
    info, message = provider.info, rendered.messages[0]
    limits = {path: limit for path in text_fields(message) if (limit := info.limit(path))}
    objections = tuple(filter(_is_of_length, rendered.problems))
    if objections:
        return Check("within_limit", CheckState.BLOCKED, objections[0].data, objections)
    if not limits:
        return None
    found = longest_fields(rendered, recipients)
    over = tuple(
        Problem(
            path,
            "field_over_advice",
            {
                "field": field_words(path),
                "length": found[path].length,
                "limit": limit.maximum,
                "provider": info.title,
            },
        )
        for path, limit in limits.items()
        if not limit.firm and found[path].length > limit.maximum
    )
    if over:
        return Check("within_limit", CheckState.LOOK, over[0].data, over)
    if not isinstance(message, TextMessage) or "text" not in limits:
        return Check("within_limit", CheckState.PASSED, variant="fields")
    limit = limits["text"]
    data = {"longest": found["text"].length, "limit": limit.maximum, "provider": info.title}
    variant = "" if limit.firm else "advised"
    return Check("within_limit", CheckState.PASSED, data, variant=variant, detail="longest")


def check_segments(
    recipients: Recipients, message: Message, rendered: Rendered, provider: Provider
) -> Check | None:
    """What the texts take as SMS; None where no SMS carries a text."""
    if not carries_text(message) or isinstance(message, VoiceCodeMessage):
        return None
    if Channel.SMS not in channels_of(message, provider.info):
        return None
    if not isinstance(message, TextMessage) and not sms_text(rendered.messages[0]):
        keeps: dict[str, object] = {"provider": provider.info.title}
        with_wording = isinstance(message, TemplateMessage)
        detail = "enter_wording" if with_wording else "kept_wording"
        return Check("segments", CheckState.PASSED, keeps, variant="unknown", detail=detail)
    histogram = SegmentHistogram(recipients)
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


def channels_of(message: Message, info: ProviderInfo) -> tuple[Channel, ...]:
    """The ways to the phone that will be tried, in order."""
    chosen: tuple[Channel, ...] = getattr(message, "channels", ())
    return chosen or info.channels


def check_channels(
    message: Message, problems: Iterable[Problem], info: ProviderInfo
) -> Check | None:
    """Each channel can carry it; None where there is only one."""
    objections = tuple(filter(_of_way, problems))
    if objections:
        return Check("channels", CheckState.BLOCKED, objections[0].data, objections)
    if len(info.channels) < 2:
        return None
    if carries_text(message) or Channel.SMS not in channels_of(message, info):
        return Check("channels", CheckState.PASSED)
    what = media_path(message) if isinstance(message, MediaMessage) else message.kind
    data = {"what": SENTENCES[f"this_{what}"]}
    return Check("channels", CheckState.LOOK, data, detail="text_only")


def check_wording(message: Message, info: ProviderInfo) -> Check | None:
    """The variables are those of the template's wording; None where nobody wrote that down."""
    if not isinstance(message, TemplateMessage) or not message.wording.strip():
        return None
    asked = placeholders(message.wording)
    if info.numbered_variables:
        given = [str(place) for place in range(1, len(message.variables) + 1)]
        sign = "{{{}}}"
    else:
        given = [name.strip().strip("%") for name in message.variables]
        sign = "%{}%"
    missing = [sign.format(name) for name in asked if name not in given]
    unused = [sign.format(name) for name in given if name not in asked]
    problems = []
    if missing:
        problems.append(Problem("variables", "wording_unfilled", {"names": _listed(missing)}))
    if unused:
        problems.append(Problem("variables", "wording_without", {"names": _listed(unused)}))
    state = CheckState.LOOK if problems else CheckState.PASSED
    return Check("wording", state, problems=tuple(problems))


def check_own_id(message: Message, template: MessageTemplate, recipients: int) -> Check | None:
    """An id of one's own tells the messages apart; None where nothing is wrong with it."""
    if not isinstance(message, TextMessage) or not message.sys_message_id or recipients < 2:
        return None
    if "sys_message_id" in template.personal_paths:
        return None
    return Check("own_id", CheckState.LOOK, {"count": recipients}, detail="column")


def check_numbers(rendered: Rendered, recipients: Recipients, provider: Provider) -> list[Check]:
    """Numbers that the message does not fit, and those that go apart from the others."""
    if not isinstance(provider, SplitsNumbers):
        return []
    message, phones = rendered.messages[0], recipients.phones
    groups: dict[int, tuple[int, int]] = {}  # how many, and the row of the first
    foreign = 0
    for rows in rendered.groups:
        for row in rows:
            group = provider.number_group(message, phones[row])
            size, first = groups.get(group, (0, row))
            groups[group] = size + 1, min(first, row)
            foreign += country_code(phones[row]) != _MAINLAND
    problems = [
        RowsProblem(
            problem.where,
            problem.code,
            {**problem.data, "recipients": size, "row": recipients.row_number(row)},
        )
        for size, row in groups.values()
        if isinstance(provider, ChecksNumbers)
        and (problem := provider.check_number(message, phones[row])) is not None
    ]
    checks = []
    if problems:
        checks.append(Check("number_kind", CheckState.LOOK, problems=tuple(problems)))
    if len(groups) > 1:
        data = {"count": foreign, "provider": provider.info.title}
        checks.append(Check("number_groups", CheckState.PASSED, data, detail="because"))
    return checks


def check_single_number(messages: Sequence[Message], provider: Provider, recipients: int) -> Check:
    """No field keeps numbers from sharing a request."""
    fields = single_number_fields(messages, provider)
    if not fields:
        return Check("single_number", CheckState.PASSED)
    data = {"fields": _listed([SENTENCES[f"field_{key}"] for key in fields]), "count": recipients}
    return Check("single_number", CheckState.LOOK, data, detail="because")


def _listed(names: Sequence[Words | str]) -> Words:
    each = [Words(name, name) if isinstance(name, str) else name for name in names]
    return Words(", ".join(name.en for name in each), "、".join(name.zh for name in each))


def is_short_link(problem: Problem) -> bool:
    """Whether it is about the short link."""
    return problem.where == "short_link" or problem.code.startswith("short_link")


def _is_of_length(problem: Problem) -> bool:
    """Whether it is about a text as such: too long, mostly."""
    if problem.code.endswith("too_long"):
        return True
    return problem.where == "text" and problem.code != _EMPTY and not is_short_link(problem)


def _of_way(problem: Problem) -> bool:
    return problem.where == "channels"


def is_of_message(problem: Problem) -> bool:
    """Whether one of the checks above says it."""
    return problem.code in _EMPTIES or _of_way(problem) or _is_of_length(problem)
