"""The window's composition root, second stage: pages and services, from first paint to the end.

What Compose does not need (HTTP, keyring, SQLAlchemy, numpy and the pages built on it) is imported
by name in a daemon thread, here and only here.
"""

import asyncio
import importlib
import logging
import time
from collections.abc import Sequence
from functools import partial
from types import ModuleType
from typing import cast

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon

from smsdesk.app import Program, Stop
from smsdesk.app.background import Background, under_way
from smsdesk.core.errors import SmsdeskError
from smsdesk.gui import assets, icons, motion
from smsdesk.gui.closing import UnderWay
from smsdesk.gui.compose.page import ComposePage
from smsdesk.gui.garbage import GarbageCollector
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.notices import Notices
from smsdesk.gui.page import Page
from smsdesk.gui.paused_banner import PausedLine
from smsdesk.services.desk import Desk
from smsdesk.services.paused import PausedCampaign, dismiss, paused_campaigns
from smsdesk.services.sender import CampaignRun
from smsdesk.services.workers import in_thread, run_blocking

log = logging.getLogger(__name__)

CLOSE_TIMEOUT_S = 5.0
_IDLE_S = 0.5
_LOOK_MS = 1_000  # so often the line about paused campaigns looks whether they went on


async def run(program: Program, stop: Stop) -> int:
    """Fill the window, run until `stop`, leave nothing behind; returns the exit status."""
    collector = GarbageCollector()
    session = Session(program)
    program.window.closed.connect(stop.set)
    program.app.commitDataRequest.connect(session.end_with_the_desktop)
    session.start()
    await stop.wait()
    session.background.stop()
    program.window.hide()
    await session.aclose()
    collector.stop()
    return 0


