"""What one text costs and how it could cost less: the facts behind the counter's sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from smsdesk.core.segments import SegmentCount, SegmentRule, count, look_alikes
from smsdesk.gui.compose.merge_fields import fields_in

#: More than this to remove is a rewrite, no advice.
_WORTH_REMOVING: Final = 30
_INVISIBLE: Final[Mapping[int, str]] = {ord(c): "" for c, to in look_alikes.items() if not to}
_ALL: Final[Mapping[int, str]] = {ord(c): to for c, to in look_alikes.items()}


@dataclass(frozen=True, slots=True)
class Swap:
    """A way to write the same with cheaper characters.

    text: the whole message text with its merge fields, rewritten. characters: what is replaced,
    distinct, in order. times: how many replacements. segments: what it then costs.
    """

    text: str
    characters: tuple[str, ...]
    times: int
    segments: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What one rendered text takes.

    on_air: as phones receive it. billed: segments the provider charges.
    remove: characters to take away at the end for one segment fewer, 0 where that is no advice.
    """

    on_air: SegmentCount
    billed: int
    remove: int = 0
    swap: Swap | None = None


def cost_of(
    template: str,
    render: Callable[[str], str],
    rule: SegmentRule,
    country_code: int | None,
) -> Cost:
    """Count one person's text and look for cheaper ways to write it.

    template: the text as typed. render: fills it with the person's values.
    rule: how the provider bills.
    """
    text = render(template)

    def charged(candidate: str) -> int:
        return count(candidate, rule, country_code).segments

    billed = charged(text)
    return Cost(
        count(text, SegmentRule.ON_AIR, country_code),
        billed,
        _to_remove(text, billed, charged) if billed > 1 else 0,
        _cheaper_swap(template, render, billed, charged) if billed > 1 else None,
    )


def _to_remove(text: str, billed: int, charged: Callable[[str], int]) -> int:
    """Fewest characters to drop at the end for one segment fewer; 0 if that is too many."""
    low, high = 1, min(_WORTH_REMOVING, len(text))
    if charged(text[: len(text) - high]) >= billed:
        return 0
    while low < high:
        middle = (low + high) // 2
        if charged(text[: len(text) - middle]) < billed:
            high = middle
        else:
            low = middle + 1
    return low


def _cheaper_swap(
    template: str, render: Callable[[str], str], billed: int, charged: Callable[[str], int]
) -> Swap | None:
    for table in (_INVISIBLE, _ALL):
        swapped = _translated(template, table)
        if swapped == template:
            continue
        segments = charged(render(swapped))
        if segments < billed:
            hits = [c for c in _outside_fields(template) if ord(c) in table]
            return Swap(swapped, tuple(dict.fromkeys(hits)), len(hits), segments)
    return None


def _translated(template: str, table: Mapping[int, str]) -> str:
    """Swap characters in the literal text; names of fields stay as they are."""
    pieces, at = [], 0
    for start, end, _name in fields_in(template):
        pieces += [template[at:start].translate(table), template[start:end]]
        at = end
    return "".join([*pieces, template[at:].translate(table)])


def _outside_fields(template: str) -> str:
    pieces, at = [], 0
    for start, end, _name in fields_in(template):
        pieces.append(template[at:start])
        at = end
    return "".join([*pieces, template[at:]])
