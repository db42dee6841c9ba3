"""How far a request has come, and an end to those that take too long."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator


class Watch:
    """Whether a transport's request has touched its connection, and a way to end it.

    left: something of it has left this computer. expired: it took too long.
    at_proxy: a proxy was asked to connect to the provider and has not done so.
    """

    def __init__(self) -> None:
        self.line: socket.socket | None = None
        self.begin()

    def begin(self) -> None:
        """The next request: nothing of it has happened."""
        self.at_proxy = self.left = self.expired = False

    def reached(self, line: socket.socket) -> None:
        """Somebody is there; to become a connection it may still need a tunnel and a handshake."""
        self.line = line
        if self.expired:
            self.hang_up()

    def connected(self, line: socket.socket | None) -> None:
        """A connection stands; it took too long already where time is up."""
        # TLS within that of a proxy is no socket, but is spoken through one
        self.line = getattr(line, "socket", line)
        if self.expired:
            raise TimeoutError

    def hang_up(self) -> None:
        """Time is up: whoever reads from the line gets its end."""
        self.expired = True
        line = self.line
        if line is not None:
            with contextlib.suppress(OSError):  # it was over just now
                # not the line's own method: TLS would be torn down under the reader
                socket.socket.shutdown(line, socket.SHUT_RDWR)


class Watchdog:
    """Hangs up on requests that take too long: one thread for all transports of the program.

    The wire's own limits begin anew with every byte. The thread starts with the first request and
    ends by itself when none is left to wait for. A computer that has no more threads leaves it at
    the wire's limits.

    Thread: may be used from any thread.
    """

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._ends_s: dict[Watch, float] = {}
        self._looks_s = 0.0
        self._awake = False

    @contextlib.contextmanager
    def over(self, watch: Watch, seconds: float) -> Iterator[None]:
        """Hang up `watch` where the block takes longer than `seconds`; never after its end."""
        end_s = time.monotonic() + seconds
        with self._news:
            self._ends_s[watch] = end_s
            if not self._awake:
                self._awake = self._wake()
            elif end_s < self._looks_s:
                self._news.notify()
        try:
            yield
        finally:
            with self._news:
                self._ends_s.pop(watch, None)

    def _wake(self) -> bool:
        try:
            threading.Thread(target=self._look, name="watchdog", daemon=True).start()
        except RuntimeError:
            return False
        return True

    def _look(self) -> None:
        with self._news:
            while self._ends_s:
                now_s = time.monotonic()
                for watch in [one for one, end_s in self._ends_s.items() if end_s <= now_s]:
                    del self._ends_s[watch]
                    watch.hang_up()
                # requests that end in time leave it asleep: it looks when the oldest would be due
                self._looks_s = min(self._ends_s.values(), default=now_s)
                self._news.wait(self._looks_s - now_s)
            self._awake = False
