"""The pages that are not needed for the first paint; imported after it, through one door."""

from collections.abc import Callable, Mapping
from typing import Final

from smsdesk.gui.accounts.page import AccountsPage
from smsdesk.gui.codes.page import CodesPage
from smsdesk.gui.history.page import HistoryPage
from smsdesk.gui.page import Page
from smsdesk.gui.results.page import ResultsPage

PAGES: Final[Mapping[str, Callable[[], Page]]] = {
    "results": ResultsPage,
    "history": HistoryPage,
    "accounts": AccountsPage,
    "codes": CodesPage,
}
"""Makers of the pages by their name in the rail."""
