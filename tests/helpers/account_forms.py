"""What a person does on the Accounts page: fill in a form, press a button, wait for the end."""

from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from smsdesk.core.account import Account
from smsdesk.gui.accounts.page import AccountsPage
from smsdesk.services.desk import Desk
from tests.helpers.desks import PROVIDER

SECRET = "abciiiko2k3"


def resting(qtbot: QtBot, page: AccountsPage) -> None:
    qtbot.waitUntil(lambda: len(page._tasks) == 0, timeout=20_000)


def saved(desk: Desk, name: str = "Bloom Flowers", base_url: str = "") -> Account:
    fields = {"access_key": "fme2na3kdi3ki", "app_key": "bFzEXXAx"}
    account = Account(name, PROVIDER, fields, base_url=base_url)
    return desk.accounts.add(account, {"access_secret": SECRET})


def field(page: AccountsPage, key: str) -> Any:
    assert page._pane is not None
    found = page._pane.form.findChild(QWidget, f"account_{key}")
    assert found is not None, key
    return found


def fill(page: AccountsPage, name: str, secret: str = SECRET) -> None:
    for key, value in (("name", name), ("access_key", "fme2na3kdi3ki"), ("app_key", "bFzEXXAx")):
        field(page, key).setText(value)
    hidden = field(page, "access_secret").input
    hidden.setText(secret)
    hidden.textEdited.emit(secret)


def press(page: AccountsPage, name: str) -> None:
    found = page.findChild(QPushButton, name)
    assert found is not None
    assert found.isEnabled(), name
    found.click()
