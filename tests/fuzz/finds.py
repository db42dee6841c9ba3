"""Inputs that once broke a promise, as small as they could be made."""

from typing import Final

FINDS: Final[list[tuple[str, bytes]]] = [
    ("settings", b"[" * 3_000),  # RecursionError: the window did not open
    ("accounts", b"[" * 3_000),
    ("document", b'{"kind":' + b"9" * 5_000 + b"}"),  # ValueError: a traceback on standard error
    ("document", b'{"kind": "\\ud83d"}'),  # a sentence no terminal could write
]
