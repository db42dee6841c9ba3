"""Which keyring is there, and does it keep a secret?"""

import importlib
import secrets
import sys
from importlib.metadata import entry_points
from typing import Final

from smsdesk.core.account import KeyringState
from smsdesk.core.errors import ConfigError
from smsdesk.selftest.result import Facts, FailedError, MissingError
from smsdesk.storage.secrets import SecretStore

_TIMEOUT_S: Final = 10.0
_KEY: Final = "throwaway"
# what the person or the system has to see to; the program then keeps secrets for a session only
_NOT_OURS: Final = frozenset({"keyring_absent", "keyring_locked", "keyring_hung"})
# each system's backend of the keyring library, and the module that it speaks to the system through
_BACKENDS: Final = {
    "linux": ("SecretService", "secretstorage"),
    "win32": ("Windows", "win32ctypes.pywin32.win32cred"),
    "darwin": ("macOS", "keyring.backends.macOS.api"),
}


def check() -> Facts:
    """Save a throwaway secret, read it as another run would, delete it."""
    _load_backend()
    store = SecretStore(_TIMEOUT_S)
    facts: dict[str, object] = {}
    try:
        facts["keyring"] = store.describe()
        state = store.state()
        if state is not KeyringState.USABLE:
            raise MissingError(_why_not(state), facts)
        _round_trip(store, facts)
    except ConfigError as problem:
        # a folder of the person's that may not be read is no fault of this installation either
        if problem.code in _NOT_OURS or isinstance(problem.__cause__, PermissionError):
            raise MissingError(str(problem), facts) from None
        raise FailedError(str(problem), facts) from None
    return facts


def _load_backend() -> None:
    """The library leaves out a backend that does not load: nobody would be told why."""
    name, way = _BACKENDS.get(sys.platform, ("", ""))
    if not name:
        return
    found = entry_points(group="keyring.backends", name=name)
    if not found:
        raise FailedError(f"the keyring library did not bring its backend {name}")
    try:
        for backend in found:
            backend.load()
        importlib.import_module(way)
    except ImportError as problem:
        raise FailedError(f"the keyring backend {name} does not load: {problem}") from None


def _why_not(state: KeyringState) -> str:
    if state is KeyringState.PLAIN_TEXT:
        return "The keyring would write secrets unprotected: they are kept for a session only."
    return "No keyring is running: secrets are kept for a session only."


def _round_trip(store: SecretStore, facts: Facts) -> None:
    account = f"selftest-{secrets.token_hex(8)}"
    secret = f"密钥 {secrets.token_hex(8)}"
    store.set(account, _KEY, secret)
    try:
        # another store asks the keyring anew, this one remembers
        if SecretStore(_TIMEOUT_S).get(account, _KEY) != secret:
            raise FailedError("the keyring gave back something else than it was given", facts)
    finally:
        store.delete(account, _KEY)
    if SecretStore(_TIMEOUT_S).get(account, _KEY) is not None:
        raise FailedError("the keyring kept what was deleted", facts)
