"""The one door to the network: the only importer of `requests`.

Its exceptions stop here. `HttpTransport.exchange` either returns a complete reply or says whether
the request can have left this computer; `HttpTransport.peek` reads the start of what is at an
address, and no more of it than was asked for.
"""

import contextlib
import errno
import http.client
import os
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import requests
import requests.adapters
import requests.utils
import urllib3
from urllib3 import exceptions as wire
from urllib3.connection import HTTPConnection, HTTPSConnection

from smsdesk import __version__
from smsdesk.core.address import is_loopback
from smsdesk.core.errors import NotSent, OutcomeUnknown
from smsdesk.core.masking import without_echo
from smsdesk.core.media import Glimpse
from smsdesk.core.provider import HttpReply, HttpRequest
from smsdesk.providers.watch import Watch, Watchdog

MAX_BODY: Final = 4 * 1024 * 1024
"""Bytes of a reply body; a provider's reply is a few hundred."""

OLDEST_TLS: Final = ssl.TLSVersion.TLSv1_2

_IDLE_S: Final = 4.0
_CHUNK: Final = 65536
_Table = tuple[tuple[tuple[type[BaseException], ...], str], ...]
_BROKEN: Final = (
    requests.RequestException,
    wire.HTTPError,
    OSError,
    ValueError,
    OutcomeUnknown,
)


_DOG: Final = Watchdog()


class _Adapter(requests.adapters.HTTPAdapter):
    """Opens connections that report to a watch the moment a request's first bytes leave.

    The exception alone does not tell: a handshake that is reset looks like a reply that is reset,
    and damaged TLS in a reply looks like a failed handshake.
    """

    def __init__(self, watch: Watch) -> None:
        self._pools = {"http": _plain_pool(watch), "https": _tls_pool(watch)}
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_minimum_version=OLDEST_TLS, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> urllib3.ProxyManager:
        manager: urllib3.ProxyManager = super().proxy_manager_for(
            *args, ssl_minimum_version=OLDEST_TLS, **kwargs
        )
        manager.pool_classes_by_scheme = self._pools
        return manager


