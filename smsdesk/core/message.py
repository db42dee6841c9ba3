"""Messages: one frozen dataclass per kind, and how their texts are read and replaced.

A text of a message is named by its path in the message document: `text`, `image.url`,
`choices.0.url`, `variables.name`. Any of them may hold `{column}` merge fields; a rendered message
holds none. Only a template's wording, which is never sent, and a tag, which is JSON and full of
braces, are taken as they are.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, ClassVar, Final, TypeVar, cast


class Kind(StrEnum):
    """What a message is made of."""

    TEXT = "text"
    TEMPLATE = "template"
    MEDIA = "media"
    CHOICE = "choice"
    CARD = "card"
    VOICE_CODE = "voice_code"
    VERIFICATION_CODE = "verification_code"


class Channel(StrEnum):
    """A way to the phone that a multi-channel provider may take."""

    SMS = "SMS"
    VIBER = "VIBER"


@dataclass(frozen=True, slots=True)
class TextMessage:
    """A plain text and the options text providers take with it.

    link_verbose: collect clicks of the short link; None leaves it to the provider.
    sms_type: 0 ordinary, 1 marketing; None leaves it to the provider.
    channels: in the order to try; () for every open channel.
    """

    kind: ClassVar[Kind] = Kind.TEXT

    text: str
    source_address: str = ""
    short_link: str = ""
    link_verbose: bool | None = None
    dr_url: str = ""
    ext: str = ""
    sys_message_id: str = ""
    sms_type: int | None = None
    extend: str = ""
    channels: tuple[Channel, ...] = ()
    webhook: str = ""


@dataclass(frozen=True, slots=True)
class TemplateMessage:
    """A template the provider approved and keeps, and what to put into it.

    variables: by name, or by number as text where the provider counts them.
    msg_type: 0 SMS, 1 MMS, 2 international; None decides by the numbers.
    tag: a JSON object that comes back with receipts, the same for everybody.
    wording: the approved text, for preview and count only; it is never sent.
    """

    kind: ClassVar[Kind] = Kind.TEMPLATE

    template_id: str
    variables: Mapping[str, str] = field(default_factory=dict)
    signature: str = ""
    msg_type: int | None = None
    tag: str = ""
    extend: str = ""
    ext: str = ""
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture at a web address."""

    url: str


@dataclass(frozen=True, slots=True)
class Video:
    """A video at a web address. size_bytes, duration_s: 0 while not known."""

    url: str
    thumbnail_url: str
    size_bytes: int
    duration_s: int


@dataclass(frozen=True, slots=True)
class File:
    """A file at a web address. file_type: its ending without the dot, `pdf`."""

    url: str
    file_name: str
    file_type: str


@dataclass(frozen=True, slots=True)
class MediaMessage:
    """Exactly one of image, video and file."""

    kind: ClassVar[Kind] = Kind.MEDIA

    image: Image | None = None
    video: Video | None = None
    file: File | None = None
    channels: tuple[Channel, ...] = ()
    webhook: str = ""

    @property
    def media(self) -> Image | Video | File:
        """The one there is.

        Raises:
            ValueError: there is none, or more than one.
        """
        found = [item for item in (self.image, self.video, self.file) if item is not None]
        if len(found) != 1:
            raise ValueError("a media message holds exactly one of image, video and file")
        return found[0]


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what stands on it and the web address it opens."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class ChoiceMessage:
    """A text with buttons below."""

    kind: ClassVar[Kind] = Kind.CHOICE

    text: str
    choices: tuple[Choice, ...]
    channels: tuple[Channel, ...] = ()
    webhook: str = ""


@dataclass(frozen=True, slots=True)
class CardMessage:
    """A title with a picture, buttons, or both."""

    kind: ClassVar[Kind] = Kind.CARD

    title: str
    image: Image | None = None
    choices: tuple[Choice, ...] = ()
    channels: tuple[Channel, ...] = ()
    webhook: str = ""


@dataclass(frozen=True, slots=True)
class VoiceCodeMessage:
    """A code that a voice call reads out."""

    kind: ClassVar[Kind] = Kind.VOICE_CODE

    code: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class VerificationCodeMessage:
    """A code in a text the provider words itself, signed by sign_id or sign_name.

    msg_type: 0 SMS, 2 international; None decides by the numbers.
    """

    kind: ClassVar[Kind] = Kind.VERIFICATION_CODE

    code: str
    sign_id: str = ""
    sign_name: str = ""
    msg_type: int | None = None
    tag: str = ""


Message = (
    TextMessage
    | TemplateMessage
    | MediaMessage
    | ChoiceMessage
    | CardMessage
    | VoiceCodeMessage
    | VerificationCodeMessage
)

MESSAGE_CLASSES: Final[Mapping[Kind, type[Message]]] = {
    cls.kind: cls
    for cls in (
        TextMessage,
        TemplateMessage,
        MediaMessage,
        ChoiceMessage,
        CardMessage,
        VoiceCodeMessage,
        VerificationCodeMessage,
    )
}
"""The class of each kind."""

