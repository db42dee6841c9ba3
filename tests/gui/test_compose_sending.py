"""From Send to the first request: the countdown, and how much is asked before it."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from smsdesk.core.account import Account, Mode
from smsdesk.core.campaign import CampaignState
from smsdesk.core.errors import StorageError
from smsdesk.core.outcome import Status
from smsdesk.desk import open_desk
from smsdesk.gui import motion
from smsdesk.gui.compose.confirm_sheet import ConfirmSheet
from smsdesk.gui.compose.number_sheet import NumberSheet
from smsdesk.gui.compose.page import ComposePage
from smsdesk.gui.icon_label import IconLabel
from smsdesk.paths import Paths
from smsdesk.services.desk import Desk
from smsdesk.services.sender import CampaignRun
from tests.helpers.composing import (
    CSV,
    TEXT,
    WAIT_MS,
    add_real_account,
    button,
    facts,
    fill,
    open_page,
    settled,
    sheet_of,
    use_account,
)


class Seconds:
    """A clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


@pytest.fixture
def desk(smsdesk_home: Path) -> Iterator[Desk]:
    desk = open_desk(Paths.from_environment())
    yield desk
    desk.close()


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def page(qtbot: QtBot, aio: Any, desk: Desk, csv: Path, seconds: Seconds) -> ComposePage:
    """A list of three and a text, on a live account."""
    add_real_account(desk)
    page = open_page(qtbot, desk)
    page._departing.holding.clock = seconds
    use_account(qtbot, page, "Bloom")
    fill(qtbot, page, csv)
    return page


