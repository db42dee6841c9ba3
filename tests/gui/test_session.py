"""The window's second stage: what is loaded after the first paint, and what goes wrong there."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from smsdesk.app import Program
from smsdesk.app.session import Session
from smsdesk.core.sentences import SENTENCES
from smsdesk.gui import motion
from smsdesk.gui.garbage import GarbageCollector
from smsdesk.paths import Paths
from smsdesk.storage.settings import Settings, SettingsFile


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - looks at the screen like a person
            await asyncio.sleep(0.01)


@pytest.fixture
def session(qapp: QApplication, qtbot) -> Iterator[Session]:
    program = Program(qapp, Paths.from_environment(), Settings(theme="light"), demo=True)
    program.apply_look("light", 1.0)
    qtbot.addWidget(program.window)
    collector = GarbageCollector()
    yield Session(program)
    collector.stop()


async def test_everything_is_there_in_the_end_and_closes_quietly(session: Session) -> None:
    window = session._window
    session.start()
    assert window.current() == "compose"
    await until(lambda: window._desk)
    for name in window.rail.names():
        window.show_page(name)
        assert window.current() == name
    assert session.notices.problem() == ""
    await session.aclose()


@pytest.mark.parametrize("name", ["journal_damaged"])
async def test_a_damaged_journal_is_said_and_the_window_stays(session: Session, name: str) -> None:
    paths = session._program.paths
    paths.ensure()
    paths.journal_file.write_bytes(b"this is no database" * 1000)
    session.start()
    await until(session.notices.problem)
    start = SENTENCES[name].en.split("{")[0].split("\n")[0]
    assert start
    assert session.notices.problem().startswith(start)
    assert session._window.current() == "compose"
    session._window.show_page("settings")
    assert session._window.current() == "settings"
    for name in ("compose", "results", "history", "accounts"):
        session._window.show_page(name)
        page = session._window.page(name)
        shown = [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]
        assert any("could not open what it works with" in text for text in shown), name
    await session.aclose()


async def test_the_window_is_calm_from_the_start_where_that_was_chosen(session: Session) -> None:
    SettingsFile(session._program.paths.settings_file).change(reduce_motion=True)
    session.start()
    try:
        await until(motion.reduced)
    finally:
        await session.aclose()
        motion.reduce_motion(False)


async def test_services_that_come_after_the_window_was_closed_are_closed(session: Session) -> None:
    session.start()
    await until(lambda: session._opening)
    opening = session._opening
    assert opening is not None
    assert not opening.done()
    await session.aclose()
    assert opening.result() is not None  # no thread of it is left: the guard of all tests looks
