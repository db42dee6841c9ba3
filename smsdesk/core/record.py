"""A provider's records of what it took: what can be asked of them, and what they say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from smsdesk.core.codebook import CodeClass
from smsdesk.core.message import Kind
from smsdesk.core.outcome import Status


@dataclass(frozen=True, slots=True)
class RecordRules:
    """How a provider's records can be asked.

    kinds: message kinds whose records can be told from those of others.
    zone: of its days and times.
    kept_days: how far back they go. days_max: how many days a question may span.
    numbers_max: numbers in one question, 0 where a question is about everybody.
    lag_s: how long a new message may be missing, 0 where nothing is said of it.
    """

    kinds: frozenset[Kind]
    zone: tzinfo
    kept_days: int
    days_max: int
    numbers_max: int
    lag_s: int = 0

    def day(self, at_ms: int) -> date:
        """The provider's day of Unix milliseconds."""
        return datetime.fromtimestamp(at_ms / 1000, self.zone).date()


@dataclass(frozen=True, slots=True)
class RecordQuestion:
    """One question to the records; its answer may have many pages.

    first, last: days of the provider, both included. phones: E.164 digits, () for everybody.
    """

    first: date
    last: date
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What a provider's records say of one message.

    phone: E.164 digits. at_ms: when the provider took it, Unix milliseconds.
    status: ACCEPTED, DELIVERED, UNDELIVERED or REJECTED.
    code: of the provider's book, "" where the record has none of it.
    raw: the provider's own wording. text: "" where its records hold none; template_id likewise.
    """

    phone: str
    at_ms: int
    status: Status
    message_id: str = ""
    code: str = ""
    raw: str = ""
    text: str = ""
    template_id: str = ""


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of an answer.

    more: there are further pages. refused: what kind of refusal it is, None for an answer; `code`
    is then the provider's own.
    """

    records: tuple[Record, ...] = ()
    more: bool = False
    refused: CodeClass | None = None
    code: str = ""


def parse_time(text: str, zone: tzinfo) -> int | None:
    """Unix milliseconds of a time written `2026-11-21 14:08:06` in `zone`, None for anything else.

    Raises nothing, whatever `text` is.
    """
    try:
        moment = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone)
        return int(moment.timestamp() * 1000)
    except (ValueError, OverflowError):
        return None


def questions(
    rules: RecordRules, wanted: Iterable[tuple[str, int, int]], now_ms: int
) -> list[RecordQuestion]:
    """The fewest questions about all of `wanted`; none about days that are not kept any more.

    wanted: number in E.164 digits, and the first and last moment to look at in Unix milliseconds.
    """
    spans: dict[tuple[date, date], list[str]] = {}
    for phone, first_ms, last_ms in wanted:
        spans.setdefault((rules.day(first_ms), rules.day(last_ms)), []).append(phone)
    today = rules.day(now_ms)
    oldest = today - timedelta(days=rules.kept_days - 1)
    asked: dict[RecordQuestion, None] = {}
    for (first, last), phones in sorted(spans.items()):
        whole = RecordQuestion(max(first, oldest), min(last, today))
        for stretch in _stretches(whole, rules.days_max):
            for some in _chunks(phones, rules.numbers_max):
                asked[replace(stretch, phones=some)] = None
    return list(asked)


def _stretches(whole: RecordQuestion, days_max: int) -> Iterator[RecordQuestion]:
    first = whole.first
    while first <= whole.last:
        last = min(whole.last, first + timedelta(days=days_max - 1))
        yield RecordQuestion(first, last)
        first = last + timedelta(days=1)


def _chunks(phones: list[str], size: int) -> Iterator[tuple[str, ...]]:
    if not size:
        yield ()
        return
    for first in range(0, len(phones), size):
        yield tuple(phones[first : first + size])
