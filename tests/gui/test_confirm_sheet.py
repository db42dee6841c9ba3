from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from smsdesk.core.account import Account, Mode
from smsdesk.core.message import CardMessage, Choice, Image, TextMessage
from smsdesk.gui.compose.confirm_sheet import ConfirmSheet
from smsdesk.gui.compose.cost import Swap
from smsdesk.gui.compose.departure import Departure
from smsdesk.gui.compose.number_sheet import NumberSheet
from smsdesk.gui.compose.people import Person
from smsdesk.gui.compose.replace_sheet import ReplaceSheet
from smsdesk.gui.icon_label import IconLabel
from smsdesk.gui.parts.badge import ModeBadge
from smsdesk.gui.parts.input import Input
from smsdesk.gui.parts.text import Label

PEOPLE = 982


def person(index: int) -> Person:
    message = TextMessage(f"Hi {index}")
    return Person(
        index + 1, PEOPLE, f"Person {index}", f"86138{index:08}", index + 2, "a.csv", message
    )


def departure(people: int = PEOPLE, confirm_from: int = 500) -> Departure:
    account = Account("Bloom Flowers", "nxcloud-sms", confirm_from=confirm_from)
    return Departure(
        account,
        "NXCloud SMS",
        "NX",
        "BloomHK",
        people,
        1024,
        1024,
        people,
        24.0,
        41.0,
        7,
        ["42 texts are charged as 2 segments"],
        21,
    )


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1100, 800)
    window.show()
    return window


def open_sheet(window: QWidget, what: Departure) -> ConfirmSheet:
    sheet = ConfirmSheet(what, person, window)
    sheet.open()
    return sheet


def typed(sheet: ConfirmSheet) -> Input:
    found = sheet.findChild(Input, "typed_count")
    assert found is not None
    return found


def test_a_large_live_send_wants_the_number_typed(qtbot: QtBot, window: QWidget) -> None:
    sheet = open_sheet(window, departure())
    assert not sheet._send.isEnabled()
    qtbot.keyClicks(typed(sheet), "98")
    assert not sheet._send.isEnabled()
    qtbot.keyClicks(typed(sheet), "2")
    assert sheet._send.isEnabled()
    assert sheet._send.text() == "Send 982 messages"
    with qtbot.waitSignal(sheet.confirmed):
        qtbot.mouseClick(sheet._send, Qt.MouseButton.LeftButton)
    assert not sheet.isVisible()


@pytest.mark.parametrize("entered", ["100000", "100,000", "100 000"])
def test_the_number_is_taken_as_it_stands_in_the_question(
    qtbot: QtBot, window: QWidget, entered: str
) -> None:
    sheet = open_sheet(window, departure(people=100_000))
    assert "Type 100,000 to confirm" in [label.text() for label in sheet.findChildren(Label)]
    qtbot.keyClicks(typed(sheet), entered)
    assert sheet._send.isEnabled()
    qtbot.keyClick(typed(sheet), Qt.Key.Key_Backspace)
    assert not sheet._send.isEnabled()


def test_what_becomes_known_meanwhile_is_said(qtbot: QtBot, window: QWidget) -> None:
    sheet = open_sheet(window, departure())
    sheet.show_checks(8, ["“Image address”: Nothing is there"])

    def said() -> list[str]:
        return [one.text() for one in sheet.findChildren(IconLabel) if one.isVisible()]

    qtbot.waitUntil(lambda: "“Image address”: Nothing is there" in said())
    assert "8 checks passed" in said()
    assert "42 texts are charged as 2 segments" not in said()


def test_a_small_one_does_not(qtbot: QtBot, window: QWidget) -> None:
    sheet = open_sheet(window, departure(people=3))
    assert sheet.findChild(QWidget, "typed_count") is None
    assert sheet._send.isEnabled()


def test_the_sheet_says_what_comes_next(window: QWidget) -> None:
    sheet = open_sheet(window, departure())
    said = "You then have 5 seconds to undo, before the first request."
    assert sheet._footer.note.text() == said


