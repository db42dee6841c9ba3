"""A window that is closed while it sends, and what the next start says: the whole program."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from smsdesk.app import Program
from smsdesk.app.session import Session
from smsdesk.core.campaign import CampaignState
from smsdesk.gui.garbage import GarbageCollector
from smsdesk.gui.parts.note import Note
from smsdesk.paths import Paths
from smsdesk.services.desk import Desk
from smsdesk.services.sender import CampaignRun
from smsdesk.storage.settings import Settings
from tests.helpers.desks import people, real_desk, send
from tests.helpers.waiting import wait_until


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - looks at the screen like a person
            await asyncio.sleep(0.01)


@pytest.fixture
def session(qapp: QApplication, qtbot) -> Iterator[Session]:
    program = Program(qapp, Paths.from_environment(), Settings(theme="light"), demo=True)
    program.apply_look("light", 1.0)
    program.window.show()
    qtbot.addWidget(program.window)
    collector = GarbageCollector()
    yield Session(program)
    collector.stop()


class Ends:
    """Whether the program was told to end."""

    def __init__(self, session: Session) -> None:
        self.told = False
        session._window.closed.connect(self._on_closed)

    def _on_closed(self) -> None:
        self.told = True


async def desk_of(session: Session) -> Desk:
    session.start()
    await until(lambda: session._desk)
    assert session._desk is not None
    return session._desk


def press(session: Session, name: str) -> None:
    button = session._window.findChild(QAbstractButton, name)
    assert button is not None
    button.click()


async def closed_while_sending(session: Session, answer: str, count: int = 60) -> CampaignRun:
    desk = await desk_of(session)
    run = send(desk, people(count), rate_per_s=60, name="今日特惠 🌷")
    await until(lambda: run.progress().done > 0)
    assert not session._window.close()
    press(session, answer)
    return run


async def test_in_the_background_it_sends_on_and_ends_by_itself(session: Session) -> None:
    ends = Ends(session)
    run = await closed_while_sending(session, "keep_going")
    assert session.background.is_on
    assert not session._window.isVisible()
    assert session.background._tray.toolTip().startswith("smsdesk: 今日特惠 🌷 is at ")
    assert not ends.told
    await until(lambda: ends.told)
    assert run.progress().state is CampaignState.FINISHED
    await session.aclose()


async def test_the_window_comes_back_from_the_background(session: Session) -> None:
    ends = Ends(session)
    run = await closed_while_sending(session, "keep_going", 600)
    session.background.leave()
    assert session._window.isVisible()
    assert not session.background.is_on
    run.stop()
    await until(lambda: not run.is_active)
    assert not ends.told  # a window in sight stays
    assert session._window.close()
    assert ends.told
    await session.aclose()


async def test_pausing_from_the_background_ends_it(session: Session) -> None:
    ends = Ends(session)
    run = await closed_while_sending(session, "keep_going", 600)
    session.background._menu.actions()[-1].trigger()
    assert ends.told
    await session.aclose()
    assert run.progress().state is CampaignState.PAUSED


async def test_pause_and_close_leaves_everybody_with_an_answer(session: Session) -> None:
    ends = Ends(session)
    run = await closed_while_sending(session, "pause_and_close", 600)
    assert ends.told
    await session.aclose()
    progress = run.progress()
    assert progress.state is CampaignState.PAUSED
    assert 0 < progress.done < 600


async def test_the_end_of_the_desktop_pauses_and_asks_nothing(session: Session) -> None:
    desk = await desk_of(session)
    ends = Ends(session)
    run = send(desk, people(600), rate_per_s=60)
    session.end_with_the_desktop()
    assert ends.told
    await session.aclose()
    assert run.progress().state is CampaignState.PAUSED


# -- the next start --------------------------------------------------------------------------------


def left_paused() -> str:
    with real_desk() as desk:
        run = send(desk, people(600), rate_per_s=200, name="今日特惠 🌷")
        wait_until(lambda: run.progress().done > 0)
        run.pause()
        assert run.wait(20)
        return run.campaign.id


def banner(session: Session) -> Note:
    found = session._window.findChild(Note, "paused_banner")
    assert found is not None
    return found


async def test_the_next_start_tells_of_it_and_leads_there(session: Session) -> None:
    campaign = left_paused()
    desk = await desk_of(session)
    await until(lambda: banner(session).isVisible())
    assert "今日特惠 🌷 is paused at " in banner(session).accessibleName()
    assert banner(session).accessibleName().endswith(" of 600.")
    banner(session).action_clicked.emit()
    assert session._window.current() == "results"
    page = session._window.page("results")
    assert page is not None
    await until(lambda: page.model.rowCount() == 600)  # type: ignore[attr-defined]
    assert desk.campaigns.run_of(campaign) is None  # looking sends nothing
    await session.aclose()


async def test_the_line_goes_once_it_goes_on(session: Session) -> None:
    campaign = left_paused()
    desk = await desk_of(session)
    await until(lambda: banner(session).isVisible())
    desk.campaigns.resume(campaign)
    await until(lambda: not banner(session).isVisible())
    await session.aclose()


async def test_dismissed_is_not_told_of_again(session: Session) -> None:
    left_paused()
    desk = await desk_of(session)
    await until(lambda: banner(session).isVisible())
    banner(session).close_clicked.emit()
    await until(lambda: desk.settings.current().dismissed)
    assert not banner(session).isVisible()
    await session.aclose()


async def test_the_rail_counts_what_waits_for_a_person(session: Session) -> None:
    left_paused()
    await desk_of(session)
    item = session._window.rail.item("history")
    await until(lambda: item.accessibleDescription() == "1 waits for you")
    await session.aclose()
