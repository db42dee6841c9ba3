"""Code books as data: one TOML file per provider, and one for what happens on the wire."""

import tomllib
from dataclasses import replace
from importlib.resources import files
from typing import Final, cast

from smsdesk.core.codebook import CodeBook, CodeClass, CodeEntry, Retry
from smsdesk.core.words import Words

_ELSEWHERE: Final = frozenset({"records", "smpp", "viber"})
"""Tables of a provider's other interfaces: for people to look up, never what a reply means."""


def load_codes(name: str) -> CodeBook:
    """Load the code book `name`, for example `nxcloud_sms`.

    A file holds `[sources]` (label -> document) and one `[[code]]` table per code, most often
    asked for first: where two families share a code, the earlier one answers `get`.
    """
    text = files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    document = tomllib.loads(text)
    sources = cast(dict[str, str], document["sources"])
    tables = cast(list[dict[str, object]], document["code"])
    return CodeBook(_entry(table, sources) for table in tables)


def find_code(book: CodeBook, code: str) -> CodeEntry | None:
    """The entry of `code`, else the one of its hundred (`10xx` for 1042, `http_5xx` for http_507).

    An entry found by its hundred carries the code that was asked for. Codes of interfaces that
    smsdesk does not send over are in no reply, so they are not found here.
    """
    entry = book.get(code)
    if entry is not None and entry.family in _ELSEWHERE:
        return None
    if entry is None and len(code) > 2 and code[-2:].isdigit():
        entry = book.get(code[:-2] + "xx")
        if entry is not None:
            entry = replace(entry, code=code)
    return entry


def _entry(table: dict[str, object], sources: dict[str, str]) -> CodeEntry:
    return CodeEntry(
        code=str(table["code"]),
        meaning=_words(table["meaning"]),
        cls=CodeClass(str(table["class"])),
        next_step=_words(table["next_step"]),
        retry=Retry(str(table["retry"])),
        retry_after_s=cast(int, table.get("retry_after_s", 0)),
        family=str(table.get("family", "reply")),
        source=sources[str(table["source"])],
        also=str(table.get("also", "")),
    )


def _words(value: object) -> Words:
    pair = cast(dict[str, str], value)
    return Words(pair["en"], pair["zh"])


TRANSPORT_CODES: Final[CodeBook] = load_codes("transport")
"""Our own words for what happens on the wire: `refused`, `read_timeout`, `http_503`, ..."""
