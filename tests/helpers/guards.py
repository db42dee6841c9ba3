"""What no test may do: reach out, open a modal dialog, leave a thread behind, log an error.

A breach is noted where it happens, possibly in a thread whose exceptions nobody sees, and fails
the test at its end. `install` is called once per session; `Guards.check` after every test.
"""

import ipaddress
import logging
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

from PySide6 import QtWidgets

MODAL_CLASSES = ("QDialog", "QMessageBox", "QFileDialog", "QInputDialog", "QColorDialog")
MODAL_STATICS = {
    "QMessageBox": ("about", "critical", "information", "question", "warning"),
    "QFileDialog": (
        "getExistingDirectory",
        "getOpenFileName",
        "getOpenFileNames",
        "getSaveFileName",
    ),
    "QInputDialog": ("getDouble", "getInt", "getItem", "getMultiLineText", "getText"),
}
OUR_THREADS = ("smsdesk", "work:", "send:", "sandbox")  # how the program names its threads
THREAD_GRACE_S = 5.0


class BreachError(AssertionError):
    """A test did what no test may do."""


class Guards:
    """Notes breaches and holds the originals of what it replaced."""

    def __init__(self) -> None:
        self.breaches: list[str] = []
        self._undo: list[Callable[[], None]] = []

    def install(self) -> None:
        """Replace the ways out of a test."""
        self._guard_sockets()
        self._guard_dialogs()

    def uninstall(self) -> None:
        """Put everything back."""
        while self._undo:
            self._undo.pop()()

    def check(self) -> None:
        """Fail the test that has just ended if it did something forbidden."""
        breaches, self.breaches = self.breaches, []
        if breaches:
            raise BreachError("; ".join(breaches))

    def _refuse(self, what: str) -> None:
        self.breaches.append(what)
        raise BreachError(what)

    def _replace(self, owner: Any, name: str, value: object) -> None:
        own = owner.__dict__.get(name) if isinstance(owner, type) else getattr(owner, name)
        setattr(owner, name, value)
        self._undo.append(
            (lambda: delattr(owner, name)) if own is None else lambda: setattr(owner, name, own)
        )

    def _guard_sockets(self) -> None:
        connect, connect_ex, sendto = (
            socket.socket.connect,
            socket.socket.connect_ex,
            socket.socket.sendto,
        )
        getaddrinfo = socket.getaddrinfo

        def check(sock: socket.socket, address: Any) -> None:
            if sock.family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(address[0]):
                self._refuse(f"connected to {address[0]}: tests stay on loopback")

        def guarded_connect(sock: socket.socket, address: Any) -> None:
            check(sock, address)
            connect(sock, address)

        def guarded_connect_ex(sock: socket.socket, address: Any) -> int:
            check(sock, address)
            return connect_ex(sock, address)

        def guarded_sendto(sock: socket.socket, data: Any, *rest: Any) -> int:
            check(sock, rest[-1])
            return sendto(sock, data, *rest)

        def guarded_getaddrinfo(host: Any, *rest: Any, **options: Any) -> Any:
            name = host.decode() if isinstance(host, bytes) else host
            if name is not None and str(name).endswith(".invalid"):
                # reserved by RFC 2606 never to exist: answered here, so that no resolver is asked
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            if name and not is_loopback(name):
                self._refuse(f"looked up {name}: tests stay on loopback")
            return getaddrinfo(host, *rest, **options)

        self._replace(socket.socket, "connect", guarded_connect)
        self._replace(socket.socket, "connect_ex", guarded_connect_ex)
        self._replace(socket.socket, "sendto", guarded_sendto)
        self._replace(socket, "getaddrinfo", guarded_getaddrinfo)

    def _guard_dialogs(self) -> None:
        def refusing(what: str) -> Callable[..., None]:
            return lambda *_args, **_options: self._refuse(f"{what} blocks the loop: use open()")

        for name in MODAL_CLASSES:
            self._replace(getattr(QtWidgets, name), "exec", refusing(f"{name}.exec"))
        for name, functions in MODAL_STATICS.items():
            for function in functions:
                self._replace(
                    getattr(QtWidgets, name), function, staticmethod(refusing(f"{name}.{function}"))
                )


def is_loopback(host: str) -> bool:
    """Whether `host` is this computer, without asking a resolver."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


def left_over_threads(before: Iterable[threading.Thread]) -> list[str]:
    """Names of threads started since `before` that do not end by themselves.

    Counted are ours, also as daemons, and everything that would hold up the end
    of the program. Each gets a moment to finish what it was told to stop.
    """
    known = set(before)
    left = []
    for thread in threading.enumerate():
        ours = thread.name.startswith(OUR_THREADS)
        if thread in known or thread is threading.current_thread():
            continue
        if not ours and (thread.daemon or isinstance(thread, threading._DummyThread)):
            continue
        thread.join(THREAD_GRACE_S)
        if thread.is_alive():
            left.append(f"{thread.name} {_where(thread)}")
    return left


def _where(thread: threading.Thread) -> str:
    frame = sys._current_frames().get(thread.ident or 0)
    return f"(in {frame.f_code.co_filename}:{frame.f_lineno})" if frame else ""


def error_records(records: Iterable[logging.LogRecord]) -> list[str]:
    """The messages of all records of level ERROR and above."""
    return [
        f"{record.name}: {record.getMessage()}"
        for record in records
        if record.levelno >= logging.ERROR
    ]
