"""The Results page by itself, at the size of a usual window."""

from collections.abc import Iterator
from contextlib import contextmanager

from pytestqt.qtbot import QtBot

from smsdesk.gui.results.page import ResultsPage


@contextmanager
def results_page(qtbot: QtBot) -> Iterator[ResultsPage]:
    """Show it; at the end nothing of it goes on."""
    page = ResultsPage()
    qtbot.addWidget(page)
    page.resize(1364, 840)
    page.show()
    yield page
    tasks = page._tasks
    page.pulse.stop()
    tasks.cancel_all()
    qtbot.waitUntil(lambda: len(tasks) == 0)
