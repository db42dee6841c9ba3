"""What every provider over HTTP shares: reading any reply without fear."""

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from smsdesk.core.account import Account
from smsdesk.core.codebook import CodeBook
from smsdesk.core.errors import Problem
from smsdesk.core.message import Message
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.provider import HttpReply, HttpRequest, ProviderInfo
from smsdesk.providers.codes import TRANSPORT_CODES, find_code

_MAX_RAW: Final = 500


class HttpProvider(ABC):
    """A provider that takes one HTTP request per batch and answers in JSON.

    A provider declares `info` and `codes`, writes `check`, `build` and `parse_json`, and inherits
    what holds for every reply. See `smsdesk.providers` for how to add one.
    """

    info: ProviderInfo
    codes: CodeBook

    @abstractmethod
    def check(self, message: Message, account: Account) -> list[Problem]:
        """Everything that would make the provider refuse this rendered message."""

    @abstractmethod
    def batch_limit(self, message: Message, account: Account) -> int:
        """How many numbers one request with this message may carry (>= 1)."""

    @abstractmethod
    def single_number_fields(self, message: Message) -> tuple[str, ...]:
        """Fields of the message that only take effect for a single number, in document keys."""

    @abstractmethod
    def build(
        self, message: Message, phones: Sequence[str], account: Account, now_ms: int, nonce: str
    ) -> HttpRequest:
        """Build the signed request for `phones` (E.164 digits without plus)."""

    @abstractmethod
    def parse_json(self, payload: object, phones: Sequence[str]) -> list[Outcome]:
        """One outcome per phone, in order, from the JSON value of a 2xx reply.

        Whatever the payload holds: an answer without a usable code is `unreadable`.
        """

    def parse(self, reply: HttpReply, phones: Sequence[str]) -> list[Outcome]:
        """One outcome per phone, in order, whatever the reply holds. Never raises."""
        raw = body_text(reply.body)
        if 200 <= reply.status < 300:
            try:
                payload: object = json.loads(reply.body.decode("utf-8-sig"))
            except (ValueError, RecursionError):
                return unreadable(phones, raw)
            return self.parse_json(payload, phones)
        outcome = Outcome(_http_status(reply.status), f"http_{reply.status}", raw=raw)
        return [outcome] * len(phones)

    def outcome(self, code: str, raw: str, message_id: str = "") -> Outcome:
        """What a provider code means for a recipient; a code nobody knows counts as rejected."""
        entry = find_code(self.codes, code)
        status = entry.cls.status if entry else Status.REJECTED
        return Outcome(status, code, message_id=message_id, raw=raw[:_MAX_RAW])

    def url(self, account: Account, path: str, default: str = "") -> str:
        """`path` under the account's base_url, else `default`, else the provider's own address."""
        parts = urlsplit(account.base_url or default or self.info.base_url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{path}"


def unreadable(phones: Sequence[str], raw: str, message_id: str = "") -> list[Outcome]:
    """The outcomes of a reply that nobody can read: it may have been accepted."""
    outcome = Outcome(Status.UNKNOWN, "unreadable", message_id=message_id, raw=raw[:_MAX_RAW])
    return [outcome] * len(phones)


def scalar_text(value: object) -> str:
    """A code or an id as text, "" for what is none; some APIs write strings, some whole numbers."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return ""


def body_text(body: bytes) -> str:
    """The start of a body as text, for people to read."""
    return body[: 4 * _MAX_RAW].decode("utf-8", "replace")[:_MAX_RAW]


def _http_status(status: int) -> Status:
    entry = find_code(TRANSPORT_CODES, f"http_{status}")
    # anything else (1xx, 3xx, 5xx, made up) leaves open what became of the messages
    return entry.cls.status if entry else Status.UNKNOWN
