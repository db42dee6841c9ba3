"""Read a receipt: pasted text in words, its signature, its place in the history."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NoReturn

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from smsdesk.core.campaign import BatchOutcome
from smsdesk.gui.codes.page import CodesPage
from smsdesk.services.desk import Desk
from smsdesk.services.history import MessagePlace
from smsdesk.services.receipts import LIMIT
from tests.helpers.desks import PROVIDER, people, real_desk, sent
from tests.unit.test_receipts import APP_KEY, HOOK, NX_FORM, SUPER, TENCENT


@pytest.fixture
def desk() -> Iterator[Desk]:
    with real_desk() as desk:
        yield desk


@pytest.fixture
def page(qtbot: QtBot, aio: Any, desk: Desk) -> Iterator[CodesPage]:
    page = CodesPage()
    qtbot.addWidget(page)
    page.resize(1364, 840)
    page.show()
    page.attach(desk)
    yield page
    page.reader.cancel()
    qtbot.waitUntil(lambda: len(page.reader._tasks) == 0)


def words_in(widget: QWidget) -> list[str]:
    """What stands there in sight, from top to bottom as it was built."""
    texts = [
        child.text()
        for child in widget.findChildren(QWidget)
        if isinstance(child, QLabel | QAbstractButton) and child.isVisibleTo(widget)
    ]
    return [text for text in texts if text]


def paste(qtbot: QtBot, page: CodesPage, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    page.reader.text.selectAll()
    page.reader.text.insertFromMimeData(data)


def read(qtbot: QtBot, page: CodesPage, text: str, expected: str) -> list[str]:
    """Paste and wait until the card says `expected`."""
    paste(qtbot, page, text)
    qtbot.waitUntil(lambda: expected in words_in(page.reader.card), timeout=5_000)
    assert page.reader.card.isVisible()
    return words_in(page.reader.card)


def test_the_pane_says_what_it_is_for(page: CodesPage) -> None:
    said = " ".join(words_in(page.reader))
    assert "It stays on this computer." in said
    assert "NXCloud SMS, NXCloud Super Message, Tencent SMS, SendCloud" in said
    assert not page.reader.card.isVisible()
    assert not page.reader.key.isVisible()


def test_a_receipt_in_words(qtbot: QtBot, page: CodesPage) -> None:
    said = read(qtbot, page, NX_FORM, "no campaign of yours")
    for text in (
        "Not delivered: it expired",
        "未送达：已过期",
        "NXCloud SMS receipt",
        "7",
        "EXPIRED",
        "8618620017733",
        "2 segments × 0.04 CNY",
        "21 Nov 2026, 14:12:40",
        "What to do",
    ):
        assert text in said
    assert any(text.startswith("Sending again is a new message") for text in said)
    assert not page.reader.key.isVisible()


def test_a_delivered_one_asks_for_nothing(qtbot: QtBot, page: CodesPage) -> None:
    said = read(qtbot, page, SUPER, "Delivered")
    assert "VIBER" in said
    assert "0.045 USD" in said
    assert "What to do" not in said


def test_several_are_stepped_through(qtbot: QtBot, page: CodesPage) -> None:
    read(qtbot, page, TENCENT, "Delivered")
    assert "1 of 2 · 1 Delivered, 1 Not delivered" in words_in(page.reader)
    assert not page.reader._back.isEnabled()
    page.reader._forth.click()
    qtbot.waitUntil(lambda: "8613800138001" in words_in(page.reader.card))
    assert "Not delivered" in words_in(page.reader.card)
    assert not page.reader._forth.isEnabled()
    page.reader._back.click()
    assert "Delivered" in words_in(page.reader.card)


def test_the_signature_is_checked_with_the_key(qtbot: QtBot, page: CodesPage) -> None:
    unchecked = "Signature not checked: that takes the app key of the webhook, above."
    read(qtbot, page, json.dumps(HOOK), unchecked)
    assert page.reader.key.isVisible()
    for key, expected in (
        (APP_KEY, "Signature holds: SendCloud sent this."),
        ("another", "Signature does not hold: "),
        ("", unchecked),
    ):
        page.reader.key.input.clear()
        page.reader.key.input.insert(key)
        page.reader.key.edited.emit()
        qtbot.waitUntil(
            lambda wanted=expected: any(  # type: ignore[misc]
                text.startswith(wanted) for text in words_in(page.reader.card)
            )
        )


def test_a_reply_and_a_verdict_show_their_own_fields(qtbot: QtBot, page: CodesPage) -> None:
    reply = HOOK | {"event": "reply", "eventType": "6", "replyContent": "退订", "statusCode": ""}
    said = read(qtbot, page, json.dumps(reply), "SendCloud: a person replied")
    assert "“退订”" in said


def test_in_your_history_opens_the_message(qtbot: QtBot, page: CodesPage, desk: Desk) -> None:
    run = sent(desk, people(4), name="Friday pick-up")
    log = desk.history.open(run.campaign.id).journal.log(run.campaign.id)
    outcome = next(one for one in log if isinstance(one, BatchOutcome) and one.batch == 3)
    message_id = outcome.outcomes[0].message_id
    form = NX_FORM.replace("180709172451-4471902836", message_id).replace(
        "8618620017733", "8613700000003"
    )
    read(qtbot, page, form, "Friday pick-up, row 5")
    link = page.reader.card.findChild(QAbstractButton, "in_your_history")
    assert link is not None
    with qtbot.waitSignal(page.page_requested) as asked:
        link.click()
    assert asked.args == ["results", MessagePlace(run.campaign.id, "Friday pick-up", 5)]


def test_its_code_is_looked_up(qtbot: QtBot, page: CodesPage) -> None:
    read(qtbot, page, NX_FORM, "7")
    page.reader.card._code_link.click()
    assert page.search.text() == "7"


def test_what_is_no_receipt_says_so(qtbot: QtBot, page: CodesPage) -> None:
    paste(qtbot, page, "hello")
    qtbot.waitUntil(lambda: "No receipt in this text" in words_in(page.reader))
    assert not page.reader.card.isVisible()


def test_clear_forgets_text_and_key(qtbot: QtBot, page: CodesPage) -> None:
    read(qtbot, page, json.dumps(HOOK), "Not delivered")
    page.reader.key.input.insert(APP_KEY)
    page.reader._clear.click()
    assert page.reader.text.text() == ""
    assert page.reader.key.text() == ""
    assert not page.reader.card.isVisible()
    assert page.reader.note.isVisible()


def test_far_too_long_a_text_is_left_out_at_once(qtbot: QtBot, page: CodesPage) -> None:
    read(qtbot, page, NX_FORM, "Not delivered: it expired")
    paste(qtbot, page, "x" * 20_000_000)
    said = words_in(page.reader)
    assert "Too long to be a receipt" in said
    assert any("20,000,000 characters" in text for text in said)
    assert not page.reader.card.isVisible()
    assert page.reader.text.toPlainText() == NX_FORM  # what was there stays


def test_a_long_text_is_read_whole_but_not_shown_whole(qtbot: QtBot, page: CodesPage) -> None:
    row = json.loads(TENCENT)[0]
    many = json.dumps([row | {"sid": f"s-{at}"} for at in range(900)])
    assert 64_000 < len(many) < LIMIT
    read(qtbot, page, many, "Delivered")
    assert any(text.startswith("1 of 900 ") for text in words_in(page.reader))
    assert len(page.reader.text.toPlainText()) < 3_000
    assert page.reader.text.text() == many
    page.reader.text.insertPlainText("x")  # typing goes on from what is shown
    assert len(page.reader.text.text()) < 3_000


def test_where_room_is_short_the_reader_opens_on_demand(qtbot: QtBot, page: CodesPage) -> None:
    assert page.reader.isVisible()
    assert not page.show_reader.isVisibleTo(page.top_bar())
    page.resize(924, 640)
    assert not page.reader.isVisible()
    assert not page.show_reader.isHidden()
    page.show_reader.click()
    assert page.reader.isVisible()
    page.reader.closed.emit()
    assert not page.reader.isVisible()
    page.resize(1364, 840)
    assert page.reader.isVisible()


def test_the_key_reaches_no_log_and_no_file(
    qtbot: QtBot, page: CodesPage, caplog: pytest.LogCaptureFixture, smsdesk_home: Any
) -> None:
    key = "vErySecretAppKey"
    read(qtbot, page, json.dumps(HOOK), "Not delivered")
    page.reader.key.input.insert(key)
    page.reader.key.edited.emit()
    qtbot.waitUntil(
        lambda: any(text.startswith("Signature does not") for text in words_in(page.reader.card))
    )
    assert key not in caplog.text
    files = [path for path in smsdesk_home.rglob("*") if path.is_file()]
    assert not [path for path in files if key.encode() in path.read_bytes()]


@pytest.mark.logs_errors
def test_a_fault_of_ours_is_said_and_logged_without_what_was_pasted(
    qtbot: QtBot, page: CodesPage, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        info = desk.providers[PROVIDER].info

        def read_receipts(self, body: str, key: str) -> NoReturn:
            raise ZeroDivisionError(body)

    broken: Any = {PROVIDER: Broken()}
    page.reader.attach(replace(desk, providers=broken))
    paste(qtbot, page, NX_FORM)
    qtbot.waitUntil(lambda: "Something in smsdesk went wrong" in words_in(page.reader.note))
    assert "ZeroDivisionError" in caplog.text
    assert NX_FORM not in caplog.text


def test_tab_goes_through_a_receipt_as_it_stands(qtbot: QtBot, page: CodesPage) -> None:
    read(qtbot, page, NX_FORM, "no campaign of yours")
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.reader.text.setFocus()
    qtbot.keyClick(page.reader.text, Qt.Key.Key_Tab)
    assert page.window().focusWidget() is page.reader.card._code_link
