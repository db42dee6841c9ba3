"""The ways a message takes to the phone, and which of them can carry it."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from smsdesk.core.message import Channel, Kind, MediaMessage, Message, carries_text
from smsdesk.core.provider import ProviderInfo

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
        name = "Viber" if self.channel is Channel.VIBER else translate("Legs", "SMS")
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
    return translate("Legs", "carries {this}").format(this=_this(message))


def dead_sentence(leg: Leg, legs: tuple[Leg, ...], message: Message) -> str:
    """Why a leg stays empty, and what that means for the recipients."""
    if len(legs) == 1:
        sentence = translate("Legs", "SMS carries text only, so {this} cannot be sent.")
    elif leg.place == len(legs):  # those before it were tried
        sentence = translate("Legs", "SMS carries text only, so {this} will not fall back.")
    else:
        sentence = translate("Legs", "SMS carries text only, so {this} goes by Viber only.")
    return sentence.format(this=_this(message))


def _this(message: Message) -> str:
    if isinstance(message, MediaMessage):
        if message.image is not None:
            return translate("Legs", "this picture")
        if message.video is not None:
            return translate("Legs", "this video")
        return translate("Legs", "this file")
    if message.kind is Kind.CHOICE:
        return translate("Legs", "this text with buttons")
    if message.kind is Kind.CARD:
        return translate("Legs", "this card")
    return translate("Legs", "this text")
