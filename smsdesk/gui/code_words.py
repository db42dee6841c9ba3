"""What a class of codes asks of a person, in words: filter chips, code cards, next steps."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

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

_RETRIES: Final = {
    Retry.NEVER: str(QT_TRANSLATE_NOOP("Codes", "Sending it again changes nothing")),
    Retry.AFTER_FIX: str(QT_TRANSLATE_NOOP("Codes", "Once that is done")),
    Retry.LATER: str(QT_TRANSLATE_NOOP("Codes", "Later")),
    Retry.RESIGN: str(QT_TRANSLATE_NOOP("Codes", "At once, without your help")),
    Retry.CHECK_FIRST: str(
        QT_TRANSLATE_NOOP("Codes", "Only after looking in the provider’s records")
    ),
}

_FAMILIES: Final = {
    "reply": str(QT_TRANSLATE_NOOP("Codes", "reply code")),
    "authentication": str(QT_TRANSLATE_NOOP("Codes", "sign-in code")),
    "receipt": str(QT_TRANSLATE_NOOP("Codes", "receipt code")),
    "transport": str(QT_TRANSLATE_NOOP("Codes", "on the way")),
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
    if entry.cls is CodeClass.OK:
        return ""
    if entry.retry is Retry.LATER and entry.retry_after_s:
        wait = words.duration(entry.retry_after_s)
        return QCoreApplication.translate("Codes", "After {wait}").format(wait=wait)
    return _tr(_RETRIES[entry.retry])


def family_word(family: str) -> str:
    """Which kind of code it is; the provider's own word where we have none."""
    return _tr(_FAMILIES[family]) if family in _FAMILIES else family
