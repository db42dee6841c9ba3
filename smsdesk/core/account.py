"""Accounts: which provider, which keys, how far Send may reach."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

WORKERS_MAX: Final = 16
"""Parallel requests of one account, and of one campaign."""
TEST_NUMBERS_MAX: Final = 20
"""Test numbers of one account: for the people who try a text out, not for a list."""


class Mode(StrEnum):
    """How far Send may reach."""

    LIVE = "live"  # sends to everybody on the list
    GUARDED = "guarded"  # sends for real, but only to the account's test numbers
    REHEARSAL = "rehearsal"  # a sandbox on this computer answers; nothing leaves


class KeyringState(StrEnum):
    """Whether secrets can be kept in the operating system's keyring."""

    USABLE = "usable"
    ABSENT = "absent"  # none is running
    SESSION = "session"  # in memory only, gone when the program ends
    PLAIN_TEXT = "plain_text"  # there is one, but it writes secrets unprotected


@dataclass(frozen=True, slots=True)
class Account:
    """One account of one provider, as saved, plus its secrets once the keyring gave them.

    fields: the provider's non-secret fields by key.
    base_url: scheme and host, "" for the provider's own.
    rate_per_s: requests per second, 0 for no limit of ours.
    batch_size: numbers per request, 0 for the provider's default.
    workers: parallel requests (1 to `WORKERS_MAX`).
    confirm_from: from how many recipients a live send asks for the typed count.
    test_numbers: E.164 digits, the only ones a guarded account sends to; others keep them unused.
    secrets: never saved with the account and never shown by `repr`.
    """

    name: str
    provider: str
    fields: Mapping[str, str] = field(default_factory=dict)
    base_url: str = ""
    mode: Mode = Mode.LIVE
    rate_per_s: float = 0.0
    batch_size: int = 0
    workers: int = 4
    confirm_from: int = 500
    test_numbers: tuple[int, ...] = ()
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def with_secrets(self, secrets: Mapping[str, str]) -> "Account":
        """Return the same account holding `secrets`, ready to sign requests."""
        return replace(self, secrets=dict(secrets))

    def value(self, key: str) -> str:
        """A field or a secret by its key, "" where it is not set."""
        return self.fields.get(key) or self.secrets.get(key, "")

    def may_reach(self, phone: int) -> bool:
        """Whether the account may send to these E.164 digits."""
        return self.mode is not Mode.GUARDED or phone in self.test_numbers
