"""What the phone shows of a rendered message, on one channel."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from smsdesk.core.message import (
    CardMessage,
    ChoiceMessage,
    File,
    Image,
    MediaMessage,
    Message,
    TemplateMessage,
    TextMessage,
    VerificationCodeMessage,
    Video,
    VoiceCodeMessage,
    sms_text,
)
from smsdesk.gui.compose.forms.look_words import size
from smsdesk.gui.compose.media_looking import MediaLook
from smsdesk.gui.compose.message_words import is_written
from smsdesk.gui.parts.phone_content import (
    Block,
    Call,
    SmallLine,
    TextBubble,
    ValuesNote,
)
from smsdesk.gui.parts.viber_card import (
    FileMessage,
    Picture,
    PictureMessage,
    ViberCard,
    VideoMessage,
)
from smsdesk.gui.words import number

translate = QCoreApplication.translate

#: What is known of the picture at an address, None where nobody looked.
State = Callable[[str], MediaLook | None]


def is_blank(message: Message) -> bool:
    """Whether nothing a recipient would see is written yet."""
    return not is_written(message) and not sms_text(message)


def picture_address(message: Message) -> str:
    """The address of the picture the phone shows, "" where it shows none."""
    if isinstance(message, CardMessage):
        return message.image.url if message.image else ""
    if isinstance(message, MediaMessage):
        media = message.media
        if isinstance(media, Video):
            return media.thumbnail_url
        return media.url if isinstance(media, Image) else ""
    return ""


def segment_line(segments: int) -> list[Block]:
    """What one person's text takes; nothing where that is not known."""
    if segments < 1:
        return []
    if segments == 1:
        return [SmallLine(translate("PhoneWords", "1 segment for this person"))]
    words = translate("PhoneWords", "{count} segments for this person")
    return [SmallLine(words.format(count=number(segments)), "warn", "tri")]


def blocks_of(message: Message, provider: str, state: State) -> list[Block]:
    """What stands on the screen. provider: its name, for sentences about what it words itself."""
    match message:
        case TextMessage():
            return [TextBubble(message.text)]
        case TemplateMessage():
            return _template(message, provider)
        case MediaMessage():
            return [_media(message, state)]
        case ChoiceMessage():
            return [ViberCard(message.text, None, _buttons(message))]
        case CardMessage():
            picture = _picture(message.image.url, state) if message.image else None
            return [ViberCard(message.title, picture, _buttons(message))]
        case VoiceCodeMessage():
            return [Call(translate("PhoneWords", "A call reads out:"), _spelled(message.code))]
        case VerificationCodeMessage():
            return _code(message, provider)


def _template(message: TemplateMessage, provider: str) -> list[Block]:
    text = sms_text(message)
    if text:
        return [TextBubble(text)]
    title = translate("PhoneWords", "Template {id}").replace("{id}", message.template_id or "…")
    values = tuple((name.strip("%"), value) for name, value in message.variables.items())
    keeps = (
        translate("PhoneWords", "{provider} keeps the wording and puts these values into it.")
        if values
        else translate("PhoneWords", "{provider} keeps the wording.")
    )
    return [ValuesNote(title, values), SmallLine(keeps.format(provider=provider))]


def _code(message: VerificationCodeMessage, provider: str) -> list[Block]:
    signature = f"【{message.sign_name}】" if message.sign_name else ""
    words = translate("PhoneWords", "{provider} words the text around the code.")
    return [
        TextBubble(f"{signature}… {message.code}\u00a0…", strong=message.code),
        SmallLine(words.format(provider=provider)),
    ]


def _spelled(code: str) -> str:
    """The digits one by one; a merge field that is not filled yet stays as it is."""
    return " ".join(code) if code.isdigit() else code


def _buttons(message: ChoiceMessage | CardMessage) -> tuple[str, ...]:
    return tuple(choice.text for choice in message.choices)


def _media(message: MediaMessage, state: State) -> Block:
    media = message.media
    if isinstance(media, Image):
        return PictureMessage(_picture(media.url, state))
    if isinstance(media, File):
        return _file(media)
    minutes, seconds = divmod(media.duration_s, 60)
    length = f"{minutes}:{seconds:02}" if media.duration_s else ""
    unseen = translate("PhoneWords", "Check the address to see it")
    return VideoMessage(
        _picture(media.thumbnail_url, state, unseen), length, size(media.size_bytes)
    )


def _file(file: File) -> Block:
    name = file.file_name or file.url.rpartition("/")[2]
    return FileMessage(
        name or translate("PhoneWords", "File"), file.file_type.strip(".").upper() or "–"
    )


def _picture(url: str, state: State, unseen: str = "") -> Picture:
    if not url:
        return Picture()
    look = state(url)
    if look is None:
        unseen = unseen or translate("PhoneWords", "Check the address to see the picture")
        return Picture(hint=unseen)
    if look.report is None:
        return Picture(hint=translate("PhoneWords", "Looking at the address…"))
    image: QImage | None = look.image
    if image is None or image.isNull():
        return Picture(hint=translate("PhoneWords", "The picture cannot be shown"))
    return Picture(image)
