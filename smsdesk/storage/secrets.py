"""Secrets: in the operating system's keyring or, for this session only, in memory.

Keyrings ask people to unlock them, hang, and raise errors of libraries nobody here knows. So each
call runs in a daemon thread that is given up after a while, and every error becomes a sentence.
"""

import os
import queue
import threading
from collections.abc import Callable
from inspect import isabstract
from typing import Final, TypeVar

import keyring
from keyring.backend import KeyringBackend, get_all_keyring
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import (
    InitError,
    KeyringLocked,
    NoKeyringError,
    PasswordDeleteError,
)

from smsdesk.core.account import KeyringState
from smsdesk.core.errors import ConfigError, SmsdeskError

SERVICE: Final = "smsdesk"
_CHOSEN_BY_HAND: Final = "PYTHON_KEYRING_BACKEND"

T = TypeVar("T")

_PLAIN_TEXT_MODULES: Final = ("keyrings.alt.", "sagecipher.", "keyrings.cryptfile.")
_TITLES: Final = {
    "keyring.backends.SecretService": "Secret Service (GNOME Keyring, KWallet or KeePassXC)",
    "keyring.backends.libsecret": "Secret Service (GNOME Keyring, KWallet or KeePassXC)",
    "keyring.backends.kwallet": "KWallet",
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.Windows": "Windows Credential Manager",
}


class SecretStore:
    """The keyring of this computer. Every method may block for `timeout_s`: not for the GUI thread.

    hide: told every secret that passes through, so that logs can mask it.
    """

    def __init__(
        self, timeout_s: float = 10.0, hide: Callable[[str], None] = lambda _secret: None
    ) -> None:
        self._timeout_s = timeout_s
        self._hide = hide
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], str] = {}
        self._stuck: threading.Thread | None = None

    def describe(self) -> str:
        """Name of the keyring as its users know it, "" where there is none.

        Raises:
            ConfigError: keyring_hung.
        """
        backend, state = self._call(_find)
        if state is KeyringState.ABSENT:
            return ""
        return _TITLES.get(type(backend).__module__) or str(backend.name)

    def state(self) -> KeyringState:
        """Whether secrets can be saved, as far as can be told without trying.

        Raises:
            ConfigError: keyring_hung.
        """
        return self._call(_find)[1]

    def get(self, account: str, key: str) -> str | None:
        """The secret, None where there is none; asks the keyring once per run.

        Raises:
            ConfigError: keyring_absent, keyring_locked, keyring_hung, keyring_plain_text,
                keyring_refused.
        """
        known = self._known.get((account, key))
        if known is not None:
            return known
        secret = self._call(lambda: _usable().get_password(SERVICE, _user(account, key)))
        if secret is not None:
            self._remember(account, key, secret)
        return secret

    def set(self, account: str, key: str, value: str) -> None:
        """Save the secret; raises like `get`."""
        self._hide(value)
        self._call(lambda: _usable().set_password(SERVICE, _user(account, key), value))
        self._remember(account, key, value)

    def delete(self, account: str, key: str) -> None:
        """Forget the secret; does nothing where there is none; raises like `get`."""
        self._known.pop((account, key), None)
        self._call(lambda: _delete(_user(account, key)))

    def _remember(self, account: str, key: str, secret: str) -> None:
        self._hide(secret)
        self._known[account, key] = secret

    def _call(self, ask: Callable[[], T]) -> T:
        """Ask the keyring from a thread that may hang; one question at a time."""
        with self._lock:
            if self._stuck is not None:
                # An unlock prompt may still be open; whoever answers it answers this call too.
                self._stuck.join(self._timeout_s)
                if self._stuck.is_alive():
                    raise ConfigError("keyring_hung")
                self._stuck = None
            answers: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()
            thread = threading.Thread(
                target=_answer, args=(ask, answers), name="smsdesk-keyring", daemon=True
            )
            thread.start()
            try:
                result, problem = answers.get(timeout=self._timeout_s)
            except queue.Empty:
                self._stuck = thread
                raise ConfigError("keyring_hung") from None
            thread.join()
        if problem is not None:
            raise _explain(problem) from problem
        return result  # type: ignore[return-value]


