"""What was found at an address, in words."""

from PySide6.QtCore import QCoreApplication, QLocale

from smsdesk.gui.compose.media_looking import MediaLook
from smsdesk.gui.words import duration, language, paragraph

_MEGABYTE = 1024 * 1024
_TYPES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WebP"}


def link_state(look: MediaLook | None) -> tuple[str, str, str]:
    """Icon, words and tone for the right end of an address; nothing where nobody looked."""
    translate = QCoreApplication.translate
    if look is None:
        return "", "", ""
    if look.report is None:
        return "", translate("Look", "checking…"), "text-3"
    if look.report.problem is not None:
        return "tri", translate("Look", "does not open"), "bad"
    return "okc", translate("Look", "opens"), "ok"


def problem_of(look: MediaLook | None) -> str:
    """Why people could not open it; "" where they can, or nothing is known."""
    if look is None or look.report is None or look.report.problem is None:
        return ""
    return look.report.problem.sentence(language())


def warnings_of(look: MediaLook | None) -> str:
    """What is worth knowing all the same."""
    if look is None or look.report is None:
        return ""
    return paragraph(*(warning.sentence(language()) for warning in look.report.warnings))


def found_words(look: MediaLook | None) -> tuple[str, str, str]:
    """Icon, words and tone of what was found: `1.2 MB · JPEG · reachable`, or that it is no use."""
    translate = QCoreApplication.translate
    if look is None or look.report is None:
        return "", "", ""
    report = look.report
    if report.problem is not None:
        return "tri", translate("Look", "cannot be used"), "bad"
    kind = _TYPES.get(report.content_type) or report.content_type.rpartition("/")[2].upper()
    facts = [size(report.size_bytes or 0), kind, translate("Look", "reachable")]
    return "okc", " · ".join(fact for fact in facts if fact), "ok"


def more_facts(look: MediaLook, now_ms: float) -> str:
    """`· 1200 × 660 · checked 12 s ago`; "" while nothing is known."""
    if look.report is None:
        return ""
    seconds = max(0, int(now_ms - look.report.checked_ms) // 1000)
    since = duration(seconds if seconds < 60 else seconds // 60 * 60)
    translate = QCoreApplication.translate
    just_now = translate("Look", "checked just now")
    checked = translate("Look", "checked {time} ago").format(time=since) if seconds else just_now
    facts = [f"{look.width} × {look.height}"] if look.width else []
    return "".join(f"· {fact} " for fact in (*facts, checked)).strip()


def size(count: int) -> str:
    """`1.2 MB`, `200 MB`, `340 kB`; "" for 0. A MB has 1024 × 1024 bytes, as in the form."""
    if not count:
        return ""
    if count < _MEGABYTE:
        return f"{max(1, round(count / 1024))} kB"
    tenths = round(count / _MEGABYTE * 10)
    return f"{QLocale().toString(tenths / 10, 'f', 1 if tenths % 10 else 0)} MB"
