"""What any provider would refuse of a rendered message; each rule once, for all of them.

`texts` are those of `core.message.sent_texts`: read once for each message, asked by every rule.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Final
from urllib.parse import urlsplit

from smsdesk.core.errors import Problem
from smsdesk.core.message import MESSAGE_CLASSES, Message
from smsdesk.core.provider import ProviderInfo, plain_path
from smsdesk.core.sentences import SENTENCES
from smsdesk.core.words import Words

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_NOT_SENT: Final = frozenset({"wording"})
_OPTIONS: Final = {
    # looked at for every message of a list
    kind: tuple(
        (item.name, item.default)
        for item in fields(cls)
        if item.default is not MISSING and item.name not in _NOT_SENT
    )
    for kind, cls in MESSAGE_CLASSES.items()
}


def field_words(path: str) -> Words:
    """What the field at `path` is called: `Button 2: address` for `choices.1.url`."""
    words = SENTENCES[f"field_{plain_path(path).replace('.', '_')}"]
    _, _, rest = path.partition(".")
    place = rest.partition(".")[0]
    number = str(int(place) + 1) if place.isdigit() else place
    return Words(
        words.en.format(number=number, name=rest), words.zh.format(number=number, name=rest)
    )


def check_carried(message: Message, info: ProviderInfo) -> list[Problem]:
    """The provider takes this kind, and every option that is set."""
    options = info.kinds.get(message.kind)
    if options is None:
        kind = SENTENCES[f"kind_{message.kind}"]
        return [Problem("kind", "kind_not_carried", {"provider": info.title, "kind": kind})]
    return [
        Problem(name, "option_not_taken", {"provider": info.title, "field": field_words(name)})
        for name, default in _OPTIONS[message.kind]
        if name not in options and getattr(message, name) != default
    ]


def check_encodable(texts: Mapping[str, str]) -> list[Problem]:
    """Halves of characters, as damaged files hold them, have no form in UTF-8."""
    return [
        Problem(path, "text_unencodable")
        for path, text in texts.items()
        if text and not text.isascii() and _SURROGATE.search(text)
    ]


def check_filled(texts: Mapping[str, str], paths: Iterable[str]) -> list[Problem]:
    """The texts at `paths` say something."""
    return [
        Problem(path, "field_empty", {"field": field_words(path)})
        for path in paths
        if not texts[path].strip()
    ]


def check_lengths(texts: Mapping[str, str], info: ProviderInfo) -> list[Problem]:
    """No text is longer than the provider takes; characters are code points."""
    problems = []
    for path, text in texts.items():
        limit = info.limit(path) if text else None
        if limit is not None and limit.firm and len(text) > limit.maximum:
            data = {
                "field": field_words(path),
                "length": len(text),
                "limit": limit.maximum,
                "provider": info.title,
            }
            problems.append(Problem(path, "field_too_long", data))
    return problems


def check_web_addresses(texts: Mapping[str, str], paths: Iterable[str]) -> list[Problem]:
    """The texts at `paths`, where they are filled, are web addresses."""
    return [
        Problem(path, "web_address_form", {"field": field_words(path), "value": texts[path]})
        for path in paths
        if texts[path].strip() and not is_web_address(texts[path])
    ]


def is_web_address(text: str) -> bool:
    """Whether `text` is an address a browser would open: http or https, with a host."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text
    except ValueError:
        return False
