"""A message of any kind for reading, beside a result or a campaign: its kind, text and facts."""

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from smsdesk.core.message import (
    CardMessage,
    Channel,
    Choice,
    ChoiceMessage,
    File,
    Image,
    Kind,
    MediaMessage,
    Message,
    TemplateMessage,
    TextMessage,
    VerificationCodeMessage,
    Video,
    VoiceCodeMessage,
    sms_text,
)
from smsdesk.gui import fonts, words
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.bubble import Bubble
from smsdesk.gui.parts.text import Label, Paragraph

translate = QCoreApplication.translate
_NAMES: Final = 96
"""Room for the names of facts, px, at most; a longer one, as a button's, is cut."""


def kind_word(message: Message) -> str:
    """What was sent, in a word or two."""
    if isinstance(message, MediaMessage):
        match message.media:
            case Image():
                return translate("MessageView", "Picture")
            case Video():
                return translate("MessageView", "Video")
            case File():
                return translate("MessageView", "File")
    return {
        Kind.TEXT: translate("MessageView", "Text"),
        Kind.TEMPLATE: translate("MessageView", "Template"),
        Kind.CHOICE: translate("MessageView", "Choice"),
        Kind.CARD: translate("MessageView", "Card"),
        Kind.VOICE_CODE: translate("MessageView", "Voice code"),
        Kind.VERIFICATION_CODE: translate("MessageView", "Verification code"),
    }[message.kind]


def kind_line(message: Message) -> str:
    """The kind, and the channels it goes by where it chooses them: `Card · Viber, then SMS`."""
    channels: Sequence[Channel] = getattr(message, "channels", ())
    names = [words.channel_word(channel) for channel in channels]
    then = translate("MessageView", ", then ")
    return " · ".join(filter(None, (kind_word(message), then.join(names))))


def words_of(message: Message) -> str:
    """The text a person reads in it, "" where it has none or nobody here knows it."""
    match message:
        case TextMessage() | ChoiceMessage():
            return message.text
        case CardMessage():
            return message.title
        case TemplateMessage():
            return sms_text(message)
        case _:
            return ""


def facts_of(message: Message) -> Iterator[tuple[str, str]]:
    """What it holds beside its text, by name."""
    match message:
        case TemplateMessage():
            yield translate("MessageView", "Id"), message.template_id
            yield translate("MessageView", "Signature"), message.signature
            for name, value in message.variables.items():
                yield name, value or "–"
        case MediaMessage():
            yield from _media(message.media)
        case ChoiceMessage():
            yield from _buttons(message.choices)
        case CardMessage():
            if message.image is not None:
                yield translate("MessageView", "Picture"), message.image.url
            yield from _buttons(message.choices)
        case VoiceCodeMessage():
            yield translate("MessageView", "Code"), message.code
        case VerificationCodeMessage():
            yield translate("MessageView", "Code"), message.code
            yield translate("MessageView", "Signature"), message.sign_name
        case _:
            return


def _media(media: Image | Video | File) -> Iterator[tuple[str, str]]:
    address = translate("MessageView", "Address")
    match media:
        case Image():
            yield address, media.url
        case Video():
            yield address, media.url
            yield translate("MessageView", "Thumbnail"), media.thumbnail_url
        case File():
            yield translate("MessageView", "Name"), media.file_name
            yield address, media.url


def _buttons(choices: Sequence[Choice]) -> Iterator[tuple[str, str]]:
    for choice in choices:
        yield f"[ {choice.text} ]", choice.url


class MessageView(QWidget):
    """Kind and channels on one line, the text as a bubble, then picture, buttons, variables."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = Label("", "small", "text-3", 500, elide=True)
        self._bubble = Bubble()
        self._facts = QWidget()
        self._grid = QGridLayout(self._facts)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self._kind, self._bubble, self._facts):
            column.addWidget(widget)

    def show_message(self, message: Message | None) -> None:
        """Show a message; nothing for None."""
        self.setVisible(message is not None)
        if message is None:
            return
        self._kind.setText(kind_line(message))
        text = words_of(message)
        self._bubble.set_text(text)
        self._bubble.setVisible(bool(text))
        facts = [(name, value) for name, value in facts_of(message) if value]
        self._show_facts(facts)
        self._facts.setVisible(bool(facts))
        spoken = [kind_line(message), text, *(f"{name}: {value}" for name, value in facts)]
        self.setAccessibleName("\n".join(filter(None, spoken)))

    def text(self) -> str:
        """What stands in the bubble."""
        return self._bubble.text()

    def _show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        font = fonts.font("small")
        widest = max((painting.advance(name, font) for name, _value in facts), default=0.0)
        names = min(fonts.px(_NAMES), round(widest) + 2)
        for row, (name, value) in enumerate(facts):
            title = Label(name, "small", "text-3", elide=True)
            title.setFixedWidth(names)
            shown = Paragraph(value, "small", "text")
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setAccessibleName(f"{name}: {value}")
            self._grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(shown, row, 1)
