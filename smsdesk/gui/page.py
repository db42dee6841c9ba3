"""The page protocol: what the main window asks of Compose, Results, History, Accounts, Codes."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """One page of the window. It lays out its own body and bottom bar.

    Signals:
        page_requested(str, object): open the page of that name and hand it the argument
            through `receive`.
        toast_requested(str): say one line that asks for nothing, never for problems; "" takes the
            last one away.
        problem_found(str): say over the page what went wrong with something that has left it; the
            first line is the heading.
        progress_changed(object): share done of a running campaign (0 to 1), None when none runs;
            shown under Results in the rail.
        attention_changed(int): how many things of this page wait for a person; shown in the rail.
        task_failed(object): a task of the page ended with an exception the page has no better
            place for; the window logs it and says so.
    """

    page_requested = Signal(str, object)
    toast_requested = Signal(str)
    problem_found = Signal(str)
    progress_changed = Signal(object)
    attention_changed = Signal(int)
    task_failed = Signal(object)

    def title(self) -> str:
        """The page's name, for the window's title and screen readers."""
        return ""

    def top_bar(self) -> QWidget:
        """The page's own part of the top bar, usually a `parts.surface.TopBar`; always the same."""
        raise NotImplementedError

    def attach(self, desk: Any) -> None:
        """The services are ready. Called once; before it a page shows what it can without them.

        desk: a `services.desk.Desk`, as the pages declare it; naming the type here would load the
            services before the window's first paint.
        """

    def fail(self) -> None:
        """The services cannot be had in this run: say so instead of waiting for them.

        Called once, in place of `attach`; a note above the page says why.
        """

    def receive(self, argument: object) -> None:
        """Another page asked for this one and hands over `argument` (never None)."""

    def shown(self) -> None:
        """The page came to the front."""

    def recount(self) -> None:
        """What other pages do may have changed what the rail says of this one."""

    def set_narrow(self, narrow: bool) -> None:
        """The window went under (or over) 1100 wide: panes become drawers."""

    async def aclose(self) -> None:
        """The window closes: end the page's tasks."""

    def _on_task_failed(self, failure: BaseException) -> None:
        """What every `TaskSet` of a page is made with.

        A page that has a place of its own for a failure overrides it, and hands all others on.
        """
        self.task_failed.emit(failure)
