"""Compose driven as a person would, against the real services and the sandbox."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from smsdesk.core.campaign import CampaignState
from smsdesk.core.outcome import Status
from smsdesk.desk import open_desk
from smsdesk.gui import folders as compose_folders
from smsdesk.gui import tokens
from smsdesk.gui.compose.confirm_sheet import ConfirmSheet
from smsdesk.gui.compose.message_editor import MessageEditor
from smsdesk.gui.compose.number_sheet import NumberSheet
from smsdesk.gui.compose.page import ComposePage
from smsdesk.gui.recipients.column_picker import ColumnPicker
from smsdesk.paths import Paths
from smsdesk.services.desk import Desk
from tests.helpers.composing import (
    CSV,
    TEXT,
    WAIT_MS,
    button,
    facts,
    fill,
    open_page,
    settled,
    sheet_of,
    use_account,
    use_live_account,
)
from tests.helpers.showing import colours


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


@pytest.fixture
def desk(smsdesk_home: Path) -> Iterator[Desk]:
    desk = open_desk(Paths.from_environment(), demo=True)
    yield desk
    desk.close()


@pytest.fixture
def page(qtbot: QtBot, aio: Any, desk: Desk) -> ComposePage:
    return open_page(qtbot, desk)


@pytest.fixture
def empty_page(qtbot: QtBot, aio: Any, smsdesk_home: Path) -> Iterator[ComposePage]:
    desk = open_desk(Paths.from_environment())
    page = open_page(qtbot, desk)
    yield page
    desk.close()


def test_names_of_the_contract_sit_on_the_controls(page: ComposePage) -> None:
    top = page.top_bar()
    wanted = {
        "account": "Account",
        "message_kind": "Message kind",
        "import_recipients": "Import recipients",
        "recipients": "Recipients",
        "message_text": "Message text",
        "segment_counter": "Segment counter",
        "preview": "Preview",
        "send": "Send",
    }
    for name, spoken in wanted.items():
        widget = page.findChild(QWidget, name) or top.findChild(QWidget, name)
        assert widget is not None, name
        assert widget.accessibleName() == spoken


def test_send_says_what_is_missing_first(qtbot: QtBot, page: ComposePage, csv: Path) -> None:
    assert "Bring the people" in facts(page)
    page.load_recipients(csv, "CN")
    qtbot.waitUntil(lambda: "Write the message" in facts(page), timeout=WAIT_MS)
    page.set_text(TEXT)
    qtbot.waitUntil(lambda: button(page, "send").isEnabled(), timeout=WAIT_MS)
    assert button(page, "send").text() == "Rehearse 3 messages"
    assert "3 recipients · 3 segments · 3 requests · about" in facts(page)


def test_the_preview_steps_through_people(qtbot: QtBot, page: ComposePage, csv: Path) -> None:
    fill(qtbot, page, csv)
    phone = page._view.pane.phone
    assert phone.accessibleDescription() == "Hi 李梅, order 2039 is ready."
    qtbot.keyClick(page, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert phone.accessibleDescription() == "Hi Wong Ka Yan, order 2040 is ready."
    page._view.pane.longest_requested.emit()
    assert "Wong Ka Yan" in phone.accessibleDescription()
    page._view.pane.shortest_requested.emit()
    assert "李梅" in phone.accessibleDescription()
    assert page._view.pane._sent_as.text() == "8613912345678"
    assert page._view.pane._file.text() == "row 2 of customers.csv"


@pytest.mark.parametrize("title", ["Customer Name", "联系人姓名", "who"])
def test_people_are_called_by_the_column_of_their_names(
    qtbot: QtBot, page: ComposePage, csv: Path, title: str
) -> None:
    csv.write_text(f"mobile,{title},order\n13912345678,Zoe Q,2039\n", encoding="utf-8")
    fill(qtbot, page, csv, "Order {order} is ready")
    assert page._view.pane._to.text() == "Zoe Q"


def test_the_counter_tells_person_and_list(qtbot: QtBot, page: ComposePage, csv: Path) -> None:
    fill(qtbot, page, csv, "{name}" + "a" * 66)
    said = page._view.message_body.counter.sentence()
    assert "Charged as 1 segment" in said  # 李梅 makes it UCS-2: 68 units
    fill(qtbot, page, csv, "{name}" + "a" * 69)
    said = page._view.message_body.counter.sentence()
    assert "Charged as 2 segments: remove 1 character to make it 1" in said
    assert "Whole list: 1 segment for 2 · 2 for 1" in said
    page._view.message_body.counter.list_requested.emit()
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert page._view.pane._place.text() == "1 / 1"
    assert not page._view.pane._part_row.isHidden()


def test_a_rehearsal_goes_out_once_and_only_once(
    qtbot: QtBot, page: ComposePage, csv: Path, desk: Desk
) -> None:
    fill(qtbot, page, csv)
    with qtbot.waitSignal(page.campaign_started, timeout=WAIT_MS) as started:
        qtbot.mouseClick(button(page, "send"), Qt.MouseButton.LeftButton)
    assert started.args is not None
    run = started.args[0]
    assert run.wait(20)
    progress = run.progress()
    assert progress.state is CampaignState.FINISHED
    assert progress.counts[Status.ACCEPTED] == 3
    assert not button(page, "send").isEnabled()
    assert "already went to these people" in facts(page)
    page.set_text(TEXT + " Thank you.")
    qtbot.waitUntil(lambda: button(page, "send").isEnabled(), timeout=WAIT_MS)
    assert len(desk.history.list()) == 1


def test_pressing_send_while_typing_sends_what_is_in_sight(
    qtbot: QtBot, page: ComposePage, csv: Path
) -> None:
    fill(qtbot, page, csv)
    page.set_text("Bye {name}")
    with qtbot.waitSignal(page.campaign_started, timeout=WAIT_MS) as started:
        qtbot.mouseClick(button(page, "send"), Qt.MouseButton.LeftButton)
    assert started.args is not None
    assert started.args[0].wait(20)
    assert started.args[0].campaign.document["text"] == "Bye {name}"


def test_a_live_send_asks_first_and_esc_sends_nothing(
    qtbot: QtBot, page: ComposePage, csv: Path, desk: Desk
) -> None:
    use_live_account(qtbot, page, desk)
    fill(qtbot, page, csv)
    assert button(page, "send").text() == "Send 3 messages"
    qtbot.mouseClick(button(page, "send"), Qt.MouseButton.LeftButton)
    sheet = sheet_of(ConfirmSheet)
    assert sheet.windowTitle() == "Send 3 messages?"
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(settled(page))
    assert desk.history.list() == []
    assert button(page, "send").isEnabled()


def test_an_account_that_cannot_be_opened_sends_nothing(
    qtbot: QtBot, page: ComposePage, csv: Path, desk: Desk
) -> None:
    use_live_account(qtbot, page, desk)
    fill(qtbot, page, csv)
    desk.accounts.remove("Bloom")
    qtbot.mouseClick(button(page, "send"), Qt.MouseButton.LeftButton)
    sheet_of(ConfirmSheet)._on_send_clicked()
    qtbot.mouseClick(button(page, "send_now"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page._view.trouble.isHidden(), timeout=WAIT_MS)
    assert desk.history.list() == []
    qtbot.waitUntil(lambda: page._account is not None and page._account.name != "Bloom")
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert button(page, "send").text() == "Rehearse 3 messages"  # with what accounts there are


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hi {nobody}", "nobody"),
        ("Hi {name", "brace"),
        ("{name}" + "a" * 1000, "1000"),
    ],
)
def test_what_is_wrong_with_the_text_stands_at_the_text(
    qtbot: QtBot, page: ComposePage, csv: Path, text: str, words: str
) -> None:
    fill(qtbot, page, csv, text)
    body = page._view.message_body
    assert not body.text_form.trouble.isHidden()
    assert words in body.text_form.trouble._text.text().replace(",", "")
    assert body.text_form.editor.text() == text  # never cut
    assert not button(page, "send").isEnabled()


def test_all_wrong_options_are_marked_at_once(qtbot: QtBot, page: ComposePage, csv: Path) -> None:
    fill(qtbot, page, csv)
    inputs = page._view.message_body.text_form.options._inputs
    inputs["dr_url"].setText("ftp:x")
    inputs["source_address"].setText("much too long for a source address")
    qtbot.waitUntil(lambda: "ftp:x" in inputs["dr_url"].accessibleDescription(), timeout=WAIT_MS)
    assert "much too long" in inputs["source_address"].accessibleDescription()
    assert not page._view.message_body.text_form.options.isHidden()
    inputs["source_address"].setText("Bloom")
    inputs["dr_url"].setText("https://example.org/dr")
    qtbot.waitUntil(lambda: button(page, "send").isEnabled(), timeout=WAIT_MS)
    note = page._view.message_body.text_form.options._single
    assert not note.isHidden()
    assert "3 requests" in note._heading.text()


def test_the_short_link_gets_its_place(qtbot: QtBot, page: ComposePage, csv: Path) -> None:
    fill(qtbot, page, csv, "See ")
    page._view.message_body.text_form._on_link_clicked()
    assert page._view.message_body.text_form.editor.text() == "See #1#"
    qtbot.waitUntil(lambda: not button(page, "send").isEnabled(), timeout=WAIT_MS)
    page._view.message_body.text_form.options._inputs["short_link"].setText("https://s.example/1")
    qtbot.waitUntil(lambda: button(page, "send").isEnabled(), timeout=WAIT_MS)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04rest"])
def test_a_file_that_is_no_table_is_said_in_the_section(
    qtbot: QtBot, page: ComposePage, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(content)
    page.load_recipients(path)
    trouble = page._view.recipients_body._trouble
    qtbot.waitUntil(lambda: not trouble.isHidden(), timeout=WAIT_MS)
    assert trouble._heading.text() == "picture.csv cannot be used"
    assert trouble._text.text()


@pytest.mark.filterwarnings("ignore:Function. 'QDragEnterEvent:DeprecationWarning")  # Qt 6.12
def test_a_dropped_file_opens_the_list(qtbot: QtBot, page: ComposePage, csv: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(csv))])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(9, 9), copy, mime, left, none)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(9, 9), copy, mime, left, none))
    qtbot.waitUntil(lambda: page._listing.is_open, timeout=WAIT_MS)
    assert page._listing.page.table.isVisible()
    qtbot.mouseClick(button(page, "use_recipients"), Qt.MouseButton.LeftButton)
    assert page._stack.currentWidget() is page._view


def test_a_correction_in_the_list_counts(qtbot: QtBot, page: ComposePage, csv: Path) -> None:
    fill(qtbot, page, csv)
    page._listing.open()
    model = page._listing.page.model
    model.setData(model.index(2, model.phone_position), "13800138000")
    page._listing.close()
    qtbot.waitUntil(
        lambda: button(page, "send").text() == "Rehearse 4 messages" and settled(page)(),
        timeout=WAIT_MS,
    )


def test_the_list_shows_the_fields_of_the_message_of_now(
    qtbot: QtBot, page: ComposePage, csv: Path
) -> None:
    def fields() -> list[str]:
        pickers = page._listing.page.findChildren(ColumnPicker, "field_column")
        return [picker.field for picker in pickers if picker.isVisible()]

    fill(qtbot, page, csv, "Hi {nobody}")
    page.set_text("Hi {name}, {order}")
    page._listing.open()
    assert fields() == ["name", "order"]
    page._listing.page.field_column_chosen.emit("order", "mobile")
    qtbot.waitUntil(lambda: fields() == ["name", "mobile"])
    assert page._listing.page._use.text() == "Use 3 recipients"


@pytest.mark.parametrize("place", ["columns", "list"])
def test_the_keyboard_stays_at_the_column_that_was_chosen(
    qtbot: QtBot, page: ComposePage, csv: Path, place: str
) -> None:
    fill(qtbot, page, csv, "Hi {name}")
    if place == "list":
        page._listing.open()
    else:
        page._view.open_columns()
    at = page._listing.page if place == "list" else page._view.columns_body
    picker = next(one for one in at.findChildren(ColumnPicker) if one.field == "name")
    picker.setFocus()
    qtbot.keyClick(picker, Qt.Key.Key_Down)
    following = page.focusWidget()
    assert isinstance(following, ColumnPicker)
    assert (following.field, following.currentText()) == ("mobile", "mobile")
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


def test_another_column_and_country_are_judged_again(
    qtbot: QtBot, page: ComposePage, csv: Path
) -> None:
    fill(qtbot, page, csv)
    page._listing.page.reading.choose_phone_column(2)
    qtbot.waitUntil(lambda: len(page._stepping.people) == 0, timeout=WAIT_MS)
    page._listing.page.reading.choose_phone_column(1)
    qtbot.waitUntil(lambda: len(page._stepping.people) == 3, timeout=WAIT_MS)
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


def test_typed_numbers_make_a_list(qtbot: QtBot, page: ComposePage) -> None:
    numbers = page.findChild(QPlainTextEdit, "typed_numbers")
    assert numbers is not None
    numbers.setPlainText("+86 138 0013 8000, +852 9123 4567\nnonsense")
    qtbot.mouseClick(button(page, "use_numbers"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page._stepping.people) == 2, timeout=WAIT_MS)
    assert numbers.toPlainText() == ""
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


def test_a_test_goes_to_one_number_with_the_fields_of_the_preview(
    qtbot: QtBot, page: ComposePage, csv: Path, desk: Desk
) -> None:
    fill(qtbot, page, csv)
    qtbot.mouseClick(button(page, "test_send"), Qt.MouseButton.LeftButton)
    sheet = sheet_of(NumberSheet)
    qtbot.keyClicks(sheet._input, "12")
    sheet._on_send_clicked()
    qtbot.waitUntil(lambda: "short" in sheet._input.accessibleDescription(), timeout=WAIT_MS)
    sheet._input.setText("+86 138 0013 8000")
    with qtbot.waitSignal(page.campaign_started, timeout=WAIT_MS) as started:
        sheet._on_send_clicked()
    assert started.args is not None
    run = started.args[0]
    assert run.wait(20)
    assert run.campaign.recipients == 1
    journal_text = desk.history.open(run.campaign.id)
    assert journal_text is not None
    assert button(page, "send").isEnabled()  # the list itself has not gone out


def test_the_first_run_has_two_doors_and_the_rehearsal_opens_one(
    qtbot: QtBot, empty_page: ComposePage
) -> None:
    page = empty_page
    assert not page._view.first_run.isHidden()
    assert "add an account or start the rehearsal" in facts(page)
    assert [s.state() for s in page._view.sections[1:]] == ["locked"] * 3
    with qtbot.waitSignal(page.account_wanted):
        qtbot.mouseClick(button(page, "add_account"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(page, "start_rehearsal"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: button(page, "send").isEnabled(), timeout=WAIT_MS)
    assert page._view.first_run.isHidden()
    assert button(page, "send").text().startswith("Rehearse ")
    assert tokens.LIGHT.viber_fill in colours(page.top_bar())


def test_the_file_dialog_never_blocks(qtbot: QtBot, page: ComposePage, csv: Path) -> None:
    qtbot.mouseClick(button(page, "import_recipients"), Qt.MouseButton.LeftButton)
    dialog = page.findChild(QFileDialog, "import_dialog")
    assert dialog is not None
    dialog.fileSelected.emit(str(csv))
    dialog.reject()
    qtbot.waitUntil(lambda: page._listing.is_open, timeout=WAIT_MS)
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


def test_a_narrow_window_turns_the_preview_into_a_drawer(
    qtbot: QtBot, page: ComposePage, csv: Path
) -> None:
    fill(qtbot, page, csv)
    page.resize(924, 584)
    page.set_narrow(True)
    assert page._view.pane.isHidden()
    page._top.preview_requested.emit()
    assert page._view.has_drawer
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page._view.pane.isHidden()
    page.set_narrow(False)
    assert not page._view.pane.isHidden()


def test_tab_goes_through_the_work_in_order(qtbot: QtBot, page: ComposePage) -> None:
    order, widget = [], page.findChild(QWidget, "import_recipients")
    for _ in range(200):
        assert widget is not None
        if widget.objectName():
            order.append(widget.objectName())
        widget = widget.nextInFocusChain()
    wanted = ["import_recipients", "typed_numbers", "message_text", "test_send", "send"]
    places = [order.index(name) for name in wanted]
    assert places == sorted(places)
    assert page.findChild(MessageEditor, "message_text") is not None


def test_change_of_the_columns_opens_them(qtbot: QtBot, page: ComposePage, csv: Path) -> None:
    fill(qtbot, page, csv)
    with qtbot.waitActive(page):
        page.activateWindow()
    assert not page._view.columns.is_expanded()
    change = next(
        one for one in page.findChildren(QPushButton) if one.accessibleName() == "Change Columns"
    )
    qtbot.mouseClick(change, Qt.MouseButton.LeftButton)
    assert page._view.columns.is_expanded()
    assert page._view.isVisible()
    focus = page.window().focusWidget()
    assert isinstance(focus, ColumnPicker)
    assert focus.accessibleName() == "Column of the phone numbers"


def test_the_phone_names_nobody_as_the_sender_whom_the_message_does_not_name(
    qtbot: QtBot, page: ComposePage, csv: Path
) -> None:
    fill(qtbot, page, csv)
    assert page._account is not None
    assert page._view.pane.phone._name() == "Your sender name"
    options = page._view.message_body.text_form.options
    options._inputs["source_address"].setText("Bloom")
    assert page._view.pane.phone._name() == "Bloom"
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


def test_what_was_said_of_another_account_is_taken_back(
    qtbot: QtBot, page: ComposePage, desk: Desk
) -> None:
    told: list[str] = []
    page.toast_requested.connect(told.append)
    page._top.kind_refused.emit("NXCloud SMS carries text only.")
    use_account(qtbot, page, next(a.name for a in desk.accounts.list() if a != page._account))
    assert told == ["NXCloud SMS carries text only.", ""]


def test_the_columns_to_insert_come_right_after_the_text(
    qtbot: QtBot, page: ComposePage, csv: Path
) -> None:
    fill(qtbot, page, csv)
    body = page._view.message_body
    follows, order = body.text_form.editor.nextInFocusChain(), []
    while len(order) < 3:
        if follows.isVisible() and follows.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(follows.accessibleName() or follows.objectName())
        follows = follows.nextInFocusChain()
    assert order == ["Insert name", "Insert order", "message_file"]


def test_a_page_brought_to_the_front_goes_on_where_the_work_is(
    qtbot: QtBot, page: ComposePage, csv: Path
) -> None:
    fill(qtbot, page, csv)
    page.setFocus()
    page.shown()
    assert page.focusWidget() is page._view.message_body.text_form.editor
    page._listing.open()
    page.setFocus()
    page.shown()
    assert page.focusWidget() is page._listing.page.table
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


def test_a_message_is_saved_and_opened_as_a_document(
    qtbot: QtBot, page: ComposePage, tmp_path: Path
) -> None:
    body, file = page._view.message_body, tmp_path / "订单 ready.json"
    page.set_text("Hi {name} 🌷 #1#")
    body.text_form.options._inputs["short_link"].setText("summer")
    with qtbot.waitSignal(page.toast_requested, timeout=WAIT_MS) as told:
        page._documents.save(str(file))
    assert told.args == ["Saved as 订单 ready.json"]
    page.set_text("")
    body.text_form.options._inputs["short_link"].setText("")
    page._documents.open(str(file))
    qtbot.waitUntil(lambda: body.text_form.editor.text() == "Hi {name} 🌷 #1#", timeout=WAIT_MS)
    assert body.message().short_link == "summer"
    body.text_form.editor.undo()
    assert body.text_form.editor.text() == ""  # what stood there before is not lost


def test_a_document_that_is_none_is_said_and_changes_nothing(
    qtbot: QtBot, page: ComposePage, tmp_path: Path
) -> None:
    file = tmp_path / "half.json"
    file.write_text('{"kind": "text",', encoding="utf-8")
    page.set_text("Hi")
    page._documents.open(str(file))
    qtbot.waitUntil(lambda: not page._view.trouble.isHidden(), timeout=WAIT_MS)
    assert page._view.message_body.text_form.editor.text() == "Hi"
    page._documents.save(str(tmp_path / "missing" / "x.json"))
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert not page._view.trouble.isHidden()


def test_dialogs_begin_where_the_last_file_was(
    qtbot: QtBot, page: ComposePage, tmp_path: Path
) -> None:
    compose_folders.remember(str(tmp_path / "people.csv"))
    page._documents.ask_to_open()
    dialog = page.findChild(QFileDialog, "open_message_dialog")
    assert dialog is not None
    assert Path(dialog.directory().absolutePath()) == tmp_path
    dialog.close()


def test_nobody_is_judged_before_the_phone_column_is_known(
    qtbot: QtBot, page: ComposePage, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("a,b\n13800138000,13800138001\n13800138002,13800138003\n", encoding="utf-8")
    page.load_recipients(file, "CN")
    page.set_text("Hi")
    qtbot.waitUntil(lambda: page._listing.imported is not None, timeout=WAIT_MS)
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    assert len(page._stepping.people) == 0
    assert not button(page, "send").isEnabled()
    model = page._listing.page.model
    assert model.index(0, 1).data() == "–"
    assert model.index(0, 2).data() == "13800138000"
    assert page._listing.page._will.text() == "Choose the column of the phone numbers"
    page._listing.page.reading.choose_phone_column(1)
    qtbot.waitUntil(lambda: len(page._stepping.people) == 2, timeout=WAIT_MS)
    assert page._listing.page._will.text() == "2 will receive"


def test_where_billing_differs_the_counter_says_so(
    qtbot: QtBot, page: ComposePage, csv: Path
) -> None:
    fill(qtbot, page, csv, "a" * 307)
    said = page._view.message_body.counter.sentence()
    assert "Whole list: 3 segments for 3 · NXCloud SMS charges 6" in said


def test_accounts_that_cannot_be_read_are_said_and_the_first_run_begins(
    qtbot: QtBot, aio: Any, smsdesk_home: Path
) -> None:
    paths = Paths.from_environment()
    paths.ensure()
    paths.accounts_file.write_text("{ damaged", encoding="utf-8")
    desk = open_desk(paths)
    page = open_page(qtbot, desk)
    assert not page._view.trouble.isHidden()
    assert not page._view.first_run.isHidden()
    assert "add an account" in facts(page)
    desk.close()
