"""A message of any kind in words: in one line, and as a sample to read."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from smsdesk.core.message import (
    CardMessage,
    Choice,
    ChoiceMessage,
    File,
    Image,
    MediaMessage,
    Message,
    TemplateMessage,
    TextMessage,
    Video,
    VoiceCodeMessage,
    sms_text,
    text_fields,
)
from smsdesk.gui.words import counted

translate = QCoreApplication.translate
_SUMMARY: Final = 60
#: Texts that say how a message goes rather than what it says.
_OPTIONS: Final = (
    "source_address", "short_link", "dr_url", "ext", "sys_message_id", "extend", "webhook",
    "tag", "file.file_type",
)  # fmt: skip


def is_written(message: Message) -> bool:
    """Whether anybody began to write it; options alone are no message."""
    texts = text_fields(message)
    return any(text.strip() for path, text in texts.items() if path not in _OPTIONS)


def summary(message: Message) -> str:
    """The message in one short line, "" while nothing is written."""
    if not is_written(message):
        return ""
    match message:
        case TextMessage():
            return _short(message.text)
        case TemplateMessage():
            return _template(message)
        case MediaMessage():
            return _media(message.media)
        case ChoiceMessage():
            return _joined(_short(message.text), _buttons(message.choices))
        case CardMessage():
            return _card(message)
        case VoiceCodeMessage():
            return translate("Message", "Voice code {code}").format(code=_short(message.code))
        case _:
            return translate("Message", "Verification code {code}").format(
                code=_short(message.code)
            )


def sample(message: Message) -> str:
    """What one person gets, for reading: what is no text is said in words."""
    match message:
        case TextMessage():
            return message.text
        case TemplateMessage():
            values = [f"{name}: {value}" for name, value in message.variables.items()]
            return sms_text(message) or "\n".join([_template(message), *values])
        case MediaMessage():
            return f"{_media(message.media)}\n{message.media.url}"
        case ChoiceMessage():
            return "\n".join([message.text, *map(_button, message.choices)])
        case CardMessage():
            picture = [_media(message.image)] if message.image else []
            return "\n".join([message.title, *picture, *map(_button, message.choices)])
        case _:
            return summary(message)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SUMMARY else line[:_SUMMARY].rstrip() + "…"


def _joined(*facts: str) -> str:
    return " · ".join(filter(None, facts))


def _template(message: TemplateMessage) -> str:
    head = translate("Message", "Template {id}").format(id=_short(message.template_id))
    count = len(message.variables)
    if not count:
        return head.strip()
    variables = counted(
        count, translate("Message", "1 variable"), translate("Message", "{count} variables")
    )
    return _joined(head.strip(), variables)


def _media(media: Image | Video | File) -> str:
    match media:
        case Image():
            name, words = media.url, translate("Message", "Picture {name}")
        case Video():
            name, words = media.url, translate("Message", "Video {name}")
        case File():
            name = media.file_name or media.url
            words = translate("Message", "File {name}")
    return words.format(name=_short(name.rstrip("/").rpartition("/")[2]))


def _card(message: CardMessage) -> str:
    parts = []
    if message.title.strip():
        parts.append(translate("Message", "title"))
    if message.image is not None and message.image.url.strip():
        parts.append(translate("Message", "picture"))
    if message.choices:
        parts.append(
            translate("Message", "button")
            if len(message.choices) == 1
            else translate("Message", "buttons")
        )
    listed = translate("Message", ", ").join(parts)
    return translate("Message", "Card: {parts}").format(parts=listed)


def _buttons(choices: tuple[Choice, ...]) -> str:
    if not choices:
        return ""
    return counted(
        len(choices), translate("Message", "1 button"), translate("Message", "{count} buttons")
    )


def _button(choice: Choice) -> str:
    return f"[ {choice.text} ]  {choice.url}"
