"""What the sandbox's NXCloud pages share: the account and the call convention.

The signature is checked with code of its own, so that no mistake is shared with the providers.
Source: NXCloud wiki, API Interface Call Convention, read on 2026-11-21.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Final

from smsdesk.sandbox.answering import RefusalError
from smsdesk.sandbox.exchange import Request
from smsdesk.sandbox.state import State

ACCESS_KEY: Final = "fme2na3kdi3ki"
APP_KEY: Final = "bFzEXXAx"
ACCESS_SECRET: Final = "abciiiko2k3"  # noqa: S105 (made up; stands in the published examples)

RESULTS: Final[Mapping[str, str]] = {
    "1001": "A common parameter is missing",
    "1002": "bizType, action or parameters incorrect",
    "1003": "Invalid signature",
    "1004": "Timestamp expired",
    "1005": "No permission",
}
"""What the codes of the call convention say in a reply."""

_COMMON: Final = ("accesskey", "ts", "biztype", "action", "sign")
_TS: Final = re.compile(r"[0-9]{13}").fullmatch
_WINDOW_MS: Final = 60_000


def authenticate(request: Request, state: State, biz_type: str, action: str) -> None:
    """The call convention: headers, operation, clock, access key, signature, in this order.

    Raises:
        RefusalError: 1001 to 1005.
    """
    headers = request.headers
    if not all(headers.get(name) for name in _COMMON):
        raise RefusalError("1001")
    if (headers["biztype"], headers["action"]) != (biz_type, action):
        raise RefusalError("1002")
    ts = headers["ts"]
    if not _TS(ts) or abs(state.clock() - int(ts)) > _WINDOW_MS:
        raise RefusalError("1004")
    if headers["accesskey"] != ACCESS_KEY:
        raise RefusalError("1005")
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" or not _signature_holds(request):
        raise RefusalError("1003")


def _signature_holds(request: Request) -> bool:
    headers = request.headers
    algorithm = headers.get("algorithm", "md5")
    if algorithm not in ("md5", "sha256"):
        return False
    pairs = (
        ("accessKey", headers["accesskey"]),
        ("action", headers["action"]),
        ("bizType", headers["biztype"]),
        ("ts", headers["ts"]),
    )
    text = "&".join(f"{name}={value}" for name, value in pairs).encode()
    if request.body:
        text += b"&body=" + request.body
    text += b"&accessSecret=" + ACCESS_SECRET.encode()
    expected = hashlib.new(algorithm, text, usedforsecurity=False).hexdigest()
    return hmac.compare_digest(expected.encode(), headers["sign"].encode())
