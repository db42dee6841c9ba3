"""A loopback server that really refuses, resets, hangs, cuts off and answers rubbish.

A behaviour is a function of one accepted connection; the ones below cover every row of the table
of transport failures. `with FaultServer(hang) as server: ...` serves the n-th connection with the
n-th behaviour, and all later ones with the last.
"""

import contextlib
import selectors
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from pathlib import Path

CERTIFICATE = Path(__file__).with_name("self_signed.pem")
"""Certificate and key for localhost and 127.0.0.1, trusted by nobody."""

FAR_HOST = "provider.invalid"
"""A name no computer has: whoever speaks to it does so through a proxy."""

FAR_CERTIFICATE = Path(__file__).with_name("provider_invalid.pem")
"""Certificate and key for `FAR_HOST`, trusted by nobody."""

_RESET = struct.pack("ii", 1, 0)
_JOIN_S = 10.0


class Line:
    """One accepted connection."""

    def __init__(self, sock: socket.socket, server: "FaultServer") -> None:
        self.sock = sock
        self.server = server

    def read_request(self) -> bytes:
        """Read one whole request and note it in `server.received`; b"" at the end."""
        data = b""
        while b"\r\n\r\n" not in data:
            chunk = self.sock.recv(65536)
            if not chunk:
                return b""
            data += chunk
        head, _, body = data.partition(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        while len(body) < length:
            body += self.sock.recv(65536)
        request = head + b"\r\n\r\n" + body
        self.server.received.append(request)
        return request

    def reset(self) -> None:
        """Close so that the other side sees a reset."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.sock.close()

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)


Behaviour = Callable[[Line], None]


def server_context(certificate: Path = CERTIFICATE) -> ssl.SSLContext:
    """What a server that speaks TLS wraps its connections in."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


class FaultServer:
    """Accepts connections on 127.0.0.1 and treats them badly.

    received: every complete request, as bytes. connections: how many were accepted.
    tls: speak TLS, as `localhost` or as the given context says.
    """

    def __init__(self, *behaviours: Behaviour, tls: bool | ssl.SSLContext = False) -> None:
        self.received: list[bytes] = []
        self.connections = 0
        self.stopping = threading.Event()
        self._behaviours = behaviours
        self._context: ssl.SSLContext | None = None
        if tls:
            self._context = tls if isinstance(tls, ssl.SSLContext) else server_context()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self.port: int = self._listener.getsockname()[1]
        self.base_url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self._lines: list[tuple[socket.socket, threading.Thread]] = []
        self._thread = threading.Thread(target=self._accept, name="faultserver", daemon=True)

    def __enter__(self) -> "FaultServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._thread.join(_JOIN_S)
        self._listener.close()
        for sock, thread in self._lines:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            thread.join(_JOIN_S)
            sock.close()

    def _accept(self) -> None:
        while not self.stopping.is_set():
            try:
                sock, _ = self._listener.accept()
            except TimeoutError:
                continue
            sock.settimeout(None)
            behaviour = self._behaviours[min(self.connections, len(self._behaviours) - 1)]
            self.connections += 1
            thread = threading.Thread(
                target=self._serve, args=(sock, behaviour), name="faultserver-line", daemon=True
            )
            self._lines.append((sock, thread))
            thread.start()

    def _serve(self, sock: socket.socket, behaviour: Behaviour) -> None:
        with contextlib.suppress(OSError):
            if self._context is not None:
                sock = self._context.wrap_socket(sock, server_side=True)
            with sock:
                behaviour(Line(sock, self))


# --- behaviours -------------------------------------------------------------------------------


def answer(
    status: int = 200, body: bytes = b"{}", content_type: str = "application/json", **headers: str
) -> Behaviour:
    """Answer every request of the connection alike; headers as `Retry_After="1"`."""
    lines = [f"Content-Type: {content_type}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = f"HTTP/1.1 {status} Status\r\n" + "".join(f"{line}\r\n" for line in lines) + "\r\n"

    def behave(line: Line) -> None:
        while line.read_request():
            line.send(head.encode() + body)

    return behave


def reset_at_first_byte(line: Line) -> None:
    """Reset once something comes, be it a request or a handshake."""
    line.sock.recv(1)
    line.reset()


def reset_after_request(line: Line) -> None:
    """Take the whole request, then reset."""
    line.read_request()
    line.reset()


def close_after_request(line: Line) -> None:
    """Take the whole request, then close in peace without a byte."""
    line.read_request()


def hang(line: Line) -> None:
    """Take the request and never answer."""
    line.read_request()
    line.server.stopping.wait()


def silent(line: Line) -> None:
    """Accept and do nothing: a TLS client waits for its handshake."""
    line.server.stopping.wait()


def cut_off(line: Line) -> None:
    """Promise more body than comes."""
    line.read_request()
    line.send(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"code":"0","messa')


def cut_off_chunked(line: Line) -> None:
    """End in the middle of a chunked body."""
    line.read_request()
    line.send(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{"code":"0"')


def cut_off_headers(line: Line) -> None:
    """End in the middle of the headers."""
    line.read_request()
    line.send(b"HTTP/1.1 200 OK\r\nContent-Le")


def reset_in_body(line: Line) -> None:
    """Reset in the middle of the body."""
    line.read_request()
    line.send(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"code":"0"')
    line.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)


def hang_in_body(line: Line) -> None:
    """Stop in the middle of the body and never go on."""
    line.read_request()
    line.send(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"code":"0"')
    line.server.stopping.wait()


def trickle(line: Line) -> None:
    """Send a body that never stops coming, a byte at a time."""
    line.read_request()
    line.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not line.server.stopping.wait(0.02):
        line.send(b" ")


def trickle_headers(line: Line) -> None:
    """Take the request, then send a header that never comes to its end, a byte at a time."""
    line.read_request()
    line.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not line.server.stopping.wait(0.02):
        line.send(b"a")


def too_much(line: Line) -> None:
    """Send a body without end, as fast as it is taken."""
    line.read_request()
    line.send(b"HTTP/1.1 200 OK\r\n\r\n")
    while not line.server.stopping.is_set():
        line.send(b" " * 65536)


def rubbish(line: Line) -> None:
    """Answer something that is no HTTP."""
    line.read_request()
    line.send(b"\x00\xff SSH-2.0 what do you want?\r\n\r\n")


def damaged_tls(line: Line) -> None:
    """Over TLS: take the request, then answer bytes that are no TLS record."""
    line.read_request()
    with socket.socket(fileno=line.sock.detach()) as bare:
        bare.sendall(b"this is no TLS record at all\r\n")


def tunnel(port: int) -> Behaviour:
    """Be a proxy: take a CONNECT, wherever it leads, and join it to `port` of this computer."""

    def behave(line: Line) -> None:
        if not line.read_request():
            return
        with socket.create_connection(("127.0.0.1", port)) as far:
            line.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            ends = {line.sock: far, far: line.sock}
            with selectors.DefaultSelector() as selector:
                for end in ends:
                    selector.register(end, selectors.EVENT_READ)
                while True:
                    for key, _ in selector.select():
                        data = key.fileobj.recv(65536)  # type: ignore[union-attr]
                        if not data:
                            return
                        ends[key.fileobj].sendall(data)  # type: ignore[index]

    return behave


# --- places that cannot be reached ------------------------------------------------------------


def closed_port() -> int:
    """A port of this computer on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
