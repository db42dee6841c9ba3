"""What is known of a message that may have gone out, in a person's words."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from smsdesk.core.ledger import INTERRUPTED
from smsdesk.core.outcome import Status
from smsdesk.gui import words
from smsdesk.services.row_detail import RowDetail

_KNOWN: Final = {
    "read_timeout": str(
        QT_TRANSLATE_NOOP(
            "Unknown", "The request left, but {provider}’s reply did not come within {time}."
        )
    ),
    "reset": str(
        QT_TRANSLATE_NOOP(
            "Unknown", "The request left, but the line was cut before {provider} replied."
        )
    ),
    "cut_off": str(
        QT_TRANSLATE_NOOP(
            "Unknown", "The request left, but the line was cut while {provider} replied."
        )
    ),
    "unreadable": str(
        QT_TRANSLATE_NOOP(
            "Unknown", "The request left, but what {provider} replied makes no sense."
        )
    ),
    INTERRUPTED: str(
        QT_TRANSLATE_NOOP(
            "Unknown", "smsdesk ended while the request was under way, so no reply was seen."
        )
    ),
}
_HTTP: Final = str(
    QT_TRANSLATE_NOOP(
        "Unknown", "The request left, but {provider} answered with HTTP {http} and no result."
    )
)
_NO_REPEAT: Final = str(
    QT_TRANSLATE_NOOP(
        "Unknown", "{provider} cannot spot a repeat, so smsdesk does not send it again by itself."
    )
)
_REPEAT: Final = str(
    QT_TRANSLATE_NOOP(
        "Unknown",
        "{provider} spots a repeat within {time}: resuming in that time repeats the very same "
        "request, and nobody gets it twice. Later smsdesk does not send it again by itself.",
    )
)


def what_is_known(detail: RowDetail, meaning: str, provider: str, dedup_window_s: float) -> str:
    """Two sentences: what happened to the last request, and why it is not simply repeated.

    meaning: of its code, where there is no better sentence. provider: its title.
    dedup_window_s: how long the provider recognises a repetition, 0 for not at all.
    """
    translate = QCoreApplication.translate
    last = next((one for one in reversed(detail.attempts) if one.status is Status.UNKNOWN), None)
    pattern = _KNOWN.get(last.code) if last else None
    if pattern is None and last is not None and last.http_status >= 500:
        pattern = _HTTP
    happened = meaning
    if pattern is not None and last is not None:
        happened = translate("Unknown", pattern).format(
            provider=provider,
            time=words.duration(last.waited_ms / 1000),
            http=last.http_status,
        )
    why = translate("Unknown", _REPEAT if dedup_window_s else _NO_REPEAT).format(
        provider=provider, time=words.duration(dedup_window_s)
    )
    return words.paragraph(sentence(happened), why)


def sentence(text: str) -> str:
    """`text` closed by a full stop, in its own script."""
    if not text or text[-1] in ".。！？!?…":
        return text
    return text + ("。" if ord(text[-1]) > 0x2E7F else ".")
