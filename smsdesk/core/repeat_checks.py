"""What the past says about a send: who got this very text already, whose number is due a rest."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from smsdesk.core.check import Check, CheckState
from smsdesk.core.document import to_document
from smsdesk.core.message import Kind, Message, TextMessage

REPEAT_HOURS: Final = 24
"""How far back the same text counts as a repetition."""

SILENT_MS: Final = 2_000
"""How far a clock may be off without a word."""

#: What a person sees of each kind, in keys of its document; the rest is between us and a provider.
_SEEN: Final[Mapping[str, tuple[str, ...]]] = {
    Kind.TEMPLATE: ("template_id", "variables", "signature"),
    Kind.MEDIA: ("image", "video", "file"),
    Kind.CHOICE: ("text", "choices"),
    Kind.CARD: ("title", "image", "choices"),
    Kind.VOICE_CODE: ("code",),
    Kind.VERIFICATION_CODE: ("code",),
}


@dataclass(frozen=True, slots=True)
class Repeats:
    """What the history of this computer holds against a send.

    same_text: rows of the list, in its order, whose person was sent exactly this within
        `REPEAT_HOURS`, by whichever account.
    waiting: how many of them did not get it yet but wait for it in another campaign.
    too_often: rows whose number would get more messages in an hour than the provider lets through.
    limit: how many that is, 0 where the provider names none.
    """

    same_text: "array[int]" = field(default_factory=lambda: array("I"))
    waiting: int = 0
    too_often: "array[int]" = field(default_factory=lambda: array("I"))
    limit: int = 0


def text_key(message: Message, provider: str) -> int:
    """A number that two rendered messages share when a person reads the same in both.

    The same for one run of the program; 64 bits. provider: its templates are its own.
    """
    if isinstance(message, TextMessage):
        return hash((Kind.TEXT.value, message.text))
    return document_key(to_document(message), provider)


def document_key(document: Mapping[str, Any], provider: str) -> int:
    """The `text_key` of a message as it is stored."""
    kind = document["kind"]
    if kind == Kind.TEXT:
        return hash((Kind.TEXT.value, document["text"]))
    whose = provider if kind == Kind.TEMPLATE else ""
    return hash((str(kind), whose, *(_frozen(document.get(key)) for key in _SEEN[kind])))


def _frozen(value: object) -> object:
    """Something to take the hash of; names keep no order."""
    if isinstance(value, Mapping):
        return frozenset((key, _frozen(part)) for key, part in value.items())
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    return value


def repeat_checks(repeats: Repeats) -> list[Check]:
    """The checks `already_sent` and, where the provider has such a limit, `too_often`."""
    same = len(repeats.same_text)
    data = {"count": same, "waiting": repeats.waiting}
    checks = [Check("already_sent", CheckState.PASSED)]
    if same:
        variant, detail = ("waiting", "in_others") if repeats.waiting else ("", "leave_out")
        checks = [Check("already_sent", CheckState.LOOK, data, variant=variant, detail=detail)]
    if repeats.limit:
        often = {"count": len(repeats.too_often), "limit": repeats.limit}
        state = CheckState.LOOK if repeats.too_often else CheckState.PASSED
        detail = "refused" if repeats.too_often else ""
        checks.append(Check("too_often", state, often, detail=detail))
    return checks


def clock_check(offset_ms: int | None, window_s: int) -> Check | None:
    """The check `clock`: how wrong this computer's clock is; None where it is right or not known.

    offset_ms: how far the provider's clock is ahead. window_s: how far it may be.
    """
    if offset_ms is None or abs(offset_ms) <= SILENT_MS:
        return None
    data = {"seconds": round(abs(offset_ms) / 1000), "window": window_s}
    variant = "slow" if offset_ms > 0 else "fast"
    return Check("clock", CheckState.PASSED, data, variant=variant, detail="allowed")
