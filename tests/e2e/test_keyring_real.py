"""The keyring for real: gnome-keyring on a private D-Bus."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from smsdesk.core.account import KeyringState
from smsdesk.core.errors import ConfigError
from smsdesk.storage.secrets import SecretStore
from tests.helpers.secret_service import SecretService, secret_service, wait_for_keyring

__all__ = ["secret_service"]  # fixture

# the keyring library does not close its D-Bus connection where a keyring is absent or locked
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")

ROOT = Path(__file__).parents[2]
SECRET = "geheim 密钥 \N{GRINNING FACE}"


@pytest.fixture
def unlocked(secret_service: SecretService) -> SecretService:
    secret_service.start_keyring()
    wait_for_keyring(locked=False)
    return secret_service


def code_of(store: SecretStore) -> str:
    with pytest.raises(ConfigError) as refused:
        store.get("shop", "access_secret")
    return refused.value.code


def in_a_new_program(script: str) -> str:
    """What `script` prints in a process that finds its keyring by itself."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"from smsdesk.storage.secrets import SecretStore\nstore = SecretStore()\n{script}",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.usefixtures("unlocked")
def test_secrets_are_saved_read_and_deleted() -> None:
    store = SecretStore()

    assert store.state() is KeyringState.USABLE
    assert "GNOME Keyring" in store.describe()
    assert store.get("店 · shop", "access_secret") is None
    store.set("店 · shop", "access_secret", SECRET)
    assert SecretStore().get("店 · shop", "access_secret") == SECRET
    store.set("店 · shop", "access_secret", "changed")
    assert SecretStore().get("店 · shop", "access_secret") == "changed"
    store.delete("店 · shop", "access_secret")
    store.delete("店 · shop", "access_secret")
    assert SecretStore().get("店 · shop", "access_secret") is None


@pytest.mark.usefixtures("unlocked")
def test_a_secret_outlives_the_program_that_saved_it() -> None:
    in_a_new_program("store.set('shop', 'access_secret', 'kept')")

    assert in_a_new_program("print(store.state(), store.get('shop', 'access_secret'))") == (
        "usable kept"
    )


def test_a_locked_keyring_is_said_and_works_once_unlocked(unlocked: SecretService) -> None:
    SecretStore().set("shop", "access_secret", SECRET)
    unlocked.stop_keyring()
    unlocked.start_keyring("a wrong password")
    wait_for_keyring(locked=True)
    store = SecretStore()

    assert code_of(store) == "keyring_locked"

    unlocked.stop_keyring()
    unlocked.start_keyring()
    wait_for_keyring(locked=False)
    assert store.get("shop", "access_secret") == SECRET


def test_an_absent_keyring_is_said_and_found_once_started(secret_service: SecretService) -> None:
    store = SecretStore()

    assert store.state() is KeyringState.ABSENT
    assert code_of(store) == "keyring_absent"
    assert in_a_new_program("print(store.state())") == "absent"

    secret_service.start_keyring()
    wait_for_keyring(locked=False)
    store.set("shop", "access_secret", SECRET)
    assert store.state() is KeyringState.USABLE
    assert SecretStore().get("shop", "access_secret") == SECRET


def test_a_hung_keyring_is_given_up_and_found_again(unlocked: SecretService) -> None:
    store = SecretStore(timeout_s=0.2)
    store.set("shop", "access_secret", SECRET)

    with unlocked.hung():
        assert code_of(SecretStore(timeout_s=0.2)) == "keyring_hung"
        assert store.get("shop", "access_secret") == SECRET  # read before: nobody is asked

    for thread in threading.enumerate():
        if thread.name == "smsdesk-keyring":
            thread.join()
    assert SecretStore().get("shop", "access_secret") == SECRET


def test_a_program_ends_while_its_keyring_hangs(unlocked: SecretService) -> None:
    script = (
        "store._timeout_s = 0.2\n"
        "try: store.get('shop', 'access_secret')\n"
        "except Exception as problem: print(problem.code)"
    )
    with unlocked.hung():
        assert in_a_new_program(script) == "keyring_hung"


@pytest.mark.usefixtures("unlocked")
def test_a_plain_text_keyring_chosen_by_hand_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package like keyrings.alt, whose keyring really writes the secret to a file."""
    package = tmp_path / "keyrings" / "alt"
    package.mkdir(parents=True)
    (package / "file.py").write_text(
        "from keyring.backend import KeyringBackend\n"
        "class PlaintextKeyring(KeyringBackend):\n"
        "    priority = 0.5\n"
        f"    path = {str(tmp_path / 'secrets.txt')!r}\n"
        "    def get_password(self, service, user): return open(self.path).read()\n"
        "    def set_password(self, service, user, secret): open(self.path, 'w').write(secret)\n"
        "    def delete_password(self, service, user): open(self.path, 'w').close()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyrings.alt.file.PlaintextKeyring")
    script = (
        "print(store.state())\n"
        "try: store.set('shop', 'access_secret', 'secret')\n"
        "except Exception as problem: print(problem.code)"
    )

    assert in_a_new_program(script) == "plain_text\nkeyring_plain_text"
    assert not (tmp_path / "secrets.txt").exists()
