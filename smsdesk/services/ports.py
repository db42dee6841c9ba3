"""What the services ask of the world outside; `smsdesk.desk` hands in what really answers."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from smsdesk.core.account import Account, KeyringState
from smsdesk.core.campaign import (
    BatchOutcome,
    Campaign,
    CampaignState,
    FrozenCampaign,
    LogEntry,
)
from smsdesk.core.codebook import CodeEntry
from smsdesk.core.media import Glimpse
from smsdesk.core.message import Message
from smsdesk.core.plan import Plan
from smsdesk.core.provider import Provider, Transport
from smsdesk.core.recipients import Recipients
from smsdesk.core.result_line import ResultLine
from smsdesk.core.words import Words

Clock = Callable[[], int]
"""Now, in Unix milliseconds."""

Providers = Mapping[str, Provider]
"""All providers by id."""

Explain = Callable[[str, str], CodeEntry]
"""`(provider id, code) -> entry`: the meaning of any code, also of one no book knows."""

TransportFactory = Callable[[], Transport]
"""A fresh transport for the calling thread."""

Route = Callable[[Account], Account]
"""An unlocked account as it is really spoken to: rehearsal accounts get the sandbox's."""


@runtime_checkable
class KnowsProxies(Protocol):
    """A transport that can tell by which way a request goes. At once."""

    def proxy_for(self, url: str) -> str:
        """Host and port of the proxy in between, without its keys; "" for none."""


class Peeks(Protocol):
    """Reads the start of what is at a web address. One per thread."""

    def peek(
        self, url: str, limit: int, timeout_s: float, headers: Mapping[str, str] | None = None
    ) -> Glimpse:
        """At most `limit` bytes (0: none of the body), in `timeout_s` seconds at most.

        Follows no redirect, sends no cookies or keys.

        Raises:
            NotSent: the server was not reached.
            OutcomeUnknown: it was, but no usable answer came.
        """

    def close(self) -> None:
        """Free the connection."""


PeeksFactory = Callable[[], Peeks]
"""A fresh `Peeks` for the calling thread."""


class SecretStore(Protocol):
    """Secrets by account name and field key. Every call may block on an unlock prompt.

    Raises:
        ConfigError: keyring_absent, keyring_locked, keyring_hung, keyring_plain_text,
            keyring_refused.
    """

    def describe(self) -> str:
        """Name of the keyring as its users know it, for example `GNOME Keyring`."""

    def state(self) -> KeyringState:
        """Whether secrets can be saved."""

    def get(self, account: str, key: str) -> str | None:
        """The secret, None where there is none."""

    def set(self, account: str, key: str, value: str) -> None:
        """Save the secret."""

    def delete(self, account: str, key: str) -> None:
        """Forget the secret; does nothing where there is none."""


class AccountStore(Protocol):
    """The saved accounts, without secrets."""

    def load(self) -> list[Account]:
        """All accounts in the order they were added."""

    def save(self, accounts: Sequence[Account]) -> None:
        """Replace all saved accounts."""


