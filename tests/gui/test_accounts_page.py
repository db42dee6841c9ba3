"""Accounts with a real desk: the generated form, saving, trying, the keyring's moods."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from smsdesk.core.account import Account, KeyringState, Mode
from smsdesk.core.errors import ConfigError
from smsdesk.gui.accounts.page import AccountsPage
from smsdesk.gui.parts.input import Input
from smsdesk.gui.parts.secret import SecretInput
from smsdesk.gui.parts.sheet import Sheet
from smsdesk.providers import PROVIDERS
from smsdesk.services.desk import Desk
from smsdesk.services.trying import Finding, TryLine, TryReport
from tests.helpers.account_forms import SECRET, field, fill, press, resting, saved
from tests.helpers.desks import PROVIDER, real_desk

INFO = PROVIDERS[PROVIDER].info


@pytest.fixture
def desk() -> Iterator[Desk]:
    with real_desk(demo=False) as desk:
        yield desk


@pytest.fixture
def page(qtbot: QtBot, aio: Any, desk: Desk) -> Iterator[AccountsPage]:
    page = AccountsPage()
    qtbot.addWidget(page)
    page.resize(1364, 840)
    page.show()
    yield page
    page._tasks.cancel_all()
    qtbot.waitUntil(lambda: len(page._tasks) == 0)


def test_first_account_is_added_and_its_secret_is_in_the_keyring(
    qtbot: QtBot, page: AccountsPage, desk: Desk, memory_keyring: dict[tuple[str, str], str]
) -> None:
    page.attach(desk)
    resting(qtbot, page)
    assert page._stack.currentWidget() is page._empty
    press(page, "add_account")
    fill(page, "Bloom Flowers")
    field(page, "base_url").setText("http://127.0.0.1:9")  # nobody listens there
    press(page, "save_account")
    resting(qtbot, page)
    assert memory_keyring == {("smsdesk", "Bloom Flowers/access_secret"): SECRET}
    assert desk.accounts.unlock("Bloom Flowers").value("access_secret") == SECRET
    assert [row.name for row in page._list.rows] == ["Bloom Flowers"]
    assert page._list.rows[0].isChecked()
    assert page._pane is not None
    assert page._pane._try_rows.count() > 0  # saving tried it
    assert page._pane.account.fields["access_key"] == "fme2na3kdi3ki"


def test_form_is_made_of_the_declared_fields(qtbot: QtBot, page: AccountsPage, desk: Desk) -> None:
    page.attach(desk)
    page.open_new()
    for declared in INFO.account_fields:
        control = field(page, declared.key)
        assert isinstance(control, SecretInput if declared.secret else Input)
        assert declared.label.en in control.accessibleName()
    resting(qtbot, page)


def test_every_problem_stands_below_its_field(qtbot: QtBot, page: AccountsPage, desk: Desk) -> None:
    page.attach(desk)
    page.open_new()
    press(page, "save_account")
    resting(qtbot, page)
    assert page._pane is not None
    said = {key: control._below._words.text() for key, control in page._pane.form._fields.items()}
    for key in ("access_key", "app_key", "access_secret"):
        assert "empty" in said[key]
    assert "name" in said["name"]
    assert desk.accounts.list() == []


def test_secret_of_a_saved_account_is_never_shown(
    qtbot: QtBot, page: AccountsPage, desk: Desk
) -> None:
    saved(desk)
    page.attach(desk)
    resting(qtbot, page)
    control = field(page, "access_secret")
    assert control._saved.isVisible()
    assert control.text() == ""
    assert page._pane is not None
    assert not page._pane.form.is_changed()
    assert "Saved in the system keyring" in page._pane._keyring_line.text()


def test_changes_are_saved(qtbot: QtBot, page: AccountsPage, desk: Desk) -> None:
    saved(desk, base_url="http://127.0.0.1:9")
    page.attach(desk)
    resting(qtbot, page)
    assert page._pane is not None
    assert page._pane._save.text() == "No changes"
    assert not page._pane._save.isEnabled()
    field(page, "rate_per_s").setValue(41)
    field(page, "name").setText("Bloom")
    press(page, "save_account")
    resting(qtbot, page)
    assert [(one.name, one.rate_per_s) for one in desk.accounts.list()] == [("Bloom", 41.0)]
    assert desk.accounts.unlock("Bloom").value("access_secret") == SECRET


def test_try_tells_what_it_found(qtbot: QtBot, page: AccountsPage, desk: Desk) -> None:
    rehearsal = desk.start_rehearsal(PROVIDER)
    page.attach(desk)
    resting(qtbot, page)
    assert page._pane is not None
    assert page._pane.account == rehearsal
    press(page, "try_account")
    resting(qtbot, page)
    assert page._pane._try_rows.count() >= 2
    report = desk.accounts.last_try(rehearsal.name)
    assert report is not None
    assert report.ok


def test_removing_asks_first(
    qtbot: QtBot, page: AccountsPage, desk: Desk, memory_keyring: dict[tuple[str, str], str]
) -> None:
    saved(desk)
    page.attach(desk)
    resting(qtbot, page)
    press(page, "remove_account")
    sheet = page.findChild(Sheet, "remove_sheet")
    assert sheet is not None
    assert len(desk.accounts.list()) == 1
    confirm = sheet.findChild(QPushButton, "remove_sheet_confirm")
    assert confirm is not None
    confirm.click()
    qtbot.waitUntil(lambda: desk.accounts.list() == [])
    resting(qtbot, page)
    assert memory_keyring == {}
    assert page._stack.currentWidget() is page._empty


def test_changes_are_not_left_behind_without_asking(
    qtbot: QtBot, page: AccountsPage, desk: Desk
) -> None:
    saved(desk, "One")
    saved(desk, "Two")
    page.attach(desk)
    resting(qtbot, page)
    field(page, "rate_per_s").setValue(7)
    page._list.rows[1].click()
    sheet = page.findChild(Sheet, "leave_sheet")
    assert sheet is not None
    sheet.reject()
    assert page._pane is not None
    assert page._pane.account.name == "One"
    assert page._list.rows[0].isChecked()
    page._list.rows[1].click()
    page.findChildren(Sheet, "leave_sheet")[-1].accept()
    qtbot.waitUntil(lambda: page._pane is not None and page._pane.account.name == "Two")
    resting(qtbot, page)


@pytest.mark.parametrize("code", ["keyring_absent", "keyring_locked", "keyring_hung"])
def test_no_keyring_offers_this_session_only(
    qtbot: QtBot,
    page: AccountsPage,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    memory_keyring: dict[tuple[str, str], str],
    code: str,
) -> None:
    def refuse(_account: str, _key: str, _value: str = "") -> None:
        raise ConfigError(code)

    page.attach(desk)
    page.open_new()
    resting(qtbot, page)
    monkeypatch.setattr(desk.accounts._keyring, "set", refuse)
    page.resize(924, 480)
    fill(page, "Bloom Flowers")
    field(page, "base_url").setText("http://127.0.0.1:9")
    press(page, "save_account")
    resting(qtbot, page)
    assert page._pane is not None
    note = page._pane._keyring_note
    assert note.isVisible()
    assert ConfigError(code).sentence().split("\n")[0] in note._text.text()
    assert desk.accounts.list() == []
    qtbot.waitUntil(lambda: not note.visibleRegion().isEmpty())  # scrolled to, however small
    note.action_clicked.emit()
    resting(qtbot, page)
    assert desk.accounts.is_session_only("Bloom Flowers")
    assert desk.accounts.unlock("Bloom Flowers").value("access_secret") == SECRET
    assert memory_keyring == {}
    assert "until smsdesk closes" in page._pane._keyring_line.text()


def test_plain_text_keyring_is_told_before_anything_is_typed(
    qtbot: QtBot, page: AccountsPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.accounts, "keyring", lambda: (KeyringState.PLAIN_TEXT, "a file"))
    page.attach(desk)
    page.open_new()
    resting(qtbot, page)
    assert page._pane is not None
    assert page._pane._keyring_note.isVisible()


def test_slow_keyring_freezes_nothing(
    qtbot: QtBot, page: AccountsPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(desk)
    answered = threading.Event()

    def slow(_name: str) -> frozenset[str]:
        assert answered.wait(20)
        return frozenset({"access_secret"})

    monkeypatch.setattr(desk.accounts, "saved_secrets", slow)
    page.attach(desk)
    qtbot.waitUntil(lambda: page._pane is not None)
    assert page._pane is not None
    qtbot.waitUntil(lambda: "Asking the keyring" in page._pane._keyring_line.text())
    field(page, "name").setText("Still typing")  # the window goes on
    field(page, "access_secret").input.setText("a new one")
    answered.set()
    resting(qtbot, page)
    assert field(page, "access_secret").text() == "a new one"
    assert "Saved in the system keyring" in page._pane._keyring_line.text()


def test_receive_starts_a_new_account_also_before_the_services_are_ready(
    qtbot: QtBot, page: AccountsPage, desk: Desk
) -> None:
    page.receive("new")
    page.attach(desk)
    resting(qtbot, page)
    assert page._pane is not None
    assert page._pane.is_new
    assert page._pane.account.mode is Mode.LIVE


def focused(page: AccountsPage) -> Any:
    return page.window().focusWidget()


def test_a_row_toggled_by_a_screen_reader_opens_its_account(
    qtbot: QtBot, page: AccountsPage, desk: Desk
) -> None:
    saved(desk, "One")
    saved(desk, "Two")
    page.attach(desk)
    resting(qtbot, page)
    row = page._list.rows[1]
    spoken = QAccessible.queryAccessibleInterface(row)
    assert spoken.role() == QAccessible.Role.RadioButton
    row.toggle()  # what the toggle action of the accessibility bus calls
    resting(qtbot, page)
    assert page._pane is not None
    assert page._pane.account.name == "Two"
    assert page._list.rows[1] is row  # kept, and with it the focus


def test_the_keyboard_stays_with_the_account_after_saving(
    qtbot: QtBot, page: AccountsPage, desk: Desk
) -> None:
    page.attach(desk)
    page.shown()
    resting(qtbot, page)
    assert focused(page) is page._empty.add
    press(page, "add_account")
    fill(page, "Bloom Flowers")
    field(page, "base_url").setText("http://127.0.0.1:9")
    assert page._pane is not None
    page._pane._save.setFocus()
    press(page, "save_account")
    resting(qtbot, page)
    assert focused(page) is page._list.rows[0]
    page._pane._try.setFocus()
    page._pane.show_busy("Trying")
    assert focused(page) is page._pane  # its buttons rest meanwhile
    page._pane.show_busy("")
    assert focused(page) is page._pane._try
    page.shown()
    resting(qtbot, page)
    assert focused(page) is page._pane._try


def test_another_provider_brings_its_own_form_and_keeps_the_name(
    qtbot: QtBot, page: AccountsPage, desk: Desk
) -> None:
    class Other:
        info = replace(INFO, id="other", title="Other", account_fields=INFO.account_fields[:1])

    both: Any = {PROVIDER: PROVIDERS[PROVIDER], "other": Other()}
    page.attach(replace(desk, providers=both))
    page.open_new()
    choice = field(page, "provider")
    assert [choice.itemText(at) for at in range(choice.count())] == [INFO.title, "Other"]
    field(page, "name").setText("Shop")
    choice.setCurrentIndex(1)
    assert page._pane is not None
    assert field(page, "name").text() == "Shop"
    assert page._pane.form.findChild(SecretInput, "account_access_secret") is None
    assert page._pane.form.draft().provider == "other"
    assert focused(page) is field(page, "provider")
    resting(qtbot, page)


def test_a_keyring_that_cannot_be_read_is_said_and_can_be_done_without(
    qtbot: QtBot, page: AccountsPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(desk, base_url="http://127.0.0.1:9")

    def hang(_account: str, _key: str) -> str:
        raise ConfigError("keyring_hung")

    monkeypatch.setattr(desk.accounts._keyring, "get", hang)
    page.attach(desk)
    resting(qtbot, page)
    assert page._pane is not None
    note = page._pane._keyring_note
    assert note._heading.text() == "Keys cannot be read"
    hidden = field(page, "access_secret").input
    hidden.setText("typedagain")
    note.action_clicked.emit()
    resting(qtbot, page)
    assert desk.accounts.unlock("Bloom Flowers").value("access_secret") == "typedagain"
    assert "for this session only" in page._pane._keyring_line.text()


def test_a_demo_says_that_keys_are_kept_for_this_session_only(
    qtbot: QtBot, page: AccountsPage
) -> None:
    with real_desk(demo=True) as desk:
        page.attach(desk)
        page.open_new()
        resting(qtbot, page)
        assert page._pane is not None
        assert "kept for this session only" in page._pane._keyring_line.text()
        press(page, "try_account")
        resting(qtbot, page)


def test_rehearsal_shows_the_way_to_its_numbers(
    qtbot: QtBot, page: AccountsPage, desk: Desk
) -> None:
    desk.accounts.add(Account("Practice", PROVIDER, {}, mode=Mode.REHEARSAL), {})
    page.attach(desk)
    resting(qtbot, page)
    assert page._pane is not None
    link = page._pane.form.findChild(QAbstractButton, "rehearsal_numbers_link")
    assert link is not None
    assert link.isVisible()
    with qtbot.waitSignal(page.page_requested) as asked:
        link.click()
    assert asked.args == ["codes", Mode.REHEARSAL]


def mode_card(page: AccountsPage, mode: Mode) -> Any:
    return field(page, f"mode_{mode}")


def below(page: AccountsPage, key: str) -> str:
    assert page._pane is not None
    text: str = page._pane.form._fields[key]._below._words.text()
    return text


def test_a_guarded_account_is_made_with_its_test_numbers(
    qtbot: QtBot, page: AccountsPage, desk: Desk
) -> None:
    desk.settings.change(region="CN")
    page.attach(desk)
    page.open_new()
    resting(qtbot, page)
    fill(page, "Trial")
    field(page, "base_url").setText("http://127.0.0.1:9")
    editor = field(page, "test_numbers")
    assert not editor.isVisible()
    card = mode_card(page, Mode.GUARDED)
    assert card.accessibleName() == "Guarded"
    card.click()
    assert editor.isVisible()
    assert field(page, "access_key").isVisible()  # it sends for real, so it needs keys
    press(page, "save_account")
    resting(qtbot, page)
    assert "test number" in below(page, "test_numbers")
    assert desk.accounts.list() == []
    assert focused(page) is editor

    editor.setPlainText("+86 138 0013 8000, 13800138001\n(+44) 7911 123456\n+8613800138000")
    assert card.accessibleDescription() == (
        "Sends only to your 3 test numbers. Everybody else is left out."
    )
    assert below(page, "test_numbers").startswith("One per line")
    press(page, "save_account")
    resting(qtbot, page)
    (kept,) = desk.accounts.list()
    assert kept.mode is Mode.GUARDED
    assert kept.test_numbers == (8613800138000, 8613800138001, 447911123456)
    row = page._list.rows[0]
    assert row._mode.text() == "Guarded"
    assert "Guarded" in row.accessibleName()
    assert page._pane is not None
    assert page._pane._try_rows.count() > 0  # it was tried as a live one is
    assert field(page, "test_numbers").toPlainText().splitlines() == [
        "+8613800138000",
        "+8613800138001",
        "+447911123456",
    ]
    assert not page._pane.form.is_changed()


def test_a_test_number_nobody_can_read_is_told_where_it_stands(
    qtbot: QtBot, page: AccountsPage, desk: Desk
) -> None:
    page.attach(desk)
    page.open_new()
    resting(qtbot, page)
    mode_card(page, Mode.GUARDED).click()
    editor = field(page, "test_numbers")
    editor.setFocus()
    qtbot.keyClicks(editor, "+8613800138000,+86138")
    assert "+86138" not in below(page, "test_numbers")  # it is being typed
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert "+86138" in below(page, "test_numbers")
    assert "+8613800138000" not in below(page, "test_numbers")
    assert editor.accessibleDescription() == below(page, "test_numbers")
    fill(page, "")
    press(page, "save_account")  # every mistake at once
    resting(qtbot, page)
    assert "+86138" in below(page, "test_numbers")
    assert "name" in below(page, "name")
    assert desk.accounts.list() == []
    fill(page, "Trial")
    press(page, "try_account")
    resting(qtbot, page)
    assert "+86138" in below(page, "test_numbers")
    mode_card(page, Mode.LIVE).click()  # not asked for any more
    assert page._pane is not None
    assert page._pane.form.typed_problems() == []
    page._pane.form.show_problems(())


def test_guarded_to_live_keeps_the_numbers_for_the_next_time(
    qtbot: QtBot, page: AccountsPage, desk: Desk
) -> None:
    saved(desk, base_url="http://127.0.0.1:9")
    account = desk.accounts.get("Bloom Flowers")
    desk.accounts.update(
        account.name, replace(account, mode=Mode.GUARDED, test_numbers=(8613800138000,)), {}
    )
    page.attach(desk)
    resting(qtbot, page)
    assert mode_card(page, Mode.GUARDED).isChecked()
    assert "your test number." in mode_card(page, Mode.GUARDED).accessibleDescription()
    mode_card(page, Mode.LIVE).click()
    press(page, "save_account")
    resting(qtbot, page)
    (kept,) = desk.accounts.list()
    assert (kept.mode, kept.test_numbers) == (Mode.LIVE, (8613800138000,))
    assert page._list.rows[0]._mode.text() == "Live"


def test_last_try_tells_of_the_clock_and_the_proxy(
    qtbot: QtBot, page: AccountsPage, desk: Desk
) -> None:
    report = TryReport(
        1_700_000_000_000,
        (
            TryLine("reached", Finding.GOOD, "reached", {"host": "api2.nxcloud.com", "ms": 182}),
            TryLine("proxy", Finding.GOOD, "proxy", {"proxy": "proxy.example:3128"}),
            TryLine(
                "clock",
                Finding.LOOK,
                "clock_slow",
                {"seconds": 9, "window": 60, "provider": "NXCloud SMS"},
            ),
        ),
    )
    saved(desk)
    page.attach(desk)
    resting(qtbot, page)
    assert page._pane is not None
    page._pane.show_try(report)
    said = [label.text() for label in page._pane._try_part.findChildren(QLabel)]
    for words in (
        "Through the proxy proxy.example:3128",
        "Your clock is 9 s slow; corrected",
        "NXCloud SMS allows 60 s. Set the clock when you can",
    ):
        assert words in said


def test_in_a_small_window_nothing_is_cut_at_the_sides(
    qtbot: QtBot, page: AccountsPage, desk: Desk
) -> None:
    saved(desk)
    page.resize(924, 584)  # 1000 x 640 without the rail and the top bar
    page.attach(desk)
    resting(qtbot, page)
    assert page._pane is not None
    page._pane.show_try(TryReport(0, (TryLine("keys", Finding.GOOD, "keys_right"),)))
    mode_card(page, Mode.GUARDED).click()
    scroll = page._pane._scroll
    qtbot.waitUntil(lambda: scroll.widget().width() == scroll.viewport().width())
    assert scroll.horizontalScrollBar().maximum() == 0


def test_an_account_saved_before_the_list_has_come_stays_on_show(
    qtbot: QtBot, page: AccountsPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    listed = desk.accounts.list
    waited: list[str] = []

    def slow_at_first() -> list[Account]:
        found = listed()
        if not waited:
            waited.append("once")
            assert go_on.wait(20)
        return found

    monkeypatch.setattr(desk.accounts, "list", slow_at_first)
    page.attach(desk)
    qtbot.waitUntil(lambda: bool(waited))
    page.open_new()
    fill(page, "Bloom Flowers")
    field(page, "base_url").setText("http://127.0.0.1:9")
    press(page, "save_account")
    qtbot.waitUntil(lambda: bool(page._list.rows))
    go_on.set()  # the list as it was before comes last
    resting(qtbot, page)
    assert [row.name for row in page._list.rows] == ["Bloom Flowers"]
    assert page._pane is not None
    assert page._pane.account.name == "Bloom Flowers"
