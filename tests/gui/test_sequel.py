"""From rejected rows in Results to a new message in Compose, by clicks in the window."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from smsdesk.core.account import Account, Mode
from smsdesk.core.csvimport import read_table
from smsdesk.core.message import TextMessage
from smsdesk.core.outcome import Status
from smsdesk.core.recipients import read_recipients
from smsdesk.gui.compose.page import ComposePage
from smsdesk.gui.main_window import MainWindow
from smsdesk.gui.parts.sheet import Sheet
from smsdesk.gui.results.filters import Filter
from smsdesk.gui.results.page import ResultsPage
from smsdesk.gui.results.sequel_view import SequelBar, SequelOffer
from smsdesk.services.desk import Desk
from smsdesk.services.results import Need
from smsdesk.services.sender import CampaignRun
from tests.helpers.composing import WAIT_MS, add_real_account, settled
from tests.helpers.desks import PROVIDER, people, real_desk, send, sent

WRONG = "+8613900030001"
WRONG_TOO = "+8613900030101"
TOO_OFTEN = "+8613900030004"
DROPPED = "+8613900010101"


@pytest.fixture
def desk() -> Iterator[Desk]:
    with real_desk(demo=False) as desk:
        yield desk


@pytest.fixture
def window(qtbot: QtBot, aio: Any, desk: Desk) -> MainWindow:
    window = MainWindow()
    qtbot.addWidget(window, before_close_func=partial(end, qtbot))
    window.set_factories({"compose": ComposePage, "results": ResultsPage})
    window.attach(desk, lambda: False)
    window.show()
    return window


def end(qtbot: QtBot, window: MainWindow) -> None:
    closing = asyncio.get_running_loop().create_task(window.aclose())
    qtbot.waitUntil(closing.done, timeout=10_000)


def one_request(desk: Desk, data: bytes, text: str = "Sale today 🌷") -> CampaignRun:
    """The same text for everybody, all in one request."""
    account = replace(desk.start_rehearsal(PROVIDER), batch_size=100)
    recipients = read_recipients(read_table(data, source="customers.csv"), 1, "CN")
    run = desk.campaigns.start(TextMessage(text=text), recipients, account)
    assert run.wait(30)
    return run


def results_of(window: MainWindow) -> ResultsPage:
    page = window.page("results")
    assert isinstance(page, ResultsPage)
    return page


def compose_of(window: MainWindow) -> ComposePage:
    page = window.page("compose")
    assert isinstance(page, ComposePage)
    return page


def show(qtbot: QtBot, window: MainWindow, run: CampaignRun, chip: str = "") -> ResultsPage:
    """Its results, filtered by a chip."""
    window.show_page("results", run.campaign.id)
    page = results_of(window)
    qtbot.waitUntil(lambda: page.model.rowCount() > 0, timeout=10_000)
    qtbot.waitUntil(lambda: not len(page._tasks), timeout=10_000)
    if chip:
        press_chip(qtbot, page, chip)
    return page


def press_chip(qtbot: QtBot, page: ResultsPage, word: str) -> None:
    next(chip for chip in page.filters._chips.chips if chip.text() == word).click()
    qtbot.waitUntil(lambda: not len(page._tasks), timeout=10_000)


def press(window: MainWindow, name: str) -> None:
    found = [one for one in window.findChildren(QAbstractButton, name) if one.isVisible()]
    assert len(found) == 1, name
    found[0].click()


def wait_for_compose(qtbot: QtBot, window: MainWindow, count: int) -> ComposePage:
    page = compose_of(window)
    qtbot.waitUntil(lambda: window.current() == "compose", timeout=10_000)
    qtbot.waitUntil(lambda: len(page._stepping.people) == count, timeout=WAIT_MS)
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    return page


def send_it(qtbot: QtBot, window: MainWindow) -> CampaignRun:
    """Press Send; a rehearsal begins at once."""
    with qtbot.waitSignal(compose_of(window).campaign_started, timeout=WAIT_MS) as started:
        press(window, "send")
    assert started.args is not None
    run: CampaignRun = started.args[0]
    assert run.wait(30)
    return run


def text_in(page: ComposePage) -> str:
    return page._view.message_body.text_form.editor.text()


def said(page: ResultsPage) -> tuple[str, str, str]:
    bar = page.body.sequel
    return bar.accessibleName(), bar.accessibleDescription(), bar.button.text()


def taken(desk: Desk) -> Counter[str]:
    """What the sandbox behind the rehearsal accounts has accepted, by number."""
    return Counter(entry.phone for entry in desk.rehearsal._sandbox.ledger)  # type: ignore[attr-defined]


def test_one_bad_number_is_corrected_and_all_of_its_request_get_it(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    page = show(qtbot, window, one_request(desk, people(4, WRONG)), "Fix the number")
    heading, text, button = said(page)
    assert heading == "5 numbers were refused"
    assert text == (
        "One wrong number is enough for NXCloud SMS to refuse a whole request. In a new message, "
        "correct it or leave it out; if you cannot tell which it is, set numbers per request to 1 "
        "in the account first."
    )
    assert button == "New message to these 5 people…"
    press(window, "new_message_to_all")
    compose = wait_for_compose(qtbot, window, 5)
    assert text_in(compose) == "Sale today 🌷"
    assert compose._account is not None
    assert compose._account.mode is Mode.REHEARSAL
    compose._listing.open()
    listing = compose._listing.page
    assert listing.reading._name.text() == "customers.csv · 5 of 5"
    phone = listing.model.index(4, listing.model.phone_position)
    assert phone.data() == WRONG
    with qtbot.waitSignal(compose._audience.changed, timeout=WAIT_MS):
        listing.model.setData(phone, "+86 139 1234 5678")
    press(window, "use_recipients")
    run = send_it(qtbot, window)
    assert run.ledger.counts()[Status.ACCEPTED] == 5
    assert max(taken(desk).values()) == 1
    assert set(taken(desk)) == {f"8613700{at:06d}" for at in range(4)} | {"8613912345678"}


def test_all_columns_come_along(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    page = show(qtbot, window, sent(desk, people(3, WRONG, WRONG_TOO)), "Fix the number")
    assert said(page)[1] == (
        "A new message begins with the same text and exactly these people: correct the numbers "
        "there."
    )
    press(window, "new_message_to_all")
    compose = wait_for_compose(qtbot, window, 2)
    imported = compose._listing.imported
    assert imported is not None
    assert imported.table.header == ("Name", "Mobile")
    assert imported.table.rows == [["Magic 0", WRONG], ["Magic 1", WRONG_TOO]]
    assert compose._stepping.people.render("{Name}") == "Magic 0"


def test_a_search_narrows_whom_it_goes_to(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    page = show(qtbot, window, sent(desk, people(3, WRONG, WRONG_TOO)), "Fix the number")
    QTest.keyClicks(page.filters.search, "Magic 1")
    qtbot.waitUntil(lambda: said(page)[2] == "New message to this person…", timeout=10_000)
    press(window, "new_message_to_all")
    compose = wait_for_compose(qtbot, window, 1)
    assert compose._stepping.people.render("{Name}") == "Magic 1"


def test_a_quick_press_takes_whom_the_offer_still_speaks_of(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    """Other rows are there already; how many of them it would be for is not known yet."""
    page = show(qtbot, window, sent(desk, people(3, WRONG, TOO_OFTEN, WRONG_TOO)), "Fix the number")
    read: list[str] = []

    def press_at_once() -> None:
        if not read and page.model.rowCount() == 1:
            read.append(said(page)[2])
            press(window, "new_message_to_all")

    page.model.modelReset.connect(press_at_once)
    next(chip for chip in page.filters._chips.chips if chip.text() == "Try later").click()
    compose = wait_for_compose(qtbot, window, 2)
    assert read == ["New message to these 2 people…"]
    assert compose._stepping.people.render("{Name}") == "Magic 0"


def test_in_the_smallest_window_the_offer_squeezes_nothing(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    window.resize(1000, 640)
    run = sent(desk, people(9, WRONG, TOO_OFTEN, DROPPED, "+8613900030002"))
    page = show(qtbot, window, run)
    page.details.open(9)
    press_chip(qtbot, page, "Try later")
    body = page.body
    assert body.sequel.isVisible()
    for part in (body.summary, body.filters, body.sequel, body.grid.currentWidget()):
        assert part.height() >= part.minimumSizeHint().height(), part
    assert body.summary.numbers.height() >= body.summary.numbers.minimumSizeHint().height()


def test_tab_goes_from_the_search_over_the_offer_to_the_rows(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    page = show(qtbot, window, sent(desk, people(1, WRONG)), "Fix the number")
    page.filters.search.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(page.filters.search, Qt.Key.Key_Tab)
    assert page.body.sequel.button.hasFocus()
    QTest.keyClick(page.body.sequel.button, Qt.Key.Key_Tab)
    assert page.view.hasFocus()


def test_the_drawer_offers_it_for_one_person(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    page = show(qtbot, window, sent(desk, people(2, WRONG, TOO_OFTEN)))
    offer = page.drawer.sequel
    page.details.open(3)
    qtbot.waitUntil(offer.isVisible, timeout=10_000)
    assert offer.row.text() == "New message to Magic 1…"
    assert offer.row.accessibleName() == "New message to Magic 1…"
    offer.row.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(offer.row, Qt.Key.Key_Return)
    compose = wait_for_compose(qtbot, window, 1)
    assert compose._stepping.people.render("{Name}") == "Magic 1"


def test_nothing_is_offered_for_who_has_it_or_may_have_it(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    page = show(qtbot, window, sent(desk, people(2, DROPPED, WRONG)))
    assert not page.body.sequel.isVisible()
    for chip, row in (("Accepted", 0), ("Decide", 2)):
        press_chip(qtbot, page, chip)
        assert not page.body.sequel.isVisible(), chip
        page.details.open(0)
        qtbot.waitUntil(lambda: bool(page.drawer._request.toPlainText()), timeout=10_000)
        qtbot.waitUntil(lambda: not len(page._tasks), timeout=10_000)
        assert page.drawer.isVisible()
        assert page.model.id_at(0) == row
        assert not page.drawer.sequel.isVisible(), chip
    press_chip(qtbot, page, "Fix the number")
    assert page.body.sequel.isVisible()
    press_chip(qtbot, page, "All")
    assert not page.body.sequel.isVisible()


def test_who_was_not_sent_to_gets_the_first_message_when_it_is_resumed(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    run = send(desk, people(60), rate_per_s=20, workers=1)
    qtbot.waitUntil(lambda: run.progress().done > 0, timeout=10_000)
    run.stop()
    assert run.wait(10)
    page = show(qtbot, window, run, "Not sent")
    assert page.model.rowCount() == run.ledger.counts()[Status.QUEUED]
    assert not page.body.sequel.isVisible()  # both would reach them


def test_what_was_not_delivered_says_that_it_costs_again(qtbot: QtBot) -> None:
    bar = SequelBar()
    qtbot.addWidget(bar)
    bar.show_offer(SequelOffer(Filter(Need.LOOK), 2, "NXCloud SMS"))
    assert bar.isVisible()
    assert bar.accessibleName() == "2 messages were not delivered"
    assert bar.accessibleDescription() == (
        "NXCloud SMS took them, but no phone has them. A new message may be charged again."
    )
    bar.show_offer(SequelOffer(Filter(Need.LOOK), 0, "NXCloud SMS"))
    assert not bar.isVisible()


def typed_text(qtbot: QtBot, window: MainWindow, desk: Desk) -> ComposePage:
    """Something in Compose that was not sent yet."""
    desk.start_rehearsal(PROVIDER)
    compose = compose_of(window)
    compose.shown()
    qtbot.waitUntil(lambda: compose._account is not None, timeout=WAIT_MS)
    compose.set_text("Half a thought")
    return compose


def asked(qtbot: QtBot, window: MainWindow) -> Sheet:
    found: list[Sheet] = []

    def is_there() -> bool:
        found[:] = [one for one in window.findChildren(Sheet, "take_sheet") if one.isVisible()]
        return bool(found)

    qtbot.waitUntil(is_there, timeout=10_000)
    return found[0]


def test_what_was_typed_is_not_lost_without_a_question(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    compose = typed_text(qtbot, window, desk)
    page = show(qtbot, window, sent(desk, people(2, WRONG)), "Fix the number")
    press(window, "new_message_to_all")
    sheet = asked(qtbot, window)
    assert sheet.accessibleName() == "Replace what stands in Compose?"
    assert sheet._subtitle.text() == "The message that stands there was not sent yet."
    assert sheet.isAncestorOf(window.focusWidget())
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not len(compose._tasks), timeout=10_000)
    assert text_in(compose) == "Half a thought"
    assert compose._listing.imported is None
    window.show_page("results")
    qtbot.waitUntil(page.body.sequel.button.isEnabled, timeout=10_000)
    press(window, "new_message_to_all")
    asked(qtbot, window)
    press(window, "take_sheet_confirm")
    wait_for_compose(qtbot, window, 1)
    assert text_in(compose) == "Hi {Name}, your order is ready 🌷"


def test_an_unsent_list_is_not_lost_without_a_question(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    run = sent(desk, people(2, WRONG))
    mine = tmp_path / "mine.csv"
    mine.write_bytes(people(7))
    compose = compose_of(window)
    compose.load_recipients(mine, "CN")
    qtbot.waitUntil(lambda: len(compose._stepping.people) == 7, timeout=WAIT_MS)
    numbers = compose._view.recipients_body._numbers
    numbers.setPlainText("+86 139")
    show(qtbot, window, run, "Fix the number")
    press(window, "new_message_to_all")
    sheet = asked(qtbot, window)
    assert sheet._subtitle.text() == "Nothing was sent yet to the list that stands there."
    press(window, "take_sheet_confirm")
    wait_for_compose(qtbot, window, 1)
    assert numbers.toPlainText() == "+86 139"


def test_what_was_just_sent_is_replaced_without_a_question(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    compose = typed_text(qtbot, window, desk)
    mine = tmp_path / "mine.csv"
    mine.write_bytes(people(3, WRONG))
    compose.load_recipients(mine, "CN")
    qtbot.waitUntil(lambda: len(compose._stepping.people) == 4, timeout=WAIT_MS)
    qtbot.waitUntil(settled(compose), timeout=WAIT_MS)
    page = show(qtbot, window, send_it(qtbot, window), "Fix the number")
    count = page.model.rowCount()
    press(window, "new_message_to_all")
    wait_for_compose(qtbot, window, count)
    assert not window.findChildren(Sheet, "take_sheet")


def test_an_account_that_is_gone_is_told(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    add_real_account(desk, "Bloom")
    add_real_account(desk, "Other")
    bloom: Account = desk.accounts.unlock("Bloom")
    recipients = read_recipients(read_table(people(1, WRONG)), 1, "CN")
    run = desk.campaigns.start(TextMessage(text="Hi {Name}"), recipients, bloom)
    assert run.wait(30)
    desk.accounts.remove("Bloom")
    show(qtbot, window, run, "Fix the number")
    press(window, "new_message_to_all")
    compose = wait_for_compose(qtbot, window, 1)
    note = compose._view.trouble
    qtbot.waitUntil(note.isVisible, timeout=10_000)
    assert note._heading.text() == "Choose an account"
    assert note._text.text().startswith("The account Bloom, with which this campaign was started")


def test_a_rehearsal_goes_on_as_a_rehearsal(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    add_real_account(desk, "Bloom")
    run = sent(desk, people(1, WRONG))
    rehearsed = run.campaign.account
    desk.accounts.remove(rehearsed)  # as after the next start of the program
    show(qtbot, window, run, "Fix the number")
    press(window, "new_message_to_all")
    compose = wait_for_compose(qtbot, window, 1)
    assert compose._account is not None
    assert compose._account.mode is Mode.REHEARSAL
    assert not compose._view.trouble.isVisible()
