"""Messages: one frozen dataclass per kind, and the JSON document they are saved as."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from enum import StrEnum
from typing import ClassVar, Final, cast

from smsdesk.core.errors import Problem, UserInputError


class Kind(StrEnum):
    """What a message is made of."""

    TEXT = "text"
    TEMPLATE = "template"
    MEDIA = "media"
    CHOICE = "choice"
    CARD = "card"
    VOICE_CODE = "voice_code"
    VERIFICATION_CODE = "verification_code"


@dataclass(frozen=True, slots=True)
class TextMessage:
    """A plain text and the options text providers take with it.

    Any string may hold `{column}` merge fields; a rendered message holds none.
    link_verbose: collect clicks of the short link; None leaves it to the provider.
    """

    kind: ClassVar[Kind] = Kind.TEXT

    text: str
    source_address: str = ""
    short_link: str = ""
    link_verbose: bool | None = None
    dr_url: str = ""
    ext: str = ""
    sys_message_id: str = ""


Message = TextMessage

_KINDS: Final[Mapping[str, type[Message]]] = {TextMessage.kind.value: TextMessage}
_FLAGS: Final = ("link_verbose",)
_TRUTH: Final[Mapping[object, bool]] = {True: True, False: False, "1": True, "0": False}


def parse_document(document: Mapping[str, object]) -> Message:
    """Read a message document.

    Raises:
        UserInputError: with every unknown key, missing key and wrong value at once.
    """
    kind = document.get("kind")
    if kind is None:
        raise UserInputError.of([Problem("kind", "message_key_missing", {"key": "kind"})])
    cls = _KINDS.get(kind) if isinstance(kind, str) else None
    if cls is None:
        data: dict[str, object] = {"kind": kind, "kinds": ", ".join(_KINDS)}
        raise UserInputError.of([Problem("kind", "message_kind_unknown", data)])
    known = {item.name: item for item in fields(cls)}
    problems = [
        Problem(key, "message_key_unknown", {"key": key, "kind": kind, "known": ", ".join(known)})
        for key in document
        if key != "kind" and key not in known
    ]
    values: dict[str, object] = {}
    for key, item in known.items():
        if document.get(key) is not None:
            problem = _wrong_value(key, document[key])
            if problem is None:
                values[key] = _TRUTH[document[key]] if key in _FLAGS else document[key]
            else:
                problems.append(problem)
        elif item.default is MISSING:
            problems.append(Problem(key, "message_key_missing", {"key": key}))
    if problems:
        raise UserInputError.of(problems)
    # every value was checked above; the type of each stands in the dataclass
    return cls(**cast("dict[str, str]", values))  # type: ignore[arg-type]


def to_document(message: Message) -> dict[str, object]:
    """The JSON object `message` is saved as; options that are not set are left out."""
    document: dict[str, object] = {"kind": message.kind.value}
    for item in fields(message):
        value = getattr(message, item.name)
        if item.default is MISSING or value != item.default:
            document[item.name] = value
    return document


def text_fields(message: Message) -> dict[str, str]:
    """Every field that may hold merge fields: document key to template text."""
    return {
        item.name: getattr(message, item.name)
        for item in fields(message)
        if item.name not in _FLAGS
    }


def with_texts(message: Message, texts: Mapping[str, str]) -> Message:
    """Return `message` with the given fields of `text_fields` replaced."""
    return replace(message, **cast("dict[str, str]", dict(texts)))  # type: ignore[arg-type]


def _wrong_value(key: str, value: object) -> Problem | None:
    if key in _FLAGS:
        if isinstance(value, bool | int | str) and value in _TRUTH:
            return None
        return Problem(key, "message_not_flag", {"key": key})
    if isinstance(value, str):
        return None
    return Problem(key, "message_not_text", {"key": key})
