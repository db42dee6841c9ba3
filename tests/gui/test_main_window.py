"""The main window: pages at their first visit, keyboard, notices, closing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QVBoxLayout, QWidget

from smsdesk.core.errors import ConfigError
from smsdesk.gui.closing import CloseSheet, UnderWay, under_way_line
from smsdesk.gui.main_window import MainWindow
from smsdesk.gui.notices import Notices
from smsdesk.gui.page import Page
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.surface import TopBar
from smsdesk.gui.parts.toast import Toaster
from smsdesk.gui.paused_banner import PausedLine
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
    window.show()
    qtbot.waitUntil(lambda: window.was_painted)
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


@pytest.mark.logs_errors
def test_what_nobody_foresaw_is_said_and_logged_once(
    window: MainWindow, made: Made, caplog: pytest.LogCaptureFixture
) -> None:
    notices = Notices(window)
    made.pages[0].task_failed.emit(ZeroDivisionError("a bug"))
    assert notices.problem() == "Something in smsdesk went wrong"
    (record,) = caplog.records
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], ZeroDivisionError)


def test_a_refusal_no_page_has_a_place_for_is_said_in_its_own_words(
    window: MainWindow, made: Made
) -> None:
    notices = Notices(window)
    made.pages[0].task_failed.emit(ConfigError("keyring_hung"))
    assert notices.problem().startswith("The keyring does not answer")
    made.pages[0].problem_found.emit("Shop was not saved\nThe keyring is locked.")
    assert notices.problem() == "Shop was not saved"


def test_a_passing_line_can_be_taken_back(window: MainWindow, made: Made) -> None:
    Notices(window)
    made.pages[0].toast_requested.emit("SMS carries text only.")
    (toast,) = window.findChildren(Toaster)
    assert toast.text() == "SMS carries text only."
    made.pages[0].toast_requested.emit("")
    assert toast.text() == ""


def test_an_idle_window_closes_at_once(qtbot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.closed):
        assert window.close()


@pytest.fixture
def asked(qtbot, window: MainWindow) -> CloseSheet:
    """The question of a window that was closed while sending."""
    notices = Notices(window)
    notices.look = lambda: [UnderWay("今日特惠 🌷", 604, 982, 9.2)]
    notices.background_wanted.connect(lambda: window.setProperty("hidden_on", True))
    window.attach(object(), lambda: True)
    assert not window.close()
    sheet = window.findChild(CloseSheet, "close_sheet")
    qtbot.waitUntil(sheet.isVisible)
    return sheet


def test_a_sending_window_asks_and_says_how_far_it_is(asked: CloseSheet) -> None:
    assert asked.accessibleName() == "Close while sending?"
    assert asked._subtitle.text() == "今日特惠 🌷 is at 604 of 982, 9 s left."


def test_several_campaigns_are_added_up(asked: CloseSheet) -> None:
    running = [UnderWay("a", 10, 20, 4.0), UnderWay("b", 5, 2_000, 61.0)]
    assert under_way_line(running) == "2 campaigns are at 15 of 2,020, 1 min 1 s left."
    assert under_way_line([UnderWay("a", 0, 20)]) == "a is at 0 of 20."
    assert under_way_line([]) == "Nothing is being sent any more."


@pytest.mark.parametrize("how", ["stay", "escape"])
def test_staying_changes_nothing(qtbot, window: MainWindow, asked: CloseSheet, how: str) -> None:
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    if how == "stay":
        asked.findChild(QAbstractButton, "stay").click()
    else:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not asked.isVisible())
    assert window.isVisible()
    assert closed == []
    assert window.property("hidden_on") is None
    assert not window.close()  # and asks again


def test_a_question_the_sending_outran_only_asks_whether_to_close(
    qtbot, window: MainWindow, asked: CloseSheet
) -> None:
    asked._look = tuple
    qtbot.waitUntil(asked.findChild(QAbstractButton, "close_now").isVisible)
    assert asked.accessibleName() == "Close smsdesk?"
    assert asked._subtitle.text() == "Nothing is being sent any more."
    assert not asked.findChild(QAbstractButton, "keep_going").isVisible()
    assert QApplication.focusWidget() is asked.findChild(QAbstractButton, "close_now")
    with qtbot.waitSignal(window.closed):
        asked.findChild(QAbstractButton, "close_now").click()


def test_going_on_in_the_background_does_not_close(
    qtbot, window: MainWindow, asked: CloseSheet
) -> None:
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    asked.findChild(QAbstractButton, "keep_going").click()
    assert window.property("hidden_on") is True
    assert closed == []


def test_pause_and_close_closes(qtbot, window: MainWindow, asked: CloseSheet) -> None:
    with qtbot.waitSignal(window.closed):
        asked.findChild(QAbstractButton, "pause_and_close").click()
    assert not window.isVisible()


def test_a_hidden_window_closes_too(qtbot, window: MainWindow) -> None:
    window.attach(object(), lambda: True)
    window.hide()
    with qtbot.waitSignal(window.closed):
        window.close_now()


# -- what was left half sent -----------------------------------------------------------------------

FRIDAY = PausedLine("c-1", "今日特惠 🌷", 412, 982, 3)
OTHER = PausedLine("c-2", "Weekend", 0, 50, 0)


def banner(window: MainWindow) -> Note:
    return window.findChild(Note, "paused_banner")


def test_a_paused_campaign_is_told_of_over_the_page(window: MainWindow, made: Made) -> None:
    window.set_factories(everything(made))
    notices = Notices(window)
    assert not banner(window).isVisible()
    notices.show_paused([FRIDAY])
    assert banner(window).isVisible()
    assert banner(window).accessibleName() == (
        "今日特惠 🌷 is paused at 412 of 982; 3 may have gone out."
    )
    for name in ("results", "history"):  # they say so themselves
        window.show_page(name)
        assert not banner(window).isVisible()
    window.show_page("codes")
    assert banner(window).isVisible()


def test_review_opens_that_campaign(window: MainWindow, made: Made) -> None:
    window.set_factories(everything(made))
    notices = Notices(window)
    notices.show_paused([FRIDAY])
    banner(window).action_clicked.emit()
    assert window.current() == "results"
    assert ("argument", "c-1") in made.pages[-1].told
    window.show_page("compose")
    assert not banner(window).isVisible()


def test_several_lead_to_the_history(window: MainWindow, made: Made) -> None:
    window.set_factories(everything(made))
    notices = Notices(window)
    notices.show_paused([OTHER, OTHER])
    assert banner(window).accessibleName() == "2 campaigns are paused."
    notices.show_paused([FRIDAY, OTHER])
    assert banner(window).accessibleName() == (
        "2 campaigns are paused; 3 people may have got theirs."
    )
    banner(window).action_clicked.emit()
    assert window.current() == "history"
    assert ("argument", "paused") in made.pages[-1].told


def test_the_line_can_be_dismissed(qtbot, window: MainWindow) -> None:
    notices = Notices(window)
    notices.show_paused([FRIDAY])
    cross = next(
        one
        for one in banner(window).findChildren(QAbstractButton)
        if one.accessibleName() == "Do not show this again"
    )
    with qtbot.waitSignal(notices.paused_dismissed) as dismissed:
        cross.click()
    assert dismissed.args == [(FRIDAY,)]
    assert not banner(window).isVisible()


async def test_closing_ends_every_page(window: MainWindow, made: Made) -> None:
    window.set_factories(everything(made))
    window.show_page("codes")
    await window.aclose()
    assert [page.told[-1] for page in made.pages] == ["closed", "closed"]
