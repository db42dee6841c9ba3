"""The main window: rail, top bar, pages; makes pages at their first visit, asks before closing."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from smsdesk.gui.page import Page
from smsdesk.gui.parts.surface import top_height
from smsdesk.gui.rail import Rail
from smsdesk.gui.style import Themed, color

Factory = Callable[[], Page]

NARROW = 1100
_SMALLEST = (1000, 640)
_START = (1440, 900)
_FRAME = (4, 40)  # what the title bar and the edges take at most; only known once they are drawn


class MainWindow(Themed, QMainWindow):
    """The one window of the program.

    Signals:
        closed(): a person closed the window for good.
        close_asked(): a person wants to close it while it is busy; `close_now` closes it.
        toast_wanted(str): a page says one line that asks for nothing; "" takes it away.
        problem_found(str): a page says what went wrong, the first line a heading.
        task_failed(object): a task of a page ended with an exception no page has a place for.
        page_shown(str): another page came to the front, by its name.
    """

    closed = Signal()
    close_asked = Signal()
    toast_wanted = Signal(str)
    problem_found = Signal(str)
    task_failed = Signal(object)
    page_shown = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self._desk: Any = None
        self._is_busy: Callable[[], bool] = lambda: False
        self._factories: dict[str, Factory] = {}
        self._pages: dict[str, Page] = {}
        self._wanted: tuple[str, object] = ("", None)
        self.was_painted = False
        self._may_close = self._failed = False
        self._setup_ui()
        self._connect()
        self.show_page("compose")

    def _setup_ui(self) -> None:
        self.setMinimumSize(*_SMALLEST)
        self.rail = Rail()
        self._tops = QStackedWidget()
        self._tops.setFixedHeight(top_height())
        self._tops.addWidget(_EmptyTop())
        self._bodies = QStackedWidget()
        self._bodies.addWidget(QWidget())
        right = self._right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._tops)
        right.addWidget(self._bodies, 1)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.setCentralWidget(content)
        room = self.screen().availableGeometry()
        self.resize(
            max(_SMALLEST[0], min(_START[0], room.width() - _FRAME[0])),
            max(_SMALLEST[1], min(_START[1], room.height() - _FRAME[1])),
        )

    def retheme(self) -> None:
        """The top bar follows the text scale."""
        self._tops.setFixedHeight(top_height())

    def _connect(self) -> None:
        self.rail.chosen.connect(self._on_rail_chosen)
        for at, name in enumerate(self.rail.names()[:-1], start=1):
            self._shortcut(f"Ctrl+{at}", self.rail.item(name).click)
        self._shortcut("Ctrl+,", self.rail.item("settings").click)
        self._shortcut("F6", self._on_next_region)
        self._shortcut("Shift+F6", self._on_previous_region)

    def _shortcut(self, keys: str, slot: Callable[[], object]) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(slot)

    # -- pages ---------------------------------------------------------------------------------

    def set_factories(self, factories: Mapping[str, Factory]) -> None:
        """The other pages can be made now; one that was asked for meanwhile is shown."""
        self._factories.update(factories)
        name, argument = self._wanted
        if name:
            self.show_page(name, argument)

    def attach(self, desk: Any, is_busy: Callable[[], bool]) -> None:
        """The services are ready: hand them to the pages that exist and to those to come.

        desk: a `services.desk.Desk`. is_busy: whether a campaign is being sent, at once.
        """
        self._desk = desk
        self._is_busy = is_busy
        for page in tuple(self._pages.values()):
            page.attach(desk)

    def fail(self) -> None:
        """The services cannot be had: no page goes on waiting for them."""
        self._failed = True
        for page in tuple(self._pages.values()):
            page.fail()

    def page(self, name: str) -> Page | None:
        """A page that was opened before, None otherwise."""
        return self._pages.get(name)

    def current(self) -> str:
        """Name of the page in front."""
        shown = self._bodies.currentWidget()
        return next((name for name, page in self._pages.items() if page is shown), "")

    def show_page(self, name: str, argument: object = None) -> None:
        """Bring a page to the front, making it at its first visit; hand it `argument`."""
        page = self._pages.get(name) or self._make_page(name)
        if page is None:
            self._wanted = (name, argument)  # its code is still being loaded
            self.rail.set_current(name)
            return
        self._wanted = ("", None)
        shown = self._bodies.currentWidget()
        focus = self.focusWidget()
        left = focus is None or (shown is not page and not self.rail.isAncestorOf(focus))
        self._bodies.setCurrentWidget(page)
        self._tops.setCurrentWidget(page.top_bar())
        self.rail.set_current(name)
        self.setWindowTitle(self.tr("{page} · smsdesk").format(page=page.title()))
        if argument is not None:
            page.receive(argument)
        page.shown()
        if left:
            self._focus_into(page)
        self.page_shown.emit(name)

    def _focus_into(self, page: Page) -> None:
        """The control in use went away with its page: go on in the new one."""
        focus = self.focusWidget()
        if focus is None or not (page.isAncestorOf(focus) or focus is page):
            target = _first_focusable(page) or _first_focusable(page.top_bar())
            if target is not None:
                target.setFocus(Qt.FocusReason.OtherFocusReason)

    def prepare(self, name: str) -> None:
        """Make a page ahead of its first visit, while nothing else is to be done."""
        if name not in self._pages:
            self._make_page(name)

    def _make_page(self, name: str) -> Page | None:
        factory = self._factories.get(name)
        if factory is None:
            return None
        page = factory()
        self._add_page(name, page)
        if self._desk is not None:
            page.attach(self._desk)
        elif self._failed:
            page.fail()
        return page

    def _add_page(self, name: str, page: Page) -> None:
        self._pages[name] = page
        page.page_requested.connect(self.show_page)
        page.toast_requested.connect(self.toast_wanted)
        page.problem_found.connect(self.problem_found)
        page.task_failed.connect(self.task_failed)
        page.progress_changed.connect(self.rail.item("results").set_progress)
        page.attention_changed.connect(self.rail.item(name).set_count)
        page.set_narrow(self.width() < NARROW)
        self._tops.addWidget(page.top_bar())
        self._bodies.addWidget(page)

    def _on_rail_chosen(self, name: str) -> None:
        self.show_page(name)

    def put_over_pages(self, widget: QWidget) -> None:
        """Place a notice between the top bar and the page."""
        self._right.insertWidget(1, widget)

    # -- keyboard ------------------------------------------------------------------------------

    def _on_next_region(self) -> None:
        self._step_region(1)

    def _on_previous_region(self) -> None:
        self._step_region(-1)

    def _step_region(self, step: int) -> None:
        """F6: rail, top bar, page, and around."""
        shown = (self.rail, self._tops.currentWidget(), self._bodies.currentWidget())
        regions = [region for region in shown if region is not None]
        focus = self.focusWidget()
        at = next(
            (i for i, region in enumerate(regions) if focus and region.isAncestorOf(focus)), 0
        )
        for ahead in range(1, len(regions) + 1):
            target = _first_focusable(regions[(at + step * ahead) % len(regions)])
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return

    # -- closing -------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first while a campaign is being sent; never hold up otherwise."""
        if self._may_close or not self._is_busy():
            event.accept()
            self.closed.emit()
            return
        event.ignore()
        self.close_asked.emit()

    def close_now(self) -> None:
        """Close without asking, also while it is hidden."""
        self.never_ask()
        if self.isHidden():
            self.closed.emit()
        else:
            self.close()

    def never_ask(self) -> None:
        """From now on it closes at once, whatever is being sent: the session ends."""
        self._may_close = True

    async def aclose(self) -> None:
        """End the tasks of all pages."""
        for page in tuple(self._pages.values()):
            await page.aclose()

    # -- painting ------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Panes become drawers under 1100."""
        super().resizeEvent(event)
        before, now = event.oldSize().width() < NARROW, self.width() < NARROW
        if before != now:
            for page in self._pages.values():
                page.set_narrow(now)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground."""
        QPainter(self).fillRect(self.rect(), color("canvas"))
        self.was_painted = True


class _EmptyTop(QWidget):
    """Stands in the top bar until the first page is there."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, color("line"))


def _first_focusable(region: QWidget | None) -> QWidget | None:
    """The first control in a region that Tab would reach."""
    if region is None:
        return None
    for widget in region.findChildren(QWidget):
        tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if tabbed and widget.isEnabled() and widget.isVisible() and widget.focusProxy() is None:
            return widget
    return None
