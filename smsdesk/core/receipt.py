"""Receipts: what a provider reports later about a message it took."""

from dataclasses import dataclass, field

from smsdesk.core.outcome import Status
from smsdesk.core.words import Words


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt, or another thing a provider's webhook tells.

    what: what the body looks like, for people (`NXCloud SMS receipt`).
    status: DELIVERED, UNDELIVERED, or UNKNOWN where the network cannot say; ACCEPTED or REJECTED
        for news from before delivery; None where it is about no message (a reply from a phone, a
        template's verdict).
    code, family: entry of the provider's code book that says why; "" where there is none.
    raw: the provider's own wording. text: what a person wrote back.
    phone: digits with country code, "" where the receipt does not tell.
    at: the time exactly as written; the documents name no time zone.
    segments: 0 where it is not said. price: unit price and currency, as written.
    signature_holds: None where there is none, or no key to check it with.
    others: further fields, by the names the provider gives them.
    """

    provider: str
    what: Words
    status: Status | None
    code: str = ""
    family: str = "receipt"
    raw: str = ""
    text: str = ""
    phone: str = ""
    message_id: str = ""
    channel: str = ""
    at: str = ""
    segments: int = 0
    price: str = ""
    signature_holds: bool | None = None
    others: tuple[tuple[str, str], ...] = field(default_factory=tuple)
