"""The ways a message takes to the phone, and which of them can carry it."""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication

from smsdesk.core.message import Channel, Kind, MediaMessage, Message, carries_text
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui.words import channel_word

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Leg:
    """One channel of a message.

    place: in the order to try, 1 for the first; 0 where all are used at once.
    """

    channel: Channel
    place: int
    carries: bool

    @property
    def title(self) -> str:
        """`1 Viber`, or `Viber` where there is no order."""
        name = channel_word(self.channel)
        return f"{self.place} {name}" if self.place else name


def legs_of(message: Message, info: ProviderInfo | None) -> tuple[Leg, ...]:
    """The channels the message goes to, in order; without a provider, the one that carries it."""

    def carries(channel: Channel) -> bool:
        return channel is Channel.VIBER or carries_text(message)

    if info is None:
        offered: tuple[Channel, ...] = tuple(filter(carries, Channel))[:1]
    else:
        offered = info.channels or (Channel.SMS,)
    ordered = tuple(channel for channel in getattr(message, "channels", ()) if channel in offered)
    if not ordered:  # all at once: what carries it first
        offered = tuple(sorted(offered, key=carries, reverse=True))
    return tuple(
        Leg(channel, place if len(ordered) > 1 else 0, carries(channel))
        for place, channel in enumerate(ordered or offered, 1)
    )


def verdict(leg: Leg, message: Message) -> str:
    """Whether the leg can carry the message, in a few words."""
    if not leg.carries:
        return translate("Legs", "cannot carry it")
    return {
        _What.TEXT: translate("Legs", "carries this text"),
        _What.PICTURE: translate("Legs", "carries this picture"),
        _What.VIDEO: translate("Legs", "carries this video"),
        _What.FILE: translate("Legs", "carries this file"),
        _What.CHOICE: translate("Legs", "carries this text with buttons"),
        _What.CARD: translate("Legs", "carries this card"),
    }[_what(message)]


def dead_sentence(leg: Leg, legs: tuple[Leg, ...], message: Message) -> str:
    """Why a leg stays empty, and what that means for the recipients."""
    if len(legs) == 1:
        sentences = _not_sent()
    elif leg.place == len(legs):  # those before it were tried
        sentences = _no_fall_back()
    else:
        sentences = _viber_only()
    return sentences[_what(message)]


class _What(Enum):
    """What a message is to those who get it."""

    TEXT = auto()
    PICTURE = auto()
    VIDEO = auto()
    FILE = auto()
    CHOICE = auto()
    CARD = auto()


def _what(message: Message) -> _What:
    if isinstance(message, MediaMessage):
        if message.image is not None:
            return _What.PICTURE
        return _What.FILE if message.video is None else _What.VIDEO
    return {Kind.CHOICE: _What.CHOICE, Kind.CARD: _What.CARD}.get(message.kind, _What.TEXT)


def _not_sent() -> dict[_What, str]:
    return {
        _What.PICTURE: translate("Legs", "SMS carries text only, so this picture cannot be sent."),
        _What.VIDEO: translate("Legs", "SMS carries text only, so this video cannot be sent."),
        _What.FILE: translate("Legs", "SMS carries text only, so this file cannot be sent."),
        _What.CHOICE: translate(
            "Legs", "SMS carries text only, so this text with buttons cannot be sent."
        ),
        _What.CARD: translate("Legs", "SMS carries text only, so this card cannot be sent."),
    }


def _no_fall_back() -> dict[_What, str]:
    return {
        _What.PICTURE: translate(
            "Legs", "SMS carries text only, so this picture will not fall back."
        ),
        _What.VIDEO: translate("Legs", "SMS carries text only, so this video will not fall back."),
        _What.FILE: translate("Legs", "SMS carries text only, so this file will not fall back."),
        _What.CHOICE: translate(
            "Legs", "SMS carries text only, so this text with buttons will not fall back."
        ),
        _What.CARD: translate("Legs", "SMS carries text only, so this card will not fall back."),
    }


def _viber_only() -> dict[_What, str]:
    return {
        _What.PICTURE: translate(
            "Legs", "SMS carries text only, so this picture goes by Viber only."
        ),
        _What.VIDEO: translate("Legs", "SMS carries text only, so this video goes by Viber only."),
        _What.FILE: translate("Legs", "SMS carries text only, so this file goes by Viber only."),
        _What.CHOICE: translate(
            "Legs", "SMS carries text only, so this text with buttons goes by Viber only."
        ),
        _What.CARD: translate("Legs", "SMS carries text only, so this card goes by Viber only."),
    }