def _plain_pool(watch: Watch) -> type[urllib3.HTTPConnectionPool]:
    class Connection(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            watch.connected(self.sock)

        def send(self, data: Any) -> None:
            if self.sock is None:
                self.connect()
            watch.left = True
            super().send(data)

    class Pool(urllib3.HTTPConnectionPool):
        ConnectionCls = Connection

    return Pool


def _tls_pool(watch: Watch) -> type[urllib3.HTTPSConnectionPool]:
    class Connection(HTTPSConnection):
        # connecting sends too (a tunnel's CONNECT), but it is over before the pool calls `request`
        asked = False

        def connect(self) -> None:
            self.asked = False
            super().connect()
            watch.connected(self.sock)

        def _new_conn(self) -> socket.socket:
            line = super()._new_conn()
            watch.reached(line)
            return line

        def _tunnel(self) -> None:
            watch.at_proxy = True
            super()._tunnel()
            watch.at_proxy = watch.expired  # one that was hung up seems to stand

        def request(self, *args: Any, **kwargs: Any) -> None:
            self.asked = True
            super().request(*args, **kwargs)

        def send(self, data: Any) -> None:
            watch.left = watch.left or self.asked
            super().send(data)

    class Pool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Connection

    return Pool


class HttpTransport:
    """Sends requests byte for byte over one kept-alive connection. Implements `core.Transport`.

    One per thread. Nothing is repeated, no redirect is followed, no cookie kept, certificates are
    always verified and TLS older than `OLDEST_TLS` refused; messages go over plain HTTP to this
    computer only. Proxies named by the environment (or the system's settings) are used, for this
    computer never.

    connect_s: seconds for connecting. read_s: seconds without a byte, and for the whole body; all
        together takes no longer than connecting and twice that.
    ca_bundle: file of trusted certificates, "" for the usual ones (environment, then built in).
    """

    def __init__(
        self,
        connect_s: float = 5.0,
        read_s: float = 30.0,
        *,
        max_body: int = MAX_BODY,
        ca_bundle: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._timeout = (connect_s, read_s)
        self._read_s = read_s
        self._max_body = max_body
        self._clock = clock
        self._verify: str | bool = (
            ca_bundle
            or os.environ.get("REQUESTS_CA_BUNDLE")
            or os.environ.get("CURL_CA_BUNDLE")
            or True
        )
        self._proxies: dict[str, dict[str, str]] = {}
        self._watch = Watch()
        self._last_used = 0.0
        self._adapter = _Adapter(self._watch)

    def exchange(self, request: HttpRequest) -> HttpReply:
        """Send `request` and return the complete reply, whatever its status.

        Its body comes without the request's keys and signatures, should it hold them.

        Raises:
            NotSent: it never left this computer.
            OutcomeUnknown: it may have gone out and no complete reply came.
        """
        host = _check_address(request.url)
        if urlsplit(request.url).scheme == "http" and not is_loopback(host):
            raise NotSent("plain_http")
        started = self._clock()
        if started - self._last_used > _IDLE_S:
            # a server closes idle connections when it likes; a request that meets the closing
            # would look as if it may have gone out
            self._adapter.close()
        self._watch.begin()
        try:
            with (
                self._within(sum(self._timeout) + self._read_s),
                self._send(request, host, self._timeout) as response,
            ):
                body = self._read(response.raw)
        except _BROKEN as problem:
            failure = self._judged(problem)
        else:
            self._last_used = self._clock()
            elapsed_ms = round((self._last_used - started) * 1000)
            body = without_echo(body, request)
            return HttpReply(response.status_code, _headers(response), body, elapsed_ms)
        self._adapter.close()
        # raised out here so that it drags no exception along: those hold the request and its keys
        raise failure

    def peek(
        self, url: str, limit: int, timeout_s: float, headers: Mapping[str, str] | None = None
    ) -> Glimpse:
        """Read at most `limit` bytes of what is at `url`, in `timeout_s` seconds at most.

        That includes a server which sends a byte now and then; only a name server that does not
        answer may take longer. Nothing is sent along, plain HTTP is allowed.

        Raises:
            NotSent: the server was not reached.
            OutcomeUnknown: it was, but no usable answer came.
        """
        host = _check_address(url)
        self._adapter.close()
        self._watch.begin()
        request = HttpRequest("GET", url, {"Accept": "*/*", **(headers or {})}, b"")
        try:
            with (
                self._within(timeout_s),
                self._send(request, host, (timeout_s, timeout_s)) as response,
            ):
                body, is_cut = _start_of(response.raw, limit)
        except _BROKEN as problem:
            failure = self._judged(problem)
        else:
            return Glimpse(response.status_code, _headers(response), body, is_cut)
        finally:
            self._adapter.close()  # the rest of the body is still to come
        raise failure

    def proxy_for(self, url: str) -> str:
        """Host and port of the proxy that stands between this computer and `url`, "" for none.

        Without the name and password the proxy may be asked with.
        """
        try:
            proxy = requests.utils.select_proxy(url, self._proxies_for(_check_address(url), url))
            parts = urlsplit(proxy if proxy and "://" in proxy else f"//{proxy or ''}")
            host, port = parts.hostname or "", parts.port
        except (NotSent, ValueError):
            return ""
        shown = f"[{host}]" if ":" in host else host
        return f"{shown}:{port}" if host and port else shown

    def close(self) -> None:
        """Free the connection."""
        self._adapter.close()

    def _send(
        self, request: HttpRequest, host: str, timeout: tuple[float, float]
    ) -> requests.Response:
        headers = {
            "User-Agent": f"smsdesk/{__version__}",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            **request.headers,
        }
        prepared = requests.Request(
            request.method, request.url, headers=headers, data=request.body
        ).prepare()
        # not through a Session: it would keep cookies, read .netrc, look into redirects, and ask
        # the environment anew for every request
        return self._adapter.send(
            prepared,
            stream=True,
            timeout=timeout,
            verify=self._verify,
            proxies=self._proxies_for(host, request.url),
        )

    @contextlib.contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """Hang up after `seconds`, however busy the line is."""
        with _DOG.over(self._watch, seconds):
            yield
        if self._watch.expired:  # a body without a length seems to end when it is hung up
            raise OutcomeUnknown("read_timeout")

    def _read(self, raw: urllib3.HTTPResponse) -> bytes:
        deadline = self._clock() + self._read_s
        body = bytearray()
        while chunk := raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > self._max_body:
                raise OutcomeUnknown("too_large")
            if self._clock() > deadline:
                raise OutcomeUnknown("read_timeout")
        return bytes(body)

    def _proxies_for(self, host: str, url: str) -> dict[str, str]:
        place = urlsplit(url).netloc  # no_proxy may name a port
        if place not in self._proxies:
            self._proxies[place] = (
                {} if is_loopback(host) else requests.utils.get_environ_proxies(url)
            )
        return self._proxies[place]

    def _judged(self, problem: Exception) -> NotSent | OutcomeUnknown:
        if isinstance(problem, OutcomeUnknown):
            return OutcomeUnknown(problem.code)
        watch, chain = self._watch, _chain(problem)
        if watch.left:
            code = "read_timeout" if watch.expired else _lookup(_LOST, chain)
            return OutcomeUnknown(code or "reset")
        if watch.at_proxy:
            return NotSent("proxy")
        if watch.expired:
            return NotSent("connect_timeout")
        return NotSent(_lookup(_UNSENT, chain) or _refusal(chain))


def _check_address(url: str) -> str:
    """Return the host of `url`; refuse what must not be spoken to."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise NotSent("bad_address") from None
    if not host or parts.scheme not in ("http", "https"):
        raise NotSent("bad_address")
    return host


def _headers(response: requests.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


def _start_of(raw: urllib3.HTTPResponse, limit: int) -> tuple[bytes, bool]:
    """At most `limit` bytes as they came over the wire, and whether there are more.

    What is packed stays so: unpacking could make gigabytes of a few bytes.
    """
    body = bytearray()
    if not limit:
        return b"", True
    while chunk := raw.read1(_CHUNK, decode_content=False):
        body += chunk
        if len(body) > limit:
            return bytes(body[:limit]), True
    return bytes(body), False


def _chain(problem: BaseException) -> list[BaseException]:
    """`problem` and what it was wrapped around: requests around urllib3 around the system."""
    chain = [problem]
    for link in chain:
        inner = [getattr(link, "reason", None), *link.args]
        chain += [value for value in inner if isinstance(value, BaseException)]
    return chain


def _lookup(table: _Table, chain: Sequence[BaseException]) -> str:
    for kinds, code in table:
        if any(isinstance(link, kinds) for link in chain):
            return code
    return ""


_LOST: Final[_Table] = (
    ((wire.ReadTimeoutError, TimeoutError), "read_timeout"),
    ((http.client.IncompleteRead,), "cut_off"),
    ((ConnectionError,), "reset"),
    ((http.client.HTTPException, wire.DecodeError), "unreadable"),  # no HTTP, or not so encoded
)

_UNSENT: Final[_Table] = (
    # the address was checked before: a scheme without support can only be a proxy's (SOCKS)
    (
        (
            requests.exceptions.ProxyError,
            requests.exceptions.InvalidProxyURL,
            requests.exceptions.InvalidSchema,
        ),
        "proxy",
    ),
    ((requests.exceptions.InvalidURL, wire.LocationValueError), "bad_address"),
    ((requests.exceptions.InvalidHeader,), "unsendable"),
    ((requests.exceptions.SSLError,), "tls"),
    ((wire.NameResolutionError,), "dns"),
    ((wire.ReadTimeoutError,), "tls"),  # the handshake did not come to an end
    ((requests.exceptions.ConnectTimeout,), "connect_timeout"),
)

_CONNECT_ERRNO: Final[dict[object, str]] = {
    errno.ECONNREFUSED: "refused",
    errno.ECONNRESET: "refused",  # taken up and dropped before the connection stood
    errno.ETIMEDOUT: "connect_timeout",
}


def _refusal(chain: Sequence[BaseException]) -> str:
    """Why no connection came about, by the system's own number."""
    cause = chain[-1]
    if isinstance(cause, wire.NewConnectionError):
        return _CONNECT_ERRNO.get(getattr(cause.__cause__, "errno", None), "no_network")
    if isinstance(cause, OSError) and not isinstance(cause, requests.RequestException):
        return "tls"  # dropped in the handshake, or no such file of certificates
    return "unsendable"
