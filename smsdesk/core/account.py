"""Accounts: which provider, which keys, how far Send may reach."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

WORKERS_MAX: Final = 16
"""Parallel requests of one account, and of one campaign."""


class Mode(StrEnum):
    """How far Send may reach."""

    LIVE = "live"  # sends to everybody on the list
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
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def with_secrets(self, secrets: Mapping[str, str]) -> "Account":
        """Return the same account holding `secrets`, ready to sign requests."""
        return replace(self, secrets=dict(secrets))

    def value(self, key: str) -> str:
        """A field or a secret by its key, "" where it is not set."""
        return self.fields.get(key) or self.secrets.get(key, "")
