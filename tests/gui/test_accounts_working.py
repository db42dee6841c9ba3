"""What Accounts says when keyring, disk or network take their time, refuse, or find a fault."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from smsdesk.core.account import Account, KeyringState, Mode
from smsdesk.core.errors import ConfigError
from smsdesk.gui.accounts.page import AccountsPage
from smsdesk.gui.parts.sheet import Sheet
from smsdesk.paths import Paths
from smsdesk.services.desk import Desk
from tests.helpers.account_forms import field, fill, press, resting, saved
from tests.helpers.desks import PROVIDER, real_desk

NOBODY = "http://127.0.0.1:9"  # nobody listens there


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


class Slow:
    """A call of the keyring that waits until it may go on."""

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call
        self.begun, self.may_end = threading.Event(), threading.Event()

    def __call__(self, *arguments: Any) -> Any:
        self.begun.set()
        assert self.may_end.wait(20)
        return self._call(*arguments)


def refuse(*_arguments: str) -> Any:
    raise ConfigError("keyring_locked")


def choose(qtbot: QtBot, page: AccountsPage, name: str) -> None:
    next(row for row in page._list.rows if row.name == name).click()
    for sheet in page.findChildren(Sheet, "leave_sheet"):
        sheet.accept()
    qtbot.waitUntil(lambda: page._pane is not None and page._pane.account.name == name)


def said(page: AccountsPage) -> str:
    assert page._pane is not None
    return page._pane._say_line.text()


def confirm_removing(page: AccountsPage) -> None:
    press(page, "remove_account")
    sheet = page.findChild(Sheet, "remove_sheet")
    assert sheet is not None
    confirm = sheet.findChild(QPushButton, "remove_sheet_confirm")
    assert confirm is not None
    confirm.click()


def save_another_key(page: AccountsPage) -> None:
    field(page, "access_secret")._saved.replace.click()
    fill(page, "One", "anotherone")
    press(page, "save_account")


def try_it(page: AccountsPage) -> None:
    press(page, "try_account")


@pytest.fixture
def two(qtbot: QtBot, page: AccountsPage, desk: Desk) -> AccountsPage:
    """The page with two accounts, the first one chosen."""
    saved(desk, "One", NOBODY)
    saved(desk, "Two", NOBODY)
    page.attach(desk)
    resting(qtbot, page)
    return page


def test_removing_one_account_leaves_what_is_typed_in_another(
    qtbot: QtBot, two: AccountsPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(desk.accounts._keyring.delete)
    monkeypatch.setattr(desk.accounts._keyring, "delete", slow)
    confirm_removing(two)
    qtbot.waitUntil(slow.begun.is_set)
    choose(qtbot, two, "Two")
    field(two, "app_key").setText("just typed")
    with qtbot.waitSignal(two.toast_requested) as told:
        slow.may_end.set()
    resting(qtbot, two)
    assert told.args == ["One is removed"]
    assert [row.name for row in two._list.rows] == ["Two"]
    assert field(two, "app_key").text() == "just typed"


def test_saving_one_account_leaves_what_is_typed_in_another(
    qtbot: QtBot, two: AccountsPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(desk.accounts._keyring.set)
    monkeypatch.setattr(desk.accounts._keyring, "set", slow)
    save_another_key(two)
    qtbot.waitUntil(slow.begun.is_set)
    choose(qtbot, two, "Two")
    field(two, "app_key").setText("just typed")
    with qtbot.waitSignal(two.toast_requested) as told:
        slow.may_end.set()
    resting(qtbot, two)
    assert told.args == ["One is saved"]
    assert field(two, "app_key").text() == "just typed"
    assert two._list.rows[0]._state.text() == "not reached"  # saving tried it
    assert "not reached" not in said(two)


@pytest.mark.parametrize(
    ("call", "begin", "heading"),
    [
        ("set", save_another_key, "One was not saved"),
        ("delete", confirm_removing, "One was not removed"),
        ("get", try_it, "One was not tried"),
    ],
)
def test_a_refusal_for_one_account_is_never_said_of_another(
    qtbot: QtBot,
    two: AccountsPage,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    begin: Callable[[AccountsPage], None],
    heading: str,
) -> None:
    slow = Slow(refuse)
    with monkeypatch.context() as patch:
        patch.setattr(desk.accounts._keyring, call, slow)
        begin(two)
        qtbot.waitUntil(slow.begun.is_set)
    choose(qtbot, two, "Two")
    qtbot.waitUntil(lambda: len(two._tasks) == 1)  # what was begun alone
    before = said(two)
    with qtbot.waitSignal(two.problem_found) as told:
        slow.may_end.set()
    resting(qtbot, two)
    assert told.args == [f"{heading}\n{ConfigError('keyring_locked').sentence()}"]
    assert said(two) == before


def test_accounts_that_cannot_be_read_are_not_said_to_be_none(
    qtbot: QtBot, page: AccountsPage, desk: Desk
) -> None:
    paths = Paths.from_environment()
    paths.accounts_file.write_text('{"version": 999, "accounts": []}')
    page.attach(desk)
    resting(qtbot, page)
    shown = [one.text() for one in page._empty.findChildren(QLabel) if one.isVisible()]
    assert "The accounts cannot be shown" in shown
    assert any(str(paths.accounts_file) in text for text in shown)
    assert not page._empty.add.isVisible()
    paths.accounts_file.unlink()
    page.shown()
    resting(qtbot, page)
    shown = [one.text() for one in page._empty.findChildren(QLabel) if one.isVisible()]
    assert "No account yet" in shown
    assert page._empty.add.isVisible()


def test_for_this_session_only_is_remembered_when_a_field_needs_a_change(
    qtbot: QtBot,
    page: AccountsPage,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    memory_keyring: dict[tuple[str, str], str],
) -> None:
    monkeypatch.setattr(desk.accounts, "keyring", lambda: (KeyringState.ABSENT, ""))
    page.attach(desk)
    resting(qtbot, page)
    page.open_new()
    resting(qtbot, page)
    fill(page, "Bloom Flowers")
    field(page, "base_url").setText("no address")
    assert page._pane is not None
    page._pane._keyring_note.action_clicked.emit()
    resting(qtbot, page)
    assert said(page) == "Some fields need a change."
    assert not page._pane._keyring_note.isVisible()
    assert "Will be kept for this session only" in page._pane._keyring_line.text()
    field(page, "base_url").setText(NOBODY)
    press(page, "save_account")
    resting(qtbot, page)
    assert desk.accounts.is_session_only("Bloom Flowers")
    assert memory_keyring == {}


def test_a_refused_try_after_saving_is_said_in_sight(
    qtbot: QtBot, page: AccountsPage, desk: Desk
) -> None:
    page.resize(924, 584)  # 1000 x 640 without the rail and the top bar
    page.attach(desk)
    resting(qtbot, page)
    page.open_new()
    fill(page, "Bloom Flowers")
    field(page, "base_url").setText(NOBODY)
    press(page, "save_account")
    resting(qtbot, page)
    assert page._pane is not None
    pane = page._pane
    assert pane.account.name == "Bloom Flowers"
    assert said(page) == "Saved. 127.0.0.1:9 was not reached"
    qtbot.waitUntil(lambda: not pane._try_part.visibleRegion().isEmpty())
    press(page, "try_account")
    resting(qtbot, page)
    assert said(page) == "127.0.0.1:9 was not reached"


def test_tab_goes_from_the_accounts_to_the_form_as_they_stand(
    qtbot: QtBot, two: AccountsPage
) -> None:
    two.activateWindow()
    qtbot.waitUntil(two.isActiveWindow)
    two._list.rows[0].setFocus()
    reached = []
    for _ in range(5):
        focused = two.window().focusWidget()
        assert focused is not None
        reached.append(focused.objectName() or focused.accessibleName().partition(",")[0])
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert reached == ["One", "add_account", "try_account", "account_name", "account_base_url"]


def test_a_second_rehearsal_is_told_from_the_first_in_a_narrow_list(
    qtbot: QtBot, page: AccountsPage, desk: Desk
) -> None:
    for provider in (PROVIDER, "nxcloud-super"):
        desk.start_rehearsal(provider)
    page.resize(924, 584)
    page.attach(desk)
    resting(qtbot, page)
    rows = page._list.rows
    assert all(row.width() < 264 for row in rows)
    assert [row._provider.text() for row in rows] == ["NXCloud SMS", "NXCloud Super Message"]
    for row in rows:
        assert row._provider.width() >= row._provider.sizeHint().width()  # not cut
        assert "always ready" in row.accessibleName()
    page.resize(1364, 840)
    qtbot.waitUntil(lambda: all(row._state.isVisible() for row in rows))


def test_an_account_changed_elsewhere_does_not_take_away_what_is_typed(
    qtbot: QtBot, two: AccountsPage, desk: Desk
) -> None:
    field(two, "app_key").setText("just typed")
    desk.accounts.remove("One")
    desk.accounts.add(Account("Practice", PROVIDER, {}, mode=Mode.REHEARSAL), {})
    two._tasks.spawn(two._load(), "accounts:list")
    resting(qtbot, two)
    assert [row.name for row in two._list.rows] == ["Two", "Practice"]
    assert field(two, "app_key").text() == "just typed"
