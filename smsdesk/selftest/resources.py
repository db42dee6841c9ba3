"""Are the files there that come beside the code: icons, fonts, sample, code books, numbering?"""

from typing import Final
from xml.etree import ElementTree

from smsdesk.core.phone import regions
from smsdesk.gui import assets
from smsdesk.providers import PROVIDERS, TRANSPORT_CODES
from smsdesk.selftest.result import Facts, FailedError
from smsdesk.services.importer import load_file

# by name, as a picture is only missed where it should be painted; a test keeps both lists complete
ICONS: Final = (
    *("accounts", "ban", "bolt", "cal", "check", "clock", "code", "codes", "cog", "compose"),
    *("copy", "dbl", "dl", "dots", "down", "dup", "edit", "eye", "file", "filter", "grip"),
    *("history", "image", "info", "land", "lang", "left", "link", "lock", "logo", "loop"),
    *("minus", "okc", "pause", "play", "plus", "qc", "results", "ret", "right", "search"),
    *("send", "shield", "stop", "swap", "table", "tel", "text", "trash", "tri", "up"),
    *("users", "wallet", "x", "xc"),
)
FONTS: Final = (
    "Inter-Medium.otf",
    "Inter-Regular.otf",
    "Inter-SemiBold.otf",
    "JetBrainsMono-Regular.ttf",
)
_SAMPLE: Final = "sample/customers.csv"


def check() -> Facts:
    """Read them all."""
    icons = [f"icons/{name}.svg" for name in ICONS]
    files = [*icons, *(f"fonts/{name}" for name in FONTS), _SAMPLE]
    if missing := [name for name in files if not assets.path(name).is_file()]:
        raise FailedError(f"not there: {', '.join(missing)}")
    for name in icons:
        ElementTree.parse(assets.path(name))  # noqa: S314 - our own; raises where it is cut off
    books = [TRANSPORT_CODES, *(provider.codes for provider in PROVIDERS.values())]
    facts = {
        "icons": len(ICONS),
        "fonts": len(FONTS),
        "sample_rows": len(load_file(assets.path(_SAMPLE)).rows),
        "codes": sum(len(book.entries) for book in books),
        "countries": len(regions()),
    }
    if empty := [name for name, count in facts.items() if not count]:
        raise FailedError(f"empty: {', '.join(empty)}", facts)
    return facts
