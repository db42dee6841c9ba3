"""NXCloud's call convention, shared by all of its signed APIs: keys, signature, checking the keys.

Source: NXCloud wiki, API Interface Call Convention, read on 2026-11-21.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Final, Literal

from smsdesk.core.account import Account
from smsdesk.core.codebook import CodeBook, CodeClass
from smsdesk.core.outcome import Outcome
from smsdesk.core.provider import AccountField, HttpRequest, ProbeResult
from smsdesk.core.words import Words
from smsdesk.providers.base import PRINTABLE
from smsdesk.providers.codes import find_code

Algorithm = Literal["md5", "sha256"]

SIGNING_FIELDS: Final = (
    AccountField("access_key", Words("Access key", "accessKey"), pattern=PRINTABLE),
    AccountField("app_key", Words("App key", "appKey"), pattern=PRINTABLE),
    AccountField(
        "access_secret", Words("Access secret", "accessSecret"), secret=True, pattern=PRINTABLE
    ),
)
"""The account fields every signed API needs."""


def sign(
    access_key: str,
    action: str,
    biz_type: str,
    ts: str,
    body: bytes,
    access_secret: str,
    algorithm: Algorithm = "md5",
) -> str:
    """Return the lower-case hex signature of a request.

    body: the very bytes that are sent; key order, spacing and escapes all count. Empty: no part.
    ts: Unix milliseconds as text, as in the `ts` header.
    algorithm: `sha256` needs an `algorithm` header beside it; md5 is what NXCloud assumes.

    Checked with the vectors NXCloud publishes.
    """
    signed = f"accessKey={access_key}&action={action}&bizType={biz_type}&ts={ts}".encode()
    if body:
        signed += b"&body=" + body
    signed += f"&accessSecret={access_secret}".encode()
    # the provider chose md5; it protects nothing here but the provider's own check
    return hashlib.new(algorithm, signed, usedforsecurity=False).hexdigest()


def signed_request(
    url: str,
    content: Mapping[str, object],
    account: Account,
    now_ms: int,
    *,
    action: str,
    biz_type: str,
    sensitive: str,
) -> HttpRequest:
    """A signed POST of `content` as JSON, its keys in the order given.

    sensitive: the key of `content` that holds the app key; the documents spell it in two ways.
    """
    # serialised once: the signature covers these very bytes
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    access_key, ts = account.value("access_key"), str(now_ms)
    headers = {
        "accessKey": access_key,
        "ts": ts,
        "bizType": biz_type,
        "action": action,
        "sign": sign(access_key, action, biz_type, ts, body, account.value("access_secret")),
        "Content-Type": "application/json",
    }
    return HttpRequest("POST", url, headers, body, frozenset({"accessKey", "sign", sensitive}))


def probe_result(outcome: Outcome, codes: CodeBook, keys_right: frozenset[str]) -> ProbeResult:
    """What the answer to a request without content says about the keys.

    keys_right: codes that object to the content, so the keys were accepted before.
    """
    ok: bool | None = None
    if outcome.code in keys_right:
        ok = True
    else:
        entry = find_code(codes, outcome.code)
        refused = entry is not None and (
            entry.cls is CodeClass.ACCOUNT or entry.family == "authentication"
        )
        if refused or outcome.code in ("http_401", "http_403"):
            ok = False
    return ProbeResult(ok, outcome.code, outcome.raw)
