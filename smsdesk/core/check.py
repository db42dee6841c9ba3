"""One thing looked at before sending, with its verdict in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from smsdesk.core.errors import Problem
from smsdesk.core.sentences import SENTENCES
from smsdesk.core.words import Language, Words

#: Numbers that name something rather than count it.
_NAMES: Final = frozenset(("row",))


class CheckState(StrEnum):
    """The verdict of one check: fine, worth a look, or in the way of sending."""

    PASSED = "passed"
    LOOK = "look"
    BLOCKED = "blocked"


def grouped(value: int) -> str:
    """A number as English and Chinese write it: 1,000."""
    return f"{value:,}"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: a verdict in a few words, and a detail that can stand beside it.

    The verdict's words stand under `check_<id>_<state>`, or with `_<variant>` after it; with
    `_one` at the end where data["count"] is 1. Those of the detail stand under
    `check_<id>_<detail>`; "" for none.
    problems: the provider's own objections, each with its own sentence; they are the verdict then.
    """

    id: str
    state: CheckState
    data: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    variant: str = ""
    detail: str = ""

    def title(self, language: Language = "en", number: Callable[[int], str] = grouped) -> str:
        """The verdict; `number` writes figures."""
        if self.problems:
            return "\n".join(
                replace(problem, data=_written(problem.data, number)).sentence(language)
                for problem in self.problems
            )
        variant = f"_{self.variant}" if self.variant else ""
        return self._words(f"{self.state}{variant}").to(language, **_written(self.data, number))

    def details(self, language: Language = "en", number: Callable[[int], str] = grouped) -> str:
        """What belongs beside the verdict, "" for nothing."""
        if not self.detail:
            return ""
        return self._words(self.detail).to(language, **_written(self.data, number))

    def sentence(self, language: Language = "en", number: Callable[[int], str] = grouped) -> str:
        """Verdict and detail in one line."""
        title, detail = self.title(language, number), self.details(language, number)
        return f"{title} · {detail}" if detail else title

    def _words(self, name: str) -> Words:
        key = f"check_{self.id}_{name}"
        single = SENTENCES.get(f"{key}_one") if self.data.get("count") == 1 else None
        return single or SENTENCES[key]


def _written(data: Mapping[str, object], number: Callable[[int], str]) -> dict[str, object]:
    return {
        key: number(value) if isinstance(value, int) and key not in _NAMES else value
        for key, value in data.items()
    }
