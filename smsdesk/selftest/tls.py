"""Are certificates there, and are they looked at?

A server on loopback shows a certificate of an authority of our own: a connection that trusts the
authority must work, one that trusts the usual ones must be refused. The server's key stands in
`server.pem` for everybody to read; nothing trusts it but this check, and the authority's own key
was thrown away when the two files were made.
"""

import contextlib
import os
import socket
import ssl
import threading
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

import certifi

from smsdesk.core.errors import NotSent
from smsdesk.core.provider import HttpRequest
from smsdesk.providers.transport import HttpTransport
from smsdesk.selftest.result import Facts, FailedError

_AUTHORITY: Final = "authority.pem"
_SERVER: Final = "server.pem"
_FEWEST: Final = 50  # certificates an honest bundle holds
_PATIENCE_S: Final = 5.0
_REPLY: Final = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"


def check() -> Facts:
    """Load the authorities, then speak TLS to ourselves twice."""
    authorities = _count(certifi.where())
    facts: dict[str, object] = {"openssl": ssl.OPENSSL_VERSION, "authorities": authorities}
    if authorities < _FEWEST:
        raise FailedError("hardly any certificate authorities came along", facts)
    named = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    if named:  # it is used instead of ours, and may hold as few as its owner likes
        facts["authorities_of_the_environment"] = _count(named)
    with _files() as (authority, server), _serve(server) as url:
        if _ask(url, str(authority)) != "":
            raise FailedError("a certificate that is trusted was refused", facts)
        refusal = _ask(url, "")
    if refusal != "tls":
        raise FailedError(f"a certificate nobody vouches for was not refused ({refusal})", facts)
    return facts


def _count(bundle: str) -> int:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cafile=bundle)
    except OSError as problem:  # it does not name the file
        raise FailedError(f"{bundle}: {problem}") from None
    return len(context.get_ca_certs())


def _ask(url: str, bundle: str) -> str:
    """Send one request; returns why it did not leave, "" where it was answered."""
    transport = HttpTransport(_PATIENCE_S, _PATIENCE_S, ca_bundle=bundle)
    try:
        transport.exchange(HttpRequest("GET", url, {}, b""))
    except NotSent as problem:
        return problem.code
    finally:
        transport.close()
    return ""


@contextlib.contextmanager
def _files() -> Iterator[tuple[Path, Path]]:
    here = files("smsdesk.selftest")
    with as_file(here / _AUTHORITY) as authority, as_file(here / _SERVER) as server:
        if missing := [str(path) for path in (authority, server) if not path.is_file()]:
            raise FailedError(f"not there: {', '.join(missing)}")
        yield authority, server


@contextlib.contextmanager
def _serve(certificate: Path) -> Iterator[str]:
    """A server on a free port of loopback that gives every request the same answer."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_answer, args=(listening, context), daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}/"
        with contextlib.suppress(OSError):  # wakes the one that waits for the next connection
            listening.shutdown(socket.SHUT_RDWR)
    thread.join(_PATIENCE_S)


def _answer(listening: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            line, _ = listening.accept()
        except OSError:  # closed: the check is over
            return
        line.settimeout(_PATIENCE_S)
        # a client that does not trust us hangs up in the middle of it
        with (
            contextlib.suppress(OSError),
            line,
            context.wrap_socket(line, server_side=True) as safe,
        ):
            safe.recv(65536)
            safe.sendall(_REPLY)
