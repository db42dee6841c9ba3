"""Every kind of message in Compose, against the sandbox of every provider."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from smsdesk.core.errors import Problem, UserInputError
from smsdesk.core.message import (
    CardMessage,
    Channel,
    Choice,
    Image,
    Kind,
    MediaMessage,
    Message,
    TemplateMessage,
    TextMessage,
    VerificationCodeMessage,
    VoiceCodeMessage,
    sms_text,
    text_fields,
    with_texts,
)
from smsdesk.core.message_check import field_words
from smsdesk.core.outcome import Status
from smsdesk.desk import open_desk
from smsdesk.gui.compose.field_errors import field_errors
from smsdesk.gui.compose.merge_edit import MergeEdit
from smsdesk.gui.compose.message_words import sample, summary
from smsdesk.gui.compose.number_sheet import NumberSheet
from smsdesk.gui.compose.page import ComposePage
from smsdesk.gui.compose.request_sheet import RequestSheet
from smsdesk.gui.parts.segmented import SegmentedSwitch
from smsdesk.paths import Paths
from smsdesk.services.desk import Desk
from tests.helpers.composing import WAIT_MS, button, open_page, settled, sheet_of, use_account

CSV = "name,mobile,code\n李梅 🌷,13912345678,2039\nTom,13812345679,481516\n"
CARD = CardMessage(
    "{name}, your bouquet is ready 💐",
    Image("https://localhost:9/spring.jpg"),
    (Choice("Order now", "https://localhost:9/o/{code}"),),
)
MESSAGES: tuple[tuple[str, Message], ...] = (
    ("nxcloud-sms", TextMessage("Hi {name}", source_address="Bloom", dr_url="https://a.example")),
    ("nxcloud-super", TextMessage("你好 {name} 🌷", channels=(Channel.VIBER, Channel.SMS))),
    ("nxcloud-super", CARD),
    ("nxcloud-super", MediaMessage(image=Image("https://localhost:9/{code}.jpg"))),
    ("tencent-sms", TextMessage("验证码 {code}", extend="12", ext="note")),
    ("tencent-sms", TemplateMessage("1234", {"1": "{name}", "2": "{code}"}, signature="花店")),
    ("sendcloud", TemplateMessage("88", {"name": "{name}", "code": "{code}"}, msg_type=0)),
    ("sendcloud", VoiceCodeMessage("{code}")),
    ("sendcloud", VerificationCodeMessage("{code}", sign_name="花店")),
)
_IDS = [f"{provider}-{message.kind}" for provider, message in MESSAGES]


@pytest.fixture
def desk(smsdesk_home: Path) -> Iterator[Desk]:
    desk = open_desk(Paths.from_environment(), demo=True)
    yield desk
    desk.close()


@pytest.fixture
def page(qtbot: QtBot, aio: Any, desk: Desk) -> ComposePage:
    return open_page(qtbot, desk)


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def use(qtbot: QtBot, page: ComposePage, desk: Desk, provider: str) -> None:
    use_account(qtbot, page, next(a.name for a in desk.accounts.list() if a.provider == provider))


def switch(page: ComposePage) -> SegmentedSwitch:
    found = page.top_bar().findChild(SegmentedSwitch, "message_kind")
    assert found is not None
    return found


def load(qtbot: QtBot, page: ComposePage, csv: Path) -> None:
    page.load_recipients(csv, "CN")
    qtbot.waitUntil(lambda: len(page._stepping.people) == 2, timeout=WAIT_MS)


def choose(page: ComposePage, kind: Kind) -> None:
    switch(page)._choose(kind.value)


def edit(page: ComposePage, name: str) -> MergeEdit:
    found = page.findChild(MergeEdit, name)
    assert found is not None, name
    return found


@pytest.mark.parametrize(
    ("provider", "kinds", "refused"),
    [
        ("nxcloud-sms", ["text", "media", "choice", "card"], ["media", "choice", "card"]),
        ("nxcloud-super", ["text", "media", "choice", "card"], []),
        ("tencent-sms", ["text", "template"], []),
        ("sendcloud", ["template", "voice_code", "verification_code"], []),
    ],
)
def test_the_switch_offers_what_the_house_of_the_account_knows(
    qtbot: QtBot, page: ComposePage, desk: Desk, provider: str, kinds: list[str], refused: list[str]
) -> None:
    use(qtbot, page, desk, provider)
    kind_switch = switch(page)
    assert kind_switch.keys() == kinds
    assert kind_switch.current() in kinds
    assert [key for key in kinds if not kind_switch._segments[key].available] == refused


def test_what_cannot_be_chosen_names_who_can(qtbot: QtBot, page: ComposePage, desk: Desk) -> None:
    use(qtbot, page, desk, "nxcloud-sms")
    with qtbot.waitSignal(page.toast_requested) as told:
        choose(page, Kind.CARD)
    assert told.args == ["NXCloud SMS carries text only. NXCloud Super Message can carry cards."]
    assert switch(page).current() == "text"
    assert page._view.message_body.message().kind is Kind.TEXT


def test_every_form_keeps_what_was_typed(qtbot: QtBot, page: ComposePage, desk: Desk) -> None:
    use(qtbot, page, desk, "nxcloud-super")
    page.set_text("Hi {name}")
    choose(page, Kind.CARD)
    page._view.message_body.show_message(CARD)
    choose(page, Kind.TEXT)
    assert page._view.message_body.message() == TextMessage("Hi {name}")
    choose(page, Kind.CARD)
    assert page._view.message_body.message() == CARD


def test_another_account_keeps_the_kind_where_it_can(
    qtbot: QtBot, page: ComposePage, desk: Desk
) -> None:
    use(qtbot, page, desk, "sendcloud")
    assert switch(page).current() == "template"
    use(qtbot, page, desk, "tencent-sms")
    assert switch(page).current() == "template"
    use(qtbot, page, desk, "nxcloud-sms")
    assert switch(page).current() == "text"
    assert page._view.message_body.message().kind is Kind.TEXT


@pytest.mark.parametrize(("provider", "message"), MESSAGES, ids=_IDS)
def test_a_message_of_every_kind_is_opened_read_and_sent(
    qtbot: QtBot,
    page: ComposePage,
    desk: Desk,
    csv: Path,
    provider: str,
    message: Message,
) -> None:
    use(qtbot, page, desk, provider)
    load(qtbot, page, csv)
    page._on_message_opened(message)
    assert page._view.message_body.message() == message
    assert switch(page).current() == message.kind
    qtbot.waitUntil(lambda: button(page, "send").isEnabled(), timeout=WAIT_MS)
    assert page._view.message_body.counter.isVisible() is bool(message.kind is Kind.TEXT)
    with qtbot.waitSignal(page.campaign_started, timeout=WAIT_MS) as started:
        qtbot.mouseClick(button(page, "send"), Qt.MouseButton.LeftButton)
    assert started.args is not None
    run = started.args[0]
    assert run.wait(20)
    assert run.progress().counts[Status.ACCEPTED] == 2
    assert run.campaign.document["kind"] == message.kind
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


@pytest.mark.parametrize(("provider", "message"), MESSAGES, ids=_IDS)
def test_the_request_shows_this_person_and_no_key(
    qtbot: QtBot,
    page: ComposePage,
    desk: Desk,
    csv: Path,
    provider: str,
    message: Message,
) -> None:
    use(qtbot, page, desk, provider)
    load(qtbot, page, csv)
    page._on_message_opened(message)
    qtbot.mouseClick(button(page, "show_request"), Qt.MouseButton.LeftButton)
    sheet = sheet_of(RequestSheet)
    assert "13912345678" in sheet._view.text
    assert "李梅" in sheet._subtitle.text()
    assert desk.history.list() == []
    qtbot.mouseClick(sheet._copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == sheet._view.text
    sheet.reject()
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


def test_a_request_that_cannot_be_built_says_why(
    qtbot: QtBot, page: ComposePage, desk: Desk
) -> None:
    use(qtbot, page, desk, "sendcloud")
    qtbot.mouseClick(button(page, "show_request"), Qt.MouseButton.LeftButton)
    sheet = sheet_of(RequestSheet)
    assert sheet._view.text == ""
    assert not sheet._copy.isVisible()
    sheet.reject()


def test_a_test_goes_out_for_a_card(qtbot: QtBot, page: ComposePage, desk: Desk, csv: Path) -> None:
    use(qtbot, page, desk, "nxcloud-super")
    load(qtbot, page, csv)
    page._on_message_opened(CARD)
    qtbot.waitUntil(lambda: button(page, "test_send").isEnabled(), timeout=WAIT_MS)
    qtbot.mouseClick(button(page, "test_send"), Qt.MouseButton.LeftButton)
    sheet = sheet_of(NumberSheet)
    assert "李梅 🌷, your bouquet is ready 💐" in sheet._bubble.text()
    sheet._input.setText("+86 138 0013 8000")
    with qtbot.waitSignal(page.campaign_started, timeout=WAIT_MS) as started:
        sheet._on_send_clicked()
    assert started.args is not None
    assert started.args[0].wait(20)
    assert started.args[0].campaign.recipients == 1
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


def test_a_document_the_account_cannot_send_is_shown_and_refused(
    qtbot: QtBot, page: ComposePage, desk: Desk, csv: Path, tmp_path: Path
) -> None:
    use(qtbot, page, desk, "sendcloud")
    load(qtbot, page, csv)
    file = tmp_path / "card.json"
    file.write_text(json.dumps({"kind": "text", "text": "Hi {name}"}), encoding="utf-8")
    with qtbot.waitSignal(page.toast_requested, timeout=WAIT_MS) as told:
        page._documents.open(str(file))
    assert told.args is not None
    assert told.args[0].startswith("SendCloud carries no free text.")
    assert page._view.message_body.message() == TextMessage("Hi {name}")
    assert switch(page).keys()[0] == "text"
    body = page._view.message_body
    qtbot.waitUntil(lambda: not body._trouble.isHidden(), timeout=WAIT_MS)
    assert not button(page, "send").isEnabled()


def test_what_another_provider_takes_stays_typed_and_is_not_sent(
    qtbot: QtBot, page: ComposePage, desk: Desk
) -> None:
    use(qtbot, page, desk, "nxcloud-sms")
    written = TextMessage("Hi", source_address="Bloom", ext="note")
    page._on_message_opened(written)
    use(qtbot, page, desk, "tencent-sms")
    assert page._view.message_body.message() == TextMessage("Hi", ext="note")
    use(qtbot, page, desk, "nxcloud-sms")
    assert page._view.message_body.message() == written


def test_a_template_belongs_to_the_provider_it_was_written_for(
    qtbot: QtBot, page: ComposePage, desk: Desk, csv: Path
) -> None:
    tencent = TemplateMessage("1234", {"1": "{name}"}, signature="花店", ext="n", wording="您好{1}")
    sendcloud = TemplateMessage("88", {"name": "{name}"}, msg_type=0, tag='{"a": 1}')
    use(qtbot, page, desk, "tencent-sms")
    load(qtbot, page, csv)
    page._on_message_opened(tencent)
    use(qtbot, page, desk, "sendcloud")
    assert page._view.message_body.message() == TemplateMessage("")
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert not button(page, "send").isEnabled()
    page._on_message_opened(sendcloud)
    use(qtbot, page, desk, "nxcloud-sms")  # it has no templates
    use(qtbot, page, desk, "tencent-sms")
    choose(page, Kind.TEMPLATE)
    assert page._view.message_body.message() == tencent
    use(qtbot, page, desk, "sendcloud")
    assert page._view.message_body.message() == sendcloud
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert button(page, "send").isEnabled()


def test_one_field_without_a_column_hides_nothing_at_the_other_fields(
    qtbot: QtBot, page: ComposePage, desk: Desk, csv: Path
) -> None:
    use(qtbot, page, desk, "sendcloud")
    load(qtbot, page, csv)
    values = {"a": "see https://a.example", "b": "x" * 33, "c": "{nope}"}
    page._on_message_opened(TemplateMessage("abc", values))
    qtbot.waitUntil(
        lambda: "nope" in edit(page, "variable_value_3").accessibleDescription(), timeout=WAIT_MS
    )
    assert "a number" in edit(page, "template_id").accessibleDescription()
    assert "web address" in edit(page, "variable_value_1").accessibleDescription()
    assert "33 characters" in edit(page, "variable_value_2").accessibleDescription()


def test_a_counted_variable_left_empty_is_told_at_its_row(
    qtbot: QtBot, page: ComposePage, desk: Desk, csv: Path
) -> None:
    use(qtbot, page, desk, "tencent-sms")
    load(qtbot, page, csv)
    page._on_message_opened(TemplateMessage("12", {"1": "{name}", "2": "", "3": "x"}))
    row = edit(page, "variable_value_2")
    qtbot.waitUntil(lambda: "is empty" in row.accessibleDescription(), timeout=WAIT_MS)
    assert not edit(page, "variable_value_3").accessibleDescription()
    assert not button(page, "send").isEnabled()


def test_the_variables_of_the_wording_are_offered_and_counted(
    qtbot: QtBot, page: ComposePage, desk: Desk, csv: Path
) -> None:
    use(qtbot, page, desk, "sendcloud")
    load(qtbot, page, csv)
    body = page._view.message_body
    assert not body.counter.isVisible()
    assert "SendCloud keeps the wording" in body._unknown.text()
    body.show_message(TemplateMessage("88", wording="您好 %name%，验证码 %code%。"))
    qtbot.mouseClick(button(page, "fill_variables"), Qt.MouseButton.LeftButton)
    edit(page, "variable_value_1").set_text("{name}")
    edit(page, "variable_value_2").set_text("{code}")
    message = page._view.message_body.message()
    assert isinstance(message, TemplateMessage)
    assert message.variables == {"name": "{name}", "code": "{code}"}
    assert not button(page, "fill_variables").isVisible()
    assert body.counter.isVisible()
    assert not body._unknown.isVisible()
    assert "Charged as 1 segment" in body.counter.sentence()
    person = page._stepping.person()
    assert person is not None
    assert sms_text(person.message) == "您好 李梅 🌷，验证码 2039。"
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


def test_counted_variables_close_the_gap(qtbot: QtBot, page: ComposePage, desk: Desk) -> None:
    use(qtbot, page, desk, "tencent-sms")
    choose(page, Kind.TEMPLATE)
    for value in ("a", "b", "c"):
        button(page, "add_variable").click()
        qtbot.keyClicks(page.focusWidget(), value)
    removing = [w for w in page.findChildren(QPushButton) if "Variable 2" in w.accessibleName()]
    removing[0].click()
    message = page._view.message_body.message()
    assert isinstance(message, TemplateMessage)
    assert message.variables == {"1": "a", "2": "c"}


def test_a_name_that_stands_twice_is_said_at_its_row(
    qtbot: QtBot, page: ComposePage, desk: Desk, csv: Path
) -> None:
    use(qtbot, page, desk, "sendcloud")
    load(qtbot, page, csv)
    page._on_message_opened(TemplateMessage("88", {"name": "a", "other": "b"}))
    page.findChild(QWidget, "variable_name_2").setText("name")  # type: ignore[union-attr]
    page.findChild(QWidget, "variable_name_2").textEdited.emit("name")  # type: ignore[union-attr]
    qtbot.waitUntil(
        lambda: "above already" in edit(page, "variable_value_2").accessibleDescription(),
        timeout=WAIT_MS,
    )
    assert not button(page, "send").isEnabled()


def test_problems_stand_at_their_fields(
    qtbot: QtBot, page: ComposePage, desk: Desk, csv: Path
) -> None:
    use(qtbot, page, desk, "sendcloud")
    load(qtbot, page, csv)
    page._on_message_opened(TemplateMessage("", {"name": "see https://a.example"}, tag="x"))
    qtbot.waitUntil(
        lambda: edit(page, "template_id").accessibleDescription() != "", timeout=WAIT_MS
    )
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert "empty" in edit(page, "template_id").accessibleDescription()
    assert edit(page, "variable_value_1").accessibleDescription()
    page._on_message_opened(TemplateMessage("1", {"name": "{nobody}"}))
    qtbot.waitUntil(
        lambda: "nobody" in edit(page, "variable_value_1").accessibleDescription(),
        timeout=WAIT_MS,
    )


def test_a_column_goes_into_the_field_last_written_in(
    qtbot: QtBot, page: ComposePage, desk: Desk, csv: Path
) -> None:
    use(qtbot, page, desk, "sendcloud")
    choose(page, Kind.VERIFICATION_CODE)
    load(qtbot, page, csv)
    page._view.open_only(page._view.message)
    with qtbot.waitActive(page):
        page.activateWindow()
    edit(page, "sign_name").setFocus()
    chip = next(w for w in page.findChildren(QWidget) if w.accessibleName() == "Insert name")
    chip.setFocus()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert edit(page, "sign_name").text() == "{name}"
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


def test_tab_passes_through_a_form_made_later_before_the_row_under_it(
    qtbot: QtBot, page: ComposePage, desk: Desk, csv: Path
) -> None:
    use(qtbot, page, desk, "sendcloud")
    load(qtbot, page, csv)
    page._view.open_only(page._view.message)
    qtbot.mouseClick(button(page, "add_variable"), Qt.MouseButton.LeftButton)
    order, widget = [], edit(page, "template_id")
    while not order or order[-1] != "send":
        follows = widget.nextInFocusChain()
        assert isinstance(follows, QWidget)
        widget = follows  # type: ignore[assignment]
        if (
            widget.objectName()
            and widget.isVisible()
            and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        ):
            order.append(widget.objectName())
    wanted = [
        "msg_type", "wording", "variable_name_1", "variable_value_1", "add_variable",
        "message_file", "show_request", "tag", "send",
    ]  # fmt: skip
    assert [name for name in order if name in wanted] == wanted


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (TextMessage("Hi  there"), "Hi there"),
        (TemplateMessage("1234", {"1": "a", "2": "b"}), "Template 1234 · 2 variables"),
        (CARD, "Card: title, picture, button"),
        (MediaMessage(image=Image("https://a.example/b/c.jpg")), "Picture c.jpg"),
        (VoiceCodeMessage("{code}"), "Voice code {code}"),
        (VerificationCodeMessage("{code}"), "Verification code {code}"),
        (TemplateMessage(""), ""),
        (CardMessage(""), ""),
    ],
)
def test_a_folded_message_says_what_it_is(qapp: QApplication, message: Message, line: str) -> None:
    assert summary(message) == line
    if line:
        assert sample(message).strip()


@pytest.mark.parametrize("message", [message for _, message in MESSAGES], ids=_IDS)
def test_every_problem_finds_its_field(message: Message) -> None:
    filled = with_texts(message, dict.fromkeys(text_fields(message), "{nobody}"))
    problem = UserInputError.of(
        [Problem("nobody", "merge_no_column", {"field": "nobody", "columns": "a"})]
    )
    assert set(field_errors(problem, filled)) == set(text_fields(message))
    for path in text_fields(message):
        empty = UserInputError.of([Problem(path, "field_empty", {"field": field_words(path)})])
        assert list(field_errors(empty, message)) == [path]