def _answer(
    ask: Callable[[], T], answers: "queue.SimpleQueue[tuple[T | None, BaseException | None]]"
) -> None:
    try:
        answers.put((ask(), None))
    except Exception as problem:  # noqa: BLE001 - keyrings raise D-Bus, COM and other errors raw
        answers.put((None, problem))


def _explain(problem: BaseException) -> SmsdeskError:
    if isinstance(problem, SmsdeskError):
        return problem
    if isinstance(problem, NoKeyringError):
        return ConfigError("keyring_absent")
    if isinstance(problem, KeyringLocked | InitError):
        # InitError: there is no keyring yet and nobody answered the question to create one.
        return ConfigError("keyring_locked")
    detail = str(problem).strip() or type(problem).__name__
    return ConfigError("keyring_refused", detail=detail)


def _user(account: str, key: str) -> str:
    return f"{account}/{key}"


def _delete(user: str) -> None:
    backend = _usable()
    try:
        backend.delete_password(SERVICE, user)
    except PasswordDeleteError:
        # Said for "there is none" as well as for "not allowed": only the second is a problem.
        if backend.get_password(SERVICE, user) is not None:
            raise


def _usable() -> KeyringBackend:
    backend, state = _find()
    if state is KeyringState.ABSENT:
        raise ConfigError("keyring_absent")
    if state is KeyringState.PLAIN_TEXT:
        raise ConfigError("keyring_plain_text", keyring=str(backend.name))
    return backend


def _find() -> tuple[KeyringBackend, KeyringState]:
    """The keyring to use and what it is worth.

    The library looks for keyrings once per process; where it found none, one may have been started
    since, so it is looked for again.
    """
    backend, state = _best_of(keyring.get_keyring())
    if state is KeyringState.ABSENT and not os.environ.get(_CHOSEN_BY_HAND):
        get_all_keyring()  # loads them all; what it returns is kept since its first call
        started = [
            cls()
            for cls in KeyringBackend.get_viable_backends()
            if cls.__module__ in _TITLES and not isabstract(cls)
        ]
        if started:
            best = max(started, key=lambda one: one.priority)
            keyring.set_keyring(best)
            return best, KeyringState.USABLE
    return backend, state


def _best_of(backend: KeyringBackend) -> tuple[KeyringBackend, KeyringState]:
    """The first usable keyring of a chain, so that nothing falls through to a plain-text one."""
    if not isinstance(backend, ChainerBackend):
        return backend, _judge(backend)
    judged = [(link, _judge(link)) for link in backend.backends]
    for wanted in (KeyringState.USABLE, KeyringState.PLAIN_TEXT):
        for link, state in judged:
            if state is wanted:
                return link, state
    return backend, KeyringState.ABSENT


def _judge(backend: KeyringBackend) -> KeyringState:
    if isinstance(backend, ChainerBackend | NoKeyring | NullKeyring):
        return KeyringState.ABSENT
    if type(backend).__module__.startswith(_PLAIN_TEXT_MODULES):
        return KeyringState.PLAIN_TEXT
    return KeyringState.USABLE


class SessionSecrets:
    """Secrets kept in memory and gone with the program: what a person without a keyring can use."""

    def __init__(self, hide: Callable[[str], None] = lambda _secret: None) -> None:
        self._hide = hide
        self._secrets: dict[tuple[str, str], str] = {}

    def describe(self) -> str:
        """No keyring has this name: it is shown as it is."""
        return "this session"

    def state(self) -> KeyringState:
        """Usable, and gone with the program."""
        return KeyringState.SESSION

    def get(self, account: str, key: str) -> str | None:
        """The secret, None where there is none."""
        return self._secrets.get((account, key))

    def set(self, account: str, key: str, value: str) -> None:
        """Keep the secret until the program ends."""
        self._hide(value)
        self._secrets[account, key] = value

    def delete(self, account: str, key: str) -> None:
        """Forget the secret."""
        self._secrets.pop((account, key), None)
