"""The sandbox's SendCloud records (status/query): whose messages it took, as the documents say.

Where they name no code for a parameter that cannot be used, the answer is 421. Source: SendCloud
SMS document, sending response query, read on 2026-11-21.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from smsdesk.sandbox.answering import RefusalError
from smsdesk.sandbox.state import Accepted, State

CACHED_S: Final = 600

_ZONE: Final = timezone(timedelta(hours=8))
_MAX_DAYS: Final = 30
_MAX_LISTED: Final = 100


@dataclass(frozen=True, slots=True)
class Query:
    """A question that can be answered. phones, ids: nothing where it is about all."""

    first: date
    last: date
    phones: frozenset[str]
    ids: frozenset[str]
    template: str
    start: int
    limit: int


def read_query(parameters: Mapping[str, str], state: State, refusal: str) -> Query:
    """The question in `parameters`.

    Raises:
        RefusalError: `refusal`, where a parameter cannot be used.
    """
    try:
        first, last = _days(parameters, state)
        query = Query(
            first,
            last,
            _listed(parameters.get("phones", "")),
            _listed(parameters.get("smsIds", "")),
            parameters.get("templateId", ""),
            int(parameters.get("start") or "0"),
            int(parameters.get("limit") or str(_MAX_LISTED)),
        )
    except ValueError:
        raise RefusalError(refusal) from None
    if not (
        timedelta(0) <= last - first < timedelta(days=_MAX_DAYS)
        and len(query.phones) <= _MAX_LISTED
        and query.start >= 0
        and 0 <= query.limit <= _MAX_LISTED
    ):
        raise RefusalError(refusal)
    return query


def answer_query(query: Query, ledger: Sequence[Accepted]) -> dict[str, object]:
    """The page that was asked for, newest message first."""
    found = [entry for entry in reversed(ledger) if _fits(entry, query)]
    page = found[query.start : query.start + query.limit]
    return {
        "voList": [_shown(entry) for entry in page],
        "voListSize": len(page),
        "total": str(len(found)),
    }


def _days(parameters: Mapping[str, str], state: State) -> tuple[date, date]:
    today = _moment(state.clock()).date()
    if days := parameters.get("days"):
        return today - timedelta(days=min(int(days), 9999) - 1), today
    first, last = (
        datetime.strptime(parameters.get(name, ""), "%Y-%m-%d").replace(tzinfo=UTC).date()
        for name in ("startDate", "endDate")
    )
    return first, last


def _listed(text: str) -> frozenset[str]:
    return frozenset(part for part in text.split(";") if part)


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at // 1000, _ZONE)


def _receiver(entry: Accepted) -> str:
    """The number as it was written: it ends the message's id."""
    return entry.messageid.rpartition("$")[2]


def _template(entry: Accepted) -> str:
    content = entry.content
    return str(json.loads(content)["templateId"]) if content.startswith("{") else ""


def _fits(entry: Accepted, query: Query) -> bool:
    return (
        query.first <= _moment(entry.at).date() <= query.last
        and (not query.phones or _receiver(entry) in query.phones)
        and (not query.ids or entry.messageid in query.ids)
        and (not query.template or query.template == _template(entry))
    )


def _shown(entry: Accepted) -> dict[str, object]:
    at = f"{_moment(entry.at):%Y-%m-%d %H:%M:%S}"
    abroad = _receiver(entry).startswith("+")
    return {
        "smsId": entry.messageid,
        "msgType": "国际短信" if abroad else "国内短信",
        "receiver": _receiver(entry),
        "requestTime": at,
        "sendLog": "",
        "smsUser": "testuser",
        "status": "请求",
        "statusCode": 200,
        "templateId": _template(entry),
        "templateName": "",
        "updateTime": at,
    }