class Session:
    """The pages and the services of one running window."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._window = program.window
        self.notices = Notices(program.window)
        self.notices.look = self._look_at_what_runs
        self.background = Background(program.window, self._runs)
        self.background.ended.connect(program.window.close_now)
        self.notices.background_wanted.connect(self.background.enter)
        self.notices.paused_dismissed.connect(self._on_paused_dismissed)
        self._window.page_shown.connect(self._on_page_shown)
        self._paused: dict[str, PausedCampaign] = {}
        self._paused_timer = QTimer(program.window)
        self._paused_timer.setInterval(_LOOK_MS)
        self._paused_timer.timeout.connect(self._on_paused_timer_timeout)
        self._desk: Desk | None = None
        self._opening: asyncio.Future[Desk] | None = None
        self._tasks = TaskSet(self._on_task_failed)
        self._compose = ComposePage()
        self._compose.account_wanted.connect(self._on_account_wanted)
        self._compose.campaign_started.connect(self._on_campaign_started)

    def start(self) -> None:
        """Show Compose and load the rest."""
        self._window.set_factories({"compose": lambda: self._compose})
        self._tasks.spawn(self._open(), "open")

    async def aclose(self) -> None:
        """End all tasks, then pause what is being sent and close the services."""
        await self._tasks.aclose()
        await self._window.aclose()
        desk = await self._opened_desk()
        if desk is None:
            return
        try:
            await run_blocking(desk.close, timeout=CLOSE_TIMEOUT_S)
        except TimeoutError:
            log.warning("a request is still under way; the next start reads it as unknown")

    async def _opened_desk(self) -> Desk | None:
        """The desk, also one that was still being opened when the window was closed."""
        if self._opening is None:
            return None
        await asyncio.wait((self._opening,), timeout=CLOSE_TIMEOUT_S)
        opened = self._opening.done() and self._opening.exception() is None
        return self._opening.result() if opened else None

    async def _open(self) -> None:
        self._window.setWindowIcon(QIcon(icons.logo(64, 1.0)))
        pages, settings_page, desk_module = await run_blocking(_load)
        make_settings = partial(self._make_settings_page, settings_page)
        self._window.set_factories({**pages.PAGES, "settings": make_settings})
        program = self._program
        self._opening = asyncio.wrap_future(
            in_thread(partial(desk_module.open_desk, program.paths, demo=program.demo))
        )
        # shielded: a desk that comes after the window was closed is to be closed too
        self._desk = desk = await asyncio.shield(self._opening)
        settings = await run_blocking(desk.settings.current)
        motion.reduce_motion(settings.reduce_motion)
        self._window.attach(desk, lambda: bool(desk.campaigns.running()))
        if program.demo:
            self._fill_in_samples()
        if program.document:
            self._compose.open_message(program.document)
        await self._tell_of_paused(desk)
        await asyncio.sleep(_IDLE_S)
        self._window.prepare("results")  # Send leads there: it is to open without a pause
        await asyncio.sleep(_IDLE_S)
        self._window.prepare("history")  # counts for the rail what waits for a person

    # -- what was left half sent ---------------------------------------------------------------

    async def _tell_of_paused(self, desk: Desk) -> None:
        found = await run_blocking(paused_campaigns, desk, int(time.time() * 1000))
        self._paused = {one.id: one for one in found}
        self.notices.show_paused(
            [PausedLine(one.id, one.name, one.done, one.total, one.unknown) for one in found]
        )
        if found:
            self._paused_timer.start()

    def _on_paused_timer_timeout(self) -> None:
        """Take out of the line what goes on, or came to its end, in this program."""
        told = self.notices.paused()
        rest = [one for one in told if not self._went_on(one.id)]
        if len(rest) < len(told):
            self.notices.show_paused(rest)
        if not rest:
            self._paused_timer.stop()

    def _went_on(self, campaign_id: str) -> bool:
        return self._desk is not None and self._desk.campaigns.run_of(campaign_id) is not None

    def _on_paused_dismissed(self, lines: Sequence[PausedLine]) -> None:
        if self._desk is not None:
            gone = [self._paused[one.id] for one in lines]
            self._tasks.spawn(run_blocking(dismiss, self._desk, gone), "dismiss")

    # -- closing while sending -----------------------------------------------------------------

    def _runs(self) -> Sequence[CampaignRun]:
        return () if self._desk is None else self._desk.campaigns.running()

    def _look_at_what_runs(self) -> Sequence[UnderWay]:
        return under_way(self._runs())

    def end_with_the_desktop(self) -> None:
        """The desktop's session ends: let no new request leave, and ask nothing when it closes."""
        for run in self._runs():
            run.pause()
        self._window.close_now()

    def _fill_in_samples(self) -> None:
        self._compose.load_recipients(assets.path("sample/customers.csv"))
        self._compose.set_text(
            self._program.app.translate(
                "Demo",
                "Hi {name}, order {order} is ready. Collect it at {shop} by {due_date}. "
                "Bloom Flowers",
            )
        )

    def _make_settings_page(self, module: ModuleType) -> Page:
        page = module.SettingsPage(self._program.theme, self._program.scale)
        page.look_changed.connect(self._program.apply_look)
        return cast("Page", page)

    def _on_account_wanted(self) -> None:
        self._window.show_page("accounts", "new")

    def _on_page_shown(self, name: str) -> None:
        """Who comes from Results may have decided there, or left a campaign paused."""
        history = self._window.page("history")
        if name != "results" and history is not None:
            history.recount()

    def _on_campaign_started(self, run: object) -> None:
        self._window.show_page("results", run)

    def _on_task_failed(self, failure: BaseException) -> None:
        if self._desk is None:
            self._window.fail()
        if isinstance(failure, SmsdeskError) or self._desk is not None:
            self.notices.show_failure(failure)
            return
        log.error("loading the rest of the program failed", exc_info=failure)
        said = self._program.app.translate("Program", "A part of the program could not be loaded.")
        self.notices.show_problem(f"{said}\n{type(failure).__name__}: {failure}")


def _load() -> tuple[ModuleType, ...]:
    """Import what Compose did not need (takes a few hundred milliseconds)."""
    return tuple(
        importlib.import_module(name)
        for name in ("smsdesk.gui.pages", "smsdesk.gui.settings_page", "smsdesk.desk")
    )
