"""What became of one recipient."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

UNREADABLE: Final = "unreadable"
"""The code of a reply that nobody can read."""


class Status(IntEnum):
    """State of one recipient of a campaign; stored as one byte, so never renumber.

    From queued to sending, from there to accepted, rejected, not_sent or unknown; receipts turn
    accepted into delivered or undelivered.
    """

    QUEUED = 0
    SENDING = 1
    ACCEPTED = 2
    REJECTED = 3
    NOT_SENT = 4
    UNKNOWN = 5
    DELIVERED = 6
    UNDELIVERED = 7
    SKIPPED = 8

    @property
    def word(self) -> str:
        """The word used in files and on the command line, for example `not_sent`."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one reply (or its absence) says about one recipient.

    status: ACCEPTED, REJECTED, NOT_SENT or UNKNOWN; QUEUED when the provider certainly did not
        take it and it may be repeated at once (throttled, clock refused).
    code: the provider's code exactly as given, or our own word where no reply came
        (`read_timeout`, `refused`, ...; see `providers.transport`).
    message_id: the provider's id, "" where there is none.
    raw: the provider's own wording, "" where there is none.
    channel_status: what each channel answered, written by `legs_text`; "" for single-channel
        providers.
    segments: what the provider says it charged, 0 where it does not say.
    """

    status: Status
    code: str = ""
    message_id: str = ""
    raw: str = ""
    channel_status: str = ""
    segments: int = 0


@dataclass(frozen=True, slots=True)
class Leg:
    """What one channel of a multi-channel provider answered, in a code of its book."""

    channel: str
    code: str


def legs_text(legs: Iterable[Leg]) -> str:
    """The legs as they stand in results files: `VIBER:14001 SMS:0`."""
    return " ".join(f"{leg.channel}:{leg.code}" for leg in legs)


def read_legs(channel_status: str) -> tuple[Leg, ...]:
    """Undo `legs_text`."""
    pairs = (part.partition(":") for part in channel_status.split())
    return tuple(Leg(channel, code) for channel, _, code in pairs)