def confirm(qtbot: QtBot, page: ComposePage) -> None:
    """Press Send and say yes: the countdown begins."""
    qtbot.mouseClick(button(page, "send"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(w.isVisible() for w in page.findChildren(ConfirmSheet)))
    sheet = sheet_of(ConfirmSheet)
    assert sheet._send.isEnabled()
    qtbot.mouseClick(sheet._send, Qt.MouseButton.LeftButton)
    assert countdown(page).isVisible()


def countdown(page: ComposePage) -> Any:
    return page._view.countdown


def send_now(qtbot: QtBot, page: ComposePage) -> CampaignRun:
    with qtbot.waitSignal(page.campaign_started, timeout=WAIT_MS) as started:
        qtbot.mouseClick(button(page, "send_now"), Qt.MouseButton.LeftButton)
    assert started.args is not None
    run: CampaignRun = started.args[0]
    assert run.wait(20)
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    return run


def tick(page: ComposePage, seconds: Seconds, by_s: float) -> None:
    """Let so much time go by, in steps a window really takes."""
    for _ in range(round(by_s / 0.25)):
        seconds.now += 0.25
        page._departing.holding.tick()


def sentences(page: ComposePage) -> list[str]:
    return page._view.review_list.sentences()


def test_a_look_that_broke_off_is_made_again_before_anything_leaves(
    qtbot: QtBot, page: ComposePage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, look = [], desk.recent.look

    def fail_twice(*args: Any) -> Any:
        looks.append(args)
        if len(looks) <= 2:
            raise RuntimeError("nobody foresaw this")
        return look(*args)

    monkeypatch.setattr(desk.recent, "look", fail_twice)
    with qtbot.waitSignal(page.task_failed, timeout=WAIT_MS):
        page.set_text("Bonjour {name}")
    with qtbot.waitSignal(page.task_failed, timeout=WAIT_MS):
        qtbot.mouseClick(button(page, "send"), Qt.MouseButton.LeftButton)
    page.set_text("Salut {name}")
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert not page.findChildren(ConfirmSheet)  # the Send that failed is not made up for
    qtbot.mouseClick(button(page, "send"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(w.isVisible() for w in page.findChildren(ConfirmSheet)))
    sheet_of(ConfirmSheet).reject()


def test_what_another_page_brings_meanwhile_waits_until_the_campaign_has_begun(
    qtbot: QtBot, page: ComposePage, csv: Path
) -> None:
    other = csv.with_name("other.csv")
    other.write_text("mobile\n+8613912345678\n", encoding="utf-8")
    told: list[bool] = []
    page._departing.busy_changed.connect(told.append)
    page._departing.started.connect(lambda _run: told.append(True))
    confirm(qtbot, page)
    page.receive(other)
    assert send_now(qtbot, page).campaign.recipients == 3
    assert told.index(False) == len(told) - 1
    qtbot.waitUntil(lambda: len(page._stepping.people) == 1, timeout=WAIT_MS)


# -- the countdown -------------------------------------------------------------------------------


def test_the_bar_counts_the_seconds_and_then_it_goes_out(
    qtbot: QtBot, page: ComposePage, desk: Desk, seconds: Seconds
) -> None:
    confirm(qtbot, page)
    bar = countdown(page)
    assert bar.text() == "Sending 3 messages in 5 seconds"
    assert bar._beneath.text() == "Nothing has left yet."
    assert bar.accessibleName() == "Countdown"
    assert bar.accessibleDescription() == "Sending 3 messages in 5 seconds. Nothing has left yet."
    assert not page._view.bar.isVisible()
    tick(page, seconds, 2.25)
    assert bar.text() == "Sending 3 messages in 3 seconds"
    assert bar._words.accessibleName() == bar.accessibleDescription()  # said once, not every second
    tick(page, seconds, 2.5)
    assert bar.text() == "Sending 3 messages in 1 second"
    assert desk.history.list() == []
    with qtbot.waitSignal(page.campaign_started, timeout=WAIT_MS) as started:
        tick(page, seconds, 0.25)
    assert started.args is not None
    assert started.args[0].wait(20)
    assert started.args[0].progress().counts[Status.ACCEPTED] == 3
    assert not bar.isVisible()
    assert page._view.bar.isVisible()
    assert "already went to these people" in facts(page)
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


def test_send_now_does_not_wait(qtbot: QtBot, page: ComposePage, desk: Desk) -> None:
    confirm(qtbot, page)
    run = send_now(qtbot, page)
    assert run.progress().state is CampaignState.FINISHED
    assert len(desk.history.list()) == 1


@pytest.mark.parametrize("by", ["button", "ctrl+z", "esc", "enter"])
def test_undo_leaves_everything_as_it_was(
    qtbot: QtBot, page: ComposePage, desk: Desk, seconds: Seconds, by: str
) -> None:
    before = facts(page), button(page, "send").text(), page._view.message_body.message()
    confirm(qtbot, page)
    assert page.window().focusWidget() is button(page, "undo_send")  # the safe one has the keyboard
    with qtbot.waitSignal(page.toast_requested) as told:
        if by == "button":
            qtbot.mouseClick(button(page, "undo_send"), Qt.MouseButton.LeftButton)
        elif by == "ctrl+z":
            qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        elif by == "esc":
            qtbot.keyClick(page, Qt.Key.Key_Escape)
        else:
            qtbot.keyClick(button(page, "undo_send"), Qt.Key.Key_Return)
    assert told.args == ["Undone: nothing was sent"]
    assert (facts(page), button(page, "send").text(), page._view.message_body.message()) == before
    assert page.window().focusWidget() is button(page, "send")
    assert page._view.message_body.isEnabled()
    tick(page, seconds, 6)
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert desk.history.list() == []
    confirm(qtbot, page)
    assert countdown(page).text() == "Sending 3 messages in 5 seconds"
    send_now(qtbot, page)


def test_nothing_can_be_changed_meanwhile(
    qtbot: QtBot, page: ComposePage, desk: Desk, csv: Path
) -> None:
    editor = page._view.message_body.text_form.editor
    confirm(qtbot, page)
    assert not editor.isEnabled()
    for name in ("account", "message_kind"):
        control = page.top_bar().findChild(QWidget, name)
        assert isinstance(control, QWidget)
        assert not control.isEnabled()
    assert not page.acceptDrops()
    assert page._view.column.isEnabled()  # it can be read to its end
    for key in (Qt.Key.Key_Return, Qt.Key.Key_T, Qt.Key.Key_O):
        qtbot.keyClick(page, key, Qt.KeyboardModifier.ControlModifier)
    assert not [w for w in page.findChildren(ConfirmSheet) if w.isVisible()]
    assert not [w for w in page.findChildren(NumberSheet) if w.isVisible()]
    assert page.findChild(QWidget, "import_dialog") is None
    add_real_account(desk, "Other")
    page.receive("Other")
    page.shown()
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert page._account is not None
    assert page._account.name == "Bloom"
    run = send_now(qtbot, page)
    assert run.campaign.account == "Bloom"
    qtbot.waitUntil(lambda: page._account is not None and page._account.name == "Other")
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


def test_closing_the_window_means_undo(
    qtbot: QtBot, page: ComposePage, desk: Desk, seconds: Seconds
) -> None:
    confirm(qtbot, page)
    page.close()
    tick(page, seconds, 6)
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert not page._departing.is_busy
    assert desk.history.list() == []


async def test_the_end_of_the_program_means_undo(
    qtbot: QtBot, page: ComposePage, desk: Desk, seconds: Seconds
) -> None:
    confirm(qtbot, page)
    await page.aclose()
    tick(page, seconds, 6)
    assert not len(page._tasks)
    assert desk.history.list() == []


def test_a_computer_that_slept_uses_no_time_up(
    qtbot: QtBot, page: ComposePage, seconds: Seconds
) -> None:
    confirm(qtbot, page)
    seconds.now += 3600
    page._departing.holding.tick()
    assert countdown(page).text() == "Sending 3 messages in 4 seconds"
    page._departing.undo()


def test_where_calm_is_wanted_only_the_figure_changes(
    qtbot: QtBot, page: ComposePage, seconds: Seconds
) -> None:
    motion.reduce_motion(reduced=True)
    try:
        confirm(qtbot, page)
        ring = countdown(page)._ring
        tick(page, seconds, 0.25)
        at_first = ring.grab().toImage()
        tick(page, seconds, 0.5)
        assert ring.grab().toImage() == at_first
        tick(page, seconds, 0.5)
        assert ring.grab().toImage() != at_first
        page._departing.undo()
    finally:
        motion.reduce_motion(reduced=False)


def test_a_rehearsal_is_not_held_back(qtbot: QtBot, page: ComposePage, desk: Desk) -> None:
    use_account(qtbot, page, desk.start_rehearsal("nxcloud-sms").name)
    with qtbot.waitSignal(page.campaign_started, timeout=WAIT_MS) as started:
        qtbot.mouseClick(button(page, "send"), Qt.MouseButton.LeftButton)
    assert started.args is not None
    assert started.args[0].wait(20)
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


def test_an_account_that_was_changed_meanwhile_sends_nothing(
    qtbot: QtBot, page: ComposePage, desk: Desk
) -> None:
    confirm(qtbot, page)
    desk.accounts.remove("Bloom")
    add_real_account(desk, mode=Mode.REHEARSAL)
    qtbot.mouseClick(button(page, "send_now"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page._view.trouble.isHidden(), timeout=WAIT_MS)
    assert "changed meanwhile" in page._view.trouble._text.text()
    assert desk.history.list() == []
    qtbot.waitUntil(lambda: button(page, "send").text() == "Rehearse 3 messages", timeout=WAIT_MS)
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


# -- how much is asked ---------------------------------------------------------------------------


def test_after_a_rehearsal_the_number_is_typed_for_the_real_one(
    qtbot: QtBot, page: ComposePage, desk: Desk
) -> None:
    use_account(qtbot, page, desk.start_rehearsal("nxcloud-sms").name)
    with qtbot.waitSignal(page.campaign_started, timeout=WAIT_MS) as started:
        qtbot.mouseClick(button(page, "send"), Qt.MouseButton.LeftButton)
    assert started.args is not None
    assert started.args[0].wait(20)
    use_account(qtbot, page, "Bloom")
    qtbot.mouseClick(button(page, "send"), Qt.MouseButton.LeftButton)
    sheet = sheet_of(ConfirmSheet)
    assert not sheet._send.isEnabled()
    assert "rehearsal" in sheet._typed.field.accessibleDescription()
    qtbot.keyClicks(sheet._typed.field, "3")
    qtbot.keyClick(sheet._typed.field, Qt.Key.Key_Return)
    assert countdown(page).isVisible()
    send_now(qtbot, page)
    page.set_text(TEXT + " Bye")  # the newest one of this list was real by now
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    confirm(qtbot, page)
    page._departing.undo()


# -- guarded accounts ----------------------------------------------------------------------------

LI_MEI, ANN = 8613912345678, 8613812345679


def use_guarded(qtbot: QtBot, page: ComposePage, desk: Desk, *numbers: int) -> None:
    add_real_account(desk, "Careful", Mode.GUARDED, test_numbers=numbers)
    use_account(qtbot, page, "Careful")


def test_a_guarded_account_sends_to_its_test_numbers_alone(
    qtbot: QtBot, page: ComposePage, desk: Desk
) -> None:
    use_guarded(qtbot, page, desk, ANN, 8613800138000)
    assert button(page, "send").text() == "Send 1 message"
    assert "1 recipient ·" in facts(page)
    assert any("2 are no test numbers of this account and stay out" in s for s in sentences(page))
    assert page._view.pane.phone.accessibleDescription() == "Hi Ann, order 2042 is ready."
    picker = page.top_bar().findChild(QWidget, "account")
    assert isinstance(picker, QWidget)
    assert "Guarded" in picker.accessibleDescription()
    qtbot.mouseClick(button(page, "send"), Qt.MouseButton.LeftButton)
    sheet = sheet_of(ConfirmSheet)
    assert "guarded account" in sheet._subtitle.text()
    qtbot.mouseClick(sheet._send, Qt.MouseButton.LeftButton)
    assert countdown(page).text() == "Sending 1 message in 5 seconds"
    run = send_now(qtbot, page)
    assert [run.frozen.phones[row] for row in run.frozen.members] == [ANN]
    use_account(qtbot, page, "Bloom")  # the list itself is whole
    assert button(page, "send").text() == "Send 3 messages"


def test_a_list_without_a_test_number_says_so(qtbot: QtBot, page: ComposePage, desk: Desk) -> None:
    use_guarded(qtbot, page, desk, 8613800138000)
    assert not button(page, "send").isEnabled()
    assert "none of its test numbers is on the list" in facts(page)


@pytest.fixture
def keyring_answers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """The keyring waits for this before it opens an account."""
    answers, unlock = threading.Event(), desk.accounts.unlock

    def slow(name: str) -> Account:
        assert answers.wait(20)
        return unlock(name)

    monkeypatch.setattr(desk.accounts, "unlock", slow)
    return answers


def ask_for_a_test(qtbot: QtBot, page: ComposePage) -> NumberSheet:
    """Press Test send and enter a number."""
    qtbot.mouseClick(button(page, "test_send"), Qt.MouseButton.LeftButton)
    sheet: NumberSheet = sheet_of(NumberSheet)
    sheet._input.setText("+86 138 1234 5678")
    qtbot.mouseClick(button(page, "confirm_test"), Qt.MouseButton.LeftButton)
    return sheet


def test_esc_forgets_a_test_while_the_keyring_is_waited_for(
    qtbot: QtBot, page: ComposePage, desk: Desk, keyring_answers: threading.Event
) -> None:
    sheet = ask_for_a_test(qtbot, page)
    assert sheet._send.text() == "Sending…"
    assert not sheet._send.isEnabled()
    with qtbot.assertNotEmitted(page.campaign_started):
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
        assert not sheet.isVisible()
        keyring_answers.set()
        qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert not page._departing.is_busy
    assert desk.history.list() == []


def test_a_test_on_its_way_is_not_taken_back(
    qtbot: QtBot, page: ComposePage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, start = threading.Event(), threading.Event(), desk.campaigns.start

    def slow(*args: Any, **more: Any) -> CampaignRun:
        begun.set()
        assert go_on.wait(20)
        return start(*args, **more)

    monkeypatch.setattr(desk.campaigns, "start", slow)
    sheet = ask_for_a_test(qtbot, page)
    qtbot.waitUntil(begun.is_set, timeout=WAIT_MS)
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isVisible()
    with qtbot.waitSignal(page.campaign_started, timeout=WAIT_MS) as started:
        go_on.set()
    assert started.args is not None
    assert started.args[0].wait(20)
    assert not sheet.isVisible()


def test_another_number_can_be_typed_after_one_that_cannot_be_used(
    qtbot: QtBot, page: ComposePage
) -> None:
    qtbot.mouseClick(button(page, "test_send"), Qt.MouseButton.LeftButton)
    sheet = sheet_of(NumberSheet)
    qtbot.keyClicks(sheet._input, "12")
    qtbot.keyClick(sheet._input, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "short" in sheet._input.accessibleDescription(), timeout=WAIT_MS)
    qtbot.waitUntil(sheet._send.isEnabled, timeout=WAIT_MS)
    assert sheet._send.text() == "Send test"
    qtbot.keyClicks(sheet._input, "3")
    assert sheet._input.text() == "123"


def test_a_test_to_another_number_is_refused_on_a_guarded_account(
    qtbot: QtBot, page: ComposePage, desk: Desk
) -> None:
    use_guarded(qtbot, page, desk, 8613800138000)
    qtbot.mouseClick(button(page, "test_send"), Qt.MouseButton.LeftButton)
    sheet = sheet_of(NumberSheet)
    assert "+86 138 0013 8000" in sheet._input.accessibleDescription()
    sheet._input.setText("+86 138 1111 2222")
    sheet._on_send_clicked()
    qtbot.waitUntil(
        lambda: "not one of its test numbers" in sheet._input.accessibleDescription(),
        timeout=WAIT_MS,
    )
    assert desk.history.list() == []
    sheet._input.setText("+86 138 0013 8000")
    with qtbot.waitSignal(page.campaign_started, timeout=WAIT_MS) as started:
        sheet._on_send_clicked()
    assert started.args is not None
    assert started.args[0].wait(20)
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


# -- what is remembered --------------------------------------------------------------------------


def test_who_got_it_already_is_said_and_can_be_left_out(
    qtbot: QtBot, page: ComposePage, tmp_path: Path
) -> None:
    assert "Nobody got this same text in the last 24 hours" in sentences(page)
    confirm(qtbot, page)
    send_now(qtbot, page)
    more = tmp_path / "more.csv"
    more.write_text(CSV + "Zoe,13812345680,2043\n", encoding="utf-8")
    fill(qtbot, page, more)
    assert any("3 people got, or may have got, this" in line for line in sentences(page))
    list_of = page._view.review_list
    list_of.see_requested.emit("already_sent")
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert page._view.pane._place.text() == "1 / 3"
    assert "3 who got this text already" in page._view.pane._part.text()
    qtbot.mouseClick(button(page, "send"), Qt.MouseButton.LeftButton)
    sheet = sheet_of(ConfirmSheet)
    assert any("3 people got, or may have got," in line for line in sheet_lines(sheet))
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    link = next(row.leave_out for row in list_of._rows if row.check_id == "already_sent")
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert button(page, "send").text() == "Send 1 message"
    assert "3 left out by you" in sentences(page)
    assert "Nobody got this same text in the last 24 hours" in sentences(page)
    assert page._view.pane._to.text() == "Zoe"
    qtbot.mouseClick(list_of._left_out.put_back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert button(page, "send").text() == "Send 4 messages"
    assert "3 left out by you" not in sentences(page)


def test_landlines_can_be_looked_at_and_left_out(
    qtbot: QtBot, page: ComposePage, tmp_path: Path
) -> None:
    mixed = tmp_path / "mixed.csv"
    mixed.write_text("name,mobile\nAnn,13812345679\nShop,+86 10 6552 9988\n", encoding="utf-8")
    fill(qtbot, page, mixed, "Hi {name}")
    list_of = page._view.review_list
    row = next(row for row in list_of._rows if row.check_id == "landlines")
    assert row.isVisibleTo(page._view.review_list)
    qtbot.mouseClick(row.see, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._view.pane._to.text() == "Shop", timeout=WAIT_MS)
    assert page._view.pane._place.text() == "1 / 1"
    qtbot.mouseClick(row.leave_out, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert button(page, "send").text() == "Send 1 message"
    assert page._view.pane._to.text() == "Ann"


def test_with_everybody_left_out_the_way_back_is_there(qtbot: QtBot, page: ComposePage) -> None:
    recipients = page._audience.recipients
    assert recipients is not None
    page._audience.leave_out(recipients.members())
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert not button(page, "send").isEnabled()
    assert "left out" in facts(page)
    assert page._view.review_list._left_out.isVisible()
    page._audience.put_back()
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert button(page, "send").text() == "Send 3 messages"


def test_another_list_leaves_nobody_out(qtbot: QtBot, page: ComposePage, csv: Path) -> None:
    page._audience.leave_out([0])
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert button(page, "send").text() == "Send 2 messages"
    fill(qtbot, page, csv)
    assert button(page, "send").text() == "Send 3 messages"
    assert "1 left out by you" not in sentences(page)


def test_send_waits_until_those_who_are_left_out_are_out(
    qtbot: QtBot, page: ComposePage, desk: Desk
) -> None:
    page._audience.leave_out([0])
    qtbot.mouseClick(button(page, "send"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(w.isVisible() for w in page.findChildren(ConfirmSheet)))
    assert sheet_of(ConfirmSheet).accessibleName() == "Send 2 messages?"


def test_send_waits_for_what_is_remembered(qtbot: QtBot, page: ComposePage, desk: Desk) -> None:
    confirm(qtbot, page)
    send_now(qtbot, page)
    page.set_text(TEXT + " ")
    page.set_text(TEXT)
    page._listing.page.corrected.emit()
    qtbot.mouseClick(button(page, "send"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(w.isVisible() for w in page.findChildren(ConfirmSheet)))
    assert any(
        "3 people got, or may have got," in line for line in sheet_lines(sheet_of(ConfirmSheet))
    )


def test_what_another_program_sent_meanwhile_is_seen_when_send_is_pressed(
    qtbot: QtBot, page: ComposePage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipients = page._audience.recipients
    account = desk.accounts.unlock("Bloom")
    assert recipients is not None
    other = desk.campaigns.start(page._view.message_body.message(), recipients, account)
    assert other.wait(20)
    monkeypatch.setattr("smsdesk.gui.compose.looking.FRESH_S", 0.0)  # a while has gone by
    qtbot.mouseClick(button(page, "send"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(w.isVisible() for w in page.findChildren(ConfirmSheet)))
    assert any(
        "3 people got, or may have got," in line for line in sheet_lines(sheet_of(ConfirmSheet))
    )


def test_a_history_that_cannot_be_read_is_said(
    qtbot: QtBot, page: ComposePage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StorageError("folder_unwritable")

    monkeypatch.setattr(type(desk.recent), "look", fail)
    page.set_text(TEXT + " Bye")
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert any("could not be looked up" in line for line in sentences(page))
    assert button(page, "send").isEnabled()
    list_of = page._view.review_list
    row = next(row for row in list_of._rows if row.check_id == "already_sent")
    assert row.leave_out.isHidden()


def test_too_many_in_an_hour_is_said(qtbot: QtBot, page: ComposePage, desk: Desk) -> None:
    recipients = page._audience.recipients
    account = desk.accounts.unlock("Bloom")
    assert recipients is not None
    for _ in range(5):
        assert desk.campaigns.start(page._view.message_body.message(), recipients, account).wait(20)
    page.set_text("Something else")
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    said = "3 numbers would get more than 5 messages in an hour"
    assert any(said in line for line in sentences(page))
    page._view.review_list.leave_out_requested.emit("too_often")
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert "3 left out by you" in sentences(page)


def test_a_clock_that_is_wrong_is_said_once_it_is_known(
    qtbot: QtBot, page: ComposePage, desk: Desk
) -> None:
    assert not any("clock" in line for line in sentences(page))
    confirm(qtbot, page)
    send_now(qtbot, page)
    account = page._account
    assert account is not None
    desk.accounts.clocks._place(account).offset_ms = 9_100
    page.set_text(TEXT + " Bye")
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert "Your clock is 9 s slow; corrected · 60 s allowed" in sentences(page)


def sheet_lines(sheet: ConfirmSheet) -> list[str]:
    return [one.text() for one in sheet.findChildren(IconLabel) if one.isVisible()]
