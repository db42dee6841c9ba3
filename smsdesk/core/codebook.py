"""Code books: what each provider code means, in words, and what to do next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from smsdesk.core.outcome import Status
from smsdesk.core.words import Words


class CodeClass(StrEnum):
    """What kind of answer a code is; decides the status and whether the campaign pauses."""

    OK = "ok"  # accepted
    NUMBER = "number"  # this recipient's number is the problem
    CONTENT = "content"  # the text is the problem
    REQUEST = "request"  # a parameter of the request is the problem
    DUPLICATE = "duplicate"  # refused as a repetition: an earlier one counted
    FREQUENCY = "frequency"  # too many to this number; later
    THROTTLE = "throttle"  # too fast; not accepted, slow down and repeat
    CLOCK = "clock"  # refused for its time; not accepted, sign again and repeat
    BALANCE = "balance"  # no money; pauses the campaign
    ACCOUNT = "account"  # keys, rights, address, route; pauses the campaign
    AMBIGUOUS = "ambiguous"  # the provider cannot say; may have gone out
    TRANSPORT = "transport"  # our own words for what happened on the wire

    @property
    def pauses(self) -> bool:
        """Whether every further request would fail alike."""
        return self in (CodeClass.BALANCE, CodeClass.ACCOUNT)

    @property
    def status(self) -> Status:
        """The status a recipient gets from a code of this class."""
        if self is CodeClass.OK:
            return Status.ACCEPTED
        if self in (CodeClass.THROTTLE, CodeClass.CLOCK):
            return Status.QUEUED
        if self is CodeClass.AMBIGUOUS:
            return Status.UNKNOWN
        return Status.REJECTED


class Retry(StrEnum):
    """When the same message may be sent again."""

    NEVER = "never"  # nothing to repeat, or it would only fail again
    AFTER_FIX = "after_fix"  # once a person has changed something
    LATER = "later"  # after `retry_after_s`
    RESIGN = "resign"  # at once, signed anew
    CHECK_FIRST = "check_first"  # may have gone out: look before sending again


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code of one provider.

    family: which table of the provider's documents (`reply`, `authentication`, `receipt`, ...).
    source: the document the fact was read in. also: what the provider writes beside the code.
    """

    code: str
    meaning: Words
    cls: CodeClass
    next_step: Words
    retry: Retry
    retry_after_s: int = 0
    family: str = "reply"
    source: str = ""
    also: str = ""


class CodeBook:
    """All codes of one provider, found by code or by word in either language."""

    def __init__(self, entries: Iterable[CodeEntry]) -> None:
        self.entries: tuple[CodeEntry, ...] = tuple(entries)
        backwards = self.entries[::-1]
        self._by_code: Mapping[str, CodeEntry] = {entry.code: entry for entry in backwards}
        self._by_family = {(entry.family, entry.code): entry for entry in backwards}

    def get(self, code: str, family: str = "") -> CodeEntry | None:
        """Return the entry of `code` exactly as the provider writes it, or None.

        family: the table it stands in; "" for the first one that has it.
        """
        return self._by_family.get((family, code)) if family else self._by_code.get(code)

    def find(self, query: str) -> list[CodeEntry]:
        """Entries whose code is `query`, else those whose text holds it (case-insensitive)."""
        exact = [entry for entry in self.entries if entry.code == query.strip()]
        if exact:
            return exact
        needle = query.strip().casefold()
        return [
            entry
            for entry in self.entries
            if any(
                needle in text.casefold()
                for text in (
                    entry.also,
                    entry.meaning.en,
                    entry.meaning.zh,
                    entry.next_step.en,
                    entry.next_step.zh,
                )
            )
        ]
