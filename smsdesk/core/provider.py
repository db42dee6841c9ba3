"""The provider port: what smsdesk asks of every provider API."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, runtime_checkable

from smsdesk.core.account import Account
from smsdesk.core.codebook import CodeBook
from smsdesk.core.errors import Problem, UserInputError
from smsdesk.core.message import Channel, Kind, Message
from smsdesk.core.outcome import Outcome
from smsdesk.core.receipt import Receipt
from smsdesk.core.record import Record, RecordPage, RecordQuestion, RecordRules
from smsdesk.core.segments import SegmentRule
from smsdesk.core.words import Words

_NOTHING: Final = Words("", "")


@dataclass(frozen=True, slots=True)
class AccountField:
    """One field of a provider's account form; secrets go to the keyring.

    pattern: regular expression the whole value must match, "" for any.
    """

    key: str
    label: Words
    hint: Words = _NOTHING
    secret: bool = False
    required: bool = True
    pattern: str = ""
    choices: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many characters a text may have.

    firm: the provider refuses more. Otherwise the number is ours, and more is kept and sent.
    """

    maximum: int
    firm: bool = True


@dataclass(frozen=True, slots=True)
class ProviderInfo:
    """What a provider is and can do.

    tile: two letters for the account's tile.
    family: providers of one house share it; the composer shows the kinds of a whole family.
    kinds: message kinds it can send, each with the optional document keys it takes.
    channels: ways to the phone; more than one where the message says which to try.
    limits: by path in the message document, without the places of a list (`choices.text`) and
        the names of variables (`variables`).
    file_types: endings of the files it carries, without dots; the usual ones first.
    batch_default, batch_max: numbers in one request.
    clock_window_s: how far the request's time may be from the provider's.
    dedup_window_s: how long a repeated request id is recognised; None where it never is.
    billing: how the provider counts what it charges.
    numbered_variables: its templates count their variables instead of naming them.
    hourly_limit: messages to one number in an hour that it lets through; None where it names none.
    """

    id: str
    title: str
    tile: str
    family: str
    kinds: Mapping[Kind, tuple[str, ...]]
    channels: tuple[Channel, ...]
    account_fields: tuple[AccountField, ...]
    base_url: str
    limits: Mapping[str, Limit]
    batch_default: int
    batch_max: int
    clock_window_s: int
    dedup_window_s: int | None
    billing: SegmentRule
    keys_from: Words = _NOTHING
    file_types: tuple[str, ...] = ()
    numbered_variables: bool = False
    hourly_limit: int | None = None

    def limit(self, path: str) -> Limit | None:
        """The limit of the text at `path`, as `core.message.text_fields` names it."""
        return self.limits.get(plain_path(path))


@functools.lru_cache(maxsize=1024)
def plain_path(path: str) -> str:
    """`path` without places and names: `choices.text` for `choices.0.text`, `variables`."""
    head, _, rest = path.partition(".")
    if head == "variables":
        return head
    return ".".join([head, *(part for part in rest.split(".") if part and not part.isdigit())])


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request, ready to be sent byte for byte.

    sensitive: header names and body keys whose values are masked in every view.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    sensitive: frozenset[str] = field(default_factory=frozenset)

    def __repr__(self) -> str:
        """Address and size only: headers, query and body may hold keys and signatures."""
        address = self.url.partition("?")[0]
        return f"HttpRequest({self.method} {address}, {len(self.body)} bytes)"


