"""A tap on the line to the sandbox: real HTTP in and out, and every request noted on the way."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import urlsplit


class Seen(NamedTuple):
    """One request as it came over the wire. Header names in lower case."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


class Tap:
    """Where to send to, and what has come through, oldest first."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.seen: list[Seen] = []


@contextmanager
def tapped(behind: str) -> Iterator[Tap]:
    """Pass every request on to `behind` (a base_url on loopback)."""
    host = urlsplit(behind).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            path, _, query = self.path.partition("?")
            tap.seen.append(Seen(self.command, path, query, headers, body))
            line = http.client.HTTPConnection(host)
            try:
                line.request(self.command, self.path, body, {**headers, "connection": "close"})
                reply = line.getresponse()
                content = reply.read()
            except (OSError, http.client.HTTPException):
                self.close_connection = True  # whoever asked gets no whole reply either
                return
            finally:
                line.close()
            self.send_response_only(reply.status)
            for name in ("Date", "Content-Type"):
                self.send_header(name, reply.getheader(name, ""))
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _pass_on

        def log_message(self, *_: Any) -> None:
            """Nothing on standard error."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """Whoever asked hung up or was killed: nothing on standard error."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    tap = Tap(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="tap", daemon=True)
    thread.start()
    try:
        yield tap
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
