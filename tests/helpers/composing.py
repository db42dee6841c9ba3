"""Compose as a person uses it, for window tests: a page on a desk, a list, a text, the sheets."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from smsdesk.core.account import Account, Mode
from smsdesk.gui.compose.page import ComposePage
from smsdesk.services.desk import Desk

CSV = (
    "name,mobile,order\n李梅,13912345678,2039\nWong Ka Yan,+852 9123 4567,2040\n"
    "Tom,1.38E+10,2041\nAnn,13812345679,2042\n"
)
TEXT = "Hi {name}, order {order} is ready."
WAIT_MS = 20_000


def open_page(qtbot: QtBot, desk: Desk) -> ComposePage:
    """The page in sight, its accounts loaded."""
    page = ComposePage()
    top = page.top_bar()
    qtbot.addWidget(page, before_close_func=partial(close_page, qtbot))
    qtbot.addWidget(top)
    page.resize(1364, 844)
    page.show()
    qtbot.waitExposed(page)
    page.attach(desk)
    qtbot.waitUntil(lambda: page._departing._ready)
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)
    return page


def close_page(qtbot: QtBot, page: ComposePage) -> None:
    """End it as the window does, a look at the list under way included.

    To be handed to `qtbot.addWidget`: fixtures are torn down only after the widgets are gone, and
    a change of the last line of a test may begin a look just before. An `async` test ends its own.
    """
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return
    closing = loop.create_task(page.aclose())
    qtbot.waitUntil(closing.done)
    closing.result()


def settled(page: ComposePage) -> Callable[[], bool]:
    """Whether the page has looked at everything it was asked to."""
    return lambda: page._looking.is_current and not len(page._tasks)


def button(page: ComposePage, name: str) -> QPushButton:
    """A button of the page by its name."""
    found = page.findChild(QPushButton, name)
    assert found is not None, name
    return found


def facts(page: ComposePage) -> str:
    """What the bottom bar says."""
    return page._view.bar.words.text()


def fill(qtbot: QtBot, page: ComposePage, csv: Path, text: str = TEXT) -> None:
    """Bring a list and write a text."""
    page.load_recipients(csv, "CN")
    page.set_text(text)
    qtbot.waitUntil(lambda: len(page._stepping.people) > 0, timeout=WAIT_MS)
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


def use_account(qtbot: QtBot, page: ComposePage, name: str) -> None:
    """Choose an account, as the Accounts page asks for one."""
    page.receive(name)
    qtbot.waitUntil(lambda: page._account is not None and page._account.name == name)
    qtbot.waitUntil(settled(page), timeout=WAIT_MS)


def use_live_account(qtbot: QtBot, page: ComposePage, desk: Desk, confirm_from: int = 500) -> None:
    """Choose a new account that is never reached."""
    fields = {"access_key": "fme2na3kdi3ki", "app_key": "key"}
    account = Account("Bloom", "nxcloud-sms", fields, confirm_from=confirm_from)
    desk.accounts.add(account, {"access_secret": "secret"}, session_only=True)
    use_account(qtbot, page, "Bloom")


def add_real_account(
    desk: Desk,
    name: str = "Bloom",
    mode: Mode = Mode.LIVE,
    *,
    confirm_from: int = 500,
    test_numbers: tuple[int, ...] = (),
) -> None:
    """An account that counts as real; the sandbox stands where it is spoken to."""
    there = desk.accounts.route(desk.start_rehearsal("nxcloud-sms"))
    desk.accounts.add(
        Account(
            name,
            "nxcloud-sms",
            dict(there.fields),
            base_url=there.base_url,
            mode=mode,
            confirm_from=confirm_from,
            test_numbers=test_numbers,
        ),
        dict(there.secrets),
        session_only=True,
    )


def sheet_of(kind: type[Any]) -> Any:
    """The sheet of that kind that is open."""
    return next(w for w in QApplication.allWidgets() if isinstance(w, kind) and w.isVisible())
