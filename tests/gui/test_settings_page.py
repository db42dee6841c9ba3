"""Settings: what is chosen is kept, what cannot be kept is said, every control has a name."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from smsdesk.core.errors import StorageError
from smsdesk.gui import motion
from smsdesk.gui.settings_page import SettingsPage
from smsdesk.services.desk import Desk
from tests.helpers.desks import real_desk


@pytest.fixture
def desk() -> Iterator[Desk]:
    with real_desk() as desk:
        yield desk


@pytest.fixture
def page(qtbot: QtBot, aio: Any, desk: Desk) -> Iterator[SettingsPage]:
    page = SettingsPage()
    qtbot.addWidget(page)
    page.resize(924, 584)
    page.show()
    page.attach(desk)
    qtbot.waitUntil(lambda: len(page._tasks) == 0)
    yield page
    page._tasks.cancel_all()
    qtbot.waitUntil(lambda: len(page._tasks) == 0)


def label_of(control: QWidget) -> str:
    """What stands beside a control, as a screen reader finds it."""
    spoken = QAccessible.queryAccessibleInterface(control)
    (label,) = spoken.relations(QAccessible.RelationFlag.Label)
    return str(label[0].text(QAccessible.Text.Name))


def test_a_chosen_country_is_kept(qtbot: QtBot, page: SettingsPage, desk: Desk) -> None:
    page.region.setCurrentIndex(page.region.findData("FR"))
    page.region.activated.emit(page.region.currentIndex())
    qtbot.waitUntil(lambda: desk.settings.current().region == "FR")
    qtbot.waitUntil(lambda: len(page._tasks) == 0)
    assert not page._problem.isVisible()


def test_motion_stops_at_once_and_stays_so(qtbot: QtBot, page: SettingsPage, desk: Desk) -> None:
    animation = motion.glide(page)
    assert animation.duration() > 0
    page.calm.click()
    assert motion.glide(page).duration() == 0
    qtbot.waitUntil(lambda: desk.settings.current().reduce_motion)
    page.calm.click()
    assert motion.glide(page).duration() > 0
    qtbot.waitUntil(lambda: not desk.settings.current().reduce_motion)


def test_a_choice_that_cannot_be_kept_is_said_on_the_page(
    qtbot: QtBot, page: SettingsPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_values: object) -> None:
        raise StorageError("disk_full", path="settings.json")

    monkeypatch.setattr(desk.settings, "change", full)
    page.scale.activated.emit(0)
    qtbot.waitUntil(page._problem.isVisible)
    assert "settings.json" in page._problem.accessibleName()


def test_what_nobody_foresaw_is_handed_to_the_window(
    qtbot: QtBot, page: SettingsPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = ZeroDivisionError("a bug")

    def broken(**_values: object) -> None:
        raise fault

    monkeypatch.setattr(desk.settings, "change", broken)
    with qtbot.waitSignal(page.task_failed) as told:
        page.scale.activated.emit(0)
    assert told.args == [fault]
    assert not page._problem.isVisible()


def test_every_control_is_called_by_the_words_beside_it(page: SettingsPage) -> None:
    controls = (page.theme, page.scale, page.calm, page.language, page.region)
    assert [label_of(one) for one in controls] == [
        "Theme", "Text size", "Reduce motion", "Window", "Default country",
    ]  # fmt: skip
