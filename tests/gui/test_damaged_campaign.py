"""A campaign whose entries are damaged, in the window: it says so and hides nothing else."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from smsdesk.app import Program
from smsdesk.app.session import Session
from smsdesk.gui.garbage import GarbageCollector
from smsdesk.gui.history.page import HistoryPage
from smsdesk.gui.results.page import ResultsPage
from smsdesk.paths import Paths
from smsdesk.storage.settings import Settings
from tests.helpers.desks import people, real_desk, sent


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - looks at the screen like a person
            await asyncio.sleep(0.01)


@pytest.fixture
def hurt() -> str:
    """Id of a campaign that was cut short and cannot be read; another beside it is whole."""
    with real_desk() as desk:
        ids = [sent(desk, people(3), name).campaign.id for name in ("Thursday", "Friday")]
    with closing(sqlite3.connect(Paths.from_environment().journal_file)) as driver:
        driver.execute("update outcome set outcomes = '[1,99]' where campaign_no = 1")
        driver.execute("update state_change set state = 'sending' where campaign_no = 1")
        driver.commit()
    return ids[0]


@pytest.fixture
def session(qapp: QApplication, qtbot, hurt: str) -> Iterator[Session]:
    program = Program(qapp, Paths.from_environment(), Settings(theme="light"), demo=True)
    program.apply_look("light", 1.0)
    qtbot.addWidget(program.window)
    collector = GarbageCollector()
    yield Session(program)
    collector.stop()


async def test_the_window_opens_and_shows_all_others(session: Session, hurt: str) -> None:
    session.start()
    window = session._window
    await until(lambda: window._desk)
    assert session.notices.problem() == ""
    window.show_page("history")
    history = window.page("history")
    assert isinstance(history, HistoryPage)
    await until(lambda: history.model.rowCount() == 2)
    window.show_page("results")
    results = window.page("results")
    assert isinstance(results, ResultsPage)
    await until(lambda: results.model.rowCount() == 3)  # the newest, which is whole
    window.show_page("results", hurt)
    await until(lambda: any(hurt in label.text() for label in results.findChildren(QLabel)))
    await session.aclose()
