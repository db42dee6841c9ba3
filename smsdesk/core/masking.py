"""Views of requests, secrets and numbers with the parts nobody needs to read left out."""

import json
import re
import shlex
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_plus, urlsplit, urlunsplit

from smsdesk.core.provider import HttpRequest

_DOTS: Final = "••••••"
_SHOWN_OF_SECRET: Final = 4
_MIN_SECRET_TO_SHOW: Final = 12
_SHORTEST_ECHO: Final = 6  # what is shorter stands in a reply by chance
_MIN_HIDDEN_DIGITS: Final = 4
_SHOWN_DIGITS: Final = (5, 4)
_FORM: Final = "application/x-www-form-urlencoded"


def mask_secret(value: str) -> str:
    """The first characters of a secret, for example `fme2••••••`; none of a short one."""
    if not value:
        return ""
    return (value[:_SHOWN_OF_SECRET] if len(value) >= _MIN_SECRET_TO_SHOW else "") + _DOTS


def mask_phone(phone: str) -> str:
    """A number without its middle, for example `86138••••8000`."""
    plus, digits = ("+", phone[1:]) if phone.startswith("+") else ("", phone)
    hidden = min(len(digits), max(_MIN_HIDDEN_DIGITS, len(digits) - sum(_SHOWN_DIGITS)))
    tail = min(_SHOWN_DIGITS[1], len(digits) - hidden)
    head = len(digits) - hidden - tail
    return plus + digits[:head] + "•" * hidden + digits[len(digits) - tail :]


def mask_request(request: HttpRequest) -> str:
    """A request as text to read: its line, headers and body, sensitive values masked."""
    masks = _Masks(request)
    headers = "\n".join(f"{name}: {value}" for name, value in masks.headers)
    return f"{request.method} {masks.url}\n{headers}\n\n{masks.body(indent=2)}".rstrip("\n")


def as_curl(request: HttpRequest) -> str:
    """The request as a curl command, sensitive values masked."""
    masks = _Masks(request)
    words = ["curl", "-X", request.method, masks.url]
    for name, value in masks.headers:
        words += ["-H", f"{name}: {value}"]
    if request.body:
        words += ["--data-raw", masks.body(indent=None)]
    return shlex.join(words)


def without_echo(body: bytes, request: HttpRequest) -> bytes:
    """The body of a reply, without the keys and signatures of its request.

    A proxy or an error page may send back what it got, and replies are kept.
    """
    for value in _sent_values(request):
        if value in body:
            body = body.replace(value, mask_secret(value.decode()).encode())
    return body


def _sent_values(request: HttpRequest) -> Iterator[bytes]:
    """The sensitive values of headers, query and body, as they are and as they travel."""
    names = frozenset(name.casefold() for name in request.sensitive)
    pairs = [*request.headers.items(), *_pairs(urlsplit(request.url).query)]
    if any(value.startswith(_FORM) for value in request.headers.values()):
        pairs += _pairs(request.body.decode("utf-8", "replace"))
    for name in request.sensitive:  # JSON is only looked through: it may hold 2,000 numbers
        found = re.findall(rb'"%b"\s*:\s*"([^"\\]+)"' % re.escape(name.encode()), request.body)
        pairs += [(name, value.decode("utf-8", "replace")) for value in found]
    for name, value in pairs:
        if name.casefold() in names:
            for text in {value, unquote_plus(value)}:
                if len(text) >= _SHORTEST_ECHO:
                    yield text.encode()


def _pairs(form: str) -> list[tuple[str, str]]:
    halves = (pair.partition("=") for pair in form.split("&"))
    return [(unquote_plus(name), value) for name, _, value in halves]


class _Masks:
    """The parts of one request with the values of its sensitive names masked."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._names = frozenset(name.casefold() for name in request.sensitive)
        self.headers = [(name, self._value(name, value)) for name, value in request.headers.items()]
        parts = urlsplit(request.url)
        self.url = urlunsplit(parts._replace(query=self._form(parts.query)))

    def body(self, indent: int | None) -> str:
        """The body as text; JSON is laid out with `indent`, None leaves it on one line."""
        text = self._request.body.decode("utf-8", "replace")
        if self._content_type().startswith(_FORM):
            return self._form(text)
        try:
            document = json.loads(text)
        except ValueError:
            return text
        return json.dumps(self._masked(document), ensure_ascii=False, indent=indent)

    def _content_type(self) -> str:
        for name, value in self._request.headers.items():
            if name.casefold() == "content-type":
                return value.casefold()
        return ""

    def _value(self, name: str, value: str) -> str:
        return mask_secret(value) if name.casefold() in self._names else value

    def _form(self, text: str) -> str:
        # everything that is not masked stays byte for byte
        pairs = (pair.partition("=") for pair in text.split("&"))
        return "&".join(
            name + equals + self._value(unquote_plus(name), value) for name, equals, value in pairs
        )

    def _masked(self, value: object) -> object:
        if isinstance(value, dict):
            return {
                key: mask_secret(str(inner))
                if key.casefold() in self._names
                else self._masked(inner)
                for key, inner in value.items()
            }
        if isinstance(value, list):
            return [self._masked(inner) for inner in value]
        return value
