"""The window's composition root, second stage: pages and services, from first paint to the end.

What Compose does not need (HTTP, keyring, SQLAlchemy, numpy and the pages built on it) is imported
by name in a daemon thread, here and only here.
"""

import asyncio
import importlib
import logging
from functools import partial
from types import ModuleType
from typing import cast

from PySide6.QtGui import QIcon

from smsdesk.app import Program, Stop
from smsdesk.core.errors import SmsdeskError
from smsdesk.gui import assets, icons, words
from smsdesk.gui.compose.page import ComposePage
from smsdesk.gui.garbage import GarbageCollector
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.notices import Notices
from smsdesk.gui.page import Page
from smsdesk.services.desk import Desk
from smsdesk.services.workers import run_blocking

log = logging.getLogger(__name__)

CLOSE_TIMEOUT_S = 5.0
_IDLE_S = 0.5


async def run(program: Program, stop: Stop) -> int:
    """Fill the window, run until `stop`, leave nothing behind; returns the exit status."""
    collector = GarbageCollector()
    session = Session(program)
    program.window.closed.connect(stop.set)
    session.start()
    await stop.wait()
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
        self._desk: Desk | None = None
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
        if self._desk is None:
            return
        try:
            await run_blocking(self._desk.close, timeout=CLOSE_TIMEOUT_S)
        except TimeoutError:
            log.warning("a request is still under way; the next start reads it as unknown")

    async def _open(self) -> None:
        self._window.setWindowIcon(QIcon(icons.logo(64, 1.0)))
        pages, settings_page, desk_module = await run_blocking(_load)
        settings = partial(self._make_settings_page, settings_page)
        self._window.set_factories({**pages.PAGES, "settings": settings})
        program = self._program
        desk: Desk = await run_blocking(
            partial(desk_module.open_desk, program.paths, demo=program.demo)
        )
        self._desk = desk
        self._window.attach(desk, lambda: bool(desk.campaigns.running()))
        if program.demo:
            self._fill_in_samples()
        await asyncio.sleep(_IDLE_S)
        self._window.prepare("results")  # Send leads there: it is to open without a pause

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

    def _on_campaign_started(self, run: object) -> None:
        self._window.show_page("results", run)

    def _on_task_failed(self, failure: BaseException) -> None:
        if self._desk is None:
            self._window.fail()
        if isinstance(failure, SmsdeskError):
            self.notices.show_problem(failure.sentence(words.language()))
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
