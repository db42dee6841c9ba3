"""A TCP proxy in front of the sandbox that treats requests badly: seeded, one fault a request.

It speaks HTTP just far enough to know where a request and a reply end. Whatever it does, what the
sandbox accepted stands in the sandbox's ledger, and what the client makes of it in the journal.
"""

import contextlib
import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import Self
from urllib.parse import urlsplit

from tests.helpers.waiting import wait_until

JOIN_S = 10.0
SLOW_S = 0.05
RESET = struct.pack("ii", 1, 0)  # linger on, 0 s: closing sends a reset
PAGE = b"<!DOCTYPE html><html><title>Sign in</title><p>Sign in to this network</p></html>"
ODD_BODIES = (
    b"",
    b"{}",
    b"[]",
    b"null",
    b"0",
    b'"ok"',
    b'{"code":null}',
    b"\xff\xfe\x00",
    b"[" * 9,
)


class Fault(Enum):
    """What happens to one request. BEFORE: the provider never saw it; AFTER: it did."""

    RESET_AT_CONNECT = auto()
    RESET_BEFORE = auto()
    RESET_AFTER = auto()
    CLOSE_AFTER = auto()
    CUT_BODY = auto()
    CUT_HEAD = auto()
    RUBBISH_AFTER = auto()
    PAGE_BEFORE = auto()
    PAGE_AFTER = auto()
    ODD_JSON_AFTER = auto()
    STATUS_5XX_BEFORE = auto()
    STATUS_5XX_AFTER = auto()
    STATUS_403_BEFORE = auto()
    STATUS_429_BEFORE = auto()
    REDIRECT_BEFORE = auto()
    HANG_BEFORE = auto()
    HANG_AFTER = auto()
    LATE = auto()  # handed on once the client has given up waiting
    SLOW = auto()
    IN_PIECES = auto()
    STALE = auto()  # answered, then the kept-alive connection is closed without a word


class Proxy:
    """Hands requests on to `behind` (a base_url on loopback). A context manager.

    faults: how likely each fault is. late_s: how long LATE waits; longer than the client does.
    requests: how many came in. injected: how often each fault happened.
    at: called with the number of each request (from 1) before anything happens to it.
    """

    def __init__(
        self,
        behind: str,
        faults: Mapping[Fault, float] | None = None,
        seed: object = 0,
        *,
        late_s: float = 0.8,
        at: Callable[[int], None] = lambda _number: None,
    ) -> None:
        self.requests = 0
        self.injected: Counter[Fault] = Counter()
        self.late_s = late_s
        self.behind = behind
        self.stopping = threading.Event()
        self._faults = dict(faults or {})
        self._seed = seed
        self._at = at
        self._lock = threading.Lock()
        self._lines: dict[socket.socket, threading.Thread] = {}
        self._handing_on = 0
        self._connections = 0
        # bound and never listening: keeps the port ours, and refuses, while the proxy is away
        self._place = _bound(0)
        self.port: int = self._place.getsockname()[1]
        self.base_url = f"http://127.0.0.1:{self.port}"
        self._listener: socket.socket | None = None
        self._acceptor: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.come_back()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.go_away()
        for thread in list(self._lines.values()):
            thread.join(JOIN_S)
        self._place.close()

    def calm(self) -> None:
        """From now on every request is handed on and answered."""
        self._faults = {}

    def go_away(self) -> None:
        """Refuse new connections and reset those there are."""
        listener, acceptor = self._listener, self._acceptor
        if listener is None or acceptor is None:
            return
        self._listener = self._acceptor = None
        acceptor.join(JOIN_S)
        listener.close()
        for line in list(self._lines):
            with contextlib.suppress(OSError):
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                line.shutdown(socket.SHUT_RDWR)

    def come_back(self) -> None:
        """Listen (again), on the same port."""
        listener = _bound(self.port)
        listener.listen(128)
        listener.settimeout(0.02)
        self._listener = listener
        self._acceptor = threading.Thread(
            target=self._accept, args=(listener,), name="proxy", daemon=True
        )
        self._acceptor.start()

    def drain(self) -> None:
        """Wait until nothing is on its way to the sandbox any more."""
        wait_until(lambda: self._handing_on == 0)

    def _accept(self, listener: socket.socket) -> None:
        while self._listener is listener:
            try:
                line, _ = listener.accept()
            except TimeoutError:
                continue
            self._connections += 1
            if self._falls(Fault.RESET_AT_CONNECT, f"c{self._connections}"):
                self.injected[Fault.RESET_AT_CONNECT] += 1
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                line.close()
                continue
            line.settimeout(None)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            thread = threading.Thread(
                target=self._serve, args=(line,), name="proxy-line", daemon=True
            )
            self._lines[line] = thread
            thread.start()

    def _serve(self, line: socket.socket) -> None:
        upstream = _Upstream(self.behind)
        try:
            with line:
                while not self.stopping.is_set() and (request := _read_message(line)):
                    with self._lock:
                        self.requests += 1
                        number = self.requests
                        self._handing_on += 1
                    try:
                        self._at(number)
                        fault = self._pick(number)
                        keep = _Exchange(self, line, upstream, request, number).suffer(fault)
                    finally:
                        with self._lock:
                            self._handing_on -= 1
                    if not keep:
                        return
        except OSError:
            pass  # one side has gone
        finally:
            upstream.close()
            self._lines.pop(line, None)

    def waits(self, seconds: float | None = None) -> None:
        """Let time pass in an exchange that will hand nothing on any more."""
        with self._lock:
            self._handing_on -= 1
        try:
            self.stopping.wait(seconds)
        finally:
            with self._lock:
                self._handing_on += 1

    def _falls(self, fault: Fault, of: object) -> bool:
        return random.Random(f"{self._seed}:{of}").random() < self._faults.get(fault, 0.0)

    def _pick(self, number: int) -> Fault | None:
        point = random.Random(f"{self._seed}:{number}").random()
        for fault, share in list(self._faults.items()):
            if fault is Fault.RESET_AT_CONNECT:
                continue
            if point < share:
                with self._lock:
                    self.injected[fault] += 1
                return fault
            point -= share
        return None


