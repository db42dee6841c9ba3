"""The check of a message's addresses, once somebody looked at them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from smsdesk.core.check import Check, CheckState
from smsdesk.core.errors import Problem
from smsdesk.core.media import MediaAddress, MediaReport, MediaUse, type_differs
from smsdesk.core.message_check import field_words
from smsdesk.core.sentences import SENTENCES
from smsdesk.core.words import Language, Words

_ORDER: Final = (MediaUse.VIDEO, MediaUse.IMAGE, MediaUse.FILE, MediaUse.LINK)


@dataclass(frozen=True, slots=True)
class AddressProblem(Problem):
    """What was found at one address of several: the sentence begins with the field's name."""

    def sentence(self, language: Language = "en") -> str:
        """The field and the problem in words."""
        problem = SENTENCES[self.code].to(language, **self.data)
        field = field_words(self.where)
        return SENTENCES["media_at"].to(language, field=field, problem=problem)


def media_checks(
    addresses: Sequence[MediaAddress], reports: Mapping[str, MediaReport | None]
) -> list[Check]:
    """What to say about `addresses`: one check, none where there are none.

    It never blocks. This computer is not the provider and now is not later: what cannot be opened
    from here may well open there, and the person at the desk knows which it is.

    reports: by address; None while a look is under way.
    """
    if not addresses:
        return []
    found = tuple(problem for address in addresses for problem in _found(address, reports))
    if found:
        return [Check("media", CheckState.LOOK, {}, found)]
    busy = [a for a in addresses if a.url in reports and reports[a.url] is None]
    unseen = [a for a in addresses if a.url not in reports]
    if busy:
        opening = {"what": _listed(busy)}
        return [Check("media", CheckState.LOOK, opening, variant="busy", detail="seconds")]
    if unseen:
        waiting = {"what": _listed(unseen)}
        return [Check("media", CheckState.LOOK, waiting, detail="before_sending")]
    data: dict[str, object] = {"what": _capital(_listed(addresses)), "count": len(addresses)}
    return [Check("media", CheckState.PASSED, data, detail="https")]


def _found(address: MediaAddress, reports: Mapping[str, MediaReport | None]) -> list[Problem]:
    report = reports.get(address.url)
    if report is None:
        return []
    differs = type_differs(report, address.file_type) if address.use is MediaUse.FILE else None
    problems = (report.problem, *report.warnings, differs)
    return [AddressProblem(address.path, p.code, p.data) for p in problems if p is not None]


def _listed(addresses: Sequence[MediaAddress]) -> Words:
    """`the picture and both links`."""
    counts = Counter(address.use for address in addresses)
    named = [_named(use, counts[use]) for use in _ORDER if counts[use]]
    words = named[0]
    for more in named[1:]:
        both = SENTENCES["media_and"]
        words = Words(
            both.en.format(first=words.en, last=more.en),
            both.zh.format(first=words.zh, last=more.zh),
        )
    return words


def _named(use: MediaUse, count: int) -> Words:
    if use is not MediaUse.LINK or count == 1:
        return SENTENCES[f"media_the_{use}"]
    if count == 2:
        return SENTENCES["media_both_links"]
    many = SENTENCES["media_all_links"]
    return Words(many.en.format(count=count), many.zh.format(count=count))


def _capital(words: Words) -> Words:
    return Words(words.en[:1].upper() + words.en[1:], words.zh)