class Journal(Protocol):
    """The append-only log of all campaigns. May be called from any thread.

    Raises:
        StorageError: the disk is full, the file cannot be written, another program holds it.
    """

    def freeze(self, campaign: Campaign, recipients: Recipients, plan: Plan) -> None:
        """Store a whole campaign in one transaction before its first request."""

    def record(self, entries: Sequence[LogEntry]) -> None:
        """Append all entries with one durable commit."""

    def campaigns(self) -> list[tuple[Campaign, CampaignState, str]]:
        """All campaigns with their last state and its reason, newest first."""

    def campaign(self, campaign_id: str) -> Campaign:
        """One campaign; raises `UserInputError` campaign_unknown."""

    def frozen(self, campaign_id: str) -> FrozenCampaign:
        """The columns of a campaign."""

    def log(self, campaign_id: str, after: int = 0) -> Iterator[LogEntry]:
        """Everything that happened, in commit order, without the first `after` entries."""

    def log_of_batch(self, campaign_id: str, batch: int) -> list[LogEntry]:
        """What happened to one batch, in commit order."""

    def outcomes_of_message(self, provider: str, message_id: str) -> list[BatchOutcome]:
        """The outcomes that hold this id of a provider's message, newest campaign first."""

    def outcomes_since(self, provider: str, at_ms: int) -> Iterator[BatchOutcome]:
        """The outcomes of all campaigns of `provider` from `at_ms` on, campaign by campaign."""

    def active_since(self, at_ms: int) -> list[str]:
        """Ids of the campaigns that were begun or sent a request since then, oldest first."""

    def documents(self, campaign_id: str) -> Iterator[Sequence[Mapping[str, Any]]]:
        """The message documents of a campaign in order, some at a time."""

    def message_numbers(self, campaign_id: str) -> "array[int]":
        """Which of `documents` each batch of a campaign carries."""

    def lengths(self) -> dict[str, int]:
        """How many entries the log of each campaign has: grows with every one."""

    def cells(self, campaign_id: str, first: int, count: int) -> list[list[str]]:
        """Rows `first` to `first + count` of the recipient file, as they stood in it."""

    def message(self, campaign_id: str, batch: int) -> Message:
        """The rendered message of one batch."""

    def close(self) -> None:
        """Free the file."""


class CampaignLock(Protocol):
    """Makes sure that one program at a time runs a campaign."""

    def acquire(self) -> bool:
        """Take the lock; False at once where another holds it."""

    def is_held(self) -> bool:
        """Whether somebody holds it now. Leaves nothing behind."""

    def release(self) -> None:
        """Give it back; does nothing where it is not held."""


LockFactory = Callable[[str], CampaignLock]
"""`campaign id -> lock`, not yet taken."""

Exporter = Callable[[Path, Campaign, Iterable[ResultLine]], None]
"""Writes the results file of a campaign, replacing what stands there in one step."""


MessageOf = Callable[[int], Message]
"""The rendered message of a batch: from the plan at first, from the journal at a resume."""


class Settings(Protocol):
    """What a person chose for the program as a whole."""

    @property
    def theme(self) -> str:
        """`system`, `light` or `dark`."""

    @property
    def language(self) -> str:
        """`system`, `en` or `zh`."""

    @property
    def region(self) -> str:
        """Default country of numbers without a prefix, ISO 3166 alpha-2, or ""."""

    @property
    def text_scale(self) -> float:
        """Size of the words, 1.0 as designed."""

    @property
    def last_account(self) -> str:
        """Name of the account used last, or ""."""

    @property
    def dismissed(self) -> tuple[str, ...]:
        """Notices nobody wants to see again, as whoever shows them names them."""

    @property
    def reduce_motion(self) -> bool:
        """Whether nothing moves by itself."""


class SettingsStore(Protocol):
    """Reads and changes the settings."""

    def current(self) -> Settings:
        """The settings as they stand."""

    def change(self, **values: object) -> Settings:
        """Save the given values, keep the rest; raises ConfigError or StorageError."""


class MagicNumber(Protocol):
    """A kind of number to which the rehearsal sandbox gives a fixed answer."""

    @property
    def pattern(self) -> str:
        """How it is written, for people."""

    @property
    def example(self) -> str:
        """One such number."""

    @property
    def what(self) -> Words:
        """What happens to it."""


class Rehearsal(Protocol):
    """The in-process sandbox behind every account of mode REHEARSAL."""

    def route(self, account: Account) -> Account:
        """The account as the sandbox knows it (address and keys); starts it when needed."""

    def magic_numbers(self, provider: str) -> Sequence[MagicNumber]:
        """The numbers with fixed answers."""

    def close(self) -> None:
        """Stop it."""


class Closable(Protocol):
    """Something that holds a file or the like."""

    def close(self) -> None:
        """Free it."""
