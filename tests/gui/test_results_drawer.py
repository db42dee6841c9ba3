"""The drawer of Results and the rows beside it: it follows a person's choice, and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from smsdesk.gui.results.page import ResultsPage
from smsdesk.services.desk import Desk
from smsdesk.services.sender import CampaignRun
from tests.helpers.desks import people, real_desk, send, sent
from tests.helpers.results_pages import results_page

DROPPED = ("+8613900010101", "+8613900010102", "+8613900010104")


@pytest.fixture
def desk() -> Iterator[Desk]:
    with real_desk() as desk:
        yield desk


@pytest.fixture
def page(qtbot: QtBot, aio: Any, desk: Desk) -> Iterator[ResultsPage]:
    with results_page(qtbot) as page:
        yield page


def opened(qtbot: QtBot, page: ResultsPage, desk: Desk, run: CampaignRun, row: int) -> None:
    """The page shows the campaign, the drawer one of its people."""
    page.attach(desk)
    page.receive(run)
    qtbot.waitUntil(lambda: page.model.rowCount() > 0, timeout=10_000)
    page.details.open(row)
    qtbot.waitUntil(lambda: who(page) != "", timeout=10_000)


def rested(qtbot: QtBot, page: ResultsPage) -> None:
    qtbot.waitUntil(lambda: len(page._tasks) == 0, timeout=10_000)


def choose(qtbot: QtBot, page: ResultsPage, word: str) -> None:
    next(chip for chip in page.filters._chips.chips if chip.text() == word).click()
    rested(qtbot, page)


def who(page: ResultsPage) -> str:
    """Whom the drawer is about, "" while it is closed."""
    return page.drawer.accessibleName() if page.drawer.is_open() else ""


def lit(page: ResultsPage) -> str:
    """Whose row of the grid is lit."""
    row = page.model.row_at(page.view.currentIndex().row())
    assert row is not None
    return page.model.name_of(row)


def step(qtbot: QtBot, page: ResultsPage, name: str) -> None:
    """Press Previous or Next."""
    buttons = page.drawer.findChildren(QAbstractButton)
    next(button for button in buttons if button.accessibleName() == name).click()
    rested(qtbot, page)


def test_a_chip_moves_the_drawer_to_its_first_row(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    opened(qtbot, page, desk, sent(desk, people(4, *DROPPED[:2])), 1)
    assert who(page) == "Person 1 周"
    choose(qtbot, page, "Decide")
    assert (who(page), lit(page)) == ("Magic 0", "Magic 0")
    assert page.drawer.choices.isVisible()
    step(qtbot, page, "Next")
    assert (who(page), lit(page)) == ("Magic 1", "Magic 1")
    step(qtbot, page, "Previous")
    assert who(page) == "Magic 0"


def test_who_is_among_the_rows_of_the_chip_stays_open(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    opened(qtbot, page, desk, sent(desk, people(90, *DROPPED[:2])), 91)
    for word in ("Decide", "All"):
        choose(qtbot, page, word)
        assert (who(page), lit(page)) == ("Magic 1", "Magic 1"), word
        row = page.view.visualRect(page.view.currentIndex())
        assert page.view.viewport().rect().contains(row.center()), word
    step(qtbot, page, "Previous")
    assert who(page) == "Magic 0"


def test_a_search_moves_it_and_closes_it_where_nobody_is_found(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    opened(qtbot, page, desk, sent(desk, people(4, DROPPED[0])), 1)
    page.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
    QTest.keyClicks(page.filters.search, "Magic")
    qtbot.waitUntil(lambda: who(page) == "Magic 0", timeout=10_000)
    QTest.keyClicks(page.filters.search, " nobody")
    qtbot.waitUntil(lambda: who(page) == "", timeout=10_000)
    assert page.filters.search.hasFocus()  # typing goes on
    page.filters.search.clear()
    qtbot.waitUntil(lambda: page.model.rowCount() == 5, timeout=10_000)
    rested(qtbot, page)
    assert who(page) == ""


def test_a_running_campaign_takes_nobody_out_of_the_drawer(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    run = send(desk, people(300), rate_per_s=20, workers=1)
    opened(qtbot, page, desk, run, 100)
    next(chip for chip in page.filters._chips.chips if chip.text() == "Waiting").click()
    qtbot.waitUntil(lambda: 0 < page.model.rowCount() < 300, timeout=10_000)
    assert who(page) == "Person 100 周"  # waits
    first = page.model.id_at(0) + 2  # sent within a second
    page.details.open(2)
    qtbot.waitUntil(lambda: who(page) == f"Person {first} 周", timeout=10_000)
    qtbot.waitUntil(lambda: page.model.id_at(0) > first, timeout=10_000)
    run.stop()  # its people are under Not sent from now on
    assert run.wait(10)
    qtbot.waitUntil(lambda: not page.pulse._poll.isActive(), timeout=10_000)
    rested(qtbot, page)
    assert who(page) == f"Person {first} 周"
    assert page.model.id_at(0) > first
    step(qtbot, page, "Next")
    assert who(page) == lit(page) != f"Person {first} 周"


def test_next_goes_on_behind_who_was_just_decided_on(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    opened(qtbot, page, desk, sent(desk, people(2, *DROPPED)), 0)
    choose(qtbot, page, "Decide")
    assert page.model.rowCount() == 3
    step(qtbot, page, "Next")
    found = page.drawer.findChild(QAbstractButton, "treat_as_sent")
    assert found is not None
    found.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=10_000)
    rested(qtbot, page)
    assert who(page) == "Magic 1"  # what became of it is read there
    step(qtbot, page, "Next")
    assert (who(page), lit(page)) == ("Magic 2", "Magic 2")
    step(qtbot, page, "Previous")
    assert who(page) == "Magic 0"
