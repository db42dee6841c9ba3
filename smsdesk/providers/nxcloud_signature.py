"""NXCloud's request signature, shared by all of its signed APIs."""

import hashlib
from typing import Literal

Algorithm = Literal["md5", "sha256"]


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

    Source: NXCloud wiki, API Interface Call Convention (checked with its published vectors).
    """
    signed = f"accessKey={access_key}&action={action}&bizType={biz_type}&ts={ts}".encode()
    if body:
        signed += b"&body=" + body
    signed += f"&accessSecret={access_secret}".encode()
    # the provider chose md5; it protects nothing here but the provider's own check
    return hashlib.new(algorithm, signed, usedforsecurity=False).hexdigest()
