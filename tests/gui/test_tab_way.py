"""Tab goes through all of Compose and comes round, whatever message is written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from smsdesk.core.message import Kind
from smsdesk.desk import open_desk
from smsdesk.gui.compose.page import ComposePage
from smsdesk.gui.parts.text import Link
from smsdesk.gui.recipients.column_picker import ColumnPicker
from smsdesk.paths import Paths
from smsdesk.services.desk import Desk
from tests.helpers.composing import CSV, WAIT_MS, close_page, fill, settled, use_account

MOST = 200


@pytest.fixture
def desk(smsdesk_home: Path) -> Iterator[Desk]:
    desk = open_desk(Paths.from_environment(), demo=True)
    yield desk
    desk.close()


@pytest.fixture
def page(qtbot: QtBot, aio: Any) -> ComposePage:
    return ComposePage()


@pytest.fixture
def window(qtbot: QtBot, page: ComposePage, desk: Desk, tmp_path: Path) -> QWidget:
    """The page under its top bar, with a list and a text in it."""
    window = QWidget()
    qtbot.addWidget(window, before_close_func=lambda _window: close_page(qtbot, page))
    column = QVBoxLayout(window)
    column.addWidget(page.top_bar())
    column.addWidget(page)
    window.resize(1364, 900)
    window.show()
    page.attach(desk)
    qtbot.waitUntil(lambda: page._departing._ready)
    csv = tmp_path / "customers.csv"
    csv.write_text(CSV + "Mei,,2043\n,13912345679,2044\n", encoding="utf-8")
    fill(qtbot, page, csv, "{name}, order {order} " + "a" * 140)
    with qtbot.waitActive(window):
        window.activateWindow()
    return window


def open_all(page: ComposePage) -> None:
    for section in page._view.sections:
        section.expand(animate=False)
    QApplication.processEvents()


def way(qtbot: QtBot, key: Qt.Key) -> list[QWidget]:
    """What the keyboard comes by from where it is, until it is there again."""
    first = QApplication.focusWidget()
    assert first is not None
    stops = [first]
    while len(stops) < MOST:
        qtbot.keyClick(stops[-1], key)
        stop = QApplication.focusWidget()
        assert stop is not None
        if stop is first:
            return stops
        stops.append(stop)
    raise AssertionError([said(stop) for stop in stops])


def said(widget: QWidget) -> str:
    return widget.objectName() or widget.accessibleName() or type(widget).__name__


def all_stops(window: QWidget) -> set[QWidget]:
    return {
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.isVisible()
        and widget.isEnabled()
    }


@pytest.mark.parametrize("provider", ["nxcloud-sms", "nxcloud-super", "tencent-sms", "sendcloud"])
def test_tab_comes_round_by_everything_once(
    qtbot: QtBot, page: ComposePage, window: QWidget, desk: Desk, provider: str
) -> None:
    name = next(one.name for one in desk.accounts.list() if one.provider == provider)
    use_account(qtbot, page, name)
    account = window.findChild(QWidget, "account")
    assert isinstance(account, QWidget)
    for kind in Kind:
        if kind not in desk.providers[provider].info.kinds:
            continue
        page._view.message_body.set_kind(kind)
        qtbot.waitUntil(settled(page), timeout=WAIT_MS)
        open_all(page)
        account.setFocus()
        forth = way(qtbot, Qt.Key.Key_Tab)
        assert len(set(forth)) == len(forth), kind
        assert {said(stop) for stop in all_stops(window) - set(forth)} == set(), kind
        back = way(qtbot, Qt.Key.Key_Backtab)
        assert back[1:] == forth[:0:-1], kind


def test_tab_follows_the_eye_through_what_is_made_later(
    qtbot: QtBot, page: ComposePage, window: QWidget
) -> None:
    open_all(page)
    account = window.findChild(QWidget, "account")
    assert isinstance(account, QWidget)
    account.setFocus()
    stops = way(qtbot, Qt.Key.Key_Tab)

    def places(inside: QWidget, kind: type[QWidget]) -> list[int]:
        return [
            at
            for at, stop in enumerate(stops)
            if isinstance(stop, kind) and inside.isAncestorOf(stop)
        ]

    headers = [stops.index(section.header()) for section in page._view.sections]
    pickers = places(page._view.columns_body, ColumnPicker)
    links = places(page._view.review_list, Link)
    assert len(pickers) == 3
    assert [said(stops[at]) for at in pickers] == ["phone_column", "field_column", "field_column"]
    assert headers[1] < pickers[0] < pickers[-1] < headers[2]
    assert links
    assert headers[3] < links[0] <= links[-1] < stops.index(page._view.bar.test)
