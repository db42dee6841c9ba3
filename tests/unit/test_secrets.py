import threading
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError, PasswordSetError

from smsdesk.core.account import KeyringState
from smsdesk.core.errors import ConfigError
from smsdesk.storage.secrets import SecretStore, SessionSecrets
from tests.helpers.memory_keyring import MemoryKeyring


@pytest.fixture(autouse=True)
def own_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    yield
    keyring.set_keyring(before)


class Scripted(KeyringBackend):
    """Answers every call with `answer()`."""

    priority = 0  # never chosen by itself

    def __init__(self, answer: object) -> None:
        self.answer = answer
        self.calls = 0

    def _reply(self) -> object:
        self.calls += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer() if callable(self.answer) else self.answer

    def get_password(self, service: str, username: str) -> str | None:
        return self._reply()  # type: ignore[return-value]

    def set_password(self, service: str, username: str, password: str) -> None:
        self._reply()

    def delete_password(self, service: str, username: str) -> None:
        self._reply()


class PlaintextKeyring(Scripted):
    """Stands for the class of this name in keyrings.alt, a package nobody should need."""


PlaintextKeyring.__module__ = "keyrings.alt.file"


def use(backend: KeyringBackend) -> None:
    keyring.set_keyring(backend)


def code_of(call: object) -> str:
    with pytest.raises(ConfigError) as refused:
        call()  # type: ignore[operator]
    assert refused.value.sentence() != refused.value.sentence("zh")
    return refused.value.code


def every_call(store: SecretStore) -> list[object]:
    return [
        lambda: store.get("shop", "access_secret"),
        lambda: store.set("shop", "access_secret", "s"),
        lambda: store.delete("shop", "access_secret"),
    ]


def test_secrets_are_kept_under_the_promised_names(
    memory_keyring: dict[tuple[str, str], str],
) -> None:
    store = SecretStore()

    store.set("shop · 店", "access_secret", "geheim 密")

    assert memory_keyring == {("smsdesk", "shop · 店/access_secret"): "geheim 密"}
    assert SecretStore().get("shop · 店", "access_secret") == "geheim 密"
    assert store.get("shop · 店", "other") is None
    assert store.get("other", "access_secret") is None
    assert store.state() is KeyringState.USABLE


def test_deleted_is_gone_and_deleting_nothing_is_fine() -> None:
    store = SecretStore()
    store.set("shop", "access_secret", "s")

    store.delete("shop", "access_secret")
    store.delete("shop", "access_secret")

    assert store.get("shop", "access_secret") is None


def test_the_keyring_is_asked_once_per_secret() -> None:
    backend = Scripted("secret")
    use(backend)
    store = SecretStore()

    assert [store.get("shop", "k") for _ in range(5)] == ["secret"] * 5
    assert backend.calls == 1


def test_logs_are_told_what_to_hide(memory_keyring: dict[tuple[str, str], str]) -> None:
    memory_keyring["smsdesk", "shop/app_key"] = "from the keyring"
    hidden: list[str] = []
    store = SecretStore(hide=hidden.append)

    store.set("shop", "access_secret", "typed")
    store.get("shop", "app_key")

    assert set(hidden) == {"typed", "from the keyring"}


class DBusResponseError(Exception):
    """Like the D-Bus library's: an error that the keyring library does not know."""


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (KeyringLocked("Failed to unlock the collection!"), "keyring_locked"),
        (InitError("Prompt dismissed"), "keyring_locked"),
        (PasswordSetError("no"), "keyring_refused"),
        (DBusResponseError("org.kde.KWallet broke"), "keyring_refused"),
        (RuntimeError(), "keyring_refused"),
    ],
)
def test_every_refusal_becomes_a_sentence(problem: Exception, code: str) -> None:
    use(Scripted(problem))

    for call in every_call(SecretStore()):
        assert code_of(call) == code


def test_a_refusal_says_what_the_keyring_said() -> None:
    use(Scripted(DBusResponseError("org.kde.KWallet broke")))

    with pytest.raises(ConfigError, match=r"org\.kde\.KWallet broke"):
        SecretStore().get("shop", "k")


def test_a_secret_that_may_not_be_deleted_is_said(
    memory_keyring: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise PasswordDeleteError("not allowed")

    memory_keyring["smsdesk", "shop/k"] = "s"
    monkeypatch.setattr(MemoryKeyring, "delete_password", refuse)

    assert code_of(lambda: SecretStore().delete("shop", "k")) == "keyring_refused"


def test_a_hung_keyring_is_given_up_and_found_again() -> None:
    answered = threading.Event()
    use(Scripted(lambda: answered.wait(30) and "late"))
    store = SecretStore(timeout_s=0.05)

    assert code_of(lambda: store.get("shop", "k")) == "keyring_hung"
    assert code_of(lambda: store.set("shop", "k", "s")) == "keyring_hung"
    stuck = [thread for thread in threading.enumerate() if thread.name == "smsdesk-keyring"]
    assert len(stuck) == 1  # a second question does not hang a second thread
    assert stuck[0].daemon

    answered.set()
    stuck[0].join()
    assert store.get("shop", "k") == "late"


@pytest.mark.parametrize("backend", [NoKeyring(), NullKeyring()])
def test_no_keyring_is_absent(backend: KeyringBackend) -> None:
    use(backend)
    store = SecretStore()

    assert store.state() is KeyringState.ABSENT
    assert store.describe() == ""
    for call in every_call(store):
        assert code_of(call) == "keyring_absent"


def test_a_plain_text_keyring_is_never_used() -> None:
    backend = PlaintextKeyring("from a file")
    use(backend)
    store = SecretStore()

    assert store.state() is KeyringState.PLAIN_TEXT
    for call in every_call(store):
        assert code_of(call) == "keyring_plain_text"
    assert backend.calls == 0


class Chain(ChainerBackend):
    """A chain of given keyrings instead of all there are."""

    priority = 0
    backends = ()

    def __init__(self, *backends: KeyringBackend) -> None:
        self.backends = backends


def test_a_chain_is_as_good_as_its_best_keyring(
    memory_keyring: dict[tuple[str, str], str],
) -> None:
    plain = PlaintextKeyring("from a file")
    use(Chain(plain, MemoryKeyring()))
    store = SecretStore()

    store.set("shop", "k", "s")

    assert store.state() is KeyringState.USABLE
    assert memory_keyring == {("smsdesk", "shop/k"): "s"}
    assert plain.calls == 0


@pytest.mark.parametrize(
    ("chain", "state"),
    [
        (Chain(NullKeyring(), PlaintextKeyring("x")), KeyringState.PLAIN_TEXT),
        (Chain(NullKeyring(), NoKeyring()), KeyringState.ABSENT),
        (Chain(), KeyringState.ABSENT),
    ],
)
def test_a_chain_without_a_good_keyring_is_refused(chain: Chain, state: KeyringState) -> None:
    use(chain)

    assert SecretStore().state() is state


def test_session_secrets_are_gone_with_their_store(
    memory_keyring: dict[tuple[str, str], str],
) -> None:
    hidden: list[str] = []
    store = SessionSecrets(hidden.append)
    store.set("shop", "k", "s")

    assert store.get("shop", "k") == "s"
    assert store.state() is KeyringState.SESSION
    assert SessionSecrets().get("shop", "k") is None
    store.delete("shop", "k")
    store.delete("shop", "k")
    assert store.get("shop", "k") is None
    assert hidden == ["s"]
    assert memory_keyring == {}
