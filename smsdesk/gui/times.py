"""Times as a person reads them: local, with seconds in Results, by day in History."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale


def local(at_ms: int) -> datetime:
    """Unix milliseconds in the computer's own zone."""
    return datetime.fromtimestamp(at_ms / 1000).astimezone()


def clock(at_ms: int) -> str:
    """`14:08:21`, or nothing for never."""
    return f"{local(at_ms):%H:%M:%S}" if at_ms else ""


def clock_ms(at_ms: int) -> str:
    """`14:08:21.312`."""
    return f"{local(at_ms):%H:%M:%S}.{at_ms % 1000:03d}"


def day(at_ms: int, now_ms: int) -> str:
    """`Today 14:08`, `Yesterday 09:30`, `Wed 18 Nov`, and with the year where it is another."""
    then, now = local(at_ms), local(now_ms)
    translate = QCoreApplication.translate
    days = (now.date() - then.date()).days
    if days == 0:
        return translate("Times", "Today {time}").format(time=f"{then:%H:%M}")
    if days == 1:
        return translate("Times", "Yesterday {time}").format(time=f"{then:%H:%M}")
    locale, date = QLocale(), QDate(then.year, then.month, then.day)
    if then.year == now.year:
        return locale.toString(date, translate("Times", "ddd d MMM"))
    return locale.toString(date, translate("Times", "d MMM yyyy"))
