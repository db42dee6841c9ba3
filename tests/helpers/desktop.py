"""A desktop of its own for one test: X server, D-Bus, accessibility bus, GNOME keyring.

Nothing of the desktop the tests run on is touched, and nothing of this one is left.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.helpers.secret_service import SecretService
from tests.helpers.waiting import wait_until

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "dbus-daemon": "dbus",
    "gnome-keyring-daemon": "gnome-keyring",
}
LAUNCHERS: Final = (
    "/usr/libexec/at-spi-bus-launcher",
    "/usr/lib/at-spi2-core/at-spi-bus-launcher",
)
SCREEN: Final = "1440x900x24"
_STARTUP_S: Final = 15.0


class Desktop:
    """A private desktop; `environment` is what programs started on it need to find it.

    program: what `open_window` starts, this checkout's smsdesk unless said otherwise.
    """

    def __init__(self, folder: Path) -> None:
        self.program: Sequence[str] = (sys.executable, "-m", "smsdesk")
        self.session = SecretService(folder)
        self._said = folder / "said"
        self._running: list[subprocess.Popen[str]] = []
        self._display = ""

    @property
    def environment(self) -> Mapping[str, str]:
        """Of programs on this desktop, on top of what the test's own process has."""
        return {
            **self.session.environment,
            "DISPLAY": self._display,
            "QT_QPA_PLATFORM": "xcb",
            "GSETTINGS_BACKEND": "memory",  # no dconf here: the switch of at-spi would fall back
            "PYTHONPATH": str(ROOT),
        }

    def start(self) -> None:
        """Start everything but the keyring."""
        server = self._start(
            ["Xvfb", "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"],
            os.environ,
        )
        assert server.stdout is not None
        self._display = f":{server.stdout.readline().strip()}"
        assert self._display != ":", "Xvfb did not start"
        self.session.start_bus()
        launcher = next(path for path in LAUNCHERS if Path(path).exists())
        self._start([launcher, "--launch-immediately"], self._child_environment())

    def stop(self) -> None:
        """End everything."""
        self.session.stop()
        for process in reversed(self._running):
            process.terminate()
            process.wait(_STARTUP_S)
            if process.stdout is not None:
                process.stdout.close()
        self._running.clear()

    def open_window(self, home: Path, *arguments: str) -> "subprocess.Popen[str]":
        """Start the program's window on this desktop; its files live in `home`."""
        with self._said.open("a") as said:
            return subprocess.Popen(
                [*self.program, *arguments],
                cwd=ROOT,
                env={**self._child_environment(), "SMSDESK_HOME": str(home)},
                stdout=said,
                stderr=said,
                text=True,
            )

    def said(self) -> str:
        """What the windows printed so far."""
        return self._said.read_text()

    def close_window(self, pid: int) -> None:
        """Ask the program's main window to close, as its close button does."""
        found = self.visible_windows(pid)
        assert found, "there is no window to close"
        with _x11(self._display) as (x11, display):
            for window in found:
                _ask_to_close(x11, display, window)

    def visible_windows(self, pid: int) -> list[int]:
        """The main windows of a program that stand on the screen."""
        done = self._xdotool(
            "search", "--all", "--onlyvisible", "--pid", str(pid), "--name", "smsdesk"
        )
        return [int(window) for window in done.split()]

    def _xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env=self._child_environment(),
            capture_output=True,
            text=True,
            timeout=_STARTUP_S,
            check=False,
        )
        # a search that finds nothing says so by its status alone
        assert done.returncode == 0 or not done.stderr, f"xdotool {words}: {done.stderr}"
        return done.stdout

    def _start(self, words: list[str], environment: Mapping[str, str]) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            words,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=dict(environment),
        )
        self._running.append(process)
        return process

    def _child_environment(self) -> dict[str, str]:
        ours = {key: value for key, value in os.environ.items() if key not in _NOT_OURS}
        return {**ours, **self.environment}


# what would lead a program away from this desktop
_NOT_OURS: Final = frozenset(
    {"PYTHON_KEYRING_BACKEND", "WAYLAND_DISPLAY", "QT_SCALE_FACTOR", "AT_SPI_BUS_ADDRESS"}
)


def missing_packages() -> list[str]:
    """The Debian packages a desktop needs and this computer has not."""
    missing = [package for program, package in PACKAGES.items() if shutil.which(program) is None]
    if not any(Path(path).exists() for path in LAUNCHERS):
        missing.append("at-spi2-core")
    return missing


def wait_for_exit(process: "subprocess.Popen[str]", timeout_s: float) -> int:
    """The exit status of a process that is to end by itself."""
    wait_until(lambda: process.poll() is not None, timeout_s)
    return int(process.returncode)


# -- the one thing xdotool of Debian 12 cannot do --------------------------------------------------


class _ClientMessage(ctypes.Structure):
    """XClientMessageEvent, padded to the size of an XEvent."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("padding", ctypes.c_long * 16),
    )


_CLIENT_MESSAGE: Final = 33


@contextmanager
def _x11(name: str) -> Iterator[tuple[ctypes.CDLL, ctypes.c_void_p]]:
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(name.encode()))
    assert display, f"no X server at {name}"
    yield x11, display
    x11.XCloseDisplay(display)


def _ask_to_close(x11: ctypes.CDLL, display: ctypes.c_void_p, window: int) -> None:
    """Send the message a window manager sends when the close button is pressed."""
    atoms = [x11.XInternAtom(display, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")]
    event = _ClientMessage(type=_CLIENT_MESSAGE, window=window, message_type=atoms[0], format=32)
    event.data[0] = atoms[1]
    x11.XSendEvent(display, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
    x11.XFlush(display)
