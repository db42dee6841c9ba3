"""A real GNOME keyring on a D-Bus of its own; nothing of the user's session is touched."""

import gc
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import keyring
import pytest
import secretstorage
from keyring.backends.fail import Keyring as NoKeyring
from secretstorage.exceptions import SecretStorageException

from tests.helpers.waiting import wait_until

PASSWORD = "keyring password"
STARTUP_S = 15.0
PROGRAMS = ("dbus-daemon", "gnome-keyring-daemon")


class SecretService:
    """The private bus and the keyring on it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.environment = {
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "XDG_DATA_HOME": str(folder / "data"),
            "HOME": str(folder),
        }
        (folder / "run").mkdir(mode=0o700)
        self._bus: subprocess.Popen[str] | None = None
        self._keyring: subprocess.Popen[str] | None = None

    def start_bus(self) -> None:
        """Start the bus alone: a computer without a keyring."""
        # no folder of services is named, so nothing is started on demand
        config = self._folder / "bus.conf"
        config.write_text(
            '<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"'
            ' "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">'
            "<busconfig><type>session</type><keep_umask/>"
            f"<listen>unix:path={self._folder}/run/bus</listen>"
            '<policy context="default"><allow send_destination="*" eavesdrop="true"/>'
            '<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>'
        )
        self._bus = subprocess.Popen(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self._child_environment(),
        )
        assert self._bus.stdout is not None
        address = self._bus.stdout.readline().strip()
        assert address, "dbus-daemon did not start"
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address

    def start_keyring(self, password: str = PASSWORD) -> None:
        """Start the keyring; a wrong `password` leaves it locked, the first one creates it."""
        self._keyring = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self._child_environment(),
        )
        assert self._keyring.stdin is not None
        self._keyring.stdin.write(password)
        self._keyring.stdin.close()

    def stop_keyring(self) -> None:
        """End the keyring; what it saved stays on the disk."""
        if self._keyring is not None:
            self._keyring.send_signal(signal.SIGCONT)
            self._end(self._keyring)
            self._keyring = None

    @contextmanager
    def hung(self) -> Iterator[None]:
        """The keyring is there and answers nothing."""
        assert self._keyring is not None
        self._keyring.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._keyring.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End everything."""
        self.stop_keyring()
        if self._bus is not None:
            self._end(self._bus)
            self._bus = None

    def _child_environment(self) -> dict[str, str]:
        environment = {**os.environ, **self.environment}
        environment.pop("DISPLAY", None)
        environment.pop("WAYLAND_DISPLAY", None)
        return environment

    @staticmethod
    def _end(process: subprocess.Popen[str]) -> None:
        process.terminate()
        process.wait(STARTUP_S)
        if process.stdout is not None:
            process.stdout.close()


def wait_for_keyring(*, locked: bool) -> None:
    """Return once the keyring of this environment answers and is locked or not, as asked."""
    wait_until(lambda: _is_locked() is locked, STARTUP_S)


def _is_locked() -> bool | None:
    try:
        with closing(secretstorage.dbus_init()) as connection:
            default = "/org/freedesktop/secrets/aliases/default"
            return bool(secretstorage.Collection(connection, default).is_locked())
    except SecretStorageException:
        return None


@pytest.fixture
def secret_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    """A bus without a keyring yet, in this process's environment."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    assert not missing, (
        f"{' and '.join(missing)} not found: this test needs a real keyring, "
        "install the packages dbus and gnome-keyring"
    )
    # a socket's path must be short, which pytest's folders are not
    folder = Path(tempfile.mkdtemp(prefix="keyring-"))
    service = SecretService(folder)
    service.start_bus()
    for name, value in service.environment.items():
        monkeypatch.setenv(name, value)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHON_KEYRING_BACKEND"):
        monkeypatch.delenv(name, raising=False)
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())  # what a program finds that starts on this bus
    yield service
    keyring.set_keyring(before)
    service.stop()
    gc.collect()  # so that the sockets below are not met in a later test
    shutil.rmtree(folder)
