"""Receipts pasted as text: whose they are, what they say, and what their codes mean."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from smsdesk.core.codebook import CodeEntry
from smsdesk.core.provider import Provider, ReadsReceipts
from smsdesk.core.receipt import Receipt
from smsdesk.services.ports import Providers

LIMIT: Final = 256 * 1024
"""Longest text that is read, in characters; a webhook's body is a thousand times smaller."""

_JSON: Final = json.JSONDecoder()
_OPENING: Final = re.compile(r"[\[{](?=\s*[\"{\[])")
_OPENINGS_TRIED: Final = 20
_BROKEN_FORM: Final = re.compile(r"\s*[\r\n]+\s*&|&\s*[\r\n]+\s*")
_REQUEST_LINE: Final = re.compile(r"[ \t]HTTP/[0-9.]+(?=[\"'\s]|$)[^\r\n]*")


@dataclass(frozen=True, slots=True)
class ReadReceipt:
    """One receipt and the entry of its code, None where it has none or no book lists it."""

    receipt: Receipt
    entry: CodeEntry | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says.

    receipts: in the text's order; none where no provider knows the text as its own.
    signed: it carries a signature, so a key could tell whether it is genuine.
    """

    receipts: tuple[ReadReceipt, ...] = ()
    signed: bool = False


def readers(providers: Providers) -> list[Provider]:
    """The providers whose receipts can be read."""
    return [provider for provider in providers.values() if isinstance(provider, ReadsReceipts)]


def read_receipts(providers: Providers, text: str, key: str = "") -> Reading:
    """Read `text`, at most `LIMIT` characters, as the provider that makes most of it.

    key: what the signature is checked with, where there is one; kept nowhere. Never raises.
    """
    readings = (one for body in _bodies(text) for one in _readings(providers, body, key))
    return max(readings, key=_weight, default=Reading())


def _bodies(text: str) -> Iterator[str]:
    """What of `text` may be the body: all of it, and the first JSON in what was copied with it."""
    body = unfolded(text)
    yield body
    for opening in islice(_OPENING.finditer(body), _OPENINGS_TRIED):
        try:
            _, end = _JSON.raw_decode(body, opening.start())
        except (ValueError, RecursionError):
            continue
        yield body[opening.start() : end]
        return


def _readings(providers: Providers, body: str, key: str) -> Iterator[Reading]:
    for provider in providers.values():
        if not isinstance(provider, ReadsReceipts):
            continue
        found = provider.read_receipts(body, key)
        if found:
            read = tuple(ReadReceipt(one, _entry(provider, one)) for one in found)
            yield Reading(read, signed="signature" in body)


def unfolded(text: str) -> str:
    """`text` as it was sent: no byte order mark, a form in one line, no end of a request line."""
    body = text.lstrip("\ufeff").strip().rstrip(",")
    if body[:1] in ("{", "["):
        return body
    return _REQUEST_LINE.sub("", _BROKEN_FORM.sub("&", body))


def _entry(provider: Provider, receipt: Receipt) -> CodeEntry | None:
    return provider.codes.get(receipt.code, receipt.family) if receipt.code else None


def _weight(reading: Reading) -> tuple[int, int]:
    """How much a reading knows: codes its book lists first, then facts."""
    listed = sum(read.entry is not None for read in reading.receipts)
    return listed, sum(map(_facts, reading.receipts))


def _facts(read: ReadReceipt) -> int:
    one = read.receipt
    given = (one.phone, one.message_id, one.channel, one.at, one.price, one.raw, one.text)
    return sum(map(bool, given)) + (one.status is not None) + bool(one.segments)
