"""Are the files there that come beside the code: icons, fonts, sample, code books, numbering?"""

from xml.etree import ElementTree

from smsdesk.core.phone import regions
from smsdesk.gui import assets
from smsdesk.providers import PROVIDERS, TRANSPORT_CODES
from smsdesk.selftest.result import Facts, FailedError
from smsdesk.services.importer import load_file


def check() -> Facts:
    """Read them all."""
    books = [TRANSPORT_CODES, *(provider.codes for provider in PROVIDERS.values())]
    facts = {
        "icons": _count_icons(),
        "fonts": len(list(assets.path("fonts").glob("*.[ot]tf"))),
        "sample_rows": len(load_file(assets.path("sample/customers.csv")).rows),
        "codes": sum(len(book.entries) for book in books),
        "countries": len(regions()),
    }
    if missing := [name for name, count in facts.items() if not count]:
        raise FailedError(f"not there: {', '.join(missing)}", facts)
    return facts


def _count_icons() -> int:
    pictures = list(assets.path("icons").glob("*.svg"))
    for picture in pictures:
        ElementTree.parse(picture)  # noqa: S314 - our own file; raises where it is cut off
    return len(pictures)
