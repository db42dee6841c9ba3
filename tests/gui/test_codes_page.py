"""Codes: found by number or by a word in either language."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from smsdesk.core.account import Mode
from smsdesk.core.codebook import CodeClass
from smsdesk.gui.code_words import class_look, family_word, retry_line
from smsdesk.gui.codes.code_card import CodeItem
from smsdesk.gui.codes.code_list import CodesModel
from smsdesk.gui.codes.page import CodesPage
from smsdesk.providers import PROVIDERS, TRANSPORT_CODES, explain
from smsdesk.services.desk import Desk
from tests.helpers.desks import PROVIDER, real_desk

BOOK = PROVIDERS[PROVIDER].codes
BALANCE = ["3", "103", "1102", "1031", "1033", "499"]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with real_desk() as desk:
        yield desk


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> CodesPage:
    page = CodesPage()
    qtbot.addWidget(page)
    page.resize(1364, 840)
    page.show()
    page.attach(desk)
    return page


def items(page: CodesPage) -> list[CodeItem]:
    model = page.view.model()
    assert isinstance(model, CodesModel)
    return [model.item(row) for row in range(model.rowCount())]


def codes(page: CodesPage) -> list[str]:
    return [item.entry.code for item in items(page)]


def shown_chips(page: CodesPage) -> dict[str, QAbstractButton]:
    chips = [chip for chip in page._chips.chips if not chip.isHidden()]
    return {chip.accessibleName(): chip for chip in chips}


def laid_out(qtbot: QtBot, page: CodesPage) -> None:
    """Wait until the cards stand there: they come bit by bit."""
    first = page.view.model().index(0, 0)
    qtbot.waitUntil(lambda: not page.view.visualRect(first).isEmpty())


def test_model_keeps_qts_rules(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = CodesModel()
    model.set_items(
        CodeItem(PROVIDER, "NXCloud SMS", "NX", "accent", entry) for entry in BOOK.entries
    )
    qtmodeltester.check(model)


def test_all_codes_of_all_books_stand_there_at_first(page: CodesPage) -> None:
    books = [*(provider.codes for provider in PROVIDERS.values()), TRANSPORT_CODES]
    assert codes(page) == [entry.code for book in books for entry in book.entries]
    titles = [name.rpartition(" ")[0] for name in shown_chips(page)]
    assert titles == [
        "All", "NXCloud SMS", "NXCloud Super Message", "Tencent SMS", "SendCloud", "Any provider"
    ]  # fmt: skip
    assert {item.tile for item in items(page)} == {"NX", "TC", "SC", ""}


@pytest.mark.parametrize("text", ["余额", "balance", " BALANCE"])
def test_word_in_either_language(page: CodesPage, text: str) -> None:
    page.search.setText(text)
    assert codes(page) == BALANCE
    assert list(shown_chips(page)) == [
        "All 6", "NXCloud SMS 2", "NXCloud Super Message 1", "Tencent SMS 2", "SendCloud 1"
    ]  # fmt: skip
    assert page._same.text() == "“balance” and “余额” find the same codes"
    assert page._same.isVisible()


def test_number(page: CodesPage) -> None:
    page.search.setText("27")
    assert codes(page) == ["27"]
    assert not page._same.isVisible()


def test_receipt_and_reply_of_one_number_are_told_apart(page: CodesPage) -> None:
    page.search.setText("7")
    families = ("reply code", "receipt code")
    assert [
        next(word for word in families if word in item.spoken().split(" · "))
        for item in items(page)
    ] == list(families)


def test_our_own_words_for_the_wire(page: CodesPage) -> None:
    page.search.setText("read_timeout")
    assert codes(page) == ["read_timeout"]
    assert list(shown_chips(page)) == ["All 1", "Any provider 1"]


def test_nothing_found_says_so(page: CodesPage) -> None:
    page.search.setText("no such thing")
    assert codes(page) == []
    assert page._stack.currentWidget() is page._nothing


def test_receive_looks_up(page: CodesPage) -> None:
    page.receive("1016")
    assert codes(page) == ["1016"]


def test_provider_chip_filters_and_counts(page: CodesPage) -> None:
    page.search.setText("余额")
    tencent = shown_chips(page)["Tencent SMS 2"]
    tencent.click()
    assert tencent.isChecked()
    assert codes(page) == ["1031", "1033"]
    page.search.setText("14004")  # nothing of Tencent: the filter would hide all there is
    assert codes(page) == ["14004"]


def test_enter_goes_into_the_list_and_copy_takes_the_card(qtbot: QtBot, page: CodesPage) -> None:
    page.search.setText("余额")
    page.activateWindow()
    page.search.setFocus()
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    qtbot.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("3 · Balance too low · NXCloud SMS · reply code · Top up")


def test_enter_shows_where_a_code_is_documented_and_hides_it(qtbot: QtBot, page: CodesPage) -> None:
    page.search.setText("28")
    laid_out(qtbot, page)
    before = page.view.sizeHintForRow(0)
    closed = page.view.grab().toImage()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert page.view.sizeHintForRow(0) > before
    laid_out(qtbot, page)
    assert page.view.grab().toImage() != closed
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert page.view.sizeHintForRow(0) == before


def test_tab_goes_through_the_providers_before_the_codes(qtbot: QtBot, page: CodesPage) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.search.setFocus()
    reached: list[QWidget] = []
    while not reached or reached[-1] is not page.view:
        focused = page.window().focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        focused = page.window().focusWidget()
        assert focused is not None
        assert focused not in reached
        reached.append(focused)
    assert reached == [*shown_chips(page).values(), page.view]


def test_magic_numbers_are_shown_and_copied(qtbot: QtBot, page: CodesPage, desk: Desk) -> None:
    assert not page.numbers.isVisible()
    page.show_numbers.click()
    assert page.numbers.isVisible()
    magic = desk.rehearsal.magic_numbers(PROVIDER)[0]
    buttons = page.numbers.findChildren(QAbstractButton)
    with qtbot.waitSignal(page.toast_requested):
        next(one for one in buttons if magic.example in one.accessibleName()).click()
    assert QGuiApplication.clipboard().text() == magic.example
    page.numbers.closed.emit()
    assert not page.numbers.isVisible()
    page.receive(Mode.REHEARSAL)
    assert page.numbers.isVisible()


def test_numbers_all_providers_share_are_listed_once(page: CodesPage, desk: Desk) -> None:
    magic = desk.rehearsal.magic_numbers(PROVIDER)[0]
    buttons = page.numbers.findChildren(QAbstractButton)
    assert sum(magic.example in one.accessibleName() for one in buttons) == 1


@pytest.mark.parametrize("cls", list(CodeClass))
def test_every_class_has_words(qtbot: QtBot, cls: CodeClass) -> None:
    entry = next((one for one in BOOK.entries if one.cls is cls), None)
    if entry is None:
        entry = explain(PROVIDER, "read_timeout")
    look = class_look(entry)
    assert look.word
    assert look.icon
    assert bool(retry_line(entry)) is (entry.cls is not CodeClass.OK)


def test_retry_after_a_known_time_says_it(qtbot: QtBot) -> None:
    assert retry_line(explain(PROVIDER, "27")) == "After 1 hour"
    assert retry_line(explain(PROVIDER, "26")) == "After 5 minutes"


def test_families(qtbot: QtBot) -> None:
    assert family_word("reply") == "reply code"
    assert family_word("something new") == "something new"


def test_painting_a_card_marks_the_words(qtbot: QtBot, page: CodesPage) -> None:
    page.search.setText("余额")
    laid_out(qtbot, page)
    marked = page.view.grab().toImage()
    page.view.cards.marks = ()
    page.view.viewport().update()
    assert page.view.grab().toImage() != marked


def test_every_card_can_be_painted_at_every_width(page: CodesPage) -> None:
    for width in (924, 1100, 1364):
        page.resize(width, 640)
        for row in range(len(items(page))):
            assert page.view.sizeHintForIndex(page.view.model().index(row, 0)).height() > 60


def test_a_keystroke_never_holds_up_the_window(qtbot: QtBot, page: CodesPage, aio: Any) -> None:
    """Typing a word letter by letter; the median of each step, as the machine is shared."""
    took: list[float] = []
    for text in ("b", "ba", "bal", "bala", "balan", "balance", "", "n", "nu", "num", "number", ""):
        start = time.perf_counter()
        page.search.setText(text)
        took.append(time.perf_counter() - start)
        qtbot.wait(1)
    assert sorted(took)[len(took) // 2] < 0.016
