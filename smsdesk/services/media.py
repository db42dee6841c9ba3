"""Looks at the web addresses of a message, much as a phone would find them.

A look never harms: it sends no keys or cookies, reads no more than it needs, ends after 10 s, and
follows three redirects at most, to HTTPS only.
"""

import ipaddress
import time
from typing import Final
from urllib.parse import urljoin, urlsplit

from smsdesk.core.address import is_loopback
from smsdesk.core.errors import NotSent, OutcomeUnknown, Problem
from smsdesk.core.media import (
    MAX_PICTURE_BYTES,
    Glimpse,
    MediaReport,
    MediaUse,
    judge,
    without_user,
)
from smsdesk.core.message_check import is_web_address
from smsdesk.services.ports import Clock, Peeks, PeeksFactory

__all__ = ["MediaChecker", "MediaReport", "MediaUse"]

TIME_LIMIT_S: Final = 10.0
MAX_REDIRECTS: Final = 3

_START: Final = 65536
_LIMITS: Final = {MediaUse.LINK: 0, MediaUse.IMAGE: MAX_PICTURE_BYTES}
_MEDIA: Final = (MediaUse.IMAGE, MediaUse.VIDEO, MediaUse.FILE)
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))

#: What a failure on the wire means here; the sentences of sending speak of messages.
_FAILURES: Final = {
    "dns": "media_dns",
    "refused": "media_refused",
    "connect_timeout": "media_timeout",
    "read_timeout": "media_timeout",
    "tls": "media_tls",
    "proxy": "media_proxy",
    "no_network": "media_no_network",
    "bad_address": "media_address",
    "unsendable": "media_address",
}


class MediaChecker:
    """Checks one address at a time; any number of threads may call it at once.

    time_limit_s: for a whole look, redirects included.
    """

    def __init__(
        self, open_line: PeeksFactory, clock: Clock, *, time_limit_s: float = TIME_LIMIT_S
    ) -> None:
        self._open_line = open_line
        self._clock = clock
        self._time_limit_s = time_limit_s

    def check(self, url: str, use: MediaUse) -> MediaReport:
        """Look at `url`. Blocks; whatever goes wrong stands in the report."""
        checked_ms = self._clock()
        if not is_web_address(url):
            return MediaReport(url, use, Problem("", "media_address"), checked_ms=checked_ms)
        line = self._open_line()
        try:
            final, glimpse = self._arrive(line, without_user(url), use)
        except _RefusedError as refusal:
            return MediaReport(url, use, refusal.problem, checked_ms=checked_ms)
        except (NotSent, OutcomeUnknown) as failure:
            code = _FAILURES.get(failure.code, "media_broken")
            data = {"host": urlsplit(url).hostname or url, "seconds": round(self._time_limit_s)}
            return MediaReport(url, use, Problem("", code, dict(data)), checked_ms=checked_ms)
        finally:
            line.close()
        return judge(url, use, glimpse, _way_there(url, final, use), checked_ms)

    def _arrive(self, line: Peeks, url: str, use: MediaUse) -> tuple[str, Glimpse]:
        """Follow redirects from `url`; the last address and what is there."""
        deadline = time.monotonic() + self._time_limit_s
        limit = _LIMITS.get(use, _START)
        # the size of a video is told with its first bytes
        headers = {} if use in _LIMITS else {"Range": f"bytes=0-{_START - 1}"}
        for _ in range(MAX_REDIRECTS + 1):
            left = deadline - time.monotonic()
            if left <= 0:
                raise OutcomeUnknown("read_timeout")
            glimpse = line.peek(url, limit, left, headers)
            location = glimpse.headers.get("location", "")
            if glimpse.status not in _REDIRECTS or not location:
                return url, glimpse
            url = _led_on(url, location)
        raise _RefusedError(Problem("", "media_redirects", {"count": MAX_REDIRECTS}))


class _RefusedError(Exception):
    """The address leads where a look does not follow."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def _led_on(url: str, location: str) -> str:
    """Where a redirect from `url` leads: to HTTPS, or from this computer to this computer."""
    try:
        target = without_user(urljoin(url, location))
        parts, here = urlsplit(target), urlsplit(url)
        near = is_loopback(parts.hostname or "") and is_loopback(here.hostname or "")
        steps_down = here.scheme == "https" and parts.scheme == "http"
        safe = parts.scheme == "https" or (near and parts.scheme == "http" and not steps_down)
    except ValueError:
        target, safe = location, False
    if not safe or not is_web_address(target):
        raise _RefusedError(Problem("", "media_redirect_unsafe", {"target": target[:200]}))
    return target


def _way_there(url: str, final: str, use: MediaUse) -> tuple[Problem, ...]:
    """What is worth knowing about the address itself, wherever it led."""
    first, last = urlsplit(url), urlsplit(final)
    warnings = []
    if _is_near(last.hostname or ""):
        warnings.append(Problem("", "media_near"))
    elif "http" in (first.scheme, last.scheme):
        warnings.append(Problem("", "media_plain_http"))
    if first.username is not None or first.password is not None:
        warnings.append(Problem("", "media_user"))
    if final != without_user(url) and use in _MEDIA:
        warnings.append(Problem("", "media_redirected", {"target": final[:200]}))
    return tuple(warnings)


def _is_near(host: str) -> bool:
    """Whether `host` is an address only this computer or this network can reach."""
    if is_loopback(host):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False
