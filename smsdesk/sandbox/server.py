"""The sandbox's HTTP server: loopback only, kept-alive connections, and faults on the wire.

Lean on purpose: the benchmarks measure smsdesk against it, not the other way round.
"""

import contextlib
import functools
import json
import os
import socket
import socketserver
import struct
import threading
import time
from email.utils import formatdate
from http import HTTPStatus
from typing import BinaryIO, Final, Self, cast

from smsdesk.core.errors import ConfigError
from smsdesk.sandbox.exchange import Answer, Request, Wire
from smsdesk.sandbox.media import sample_media
from smsdesk.sandbox.pages import PAGES
from smsdesk.sandbox.state import Accepted, Options, State

LEDGER_PATH: Final = "/sandbox/ledger"

_MAX_LINE: Final = 65536
_MAX_HEADERS: Final = 100
_MAX_BODY: Final = 8 * 1024 * 1024
_POLL_S: Final = 0.05
_JOIN_S: Final = 5.0
_Peer = socket.socket | tuple[bytes, socket.socket]
_RESET: Final = struct.pack(
    "hh" if os.name == "nt" else "ii", 1, 0
)  # linger on, 0 s: closing sends a reset


class Sandbox:
    """A provider emulator on this computer. Also a context manager: `with Sandbox() as sandbox`.

    port: 0 for any free one. Everything accepted stands in `ledger`, also as JSON at
    `/sandbox/ledger`.
    """

    def __init__(
        self, port: int = 0, *, latency_ms: float = 0.0, options: Options | None = None
    ) -> None:
        self.options = options or Options(latency_ms=latency_ms)
        self._port = port
        self._stopping = threading.Event()
        self._state = State(self.options, self._now_ms, self._stopping.wait)
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """Scheme, host and port; "" while it does not run."""
        return f"http://127.0.0.1:{self._port}" if self._server else ""

    @property
    def ledger(self) -> list[Accepted]:
        """Every message accepted so far, oldest first."""
        return list(self._state.ledger)

    @property
    def requests(self) -> int:
        """How many send requests with right keys came in, accepted or not."""
        return self._state.requests

    def start(self, port: int | None = None) -> str:
        """Serve in the background; returns the base_url.

        Raises:
            ConfigError: the port is taken (`sandbox_port`).
        """
        wanted = self._port if port is None else port
        self._stopping.clear()
        try:
            self._server = _Server(("127.0.0.1", wanted), self._state, self._stopping)
        except (OSError, OverflowError):
            raise ConfigError("sandbox_port", port=wanted) from None
        self._port = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL_S,), name="sandbox", daemon=True
        )
        self._thread.start()
        return self.base_url

    def change(self, options: Options) -> None:
        """Go on under other settings; everything accepted so far stays."""
        self.options = self._state.options = options

    def stop(self) -> None:
        """Close every connection and the port. Nothing happens where it does not run."""
        if self._server is None or self._thread is None:
            return
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()
        self._thread.join(_JOIN_S)
        self._server = self._thread = None

    def _now_ms(self) -> int:
        return time.time_ns() // 1_000_000 + self.options.clock_offset_ms

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Server(socketserver.ThreadingTCPServer):
    """One daemon thread per connection, all of them known, so that none is left at the end."""

    allow_reuse_address = os.name != "nt"  # there it would let two programs share the port
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], state: State, stopping: threading.Event) -> None:
        self.state = state
        self.stopping = stopping
        self._open: dict[socket.socket, threading.Thread] = {}
        super().__init__(address, _Connection)

    def process_request(self, request: _Peer, client_address: object) -> None:
        """Serve one connection in a thread of its own."""
        line = cast(socket.socket, request)  # a TCP server is never given datagrams
        thread = threading.Thread(
            target=self._serve, args=(line, client_address), name="sandbox-line", daemon=True
        )
        self._open[line] = thread
        thread.start()

    def hang_up(self) -> None:
        """End every connection and wait for its thread."""
        for line, thread in list(self._open.items()):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            thread.join(_JOIN_S)

    def _serve(self, request: socket.socket, client_address: object) -> None:
        try:
            _Connection(request, client_address, self)
        except OSError:
            pass  # the other side has gone
        finally:
            self.shutdown_request(request)
            self._open.pop(request, None)


class _Connection(socketserver.BaseRequestHandler):
    """Answers the requests of one connection, one after the other."""

    request: socket.socket
    server: _Server

    def handle(self) -> None:
        """Serve until the client hangs up, an answer ends the connection or the sandbox stops."""
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self.request.makefile("rb") as stream:
            while not self.server.stopping.is_set():
                try:
                    request = _read_request(stream, self.request)
                except _MalformedError as problem:
                    self._write(Answer(status=problem.status))
                    return
                if request is None or not self._serve(request):
                    return

    def _serve(self, request: Request) -> bool:
        """Answer one request; whether the connection stays open."""
        began = time.perf_counter()
        answer = self._answer(request)
        left = self.server.state.options.latency_ms / 1000 - (time.perf_counter() - began)
        if left > 0:
            self.server.stopping.wait(left)
        if answer.wire is Wire.HANG:
            self.server.stopping.wait()
            return False
        if answer.wire is Wire.DROP:
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            return False
        self._write(answer)
        closing = request.headers.get("connection", "").lower() == "close"
        return answer.wire is Wire.WHOLE and not closing

    def _answer(self, request: Request) -> Answer:
        state = self.server.state
        if request.path == LEDGER_PATH:
            entries = [entry._asdict() for entry in list(state.ledger)]
            return Answer(json.dumps(entries, ensure_ascii=False).encode())
        if media := sample_media(request):
            return media
        for page in PAGES.values():
            if answer := page.answer(request, state):
                return answer
        return Answer(status=404)

    def _write(self, answer: Answer) -> None:
        body = answer.body
        head = (
            f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}\r\n"
            f"Date: {_http_date(self.server.state.clock() // 1000)}\r\n"
            f"Content-Type: {answer.content_type}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode()
        if answer.wire is Wire.CUT_OFF:
            body = body[: len(body) // 2]
        self.request.sendall(head + body)


class _MalformedError(Exception):
    """What came in is no request this server takes."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def _read_request(stream: BinaryIO, line: socket.socket) -> Request | None:
    """Read one whole request; None at the end of the connection."""
    first = stream.readline(_MAX_LINE).split()
    if not first:
        return None
    if len(first) != 3 or not first[2].startswith(b"HTTP/1."):
        raise _MalformedError(400)
    headers = _read_headers(stream)
    if first[2] == b"HTTP/1.0":
        headers["connection"] = "close"
    if "transfer-encoding" in headers:
        raise _MalformedError(411)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > _MAX_BODY:
        raise _MalformedError(413 if length.isdecimal() else 400)
    if headers.get("expect", "").lower() == "100-continue":
        line.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    body = stream.read(int(length))
    if len(body) < int(length):
        return None
    path, _, query = first[1].decode("latin-1").partition("?")
    return Request(first[0].decode("latin-1"), path, headers, body, query)


def _read_headers(stream: BinaryIO) -> dict[str, str]:
    headers: dict[str, str] = {}
    for _ in range(_MAX_HEADERS):
        line = stream.readline(_MAX_LINE)
        if line in (b"\r\n", b"\n", b""):
            return headers
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    raise _MalformedError(431)


@functools.lru_cache(maxsize=2)
def _http_date(second: int) -> str:
    return formatdate(second, usegmt=True)
