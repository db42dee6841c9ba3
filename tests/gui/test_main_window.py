"""The main window: pages at their first visit, keyboard, notices, closing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QVBoxLayout, QWidget

from smsdesk.gui.main_window import MainWindow
from smsdesk.gui.notices import Notices
from smsdesk.gui.page import Page
from smsdesk.gui.parts.surface import TopBar
from smsdesk.gui.style import apply_theme


class PlainPage(Page):
    """A page that remembers what the window told it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.told: list[object] = []
        self._top = TopBar()
        self.input = QLineEdit(self)
        QVBoxLayout(self).addWidget(self.input)

    def title(self) -> str:
        return self.name.title()

    def top_bar(self) -> QWidget:
        return self._top

    def attach(self, desk: object) -> None:
        self.told.append(("desk", desk))

    def receive(self, argument: object) -> None:
        self.told.append(("argument", argument))

    def shown(self) -> None:
        self.told.append("shown")

    def set_narrow(self, narrow: bool) -> None:
        self.told.append(("narrow", narrow))

    async def aclose(self) -> None:
        self.told.append("closed")


class Made:
    """Factories that count."""

    def __init__(self) -> None:
        self.pages: list[PlainPage] = []

    def of(self, name: str):
        def make() -> PlainPage:
            page = PlainPage(name)
            self.pages.append(page)
            return page

        return make

    @property
    def names(self) -> list[str]:
        return [page.name for page in self.pages]


@pytest.fixture
def made() -> Made:
    return Made()


@pytest.fixture
def window(qapp: QApplication, qtbot, made: Made) -> MainWindow:
    apply_theme(qapp, "light")
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    window.set_factories({"compose": made.of("compose")})
    return window


def everything(made: Made) -> dict[str, object]:
    names = ("results", "history", "accounts", "codes", "settings")
    return {name: made.of(name) for name in names}


def test_the_shell_paints_before_any_page_exists(qapp: QApplication, qtbot) -> None:
    apply_theme(qapp, "light")
    window = MainWindow()
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.first_painted):
        window.show()
    assert window.was_painted
    assert window.current() == ""


def test_compose_comes_first_and_others_at_their_first_visit(
    window: MainWindow, made: Made
) -> None:
    assert window.current() == "compose"
    window.set_factories(everything(made))
    assert made.names == ["compose"]
    window.rail.item("history").click()
    window.rail.item("compose").click()
    window.rail.item("history").click()
    assert made.names == ["compose", "history"]
    assert window.current() == "history"
    assert window.windowTitle() == "History · smsdesk"


def test_a_page_asked_for_too_early_is_shown_once_it_can_be_made(
    window: MainWindow, made: Made
) -> None:
    window.show_page("results", "c-1")
    assert window.current() == "compose"
    assert window.rail.item("results").isChecked()
    window.set_factories(everything(made))
    assert window.current() == "results"
    assert ("argument", "c-1") in made.pages[-1].told


def test_the_desk_reaches_pages_made_before_and_after(window: MainWindow, made: Made) -> None:
    window.set_factories(everything(made))
    desk = object()
    window.attach(desk, lambda: False)
    window.show_page("accounts")
    assert all(page.told.count(("desk", desk)) == 1 for page in made.pages)
    assert made.names == ["compose", "accounts"]


def test_pages_ask_for_one_another(window: MainWindow, made: Made) -> None:
    window.set_factories(everything(made))
    made.pages[0].page_requested.emit("codes", "27")
    assert window.current() == "codes"
    assert made.pages[-1].told[-2:] == [("argument", "27"), "shown"]


@pytest.mark.parametrize(
    ("key", "name"),
    [(Qt.Key.Key_1, "compose"), (Qt.Key.Key_3, "history"), (Qt.Key.Key_5, "codes")],
)
def test_pages_have_keys(qtbot, window: MainWindow, made: Made, key: Qt.Key, name: str) -> None:
    window.set_factories(everything(made))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert window.current() == name


def test_f6_goes_round_the_regions(qtbot, window: MainWindow, made: Made) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page = made.pages[0]
    page.input.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.rail.isAncestorOf(window.focusWidget())
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.focusWidget() is page.input


def test_panes_hear_of_a_narrow_window(window: MainWindow, made: Made) -> None:
    page = made.pages[0]
    window.resize(1000, 640)
    window.resize(1050, 640)
    window.resize(1200, 700)
    assert [told for told in page.told if isinstance(told, tuple)][-2:] == [
        ("narrow", True), ("narrow", False),
    ]  # fmt: skip


def test_the_rail_shows_progress_and_what_waits(window: MainWindow, made: Made) -> None:
    window.set_factories(everything(made))
    window.show_page("history")
    made.pages[0].progress_changed.emit(0.61)
    made.pages[1].attention_changed.emit(14)
    assert window.rail.item("results").accessibleDescription() == "61% done"
    assert window.rail.item("history").accessibleDescription() == "14 wait for you"
    made.pages[0].progress_changed.emit(None)
    assert window.rail.item("results").accessibleDescription() == ""


def test_a_problem_is_said_over_the_page_and_can_be_taken_away(
    qtbot, window: MainWindow, made: Made
) -> None:
    notices = Notices(window)
    notices.show_problem("The journal cannot be opened.\nIt is damaged.")
    assert notices.problem() == "The journal cannot be opened."
    assert made.pages[0].isVisible()
    notices.clear_problem()
    assert notices.problem() == ""


def test_an_idle_window_closes_at_once(qtbot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.closed):
        assert window.close()


def test_a_sending_window_asks_without_stopping_anything(qtbot, window: MainWindow) -> None:
    Notices(window)
    window.attach(object(), lambda: True)
    closed = []
    window.closed.connect(lambda: closed.append(True))
    assert not window.close()
    sheet = window.findChild(QWidget, "close_sheet")
    qtbot.waitUntil(sheet.isVisible)
    sheet.findChild(QAbstractButton, "keep_sending").click()
    qtbot.waitUntil(lambda: not sheet.isVisible())
    assert window.isVisible()
    assert closed == []


def test_pause_and_close_closes(qtbot, window: MainWindow) -> None:
    Notices(window)
    window.attach(object(), lambda: True)
    window.close()
    with qtbot.waitSignal(window.closed):
        window.findChild(QAbstractButton, "pause_and_close").click()
    assert not window.isVisible()


async def test_closing_ends_every_page(window: MainWindow, made: Made) -> None:
    window.set_factories(everything(made))
    window.show_page("codes")
    await window.aclose()
    assert [page.told[-1] for page in made.pages] == ["closed", "closed"]
