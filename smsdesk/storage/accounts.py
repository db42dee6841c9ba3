"""The saved accounts: one JSON file without any secret in it."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from smsdesk.atomic import keep_aside, read_json, write_json
from smsdesk.core.account import Account, Mode
from smsdesk.core.errors import ConfigError

VERSION: Final = 1


class AccountFile:
    """Reads and replaces the file. Keys it does not know survive a save."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def load(self) -> list[Account]:
        """All accounts in the order they were saved; secrets stay in the keyring.

        Raises:
            ConfigError: accounts_damaged (the file is kept under another name),
                accounts_too_new.
            StorageError: file_unreadable.
        """
        with self._lock:
            return [_account(entry) for entry in self._entries(self._read())]

    def save(self, accounts: Sequence[Account]) -> None:
        """Replace all saved accounts.

        Raises:
            ConfigError: accounts_damaged, accounts_too_new.
            StorageError: disk_full, file_unwritable, file_unreadable.
        """
        with self._lock:
            document = self._read()
            before = {entry["name"]: entry for entry in self._entries(document)}
            entries = [{**before.get(one.name, {}), **_entry(one)} for one in accounts]
            write_json(self.path, {**document, "version": VERSION, "accounts": entries})

    def _read(self) -> dict[str, object]:
        try:
            document = read_json(self.path)
            version = document.get("version", VERSION)
            if not isinstance(version, int):
                raise TypeError("version")
            for entry in self._entries(document):
                if version <= VERSION:
                    _account(entry)
        except (ValueError, TypeError, KeyError, AttributeError) as problem:
            kept = keep_aside(self.path)
            raise ConfigError("accounts_damaged", path=self.path, kept=kept) from problem
        if version > VERSION:
            raise ConfigError("accounts_too_new", path=self.path)
        return document

    @staticmethod
    def _entries(document: Mapping[str, object]) -> list[dict[str, object]]:
        entries = document.get("accounts", [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise TypeError("accounts")
        return entries


def _entry(account: Account) -> dict[str, object]:
    return {
        "name": account.name,
        "provider": account.provider,
        "fields": dict(account.fields),
        "base_url": account.base_url,
        "mode": account.mode.value,
        "rate_per_s": account.rate_per_s,
        "batch_size": account.batch_size,
        "workers": account.workers,
        "confirm_from": account.confirm_from,
        "test_numbers": list(account.test_numbers),
    }


_MISSING: Final = object()


def _typed(entry: Mapping[str, object], key: str, kind: Any, default: Any = _MISSING) -> Any:
    value = entry[key] if default is _MISSING else entry.get(key, default)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(key)
    return value


def _account(entry: Mapping[str, object]) -> Account:
    """Read one entry; raises KeyError, TypeError or ValueError where it is none."""
    fields = _typed(entry, "fields", dict, {})
    if not all(isinstance(value, str) for value in fields.values()):
        raise TypeError("fields")
    test_numbers = _typed(entry, "test_numbers", list, [])
    if not all(type(number) is int and number > 0 for number in test_numbers):
        raise TypeError("test_numbers")
    defaults = Account("", "")
    return Account(
        name=_typed(entry, "name", str),
        provider=_typed(entry, "provider", str),
        fields=fields,
        base_url=_typed(entry, "base_url", str, ""),
        mode=Mode(_typed(entry, "mode", str, defaults.mode.value)),
        rate_per_s=float(_typed(entry, "rate_per_s", int | float, defaults.rate_per_s)),
        batch_size=_typed(entry, "batch_size", int, defaults.batch_size),
        workers=_typed(entry, "workers", int, defaults.workers),
        confirm_from=_typed(entry, "confirm_from", int, defaults.confirm_from),
        test_numbers=tuple(test_numbers),
    )
