"""Codes: found by number or by a word in either language."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from smsdesk.core.account import Mode
from smsdesk.core.codebook import CodeClass, Retry
from smsdesk.gui.code_words import class_look, family_word, retry_line
from smsdesk.gui.codes.code_list import CodeItem, CodesModel
from smsdesk.gui.codes.page import CodesPage
from smsdesk.providers import PROVIDERS, explain
from smsdesk.services.desk import Desk
from tests.helpers.desks import PROVIDER, real_desk

BOOK = PROVIDERS[PROVIDER].codes


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


def codes(page: CodesPage) -> list[str]:
    return [page._model.item(row).entry.code for row in range(page._model.rowCount())]


def look_up(qtbot: QtBot, page: CodesPage, text: str, expected: list[str]) -> None:
    page.search.setText(text)
    qtbot.waitUntil(lambda: codes(page) == expected)


def test_model_keeps_qts_rules(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = CodesModel()
    model.set_items(CodeItem(PROVIDER, "NXCloud SMS", "NX", entry) for entry in BOOK.entries)
    qtmodeltester.check(model)


def test_all_codes_stand_there_at_first(page: CodesPage) -> None:
    assert codes(page) == [entry.code for entry in BOOK.entries]


@pytest.mark.parametrize("text", ["余额", "balance", "BALANCE too"])
def test_word_in_either_language(qtbot: QtBot, page: CodesPage, text: str) -> None:
    look_up(qtbot, page, text, ["3"])


def test_number(qtbot: QtBot, page: CodesPage) -> None:
    look_up(qtbot, page, "27", ["27"])


def test_our_own_words_for_the_wire(qtbot: QtBot, page: CodesPage) -> None:
    look_up(qtbot, page, "read_timeout", ["read_timeout"])


def test_nothing_found_says_so(qtbot: QtBot, page: CodesPage) -> None:
    look_up(qtbot, page, "no such thing", [])
    assert page._stack.currentWidget() is page._nothing


def test_receive_looks_up(qtbot: QtBot, page: CodesPage) -> None:
    page.receive("3")
    qtbot.waitUntil(lambda: codes(page) == ["3"])


def test_provider_chip_filters_and_counts(qtbot: QtBot, page: CodesPage) -> None:
    look_up(qtbot, page, "余额", ["3"])
    everything, own = page._chips.chips
    assert everything.accessibleName() == "All 1"
    own.click()
    assert own.isChecked()
    assert codes(page) == ["3"]


def test_down_goes_into_the_list_and_copy_takes_the_card(qtbot: QtBot, page: CodesPage) -> None:
    look_up(qtbot, page, "余额", ["3"])
    page.activateWindow()
    page.search.setFocus()
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    qtbot.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("3 · Balance too low · NXCloud SMS · Top up")


def test_magic_numbers_are_shown_and_copied(qtbot: QtBot, page: CodesPage, desk: Desk) -> None:
    assert page.numbers.isVisible()
    magic = desk.rehearsal.magic_numbers(PROVIDER)[0]
    buttons = page.numbers.findChildren(QAbstractButton)
    with qtbot.waitSignal(page.toast_requested):
        next(one for one in buttons if magic.example in one.accessibleName()).click()
    assert QGuiApplication.clipboard().text() == magic.example
    page.resize(924, 640)
    assert not page.numbers.isVisible()  # the cards need the room
    page.show_numbers.click()
    assert page.numbers.isVisible()
    page.numbers.closed.emit()
    assert not page.numbers.isVisible()
    page.receive(Mode.REHEARSAL)
    assert page.numbers.isVisible()


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
    entry = next(one for one in BOOK.entries if one.retry is Retry.LATER and one.retry_after_s)
    assert retry_line(entry).startswith("After ")


def test_families(qtbot: QtBot) -> None:
    assert family_word("reply") == "reply code"
    assert family_word("something new") == "something new"


def test_painting_a_card_marks_the_words(qtbot: QtBot, page: CodesPage, aio: Any) -> None:
    look_up(qtbot, page, "余额", ["3"])
    plain = page.view.grab().toImage()
    page.view.cards.query = ""
    page.view.viewport().update()
    assert page.view.grab().toImage() != plain