_M = TypeVar("_M", bound=Message)
_NOT_MERGED: Final = frozenset({"channels", "wording", "tag"})
_SHAPES: Final = {
    # looked at for every message of a list: the type of each field is asked once
    kind: tuple(
        (item.name, item.type is str) for item in fields(cls) if item.name not in _NOT_MERGED
    )
    for kind, cls in MESSAGE_CLASSES.items()
}
_PARTS: Final = {
    cls: tuple(item.name for item in fields(cls)) for cls in (Image, Video, File, Choice)
}
_PLACEHOLDER: Final = re.compile(r"%([^%\s]+)%|\{([^{}\s]+)\}")


def text_fields(message: Message) -> dict[str, str]:
    """Every text that may hold merge fields, by its path."""
    texts: dict[str, str] = {}
    for name, is_text in _SHAPES[message.kind]:
        value = getattr(message, name)
        if is_text:
            texts[name] = value
        elif value:
            texts.update(_texts(value, name))
    return texts


def sent_texts(message: Message) -> dict[str, str]:
    """Every text the provider gets, by its path: those of `text_fields`, and the tag if any."""
    tag = getattr(message, "tag", "")
    return {**text_fields(message), "tag": tag} if tag else text_fields(message)


def with_texts(message: _M, texts: Mapping[str, str]) -> _M:
    """Return `message` with the given texts of `text_fields` replaced."""
    return cast("_M", _replaced(message, _tree(tuple(texts)), texts))


def sms_text(message: Message) -> str:
    """The text the SMS channel carries, "" where there is none or nobody here knows it.

    For a template that is its wording, filled in, with the signature in front.
    """
    if isinstance(message, TextMessage):
        return message.text
    if isinstance(message, TemplateMessage) and message.wording:
        signature = f"【{message.signature}】" if message.signature else ""
        return signature + _filled(message.wording, message.variables)
    return ""


def placeholders(wording: str) -> list[str]:
    """Names of the variables in a template's wording, `%name%` or `{1}`, each once."""
    found = (match[1] or match[2] for match in _PLACEHOLDER.finditer(wording))
    return list(dict.fromkeys(found))


def carries_text(message: Message) -> bool:
    """Whether an SMS can carry it: pictures, buttons and cards have no such form."""
    return not isinstance(message, MediaMessage | ChoiceMessage | CardMessage)


def sender_of(message: Message) -> str:
    """Who the phone says it is from, "" where the message does not decide that."""
    match message:
        case TextMessage():
            return message.source_address
        case TemplateMessage():
            return message.signature
        case VerificationCodeMessage():
            return message.sign_name
        case _:
            return ""


def outline(message: Message) -> str:
    """The message for reading, a fact a line and without words of ours."""
    match message:
        case TextMessage():
            return message.text
        case TemplateMessage():
            named = [f"{name}: {value}" for name, value in message.variables.items()]
            return sms_text(message) or "\n".join([message.template_id, *named])
        case MediaMessage():
            media = message.media
            name = [media.file_name] if isinstance(media, File) else []
            return "\n".join([*name, media.url])
        case ChoiceMessage():
            return "\n".join([message.text, *map(_button, message.choices)])
        case CardMessage():
            picture = [message.image.url] if message.image else []
            return "\n".join([message.title, *picture, *map(_button, message.choices)])
        case VoiceCodeMessage() | VerificationCodeMessage():
            return message.code


def _button(choice: Choice) -> str:
    return f"[{choice.text}] {choice.url}"


def _filled(wording: str, variables: Mapping[str, str]) -> str:
    """`%name%` and `{1}` in `wording` filled; what has no variable stays as it stands."""
    values = {name.strip("%"): value for name, value in variables.items()}
    return _PLACEHOLDER.sub(lambda found: values.get(found[1] or found[2], found[0]), wording)


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    for key, part in _parts(value):
        if isinstance(part, str):
            yield f"{path}.{key}", part
        else:
            yield from _texts(part, f"{path}.{key}")


def _parts(value: Any) -> Iterator[tuple[str, object]]:
    if isinstance(value, tuple):
        return ((str(index), part) for index, part in enumerate(value))
    if isinstance(value, Mapping):
        return iter(value.items())
    return ((name, getattr(value, name)) for name in _PARTS.get(type(value), ()))


def _replaced(value: Any, tree: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(tree, str):
        return texts[tree]
    if isinstance(value, tuple):
        return tuple(
            _replaced(part, tree[str(index)], texts) if str(index) in tree else part
            for index, part in enumerate(value)
        )
    if isinstance(value, Mapping):
        return {**value, **{name: texts[path] for name, path in tree.items()}}
    changes = {name: _replaced(getattr(value, name), part, texts) for name, part in tree.items()}
    return replace(value, **changes)


@functools.lru_cache(maxsize=64)
def _tree(paths: tuple[str, ...]) -> Mapping[str, Any]:
    """The paths by their steps: a whole list of messages is filled at the same ones.

    Names of variables may hold dots: what follows the first one is theirs.
    """
    tree: dict[str, Any] = {}
    for path in paths:
        head, _, rest = path.partition(".")
        *inner, last = (head, rest) if head == "variables" else path.split(".")
        node = tree
        for step in inner:
            node = node.setdefault(step, {})
        node[last] = path
    return tree
