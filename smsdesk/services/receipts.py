"""Receipts pasted as text: whose they are, what they say, and what their codes mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from smsdesk.core.codebook import CodeEntry
from smsdesk.core.provider import Provider, ReadsReceipts
from smsdesk.core.receipt import Receipt
from smsdesk.services.ports import Providers

LIMIT: Final = 256 * 1024
"""Longest text that is read, in characters; a webhook's body is a thousand times smaller."""

_BROKEN_FORM: Final = re.compile(r"\s*[\r\n]+\s*&|&\s*[\r\n]+\s*")


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
    body = unfolded(text)
    return max(_readings(providers, body, key), key=_weight, default=Reading())


def _readings(providers: Providers, body: str, key: str) -> Iterator[Reading]:
    for provider in providers.values():
        if not isinstance(provider, ReadsReceipts):
            continue
        found = provider.read_receipts(body, key)
        if found:
            read = tuple(ReadReceipt(one, _entry(provider, one)) for one in found)
            yield Reading(read, signed="signature" in body)


def unfolded(text: str) -> str:
    """`text` as it was sent: without a byte order mark, and a form back in one line."""
    body = text.lstrip("\ufeff").strip()
    return body if body[:1] in ("{", "[") else _BROKEN_FORM.sub("&", body)


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
