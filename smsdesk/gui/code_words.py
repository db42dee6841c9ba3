"""What a code asks of a person, as the window shows it: code cards, next steps."""

from dataclasses import dataclass
from typing import Final

from smsdesk.core.code_words import family_words, retry_words, wish_words
from smsdesk.core.codebook import CodeClass, CodeEntry, Retry
from smsdesk.gui import words


@dataclass(frozen=True, slots=True)
class ClassLook:
    """Icon, tone and short wish of a class of codes."""

    icon: str
    tone: str
    word: str


_LOOK_FIRST: Final = ("qc", "warn")
_CLASSES: Final = {
    CodeClass.OK: ("okc", "ok"),
    CodeClass.NUMBER: ("edit", "bad"),
    CodeClass.CONTENT: ("text", "bad"),
    CodeClass.REQUEST: ("cog", "bad"),
    CodeClass.DUPLICATE: ("dup", "wait"),
    CodeClass.FREQUENCY: ("clock", "wait"),
    CodeClass.THROTTLE: ("clock", "wait"),
    CodeClass.CLOCK: ("loop", "wait"),
    CodeClass.BALANCE: ("wallet", "warn"),
    CodeClass.ACCOUNT: ("accounts", "warn"),
    CodeClass.AMBIGUOUS: _LOOK_FIRST,
    CodeClass.TRANSPORT: ("link", "wait"),
}


def class_look(entry: CodeEntry) -> ClassLook:
    """How the wish of a code's class is shown."""
    look_first = entry.cls is CodeClass.TRANSPORT and entry.retry is Retry.CHECK_FIRST
    icon, tone = _LOOK_FIRST if look_first else _CLASSES[entry.cls]
    return ClassLook(icon, tone, wish_words(entry).to(words.language()))


def retry_line(entry: CodeEntry) -> str:
    """When the same message may be sent again."""
    return retry_words(entry).to(words.language())


def family_word(family: str) -> str:
    """Which kind of code it is; the provider's own word where we have none."""
    return family_words(family).to(words.language())
