"""Keyrings for tests: one in memory, one in a file so that several processes share it."""

import json
import os
from pathlib import Path
from typing import ClassVar

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Keeps secrets in this process. `passwords` is cleared before every test."""

    priority = 1
    passwords: ClassVar[dict[tuple[str, str], str]] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.passwords[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.passwords.pop((service, username), None) is None:
            raise PasswordDeleteError("no such password")


class FileKeyring(KeyringBackend):
    """Keeps secrets in the JSON file named by SMSDESK_TEST_KEYRING, across processes."""

    priority = 1

    @property
    def _path(self) -> Path:
        return Path(os.environ["SMSDESK_TEST_KEYRING"])

    def _load(self) -> dict[str, str]:
        return json.loads(self._path.read_text("utf-8")) if self._path.exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._load().get(f"{service}\n{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        passwords = self._load() | {f"{service}\n{username}": password}
        self._path.write_text(json.dumps(passwords), "utf-8")

    def delete_password(self, service: str, username: str) -> None:
        passwords = self._load()
        if passwords.pop(f"{service}\n{username}", None) is None:
            raise PasswordDeleteError("no such password")
        self._path.write_text(json.dumps(passwords), "utf-8")
