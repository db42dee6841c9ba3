"""Where the merge fields of a text stand, for everything that shows or counts them."""

import re
from typing import Final

from smsdesk.core.message import Message, text_fields

_TOKEN: Final = re.compile(r"\{\{|\}\}|\{([^{}]+)\}")
_OPEN_FIELD: Final = re.compile(r"(?<!\{)(?:\{\{)*\{([^{}]*)$")


def fields_in(text: str) -> list[tuple[int, int, str]]:
    """Start, end and name of every `{field}` in `text`; `{{` and `}}` are literal braces."""
    return [
        (match.start(), match.end(), match.group(1))
        for match in _TOKEN.finditer(text)
        if match.group(1) is not None
    ]


def field_names(text: str) -> list[str]:
    """Names of the merge fields in `text`, each once."""
    names = (name.strip() for _, _, name in fields_in(text))
    return [name for name in dict.fromkeys(names) if name]


def message_fields(message: Message) -> list[str]:
    """Names of the merge fields in all texts of `message`, each once."""
    names = (name for text in text_fields(message).values() for name in field_names(text))
    return list(dict.fromkeys(names))


def open_field(text: str) -> str | None:
    """What is typed of a name at the end of `text`, None where no field is open there."""
    found = _OPEN_FIELD.search(text)
    return None if found is None else found.group(1)


def renamed(text: str, old: str, new: str) -> str:
    """`text` with every `{old}` taking its value from the column `new`."""
    pieces, at = [], 0
    for start, end, name in fields_in(text):
        if name == old:
            pieces += [text[at:start], "{" + new + "}"]
            at = end
    return "".join([*pieces, text[at:]])


def utf16_len(text: str) -> int:
    """Length as Qt counts: emoji take two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16(text: str, index: int) -> int:
    """The position Qt gives to the character at `index`."""
    return utf16_len(text[:index])


def upto(text: str, utf16_index: int) -> str:
    """The part of `text` before a position counted by Qt."""
    data = text.encode("utf-16-le", "surrogatepass")[: 2 * utf16_index]
    return data.decode("utf-16-le", "surrogatepass")
