"""Messages that may have gone out, decided on in the window: one by one and all at once."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from smsdesk.core.campaign import CampaignState
from smsdesk.core.outcome import Status
from smsdesk.gui.parts.choices import ChoiceRow
from smsdesk.gui.parts.sheet import Sheet
from smsdesk.gui.results.again_sheet import AgainSheet
from smsdesk.gui.results.page import ResultsPage
from smsdesk.services.desk import Desk
from smsdesk.services.sender import CampaignRun
from tests.helpers.desks import people, real_desk, send, sent
from tests.helpers.results_pages import results_page

DROPPED = "+8613900010101"
DROPPED_TOO = "+8613900010102"  # and the sandbox took it
BAD_NUMBER = "+8613900000006"


@pytest.fixture
def desk() -> Iterator[Desk]:
    with real_desk() as desk:
        yield desk


@pytest.fixture
def page(qtbot: QtBot, aio: Any, desk: Desk) -> Iterator[ResultsPage]:
    with results_page(qtbot) as page:
        yield page


def opened(qtbot: QtBot, page: ResultsPage, desk: Desk, run: CampaignRun) -> None:
    page.attach(desk)
    page.receive(run)
    qtbot.waitUntil(lambda: page.model.rowCount() > 0, timeout=10_000)
    qtbot.waitUntil(lambda: len(page._tasks) == 0, timeout=10_000)


def row_of(page: ResultsPage, status: Status) -> int:
    for position in range(page.model.rowCount()):
        row = page.model.row_at(position)
        if row is not None and row.status is status:
            return position
    raise AssertionError(status)


def open_unknown(qtbot: QtBot, page: ResultsPage) -> None:
    page.details.open(row_of(page, Status.UNKNOWN))
    qtbot.waitUntil(page.drawer.choices.isVisible, timeout=10_000)
    qtbot.waitUntil(lambda: len(page._tasks) == 0, timeout=10_000)


def show_undecided(qtbot: QtBot, page: ResultsPage) -> None:
    next(chip for chip in page.filters._chips.chips if chip.text() == "Decide").click()
    qtbot.waitUntil(page.body.decide.isVisible, timeout=10_000)
    qtbot.waitUntil(lambda: len(page._tasks) == 0, timeout=10_000)


def choice(page: ResultsPage, name: str) -> ChoiceRow:
    found = page.drawer.findChild(ChoiceRow, name)
    assert found is not None
    return found


def button(page: ResultsPage, name: str) -> QAbstractButton:
    found = page.window().findChild(QAbstractButton, name)
    assert found is not None
    return found


def typed(sheet: AgainSheet) -> QLineEdit:
    found = sheet.findChild(QLineEdit, "typed_count")
    assert found is not None
    return found


def figures(page: ResultsPage) -> list[str]:
    return [one.figure for one in page.summary.numbers._numbers]


def taken(desk: Desk) -> Counter[str]:
    """What the sandbox behind the rehearsal accounts has accepted, by number."""
    return Counter(entry.phone for entry in desk.rehearsal._sandbox.ledger)  # type: ignore[attr-defined]


def test_the_drawer_says_what_is_known_and_offers_three_choices(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    opened(qtbot, page, desk, sent(desk, people(3, DROPPED)))
    open_unknown(qtbot, page)
    assert page.drawer._status_note._heading.text() == "May have gone out"
    assert page.drawer._status_note._text.text() == (
        "The request left, but the line was cut before NXCloud SMS replied. NXCloud SMS cannot "
        "spot a repeat, so smsdesk does not send it again by itself."
    )
    for name in ("treat_as_sent", "send_again", "ask_provider"):
        assert choice(page, name).isEnabled(), name


def test_only_open_rows_offer_choices(qtbot: QtBot, page: ResultsPage, desk: Desk) -> None:
    opened(qtbot, page, desk, sent(desk, people(3, BAD_NUMBER)))
    page.details.open(0)
    qtbot.waitUntil(lambda: bool(page.drawer._request.toPlainText()))
    assert not page.drawer.choices.isVisible()


def test_treat_as_sent_counts_it_as_accepted(qtbot: QtBot, page: ResultsPage, desk: Desk) -> None:
    opened(qtbot, page, desk, sent(desk, people(3, DROPPED)))
    open_unknown(qtbot, page)
    with qtbot.waitSignal(page.toast_requested, timeout=10_000) as said:
        choice(page, "treat_as_sent").click()
    assert said.args == ["1 message counts as sent"]
    qtbot.waitUntil(lambda: figures(page) == ["4", "0", "0", "0"], timeout=10_000)
    qtbot.waitUntil(lambda: not page.drawer.choices.isVisible(), timeout=10_000)
    assert page.drawer.is_open()  # what is open stays
    assert page.drawer._timeline._steps[-1].words == "Treated as sent, by you"
    assert taken(desk)["8613900010101"] == 0


def test_deciding_later_makes_the_sending_no_longer(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    opened(qtbot, page, desk, sent(desk, people(3, DROPPED)))
    assert page._source is not None
    lasted_s = page._source.lasted_s()
    status = page._source.view.ledger.status
    row = status.index(Status.UNKNOWN)
    show_undecided(qtbot, page)
    button(page, "treat_all_as_sent").click()
    qtbot.waitUntil(lambda: figures(page)[2] == "0", timeout=10_000)
    qtbot.waitUntil(lambda: len(page._tasks) == 0, timeout=10_000)
    assert page.body.nothing.isVisible()
    assert page.body.nothing._title.text() == "Nothing is left to decide"
    page._source.view.ledger.at_ms[row] += 3_600_000  # an hour went by until then
    assert page._source.lasted_s() <= lasted_s


def test_send_again_wants_the_number_typed_and_then_sends(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    run = sent(desk, people(3, DROPPED_TOO))
    opened(qtbot, page, desk, run)
    open_unknown(qtbot, page)
    assert taken(desk)["8613900010102"] == 1
    choice(page, "send_again").click()
    sheet = page.window().findChild(AgainSheet, "again_sheet")
    assert sheet is not None
    assert sheet.accessibleName() == "Send to Magic 0 again?"
    assert not sheet.go.isEnabled()
    typed(sheet).setText("2")
    assert not sheet.go.isEnabled()
    typed(sheet).setText("1")
    assert sheet.go.text() == "Send 1 message again"
    sheet.go.click()
    qtbot.waitUntil(lambda: taken(desk)["8613900010102"] == 2, timeout=10_000)
    qtbot.waitUntil(lambda: figures(page)[3] == "0", timeout=10_000)
    assert max(count for phone, count in taken(desk).items() if phone != "8613900010102") == 1


def test_esc_in_the_question_sends_nothing(qtbot: QtBot, page: ResultsPage, desk: Desk) -> None:
    opened(qtbot, page, desk, sent(desk, people(3, DROPPED_TOO)))
    open_unknown(qtbot, page)
    choice(page, "send_again").click()
    sheet = page.window().findChild(AgainSheet, "again_sheet")
    assert sheet is not None
    typed(sheet).setText("1")
    sheet.reject()
    qtbot.waitUntil(lambda: len(page._tasks) == 0)
    assert figures(page)[2] == "1"
    assert taken(desk)["8613900010102"] == 1


def test_send_again_sends_to_nobody_else(qtbot: QtBot, page: ResultsPage, desk: Desk) -> None:
    """Others who still wait go out with Resume, which is not pressed by a decision."""
    run = send(desk, b"Name,Mobile\nMagic,+8613900010102\n" + people(90).partition(b"\n")[2],
               rate_per_s=40, workers=1)  # fmt: skip
    qtbot.waitUntil(lambda: run.ledger.counts()[Status.UNKNOWN] == 1, timeout=10_000)
    run.pause()
    assert run.wait(10)
    before = sum(taken(desk).values())
    opened(qtbot, page, desk, run)
    open_unknown(qtbot, page)
    waiting = int(figures(page)[3])
    assert waiting
    choice(page, "send_again").click()
    sheet = page.window().findChild(AgainSheet, "again_sheet")
    assert sheet is not None
    assert sheet.go.text() == "Put 1 back in the queue"
    typed(sheet).setText("1")
    with qtbot.waitSignal(page.toast_requested, timeout=10_000) as said:
        sheet.go.click()
    assert said.args == ["1 person is back in the queue"]
    qtbot.waitUntil(lambda: figures(page)[3] == str(waiting + 1), timeout=10_000)
    assert run.progress().state is CampaignState.PAUSED
    assert sum(taken(desk).values()) == before


def test_all_at_once_over_their_own_list(qtbot: QtBot, page: ResultsPage, desk: Desk) -> None:
    opened(qtbot, page, desk, sent(desk, people(3, DROPPED, DROPPED_TOO)))
    assert not page.body.decide.isVisible()
    show_undecided(qtbot, page)
    assert page.body.decide.accessibleName() == "2 messages may have gone out"
    assert page.model.rowCount() == 2
    button(page, "treat_all_as_sent").click()
    sheet = page.window().findChild(Sheet, "treat_sheet")
    assert sheet is not None
    assert sheet.accessibleName() == "Treat 2 messages as sent?"
    button(page, "treat_sheet_confirm").click()
    qtbot.waitUntil(lambda: figures(page) == ["5", "0", "0", "0"], timeout=10_000)
    qtbot.waitUntil(lambda: not page.body.decide.isVisible(), timeout=10_000)


def test_asking_the_provider_settles_what_it_knows(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    opened(qtbot, page, desk, sent(desk, people(3, DROPPED, DROPPED_TOO)))
    show_undecided(qtbot, page)
    with qtbot.waitSignal(page.toast_requested, timeout=20_000) as said:
        button(page, "ask_provider_about_all").click()
    assert said.args == ["Found in the records: 1."]
    qtbot.waitUntil(lambda: figures(page)[2] == "1", timeout=10_000)
    qtbot.waitUntil(lambda: "Not found" in page.body.decide.accessibleDescription(), timeout=10_000)


def test_a_provider_that_cannot_be_asked_says_why(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    recipients = people(1, DROPPED)
    opened(qtbot, page, desk, sent(desk, recipients, provider="tencent-sms"))
    open_unknown(qtbot, page)
    ask = choice(page, "ask_provider")
    assert not ask.isEnabled()
    assert ask.accessibleDescription().startswith("Tencent")
    assert "console" in ask.accessibleDescription()
    assert choice(page, "send_again").isEnabled()


def test_nothing_is_decided_while_it_is_sent(qtbot: QtBot, page: ResultsPage, desk: Desk) -> None:
    run = send(desk, b"Name,Mobile\nMagic,+8613900010101\n" + people(300).partition(b"\n")[2],
               rate_per_s=40)  # fmt: skip
    qtbot.waitUntil(lambda: run.ledger.counts()[Status.UNKNOWN] == 1, timeout=10_000)
    page.attach(desk)
    page.receive(run)
    qtbot.waitUntil(lambda: page.model.rowCount() > 0, timeout=10_000)
    page.details.open(0)
    qtbot.waitUntil(page.drawer.choices.isVisible, timeout=10_000)
    for name in ("treat_as_sent", "send_again", "ask_provider"):
        assert not choice(page, name).isEnabled(), name
    why = page.drawer.choices._why_not
    assert why.isVisible()
    assert why.text() == "The campaign is being sent. Pause it, or wait for its end, to decide."
    run.pause()
    qtbot.waitUntil(lambda: choice(page, "treat_as_sent").isEnabled(), timeout=10_000)
    assert not why.isVisible()
    run.stop()
    assert run.wait(10)


def test_the_number_asked_for_may_be_typed_as_it_stands_there(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    sheet = AgainSheet(window, 3_000, "", "NXCloud SMS", 0)
    sheet.open()
    for text, matches in (("3", False), ("3000", True), ("30,00", True), ("3,000", True)):
        typed(sheet).setText(text)
        assert sheet.go.isEnabled() is matches, text
    assert sheet.go.text() == "Send 3,000 messages again"


def test_in_the_smallest_window_nothing_hides_behind_the_drawer(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    page.resize(924, 584)  # what a window of 1000 x 640 leaves
    opened(qtbot, page, desk, sent(desk, people(30, DROPPED, DROPPED_TOO)))
    show_undecided(qtbot, page)
    open_unknown(qtbot, page)
    covered = page.drawer.geometry()
    for name in ("treat_all_as_sent", "send_all_again", "ask_provider_about_all"):
        pressed = button(page, name)
        place = QRect(pressed.mapTo(page, QPoint(0, 0)), pressed.size())
        assert pressed.isVisible()
        assert not place.intersects(covered), name
        assert place.width() >= pressed.sizeHint().width(), name
    titles = [page.model.headerData(at, Qt.Orientation.Horizontal) for at in shown_columns(page)]
    assert titles == ["Phone", "Name", "Status", "Meaning"]
    grid = page.view.viewport()
    assert grid.mapTo(page, QPoint(grid.width(), 0)).x() <= covered.left()
    assert sum(page.view.columnWidth(at) for at in shown_columns(page)) <= grid.width()


def shown_columns(page: ResultsPage) -> list[int]:
    return [at for at in range(page.model.columnCount()) if not page.view.isColumnHidden(at)]


def test_tab_goes_down_the_drawer(qtbot: QtBot, page: ResultsPage, desk: Desk) -> None:
    opened(qtbot, page, desk, sent(desk, people(3, DROPPED, DROPPED_TOO)))
    open_unknown(qtbot, page)
    page.drawer.next_requested.emit()  # the rows of its ids are made anew
    qtbot.waitUntil(lambda: page.drawer.accessibleName() == "Magic 1", timeout=10_000)
    qtbot.waitUntil(lambda: len(page._tasks) == 0, timeout=10_000)
    stops = tab_stops(page)
    inside = [stop for stop in stops if page.drawer.isAncestorOf(stop)]
    assert len(inside) > 8
    first = stops.index(inside[0])
    assert stops[first : first + len(inside)] == inside  # nothing of the page among them
    assert first > stops.index(page.view)
    places = [stop.mapTo(page.drawer, QPoint(0, 0)) for stop in inside]
    assert [place.y() // 24 for place in places] == sorted(place.y() // 24 for place in places)


def tab_stops(page: ResultsPage) -> list[QWidget]:
    """What Tab reaches in the page, in its order."""
    stops = []
    widget = page.nextInFocusChain()
    while widget is not None and widget is not page:
        takes_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes_tab and widget.isVisible() and widget.isEnabled() and page.isAncestorOf(widget):
            stops.append(widget)
        widget = widget.nextInFocusChain()
    return stops