def test_after_a_rehearsal_the_number_is_asked_of_a_few_too(qtbot: QtBot, window: QWidget) -> None:
    sheet = open_sheet(window, replace(departure(people=3), after_rehearsal=True))
    words = [label.text() for label in sheet.findChildren(Label)]
    assert "asked because the last one was a rehearsal: this one is real" in words
    assert not sheet._send.isEnabled()
    qtbot.keyClicks(typed(sheet), "3")
    assert sheet._send.isEnabled()


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (3, "3 of its test numbers are on the list, and you pay for them."),
        (1, "1 of its test numbers is on the list, and you pay for it."),
    ],
)
def test_a_guarded_account_says_whom_it_reaches(window: QWidget, people: int, said: str) -> None:
    what = departure(people=people)
    account = replace(what.account, mode=Mode.GUARDED, test_numbers=(8613800138000,))
    sheet = open_sheet(window, replace(what, account=account))
    assert sheet._subtitle.text() == f"This is a guarded account: {said}"
    assert [badge.text() for badge in sheet.findChildren(ModeBadge)] == ["Guarded"]


def test_a_moment_is_a_second(window: QWidget) -> None:
    sheet = open_sheet(window, replace(departure(people=3), seconds=0.25, rate_per_s=12.0))
    words = [label.text() for label in sheet.findChildren(Label)]
    assert "1 s" in words
    assert "about" in words


def test_a_card_is_read_in_words_and_no_segment_is_made_up(qtbot: QtBot, window: QWidget) -> None:
    choice = Choice("去门店看看", "https://bloom.example/shop")
    card = CardMessage("Spring 🌷", Image("https://bloom.example/a.jpg"), (choice,))

    def with_card(index: int) -> Person:
        return replace(person(index), message=card)

    facts = replace(departure(), segments=0, billed=0)
    sheet = ConfirmSheet(facts, with_card, window)
    sheet.open()
    words = [label.text() for label in sheet.findChildren(Label)]
    assert "people" in words
    assert "segments" not in words
    assert "segments" not in sheet._subtitle.text()
    read = sheet._bubble.text().splitlines()
    assert read == ["Spring 🌷", "Picture a.jpg", "[ 去门店看看 ]  https://bloom.example/shop"]


def test_esc_sends_nothing(qtbot: QtBot, window: QWidget) -> None:
    sheet = open_sheet(window, departure(people=3))
    with qtbot.assertNotEmitted(sheet.confirmed):
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_arrows_step_through_everybody(qtbot: QtBot, window: QWidget) -> None:
    sheet = open_sheet(window, departure())
    assert sheet._who.text() == "One of them: Person 0"
    sheet._on_previous_clicked()
    assert sheet._who.text() == f"One of them: Person {PEOPLE - 1}"
    sheet._on_next_clicked()
    assert sheet._phone.text() == person(0).sent_as


def test_the_test_sheet_asks_one_number(qtbot: QtBot, window: QWidget) -> None:
    sheet = NumberSheet(Account("R", "nxcloud-sms", mode=Mode.REHEARSAL), person(0), window)
    sheet.open()
    assert not sheet._send.isEnabled()
    qtbot.keyClicks(sheet._input, "+86 138 0013 8000")
    with qtbot.waitSignal(sheet.number_entered) as entered:
        qtbot.keyClick(sheet._input, Qt.Key.Key_Return)
    assert entered.args == ["+86 138 0013 8000"]
    assert sheet.isVisible()  # until the number was judged
    sheet.show_trouble("Too short")
    assert sheet._input.accessibleDescription() == "Too short"
    sheet.reject()


def test_the_test_sheet_of_a_guarded_account_names_its_numbers(window: QWidget) -> None:
    numbers = tuple(range(8613800138000, 8613800138005))
    account = Account("G", "nxcloud-sms", mode=Mode.GUARDED, test_numbers=numbers)
    sheet = NumberSheet(account, person(0), window)
    hint = sheet._input.accessibleDescription()
    assert hint.startswith("One of +86 138 0013 8000, ")
    assert hint.endswith(" and 2 more.")
    assert "guarded" in sheet._subtitle.text()


def test_replacing_shows_both_texts_and_gives_the_cheaper_one(
    qtbot: QtBot, window: QWidget
) -> None:
    sheet = ReplaceSheet("a — b", Swap("a - b", ("—",), 1, 1), window)
    sheet.open()
    assert sheet._replace.text() == "Replace 1 character"
    with qtbot.waitSignal(sheet.replaced) as replaced:
        qtbot.mouseClick(sheet._replace, Qt.MouseButton.LeftButton)
    assert replaced.args == ["a - b"]