class _Exchange:
    """One request that came in, and the ways to treat it; each says whether the line stays open."""

    def __init__(
        self,
        proxy: Proxy,
        line: socket.socket,
        upstream: "_Upstream",
        request: bytes,
        number: int,
    ) -> None:
        self._proxy = proxy
        self._line = line
        self._upstream = upstream
        self._request = request
        self._number = number

    def suffer(self, fault: Fault | None) -> bool:
        """Let `fault` happen."""
        if fault is None:
            self._line.sendall(self._hand_on())
            return True
        way: Callable[[], bool | None] = getattr(self, f"_{fault.name.lower()}")
        return bool(way())

    def _hand_on(self) -> bytes:
        return self._upstream.exchange(self._request)

    def _reset(self) -> None:
        self._line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)

    def _answer(self, status: int, body: bytes, kind: str, *more: str) -> bool:
        lines = (f"Content-Type: {kind}", f"Content-Length: {len(body)}", *more)
        head = "".join(f"{line}\r\n" for line in (f"HTTP/1.1 {status} Status", *lines))
        self._line.sendall(head.encode() + b"\r\n" + body)
        return True

    def _reset_before(self) -> None:
        self._reset()

    def _reset_after(self) -> None:
        self._hand_on()
        self._reset()

    def _close_after(self) -> None:
        self._hand_on()

    def _cut_body(self) -> None:
        head, gap, body = self._hand_on().partition(b"\r\n\r\n")
        self._line.sendall(head + gap + body[: self._number % max(len(body), 1)])

    def _cut_head(self) -> None:
        head, _, _ = self._hand_on().partition(b"\r\n\r\n")
        self._line.sendall(head[: self._number % len(head)])

    def _rubbish_after(self) -> None:
        self._hand_on()
        self._line.sendall(b"\x00\xff SSH-2.0 what do you want?\r\n\r\n")

    def _page_before(self) -> bool:
        return self._answer(200, PAGE, "text/html")

    def _page_after(self) -> bool:
        self._hand_on()
        return self._answer(200, PAGE, "text/html")

    def _odd_json_after(self) -> bool:
        self._hand_on()
        body = ODD_BODIES[self._number % len(ODD_BODIES)]
        return self._answer(200, body, "application/json")

    def _status_5xx_before(self) -> bool:
        return self._answer((502, 503)[self._number % 2], PAGE, "text/html", "Retry-After: 1")

    def _status_5xx_after(self) -> bool:
        self._hand_on()
        return self._answer((500, 502, 504)[self._number % 3], PAGE, "text/html")

    def _status_403_before(self) -> bool:
        return self._answer(403, PAGE, "text/html")

    def _status_429_before(self) -> bool:
        return self._answer(429, b"", "text/plain", "Retry-After: 1")

    def _redirect_before(self) -> bool:
        path = self._request.split(b" ", 2)[1].decode()
        return self._answer(307, b"", "text/html", f"Location: {self._proxy.behind}{path}")

    def _hang_before(self) -> None:
        self._proxy.waits()

    def _hang_after(self) -> None:
        self._hand_on()
        self._proxy.waits()

    def _late(self) -> bool:
        self._proxy.stopping.wait(self._proxy.late_s)
        self._line.sendall(self._hand_on())
        return True

    def _slow(self) -> bool:
        self._proxy.stopping.wait(SLOW_S)
        self._line.sendall(self._hand_on())
        return True

    def _in_pieces(self) -> bool:
        reply = self._hand_on()
        for start in range(0, len(reply), 64):
            self._line.sendall(reply[start : start + 64])
        return True

    def _stale(self) -> None:
        self._line.sendall(self._hand_on())


class _Upstream:
    """A kept-alive connection to the sandbox, made when it is first needed."""

    def __init__(self, behind: str) -> None:
        parts = urlsplit(behind)
        self._address = (parts.hostname or "", parts.port or 80)
        self._line: socket.socket | None = None

    def exchange(self, request: bytes) -> bytes:
        """Hand `request` on and return the whole reply.

        Raises:
            OSError: the sandbox gave none.
        """
        if self._line is None:
            self._line = socket.create_connection(self._address)
            self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._line.sendall(request)
        reply = _read_message(self._line)
        if not reply:
            raise ConnectionError("the sandbox hung up")
        return reply

    def close(self) -> None:
        if self._line is not None:
            self._line.close()


def _bound(port: int) -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    sock.bind(("127.0.0.1", port))
    return sock


def _read_message(line: socket.socket) -> bytes:
    """One request or reply with a Content-Length; b"" where the line ended before it did."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = line.recv(65536)
        if not chunk:
            return b""
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for field in head.split(b"\r\n")[1:]:
        name, _, value = field.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    missing = length - len(body)
    parts = [data]
    while missing > 0:
        chunk = line.recv(65536)
        if not chunk:
            return b""
        parts.append(chunk)
        missing -= len(chunk)
    return b"".join(parts)
