"""What every provider over HTTP shares: reading any reply without fear."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from smsdesk.core.account import Account
from smsdesk.core.codebook import CodeBook
from smsdesk.core.errors import Problem
from smsdesk.core.message import Message, sent_texts
from smsdesk.core.message_check import check_carried, check_encodable, check_lengths
from smsdesk.core.outcome import UNREADABLE, Outcome, Status
from smsdesk.core.provider import HttpReply, HttpRequest, ProviderInfo
from smsdesk.providers.codes import TRANSPORT_CODES, find_code

PRINTABLE: Final = "[!-~]+"
"""What keys and names of accounts look like: they travel in headers and forms."""

_MAX_RAW: Final = 500
_MAX_ID: Final = 200


class HttpProvider(ABC):
    """A provider that takes one HTTP request per batch and answers in JSON.

    A provider declares `info` and `codes`, writes `check_content`, `build` and `parse_json`, and
    inherits what holds for all. See `smsdesk.providers` for how to add one.
    """

    info: ProviderInfo
    codes: CodeBook

    def check(self, message: Message, account: Account) -> list[Problem]:  # noqa: ARG002 (port)
        """Everything that would make the provider refuse this rendered message."""
        problems = check_carried(message, self.info)
        if message.kind not in self.info.kinds:
            return problems
        texts = sent_texts(message)
        if unencodable := check_encodable(texts):
            return problems + unencodable
        return [
            *problems,
            *self.check_content(message, texts),
            *check_lengths(texts, self.info),
        ]

    @abstractmethod
    def check_content(self, message: Message, texts: Mapping[str, str]) -> list[Problem]:
        """What is wrong with a message of a kind the provider carries, beside its lengths.

        texts: `sent_texts(message)`.
        """

    def single_number_fields(self, message: Message) -> tuple[str, ...]:  # noqa: ARG002 (port)
        """None, unless a provider says otherwise."""
        return ()

    def batch_limit(self, message: Message, account: Account) -> int:
        """One with a single-number field, else the account's numbers per request."""
        if self.single_number_fields(message):
            return 1
        return max(1, min(account.batch_size or self.info.batch_default, self.info.batch_max))

    def ensure_fits(self, message: Message, phones: Sequence[str], account: Account) -> None:
        """Stand before every request: no number is lost in one that is too large.

        Raises:
            ValueError: more numbers than `batch_limit` allows.
        """
        limit = self.batch_limit(message, account)
        if len(phones) > limit:
            raise ValueError(f"{len(phones)} numbers in one request; {limit} at most")

    @abstractmethod
    def build(
        self, message: Message, phones: Sequence[str], account: Account, now_ms: int, nonce: str
    ) -> HttpRequest:
        """Build the signed request for `phones` (E.164 digits without plus)."""

    @abstractmethod
    def parse_json(self, payload: Mapping[str, object], phones: Sequence[str]) -> list[Outcome]:
        """One outcome per phone, in order, from the JSON object of a 2xx reply.

        Whatever the object holds: an answer without a usable code is `unreadable`.
        """

    def parse(self, reply: HttpReply, phones: Sequence[str]) -> list[Outcome]:
        """One outcome per phone, in order, whatever the reply holds. Never raises."""
        raw = body_text(reply.body)
        if 200 <= reply.status < 300:
            payload = json_value(reply.body)
            return (
                self.parse_json(payload, phones)
                if isinstance(payload, dict)
                else unreadable(phones, raw)
            )
        outcome = Outcome(_http_status(reply.status), f"http_{reply.status}", raw=raw)
        return [outcome] * len(phones)

    def outcome(self, code: str, raw: str, message_id: str = "") -> Outcome:
        """What a provider code means for a recipient; a code nobody knows counts as rejected."""
        entry = find_code(self.codes, code)
        status = entry.cls.status if entry else Status.REJECTED
        return Outcome(status, code[:_MAX_ID], message_id[:_MAX_ID], raw[:_MAX_RAW])

    def url(self, account: Account, path: str, default: str = "") -> str:
        """`path` under the account's base_url, else `default`, else the provider's own address."""
        parts = urlsplit(account.base_url or default or self.info.base_url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{path}"


def unreadable(phones: Sequence[str], raw: str, message_id: str = "") -> list[Outcome]:
    """The outcomes of a reply that nobody can read: it may have been accepted."""
    outcome = Outcome(Status.UNKNOWN, UNREADABLE, message_id[:_MAX_ID], raw[:_MAX_RAW])
    return [outcome] * len(phones)


def json_value(body: bytes) -> object:
    """The value of a JSON body, None for what is no JSON."""
    try:
        value: object = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return value


def scalar_text(value: object) -> str:
    """A code or an id as text, "" for what is none; some APIs write strings, some whole numbers.

    Halves of characters, which JSON can name, become question marks: no file could hold them.
    """
    if isinstance(value, str):
        return _whole(value.strip())
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return ""


def has_more(total: object, listed: int, page: int, size: int) -> bool:
    """Whether a list goes on after this page, counted from 0, with `listed` of at most `size`.

    total: as the reply gives it; where that is no number, a full page has a next one.
    """
    told = scalar_text(total)
    if told.isascii() and told.isdecimal() and len(told) < 12:
        return bool(listed) and int(told) > (page + 1) * size
    return listed == size


def shown(value: object) -> str:
    """A JSON value for people to read, "" where it is nested too deeply."""
    try:
        return _whole(json.dumps(value, ensure_ascii=False))
    except RecursionError:
        return ""


def body_text(body: bytes) -> str:
    """The start of a body as text, for people to read."""
    return body[: 4 * _MAX_RAW].decode("utf-8", "replace")[:_MAX_RAW]


def _whole(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _http_status(status: int) -> Status:
    entry = find_code(TRANSPORT_CODES, f"http_{status}")
    # anything else (1xx, 3xx, 5xx, made up) leaves open what became of the messages
    return entry.cls.status if entry else Status.UNKNOWN
