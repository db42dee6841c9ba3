"""What every provider over HTTP shares: sending one request, and reading any reply without fear.

The only importer of `requests`. Its exceptions stop here: `HttpTransport.exchange` either returns
a complete reply or says whether the request can have left this computer.
"""

import errno
import http.client
import json
import os
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import requests
import requests.adapters
import requests.utils
import urllib3
from urllib3 import exceptions as wire
from urllib3.connection import HTTPConnection, HTTPSConnection

from smsdesk import __version__
from smsdesk.core.account import Account
from smsdesk.core.address import is_loopback
from smsdesk.core.codebook import CodeBook
from smsdesk.core.errors import NotSent, OutcomeUnknown, Problem
from smsdesk.core.message import Message
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.provider import HttpReply, HttpRequest, ProviderInfo
from smsdesk.providers.codes import TRANSPORT_CODES, find_code

__all__ = [
    "TRANSPORT_CODES",
    "HttpProvider",
    "HttpTransport",
    "body_text",
    "scalar_text",
    "unreadable",
]

MAX_BODY: Final = 4 * 1024 * 1024
"""Bytes of a reply body; a provider's reply is a few hundred."""

_MAX_RAW: Final = 500
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


class _Watch:
    """Whether the request being exchanged has touched the connection."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = False


class _Adapter(requests.adapters.HTTPAdapter):
    """Opens connections that report to a watch the moment a request's first bytes leave.

    The exception alone does not tell: a handshake that is reset looks like a reply that is reset,
    and damaged TLS in a reply looks like a failed handshake.
    """

    def __init__(self, watch: _Watch) -> None:
        self._pools = {"http": _plain_pool(watch), "https": _tls_pool(watch)}
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> urllib3.ProxyManager:
        manager: urllib3.ProxyManager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _plain_pool(watch: _Watch) -> type[urllib3.HTTPConnectionPool]:
    class Connection(HTTPConnection):
        def send(self, data: Any) -> None:
            if self.sock is None:
                self.connect()
            watch.left = True
            super().send(data)

    class Pool(urllib3.HTTPConnectionPool):
        ConnectionCls = Connection

    return Pool


def _tls_pool(watch: _Watch) -> type[urllib3.HTTPSConnectionPool]:
    class Connection(HTTPSConnection):
        # connecting sends too (a tunnel's CONNECT), but it is over before the pool calls `request`
        asked = False

        def connect(self) -> None:
            self.asked = False
            super().connect()

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
    always verified; plain HTTP reaches this computer only.

    connect_s: seconds for connecting. read_s: seconds without a byte, and for the whole body.
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
        self._watch = _Watch()
        self._last_used = 0.0
        self._adapter = _Adapter(self._watch)

    def exchange(self, request: HttpRequest) -> HttpReply:
        """Send `request` and return the complete reply, whatever its status.

        Raises:
            NotSent: it never left this computer.
            OutcomeUnknown: it may have gone out and no complete reply came.
        """
        host = _check_address(request.url)
        started = self._clock()
        if started - self._last_used > _IDLE_S:
            # a server closes idle connections when it likes; a request that meets the closing
            # would look as if it may have gone out
            self._adapter.close()
        self._watch.left = False
        try:
            status, headers, body = self._send(request, host)
        except _BROKEN as problem:
            failure = self._judged(problem)
        else:
            self._last_used = self._clock()
            return HttpReply(status, headers, body, round((self._last_used - started) * 1000))
        self._adapter.close()
        # raised out here so that it drags no exception along: those hold the request and its keys
        raise failure

    def close(self) -> None:
        """Free the connection."""
        self._adapter.close()

    def _send(self, request: HttpRequest, host: str) -> tuple[int, dict[str, str], bytes]:
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
        with self._adapter.send(
            prepared,
            stream=True,
            timeout=self._timeout,
            verify=self._verify,
            proxies=self._proxies_for(host, request.url),
        ) as response:
            body = self._read(response.raw)
            reply_headers = {name.lower(): value for name, value in response.headers.items()}
            return response.status_code, reply_headers, body

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
        if host not in self._proxies:
            self._proxies[host] = (
                {} if is_loopback(host) else requests.utils.get_environ_proxies(url)
            )
        return self._proxies[host]

    def _judged(self, problem: Exception) -> NotSent | OutcomeUnknown:
        if isinstance(problem, OutcomeUnknown):
            return OutcomeUnknown(problem.code)
        chain = _chain(problem)
        if self._watch.left:
            return OutcomeUnknown(_lookup(_LOST, chain) or "reset")
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
    if parts.scheme == "http" and not is_loopback(host):
        raise NotSent("plain_http")
    return host


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


class HttpProvider(ABC):
    """A provider that takes one HTTP request per batch and answers in JSON.

    A provider declares `info` and `codes`, writes `check`, `build` and `parse_json`, and inherits
    what holds for every reply. See `smsdesk.providers` for how to add one.
    """

    info: ProviderInfo
    codes: CodeBook

    @abstractmethod
    def check(self, message: Message, account: Account) -> list[Problem]:
        """Everything that would make the provider refuse this rendered message."""

    @abstractmethod
    def batch_limit(self, message: Message, account: Account) -> int:
        """How many numbers one request with this message may carry (>= 1)."""

    @abstractmethod
    def single_number_fields(self, message: Message) -> tuple[str, ...]:
        """Fields of the message that only take effect for a single number, in document keys."""

    @abstractmethod
    def build(
        self, message: Message, phones: Sequence[str], account: Account, now_ms: int, nonce: str
    ) -> HttpRequest:
        """Build the signed request for `phones` (E.164 digits without plus)."""

    @abstractmethod
    def parse_json(self, payload: object, phones: Sequence[str]) -> list[Outcome]:
        """One outcome per phone, in order, from the JSON value of a 2xx reply.

        Whatever the payload holds: an answer without a usable code is `unreadable`.
        """

    def parse(self, reply: HttpReply, phones: Sequence[str]) -> list[Outcome]:
        """One outcome per phone, in order, whatever the reply holds. Never raises."""
        raw = body_text(reply.body)
        if 200 <= reply.status < 300:
            try:
                payload: object = json.loads(reply.body.decode("utf-8-sig"))
            except (ValueError, RecursionError):
                return unreadable(phones, raw)
            return self.parse_json(payload, phones)
        outcome = Outcome(_http_status(reply.status), f"http_{reply.status}", raw=raw)
        return [outcome] * len(phones)

    def outcome(self, code: str, raw: str, message_id: str = "") -> Outcome:
        """What a provider code means for a recipient; a code nobody knows counts as rejected."""
        entry = find_code(self.codes, code)
        status = entry.cls.status if entry else Status.REJECTED
        return Outcome(status, code, message_id=message_id, raw=raw[:_MAX_RAW])

    def url(self, account: Account, path: str, default: str = "") -> str:
        """`path` under the account's base_url, else `default`, else the provider's own address."""
        parts = urlsplit(account.base_url or default or self.info.base_url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{path}"


def unreadable(phones: Sequence[str], raw: str, message_id: str = "") -> list[Outcome]:
    """The outcomes of a reply that nobody can read: it may have been accepted."""
    outcome = Outcome(Status.UNKNOWN, "unreadable", message_id=message_id, raw=raw[:_MAX_RAW])
    return [outcome] * len(phones)


def scalar_text(value: object) -> str:
    """A code or an id as text, "" for what is none; some APIs write strings, some whole numbers."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return ""


def body_text(body: bytes) -> str:
    """The start of a body as text, for people to read."""
    return body[: 4 * _MAX_RAW].decode("utf-8", "replace")[:_MAX_RAW]


def _http_status(status: int) -> Status:
    entry = find_code(TRANSPORT_CODES, f"http_{status}")
    # anything else (1xx, 3xx, 5xx, made up) leaves open what became of the messages
    return entry.cls.status if entry else Status.UNKNOWN
