"""Trying an account: reach the provider, check keys, clock and balance, send no message."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from smsdesk.core.account import Account
from smsdesk.core.codebook import CodeClass
from smsdesk.core.errors import NotSent, OutcomeUnknown, SmsdeskError
from smsdesk.core.provider import (
    HttpReply,
    HttpRequest,
    Provider,
    SupportsBalance,
    SupportsProbe,
    Transport,
)
from smsdesk.core.repeat_checks import SILENT_MS
from smsdesk.core.sentences import SENTENCES
from smsdesk.core.words import Language
from smsdesk.services.clock import ServerClocks, date_offset_ms
from smsdesk.services.ports import Clock, KnowsProxies, TransportFactory


class Finding(StrEnum):
    """How one line of a try reads."""

    GOOD = "good"
    LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class TryLine:
    """One thing a try found out.

    topic: `reached`, `proxy`, `keys`, `clock` or `balance`.
    code: its words are the sentences `try_<code>_title` and `try_<code>_detail`.
    """

    topic: str
    finding: Finding
    code: str
    data: Mapping[str, object] = field(default_factory=dict)

    def title(self, language: Language = "en") -> str:
        """What was found, in a few words."""
        return SENTENCES[f"try_{self.code}_title"].to(language, **self.data)

    def detail(self, language: Language = "en") -> str:
        """What it means or what to do."""
        return SENTENCES[f"try_{self.code}_detail"].to(language, **self.data)


@dataclass(frozen=True, slots=True)
class TryReport:
    """What a try found out, in the order it was found. at_ms: Unix milliseconds."""

    at_ms: int
    lines: tuple[TryLine, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing found stands in the way of sending."""
        return all(line.finding is not Finding.BAD for line in self.lines)


def try_account(
    account: Account,
    provider: Provider,
    new_transport: TransportFactory,
    clock: Clock,
    clocks: ServerClocks,
) -> TryReport:
    """Ask the provider whether it would take requests of this account.

    account: with its secrets, as spoken to. clocks: where the provider's time is known from, and
        where what is learned of it is kept.
    """
    started_ms = clock()
    transport = new_transport()
    try:
        told_ms = clocks.measure(account, provider, transport)
        used_ms = clocks.offset_ms(account)
        request = _probe(account, provider, clock() + used_ms)
        way = _way(request, transport)
        try:
            reply = transport.exchange(request)
            offset_ms = date_offset_ms(reply, clock()) if told_ms is None else told_ms
            refused = _is_refused_for_its_time(reply, provider)
            corrected = (refused or (told_ms is None and _is_off(offset_ms))) and clocks.correct(
                account, provider, transport, reply, used_ms
            )
            if refused and corrected:
                request = _probe(account, provider, clock() + clocks.offset_ms(account))
                reply = transport.exchange(request)
        except (NotSent, OutcomeUnknown) as problem:
            return TryReport(started_ms, (_unreached(request, problem), *way))
        lines = [
            _reached(request, reply),
            *way,
            *_keys(reply, provider),
            *_clock(offset_ms, provider),
            *_balance(account, provider, transport),
        ]
    finally:
        transport.close()
    return TryReport(started_ms, tuple(lines))


def _probe(account: Account, provider: Provider, now_ms: int) -> HttpRequest:
    if isinstance(provider, SupportsProbe):
        return provider.build_probe(account, now_ms)
    return HttpRequest("GET", account.base_url or provider.info.base_url, {}, b"")


def _is_refused_for_its_time(reply: HttpReply, provider: Provider) -> bool:
    if not isinstance(provider, SupportsProbe):
        return False
    entry = provider.codes.get(provider.read_probe(reply).code)
    return entry is not None and entry.cls is CodeClass.CLOCK


def _is_off(offset_ms: int | None) -> bool:
    return offset_ms is not None and abs(offset_ms) > SILENT_MS


def _way(request: HttpRequest, transport: Transport) -> list[TryLine]:
    proxy = transport.proxy_for(request.url) if isinstance(transport, KnowsProxies) else ""
    return [TryLine("proxy", Finding.GOOD, "proxy", {"proxy": proxy})] if proxy else []


def _unreached(request: HttpRequest, problem: SmsdeskError) -> TryLine:
    data = {"host": _host(request), "problem": SENTENCES[problem.code]}
    return TryLine("reached", Finding.BAD, "unreached", data)


def _reached(request: HttpRequest, reply: HttpReply) -> TryLine:
    safe = urlsplit(request.url).scheme == "https"
    code = "reached" if safe else "reached_plain"
    return TryLine("reached", Finding.GOOD, code, {"host": _host(request), "ms": reply.elapsed_ms})


def _keys(reply: HttpReply, provider: Provider) -> list[TryLine]:
    if not isinstance(provider, SupportsProbe):
        return [TryLine("keys", Finding.LOOK, "keys_later")]
    result = provider.read_probe(reply)
    if result.ok:
        return [TryLine("keys", Finding.GOOD, "keys_right")]
    entry = provider.codes.get(result.code)
    data: dict[str, object] = {"code": result.code, "meaning": "", "next_step": ""}
    if entry is not None:
        data |= {"meaning": entry.meaning, "next_step": entry.next_step}
    if result.ok is None:
        known = "keys_open" if entry is not None else "keys_open_raw"
        return [TryLine("keys", Finding.LOOK, known, data)]
    known = "keys_refused" if entry is not None else "keys_refused_raw"
    return [TryLine("keys", Finding.BAD, known, data)]


def _clock(offset_ms: int | None, provider: Provider) -> list[TryLine]:
    """offset_ms: how far the provider's clock is ahead, where its reply told."""
    if offset_ms is None:
        return []
    window_s = provider.info.clock_window_s
    seconds = round(abs(offset_ms) / 1000)
    data = {"seconds": seconds, "window": window_s, "provider": provider.info.title}
    if not _is_off(offset_ms):
        return [TryLine("clock", Finding.GOOD, "clock_right", data)]
    code = "clock_slow" if offset_ms > 0 else "clock_fast"
    return [TryLine("clock", Finding.LOOK, code, data)]


def _balance(account: Account, provider: Provider, transport: Transport) -> list[TryLine]:
    if not isinstance(provider, SupportsBalance):
        return []
    request = provider.build_balance(account)
    if request is None:
        return []
    try:
        balance = provider.read_balance(transport.exchange(request))
    except (NotSent, OutcomeUnknown):
        balance = None
    if balance is None:
        return [TryLine("balance", Finding.LOOK, "balance_unknown")]
    return [TryLine("balance", Finding.GOOD, "balance", {"balance": balance})]


def _host(request: HttpRequest) -> str:
    return urlsplit(request.url).netloc
