"""What a class of codes asks of a person, in words: filter chips, code cards, next steps."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from smsdesk.core.code_words import family_words, retry_words
from smsdesk.core.codebook import CodeClass, CodeEntry, Retry
from smsdesk.gui import words


@dataclass(frozen=True, slots=True)
class ClassLook:
    """Icon, tone and short wish of a class of codes."""

    icon: str
    tone: str
    word: str


_CLASSES: Final = {
    CodeClass.OK: ("okc", "ok", str(QT_TRANSLATE_NOOP("Codes", "Nothing to do"))),
    CodeClass.NUMBER: ("edit", "bad", str(QT_TRANSLATE_NOOP("Codes", "Fix the number"))),
    CodeClass.CONTENT: ("text", "bad", str(QT_TRANSLATE_NOOP("Codes", "Change the text"))),
    CodeClass.REQUEST: ("cog", "bad", str(QT_TRANSLATE_NOOP("Codes", "Change the settings"))),
    CodeClass.DUPLICATE: ("dup", "ok", str(QT_TRANSLATE_NOOP("Codes", "Already taken"))),
    CodeClass.FREQUENCY: ("clock", "wait", str(QT_TRANSLATE_NOOP("Codes", "Try later"))),
    CodeClass.THROTTLE: ("clock", "wait", str(QT_TRANSLATE_NOOP("Codes", "Slows down by itself"))),
    CodeClass.CLOCK: ("loop", "wait", str(QT_TRANSLATE_NOOP("Codes", "Signed again by itself"))),
    CodeClass.BALANCE: ("wallet", "warn", str(QT_TRANSLATE_NOOP("Codes", "Top up"))),
    CodeClass.ACCOUNT: ("accounts", "warn", str(QT_TRANSLATE_NOOP("Codes", "Check the account"))),
    CodeClass.AMBIGUOUS: (
        "qc",
        "warn",
        str(QT_TRANSLATE_NOOP("Codes", "Look before sending again")),
    ),
    CodeClass.TRANSPORT: (
        "link",
        "wait",
        str(QT_TRANSLATE_NOOP("Codes", "Look at the connection")),
    ),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Codes", text)


def class_look(entry: CodeEntry) -> ClassLook:
    """How the wish of a code's class is shown."""
    if entry.cls is CodeClass.TRANSPORT and entry.retry is Retry.CHECK_FIRST:
        return ClassLook("qc", "warn", _tr("Look before sending again"))
    icon, tone, word = _CLASSES[entry.cls]
    return ClassLook(icon, tone, _tr(word))


def retry_line(entry: CodeEntry) -> str:
    """When the same message may be sent again."""
    return retry_words(entry).to(words.language())


def family_word(family: str) -> str:
    """Which kind of code it is; the provider's own word where we have none."""
    return family_words(family).to(words.language())
