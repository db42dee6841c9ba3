"""The words, icons and tones of statuses; numbers and durations as the locale writes them."""

from typing import Final, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from smsdesk.core.account import Mode
from smsdesk.core.campaign import CampaignState
from smsdesk.core.message import Channel
from smsdesk.core.outcome import Status
from smsdesk.core.recipients import RowState
from smsdesk.core.words import Language

BY_PERSON: Final = "by_person"
"""The reason of a pause or stop somebody asked for."""

ENDED: Final = frozenset({CampaignState.STOPPED, CampaignState.FINISHED})
"""States of a campaign that goes on no more."""


class Look(NamedTuple):
    """How a state is shown: icon, tone (status family), word, and one line beneath."""

    icon: str
    tone: str
    word: str
    line: str = ""


_QUEUED: Final = Look(
    "clock",
    "wait",
    str(QT_TRANSLATE_NOOP("Status", "Waiting")),
    str(QT_TRANSLATE_NOOP("Status", "not sent yet")),
)
_STATUS: Final[dict[Status, Look]] = {
    Status.QUEUED: _QUEUED,
    Status.SENDING: _QUEUED,
    Status.ACCEPTED: Look(
        "okc", "ok", str(QT_TRANSLATE_NOOP("Status", "Accepted")),
        str(QT_TRANSLATE_NOOP("Status", "{provider} has it")),
    ),
    Status.REJECTED: Look("xc", "bad", str(QT_TRANSLATE_NOOP("Status", "Rejected"))),
    Status.NOT_SENT: Look(
        "minus", "wait", str(QT_TRANSLATE_NOOP("Status", "Not sent")),
        str(QT_TRANSLATE_NOOP("Status", "never left this computer; safe to send")),
    ),
    Status.UNKNOWN: Look(
        "qc", "warn", str(QT_TRANSLATE_NOOP("Status", "May have gone out")),
        str(QT_TRANSLATE_NOOP("Status", "no reply came; never resent by itself")),
    ),
    Status.DELIVERED: Look(
        "dbl", "ok", str(QT_TRANSLATE_NOOP("Status", "Delivered")),
        str(QT_TRANSLATE_NOOP("Status", "the phone has it")),
    ),
    Status.UNDELIVERED: Look("ret", "bad", str(QT_TRANSLATE_NOOP("Status", "Not delivered"))),
    Status.SKIPPED: Look("ban", "wait", str(QT_TRANSLATE_NOOP("Status", "Left out"))),
}  # fmt: skip
_ROW: Final[dict[RowState, Look]] = {
    RowState.WILL_RECEIVE: Look("okc", "ok", str(QT_TRANSLATE_NOOP("Row", "Will receive"))),
    RowState.NO_NUMBER: Look("minus", "wait", str(QT_TRANSLATE_NOOP("Row", "No number"))),
    RowState.INVALID: Look("tri", "warn", str(QT_TRANSLATE_NOOP("Row", "Invalid"))),
    RowState.DUPLICATE: Look("dup", "wait", str(QT_TRANSLATE_NOOP("Row", "Duplicate"))),
    RowState.GUARDED: Look("shield", "wait", str(QT_TRANSLATE_NOOP("Row", "Guarded"))),
    RowState.LEFT_OUT: Look("ban", "wait", str(QT_TRANSLATE_NOOP("Row", "Left out"))),
}
_CAMPAIGN: Final[dict[CampaignState, Look]] = {
    CampaignState.SENDING: Look(
        "play", "accent-text", str(QT_TRANSLATE_NOOP("Campaign", "Sending"))
    ),
    CampaignState.PAUSED: Look("pause", "warn", str(QT_TRANSLATE_NOOP("Campaign", "Paused"))),
    CampaignState.STOPPED: Look("stop", "wait", str(QT_TRANSLATE_NOOP("Campaign", "Stopped"))),
    CampaignState.FINISHED: Look("check", "text-2", str(QT_TRANSLATE_NOOP("Campaign", "Finished"))),
}
_OFFLINE: Final = Look("tri", "warn", str(QT_TRANSLATE_NOOP("Campaign", "Offline")))
_MODE: Final[dict[Mode, Look]] = {
    Mode.LIVE: Look(
        "dot", "ok", str(QT_TRANSLATE_NOOP("Mode", "Live")),
        str(QT_TRANSLATE_NOOP("Mode", "Sends to everybody on the list.")),
    ),
    Mode.GUARDED: Look(
        "shield", "warn", str(QT_TRANSLATE_NOOP("Mode", "Guarded")),
        str(QT_TRANSLATE_NOOP("Mode", "Sends to this account’s test numbers only.")),
    ),
    Mode.REHEARSAL: Look(
        "loop", "viber", str(QT_TRANSLATE_NOOP("Mode", "Rehearsal")),
        str(
            QT_TRANSLATE_NOOP(
                "Mode", "Nothing leaves this computer. Replies are made up, codes are real."
            )
        ),
    ),
}  # fmt: skip


