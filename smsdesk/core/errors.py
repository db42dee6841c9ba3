"""The errors a person may meet. Each carries a code and data; `core.sentences` holds the words.

    SmsdeskError
      UserInputError      what was typed, chosen or opened cannot be used
      ConfigError         an account, the keyring or a setting needs a person
      StorageError        the journal or the disk (environment, not a bug)
      NotSent             the request never left this computer: safe to repeat
      OutcomeUnknown      the request may have gone out: never repeated by itself

Anything else is a bug and is reported as one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from smsdesk.core.words import Language


class SmsdeskError(Exception):
    """Base of all errors with a sentence for the person in front of the screen."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code)
        self.code = code
        self.data = data

    def sentence(self, language: Language = "en") -> str:
        """What happened, what it means, what to do."""
        return _sentence(self.code, language, self.data)

    def __str__(self) -> str:
        return self.sentence()


class ConfigError(SmsdeskError):
    """An account, the keyring or a setting needs a person."""


class StorageError(SmsdeskError):
    """The journal or the disk cannot be used as it is."""


class NotSent(SmsdeskError):
    """The request never left: refused, DNS, TLS, connect timeout. Safe to repeat."""


class OutcomeUnknown(SmsdeskError):
    """The request may have gone out and no usable answer came back. Never repeated by itself."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: `where` names the field, `code` the sentence."""

    where: str
    code: str
    data: dict[str, object] = field(default_factory=dict)

    def sentence(self, language: Language = "en") -> str:
        """The problem in words."""
        return _sentence(self.code, language, self.data)


class UserInputError(SmsdeskError):
    """What was typed, chosen or opened cannot be used. May carry several problems at once."""

    def __init__(self, code: str, *, problems: Sequence[Problem] = (), **data: object) -> None:
        super().__init__(code, **data)
        self.problems = tuple(problems)

    @classmethod
    def of(cls, problems: Sequence[Problem]) -> "UserInputError":
        """Bundle one or more problems into one error."""
        first = problems[0]
        return cls(first.code, problems=problems, **first.data)

    def sentence(self, language: Language = "en") -> str:
        """All problems, one a line; a single one reads like any other error."""
        if self.problems:
            return "\n".join(problem.sentence(language) for problem in self.problems)
        return super().sentence(language)


def _sentence(code: str, language: Language, data: Mapping[str, object]) -> str:
    # every start imports the errors, hardly any has something to say
    from smsdesk.core.sentences import SENTENCES  # noqa: PLC0415

    return SENTENCES[code].to(language, **data)
