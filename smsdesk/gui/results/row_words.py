"""What a recipient's code comes to in words: whose code it is, and what to do about it."""

import time
from typing import Final

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from smsdesk.core.codebook import Retry
from smsdesk.core.outcome import Status
from smsdesk.gui import words
from smsdesk.gui.results.unknown_words import sentence
from smsdesk.services.row_detail import RowDetail
from smsdesk.services.row_words import together_words

_MINUTE_MS: Final = 60_000


def provider_code(code: str) -> str:
    """`code` where a provider gave it, "" where it is our own name for what happened on the way."""
    return code if code[:1].isdigit() else ""


def advice(detail: RowDetail) -> str:
    """What to do about a recipient who did not get it, "" where there is nothing to say."""
    entry = detail.entry
    if entry is None or detail.status not in (Status.REJECTED, Status.NOT_SENT):
        return ""
    language = words.language()
    more = together_words(detail.status, entry.cls, detail.together).to(language)
    said = words.paragraph(sentence(entry.next_step.to(language)), more)
    if entry.retry is not Retry.LATER or not detail.attempts:
        return said
    from_ms = detail.attempts[-1].ended_ms + entry.retry_after_s * 1000
    return words.paragraph(said, _not_before(from_ms, int(time.time() * 1000)))


def _not_before(at_ms: int, now_ms: int) -> str:
    """From when on it may be sent again; "" for a time gone by, or hardly to be waited for."""
    if at_ms - now_ms < _MINUTE_MS:
        return ""
    translate = QCoreApplication.translate
    at, now = (QDateTime.fromMSecsSinceEpoch(ms) for ms in (at_ms + _MINUTE_MS - 1, now_ms))
    today = at.date() == now.date()
    pattern = "HH:mm" if today else translate("RowWords", "ddd d MMM, HH:mm")
    return translate("RowWords", "Not before {time}.").format(time=QLocale().toString(at, pattern))