def _in_language(context: str, look: Look) -> Look:
    translate = QCoreApplication.translate
    line = translate(context, look.line) if look.line else ""
    return look._replace(word=translate(context, look.word), line=line)


def status_look(status: Status, *, over: bool = False) -> Look:
    """Icon, tone and words of a recipient's status. ACCEPTED's line holds `{provider}`.

    over: the campaign goes on no more, so who waited until then was not sent.
    """
    left = over and status is Status.QUEUED
    return _in_language("Status", _STATUS[Status.NOT_SENT if left else status])


def row_look(state: RowState) -> Look:
    """Icon, tone and words of a row of the importer."""
    return _in_language("Row", _ROW[state])


def campaign_look(state: CampaignState, *, offline: bool = False) -> Look:
    """Icon, tone and words of a campaign's state.

    offline: it is being sent, and its provider cannot be reached.
    """
    waits = offline and state is CampaignState.SENDING
    return _in_language("Campaign", _OFFLINE if waits else _CAMPAIGN[state])


def mode_look(mode: Mode) -> Look:
    """Icon, tone and words of an account's mode."""
    return _in_language("Mode", _MODE[mode])


def channel_word(channel: str) -> str:
    """What people call a way to the phone."""
    names: dict[str, str] = {
        Channel.VIBER: "Viber",
        Channel.SMS: QCoreApplication.translate("Channel", "SMS"),
    }
    return names.get(channel, channel)


def language() -> Language:
    """The language of the window, for sentences that exist outside of Qt."""
    return "zh" if QLocale().language() == QLocale.Language.Chinese else "en"


def number(value: int) -> str:
    """A number grouped as the locale does: 1,024."""
    return QLocale().toString(value)


def duration(seconds: float) -> str:
    """A duration in words: `9 s`, `3 min 20 s`, `2 h 5 min`."""
    total = max(0, round(seconds))
    translate = QCoreApplication.translate
    if total < 60:
        return translate("Duration", "{s} s").format(s=total)
    if total < 3600:
        minutes, rest = divmod(total, 60)
        if rest == 0:
            return translate("Duration", "{m} min").format(m=minutes)
        return translate("Duration", "{m} min {s} s").format(m=minutes, s=rest)
    hours, rest = divmod(total // 60, 60)
    return translate("Duration", "{h} h {m} min").format(h=hours, m=rest)


def percent(part: int, whole: int) -> str:
    """A share in whole percent that never claims all or nothing wrongly."""
    if not whole or not part:
        return "0"
    if part >= whole:
        return "100"
    return str(min(99, max(1, round(100 * part / whole))))


def counted(count: int, one: str, many: str) -> str:
    """`one` where it is one, else `many` with the number for its `{count}`."""
    return one if count == 1 else many.format(count=number(count))


def paragraph(*sentences: str) -> str:
    """Whole sentences in a row, as the language spaces them; empty ones are left out."""
    return ("" if language() == "zh" else " ").join(part for part in sentences if part)