@dataclass(frozen=True, slots=True)
class HttpReply:
    """A complete reply. `headers` are keyed in lower case. `elapsed_ms` is wall time."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    elapsed_ms: int = 0


class Provider(Protocol):
    """One provider API. Everything here is pure: no clock, no network, no randomness."""

    info: ProviderInfo
    codes: CodeBook

    def check(self, message: Message, account: Account) -> list[Problem]:
        """Everything that would make the provider refuse this rendered message."""

    def batch_limit(self, message: Message, account: Account) -> int:
        """How many numbers one request with this message may carry (>= 1)."""

    def single_number_fields(self, message: Message) -> tuple[str, ...]:
        """Fields of the message that only take effect for a single number, in document keys."""

    def build(
        self, message: Message, phones: Sequence[str], account: Account, now_ms: int, nonce: str
    ) -> HttpRequest:
        """Build the signed request.

        phones: E.164 digits without plus. now_ms: corrected time, Unix milliseconds.
        nonce: unique per attempt; doubles as request id where the provider takes one.
        """

    def parse(self, reply: HttpReply, phones: Sequence[str]) -> list[Outcome]:
        """One outcome per phone, in order, whatever the reply holds. Never raises."""


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """What a try found out. ok is None where the reply neither confirms nor refuses the keys."""

    ok: bool | None
    code: str
    raw: str = ""


@runtime_checkable
class SupportsProbe(Protocol):
    """Can check the keys with a signed request that sends no message."""

    def build_probe(self, account: Account, now_ms: int) -> HttpRequest:
        """Build the request."""

    def read_probe(self, reply: HttpReply) -> ProbeResult:
        """Say whether the keys were accepted."""


@runtime_checkable
class SupportsBalance(Protocol):
    """Can be asked for the account's balance."""

    def build_balance(self, account: Account) -> HttpRequest | None:
        """Build the request; None where the account lacks the keys for it."""

    def read_balance(self, reply: HttpReply) -> str | None:
        """The balance as the provider writes it, None where the reply holds none."""


@runtime_checkable
class SupportsServerTime(Protocol):
    """Can be asked what time it is there."""

    def build_time(self, account: Account) -> HttpRequest:
        """Build the request; it is not signed."""

    def read_time(self, reply: HttpReply) -> int | None:
        """The provider's time in Unix milliseconds, None where the reply holds none."""


@runtime_checkable
class SplitsNumbers(Protocol):
    """Does not take all numbers in one request."""

    def number_group(self, message: Message, phone: int) -> int:
        """Numbers of different groups never share a request with `message`."""


@runtime_checkable
class ChecksNumbers(SplitsNumbers, Protocol):
    """Knows of groups of numbers that an option of a message does not fit."""

    def check_number(self, message: Message, phone: int) -> Problem | None:
        """Why it would refuse `message` for numbers like `phone`; the same for a whole group."""


@runtime_checkable
class ReadsReceipts(Protocol):
    """Can read the receipts it sends, as text."""

    def read_receipts(self, text: str, key: str = "") -> list[Receipt] | None:
        """The receipts in a webhook body or query; None where this is none of its own.

        key: what the receipt's signature is checked with, where there is one. Never raises.
        """


@runtime_checkable
class KeepsRecords(Protocol):
    """Can be asked whether it took a message whose reply never came."""

    codes: CodeBook
    records: RecordRules

    def build_records(
        self, account: Account, question: RecordQuestion, page: int
    ) -> HttpRequest | None:
        """Build the request for a page of the answer, counted from 0.

        None where the account lacks the keys for it.
        """

    def read_records(self, reply: HttpReply, page: int) -> RecordPage:
        """What the page says, whatever the reply holds. Never raises."""

    def is_record_of(self, record: Record, message: Message) -> bool:
        """Whether a record of the right number and time shows this rendered message."""


def provider_of(providers: Mapping[str, Provider], provider_id: str) -> Provider:
    """The provider with that id.

    Raises:
        UserInputError: provider_unknown.
    """
    provider = providers.get(provider_id)
    if provider is None:
        known = ", ".join(providers)
        raise UserInputError("provider_unknown", provider=provider_id, known=known)
    return provider


class Transport(Protocol):
    """Sends one request and returns the whole reply. One per thread; `close` frees it."""

    def exchange(self, request: HttpRequest) -> HttpReply:
        """Send `request`.

        Raises:
            NotSent: it never left (refused, DNS, TLS, connect timeout).
            OutcomeUnknown: it may have gone out (read timeout, reset, cut-off body).
        """

    def close(self) -> None:
        """Free the connections."""
