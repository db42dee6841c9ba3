"""The JSON document a message is saved as, read strictly: every mistake is told, all at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, Final

from smsdesk.core.errors import Problem, UserInputError
from smsdesk.core.message import (
    MESSAGE_CLASSES,
    Channel,
    Choice,
    File,
    Image,
    Kind,
    MediaMessage,
    Message,
    Video,
)

_Read = Callable[[str, object, list[Problem]], object]
_TRUTH: Final[Mapping[object, bool]] = {True: True, False: False, "1": True, "0": False}
_ALLOWED: Final[Mapping[str, tuple[int, ...]]] = {"sms_type": (0, 1), "msg_type": (0, 1, 2)}
_IDS: Final = ("template_id", "sign_id")
_MEDIA: Final = ("image", "video", "file")
_PARTS: Final = (Image | None, Video | None, File | None, tuple[Choice, ...])


class DocumentError(UserInputError):
    """A document that cannot be used as it is.

    message: what it would be without the unknown keys and with defaults for wrong options, so that
        a provider can say what else is wrong; None where too little could be read.
    """

    message: Message | None = None


def parse_document(document: Mapping[str, object]) -> Message:
    """Read a message document.

    Raises:
        DocumentError: with every unknown key, missing key and wrong value at once; `where` of
            each problem is the path of the value in the document.
    """
    kind = document.get("kind")
    if kind is None:
        raise DocumentError.of([Problem("kind", "message_key_missing", {"key": "kind"})])
    kinds = [each.value for each in Kind]
    if not isinstance(kind, str) or kind not in kinds:
        data: dict[str, object] = {"kind": _whole(kind), "kinds": ", ".join(kinds)}
        raise DocumentError.of([Problem("kind", "message_kind_unknown", data)])
    problems: list[Problem] = []
    content = {key: value for key, value in document.items() if key != "kind"}
    message: Message | None = _object(MESSAGE_CLASSES[Kind(kind)], "", content, problems)
    if kind == Kind.MEDIA and sum(document.get(key) is not None for key in _MEDIA) != 1:
        problems.append(Problem("image", "message_one_media"))
    if problems or message is None:
        error = DocumentError(problems[0].code, problems=problems, **problems[0].data)
        error.message = message
        raise error
    return message


def to_document(message: Message) -> dict[str, object]:
    """The JSON object `message` is saved as; options that are not set are left out."""
    return {"kind": message.kind.value, **_plain_fields(message)}


def media_path(message: MediaMessage) -> str:
    """Which of `image`, `video` and `file` a media message holds."""
    return next(key for key in _MEDIA if getattr(message, key) is not None)


def _plain_fields(value: Any) -> dict[str, object]:
    return {
        item.name: _plain(getattr(value, item.name))
        for item in fields(value)
        if _is_required(item) or getattr(value, item.name) not in (None, "", (), {})
    }


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        return _plain_fields(value)
    return dict(value) if isinstance(value, Mapping) else value


def _is_required(item: Field[Any]) -> bool:
    return item.default is MISSING and item.default_factory is MISSING


def _object(cls: type[Any], where: str, value: object, problems: list[Problem]) -> Any:
    """Read a JSON object as `cls`; None where something it needs, or a part of it, is missing.

    A part of a message is read whole or not at all; of a message, what is wrong is left out.
    """
    if not isinstance(value, Mapping):
        problems.append(Problem(where, "message_not_object", {"key": where}))
        return None
    before = len(problems)
    known = {item.name: item for item in fields(cls)}
    for key in value:
        if key not in known:
            data: dict[str, object] = {"key": _path(where, key), "known": ", ".join(known)}
            problems.append(Problem(_path(where, key), "message_key_unknown", data))
    read: dict[str, object] = {}
    lacks = False
    for key, item in known.items():
        path = _path(where, key)
        if value.get(key) is not None:
            found = _READERS[item.type](path, value[key], problems)
            if found is not None:
                read[key] = found
            elif _is_required(item) or item.type in _PARTS:
                lacks = True
        elif _is_required(item):
            problems.append(Problem(path, "message_key_missing", {"key": path}))
            lacks = True
    return None if lacks or (where and len(problems) > before) else cls(**read)


def _path(where: str, key: object) -> str:
    return _whole(f"{where}.{key}" if where else key)


def _whole(value: object) -> str:
    """A value for a sentence; halves of characters, which JSON can name, become `?`."""
    return str(value).encode("utf-8", "replace").decode()


def _text(where: str, value: object, problems: list[Problem]) -> object:
    if isinstance(value, str):
        return value
    if where in _IDS and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    problems.append(Problem(where, "message_not_text", {"key": where}))
    return None


def _flag(where: str, value: object, problems: list[Problem]) -> object:
    if isinstance(value, bool | int | str) and value in _TRUTH:
        return _TRUTH[value]
    problems.append(Problem(where, "message_not_flag", {"key": where}))
    return None


def _number(where: str, value: object, problems: list[Problem]) -> object:
    """A whole number, 0 or more; NXCloud's own samples write such numbers as text."""
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        value = int(value[:18])
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    problems.append(Problem(where, "message_not_number", {"key": where}))
    return None


def _chosen_number(where: str, value: object, problems: list[Problem]) -> object:
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        value = int(value[:18])
    allowed = _ALLOWED[where]
    if isinstance(value, int) and not isinstance(value, bool) and value in allowed:
        return value
    data: dict[str, object] = {"key": where, "allowed": ", ".join(map(str, allowed))}
    problems.append(Problem(where, "message_not_allowed", data))
    return None


def _channels(where: str, value: object, problems: list[Problem]) -> object:
    known = [channel.value for channel in Channel]
    names = value if isinstance(value, list | tuple) else [None]
    if all(name in known for name in names) and len(set(names)) == len(names):
        return tuple(map(Channel, names))
    data: dict[str, object] = {"key": where, "known": ", ".join(known)}
    problems.append(Problem(where, "message_not_channels", data))
    return None


def _variables(where: str, value: object, problems: list[Problem]) -> object:
    if not isinstance(value, Mapping):
        problems.append(Problem(where, "message_not_object", {"key": where}))
        return None
    for name, text in value.items():
        _text(_path(where, name), text, problems)
    return {name: text if isinstance(text, str) else _whole(text) for name, text in value.items()}


def _choices(where: str, value: object, problems: list[Problem]) -> object:
    if not isinstance(value, Sequence) or isinstance(value, str):
        problems.append(Problem(where, "message_not_list", {"key": where}))
        return None
    choices = tuple(
        _object(Choice, _path(where, index), each, problems) for index, each in enumerate(value)
    )
    return None if None in choices else choices


def _reader_of(cls: type[Any]) -> _Read:
    return lambda where, value, problems: _object(cls, where, value, problems)


_READERS: Final[Mapping[object, _Read]] = {
    str: _text,
    int: _number,
    bool | None: _flag,
    int | None: _chosen_number,
    tuple[Channel, ...]: _channels,
    tuple[Choice, ...]: _choices,
    Mapping[str, str]: _variables,
    Image | None: _reader_of(Image),
    Video | None: _reader_of(Video),
    File | None: _reader_of(File),
}
