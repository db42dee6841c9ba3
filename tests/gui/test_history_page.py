"""History with a real desk: the list, the drawer, the banner, resuming."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from smsdesk.core.account import Mode
from smsdesk.core.campaign import Campaign, CampaignState
from smsdesk.core.ledger import INTERRUPTED
from smsdesk.core.outcome import Status
from smsdesk.gui.history.model import HistoryModel, ProviderLook, outcome_words
from smsdesk.gui.history.page import HistoryPage
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.table import CELL_ROLE
from smsdesk.services.desk import Desk
from smsdesk.services.history import CampaignSummary
from tests.helpers.desks import people, real_desk, send, sent


def summary(
    name: str,
    counts: dict[Status, int],
    state: CampaignState = CampaignState.FINISHED,
    reason: str = "",
) -> CampaignSummary:
    campaign = Campaign(
        id=f"c-{name}",
        name=name,
        created_ms=1_795_228_778_000,
        account="Bloom Flowers",
        provider="nxcloud-sms",
        mode=Mode.LIVE.value,
        base_url="",
        document={"kind": "text", "text": "Hi"},
        source="customers.csv",
        header=("Mobile",),
        phone_column=0,
        first_row=2,
        rows=sum(counts.values()),
        recipients=sum(counts.values()),
        requests=1,
        segments=sum(counts.values()),
    )
    return CampaignSummary(campaign, state, reason, counts)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with real_desk() as desk:
        yield desk


@pytest.fixture
def page(qtbot: QtBot, aio: Any, desk: Desk) -> Iterator[HistoryPage]:
    page = HistoryPage()
    qtbot.addWidget(page)
    page.resize(1364, 840)
    page.show()
    yield page
    page._poll.stop()
    page._tasks.cancel_all()
    qtbot.waitUntil(lambda: len(page._tasks) == 0)


def opened(qtbot: QtBot, page: HistoryPage, desk: Desk, rows: int) -> None:
    page.attach(desk)
    qtbot.waitUntil(lambda: page.model.rowCount() == rows, timeout=10_000)


def button(page: HistoryPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert found is not None
    return found


def test_model_keeps_qts_rules(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = HistoryModel(lambda _provider: ProviderLook("NXCloud SMS", "NX"))
    model.set_campaigns(
        [summary("a", {Status.ACCEPTED: 3}), summary("b", {Status.UNKNOWN: 1})], 1_795_228_800_000
    )
    qtmodeltester.check(model)


def test_same_campaigns_keep_their_rows(qtbot: QtBot) -> None:
    model = HistoryModel(lambda _provider: ProviderLook("NXCloud SMS", "NX"))
    now_ms = 1_795_228_800_000
    model.set_campaigns([summary("a", {Status.ACCEPTED: 1, Status.QUEUED: 2})], now_ms)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.set_campaigns([summary("a", {Status.ACCEPTED: 3})], now_ms)
    cell = model.index(0, 4).data(CELL_ROLE)
    assert cell.bar == ([(3, "ok"), (0, "bad"), (0, "warn"), (0, "wait")], 3)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({Status.ACCEPTED: 3}, "3 accepted"),
        ({Status.ACCEPTED: 3, Status.REJECTED: 2}, "3 accepted · 2 rejected"),
        ({Status.ACCEPTED: 3, Status.REJECTED: 2, Status.UNKNOWN: 1}, "3 accepted · 1 to decide"),
        ({Status.ACCEPTED: 3, Status.NOT_SENT: 4}, "3 accepted · 4 not sent"),
    ],
)
def test_outcome_in_words(qtbot: QtBot, counts: dict[Status, int], said: str) -> None:
    assert "".join(text for text, _, _ in outcome_words(summary("a", counts))) == said


def test_what_waits_is_counted_while_another_page_is_in_front(
    qtbot: QtBot, page: HistoryPage, desk: Desk
) -> None:
    opened(qtbot, page, desk, 0)
    page.hide()
    run = sent(desk, people(2, "+8613900010101"))  # its line drops
    with qtbot.waitSignal(page.attention_changed, timeout=10_000) as waiting:
        page.recount()
    assert waiting.args == [1]
    desk.decisions.treat_as_sent(run.campaign.id, None)
    with qtbot.waitSignal(page.attention_changed, timeout=10_000) as waiting:
        page.recount()
    assert waiting.args == [0]


def test_no_campaign_yet(qtbot: QtBot, page: HistoryPage, desk: Desk) -> None:
    page.attach(desk)
    qtbot.waitUntil(lambda: len(page._tasks) == 0)
    assert page._stack.currentWidget() is page._empty


def test_list_filter_and_open(qtbot: QtBot, page: HistoryPage, desk: Desk) -> None:
    first = sent(desk, people(3), name="Weekend offer")
    sent(desk, people(2, "+8613900010101"), name="今日特惠 🌷")
    opened(qtbot, page, desk, 2)
    assert [page.model.index(row, 1).data() for row in range(2)] == ["今日特惠 🌷", "Weekend offer"]
    page.search.setText("weekend")
    assert page.model.rowCount() == 1
    page.search.setText("")
    page._chips.chips[1].click()  # needs a decision
    assert [page.model.index(0, 1).data(), page.model.rowCount()] == ["今日特惠 🌷", 1]
    page._chips.chips[0].click()
    with qtbot.waitSignal(page.page_requested) as asked:
        page.view.row_activated.emit(1)
    assert asked.args == ["results", first.campaign.id]


def test_drawer_shows_the_numbers(qtbot: QtBot, page: HistoryPage, desk: Desk) -> None:
    run = sent(desk, people(4, "+8613900000004"))
    opened(qtbot, page, desk, 1)
    page._show_drawer(0)
    assert page.drawer.is_open()
    assert page.drawer._accepted.text() == "4"
    assert page.drawer._of.text() == "of 5 accepted, 80%"
    assert button(page, "resume_campaign").isHidden()
    with qtbot.waitSignal(page.page_requested) as asked:
        button(page, "open_results").click()
    assert asked.args == ["results", run.campaign.id]


def test_paused_campaign_is_resumed(qtbot: QtBot, page: HistoryPage, desk: Desk) -> None:
    run = send(desk, people(60), rate_per_s=30)
    run.pause()
    assert run.wait(10)
    opened(qtbot, page, desk, 1)
    assert page.banner.isHidden()  # a person paused it: no surprise to tell of
    page._show_drawer(0)
    with qtbot.waitSignal(page.page_requested, timeout=10_000) as asked:
        button(page, "resume_campaign").click()
    assert asked.args == ["results", run.campaign.id]
    assert run.is_active or run.progress().state is CampaignState.FINISHED
    run.stop()
    assert run.wait(10)


def test_trouble_with_resuming_is_said_in_place(
    qtbot: QtBot, page: HistoryPage, desk: Desk
) -> None:
    run = send(desk, people(60), rate_per_s=30)
    opened(qtbot, page, desk, 1)
    page._on_drawer_resume_requested(run.campaign.id)  # it runs already
    qtbot.waitUntil(lambda: not page.drawer._trouble.isHidden())
    run.stop()
    assert run.wait(10)


def test_banner_tells_of_an_interrupted_campaign(
    qtbot: QtBot, page: HistoryPage, desk: Desk
) -> None:
    page._desk = desk
    counts = {Status.ACCEPTED: 409, Status.UNKNOWN: 3, Status.QUEUED: 570}
    page._all = [summary("Birthday", counts, CampaignState.PAUSED, INTERRUPTED)]
    page._show()
    assert not page.banner.isHidden()
    assert page.banner._text.text() == "Birthday is paused at 412 of 982; 3 may have gone out."
    with qtbot.waitSignal(page.page_requested) as asked:
        page.banner.action_clicked.emit()
    assert asked.args == ["results", "c-Birthday"]


def test_running_campaign_is_followed(qtbot: QtBot, page: HistoryPage, desk: Desk) -> None:
    run = send(desk, people(300), rate_per_s=100)
    opened(qtbot, page, desk, 1)
    page._poll.setInterval(50)
    page._poll.start()

    def accepted() -> int:
        return page.model.campaign(0).counts[Status.ACCEPTED]

    before = accepted()
    qtbot.waitUntil(lambda: accepted() > before, timeout=10_000)
    run.stop()
    assert run.wait(10)
    qtbot.waitUntil(lambda: page.model.campaign(0).state is CampaignState.STOPPED, timeout=10_000)


def facts(page: HistoryPage) -> list[str]:
    """The facts of the drawer as a screen reader has them."""
    labels = page.drawer._facts.findChildren(QLabel)
    return [one.accessibleName() for one in labels if one.accessibleName()]


def test_drawer_says_why_a_campaign_is_paused(qtbot: QtBot, page: HistoryPage, desk: Desk) -> None:
    header, _, rows = people(20).partition(b"\n")
    sent(desk, b"\n".join([header, b"Magic,+8613900000003", rows]), name="Broke")
    by_hand = send(desk, people(60), rate_per_s=30, name="By hand")
    by_hand.pause()
    assert by_hand.wait(10)
    opened(qtbot, page, desk, 2)
    why = page.drawer.findChild(Note, "why_paused")
    assert why is not None
    page._show_drawer(page.model.row_of(by_hand.campaign.id))
    assert why.isHidden()  # a person knows why
    assert "State: Paused · By you" in facts(page)
    page._show_drawer(1 - page.model.row_of(by_hand.campaign.id))
    assert not why.isHidden()
    assert why.accessibleName() == "Balance too low"
    assert "Top up" in why.accessibleDescription()
    assert "State: Paused" in facts(page)


def test_a_campaign_that_waits_for_its_provider_is_offline(
    qtbot: QtBot, page: HistoryPage, desk: Desk
) -> None:
    run = send(desk, people(300), rate_per_s=50)
    opened(qtbot, page, desk, 1)
    desk.rehearsal._sandbox.stop()  # type: ignore[attr-defined]
    page._poll.setInterval(50)
    page._poll.start()
    qtbot.waitUntil(lambda: page.model.index(0, 5).data() == "Offline", timeout=10_000)
    page.view.setCurrentIndex(page.model.index(0, 0))
    page._show_drawer(0)
    why = page.drawer.findChild(Note, "why_paused")
    assert why is not None
    assert not why.isHidden()
    assert why.accessibleName() == "NXCloud SMS cannot be reached"
    assert "State: Offline" in facts(page)
    run.stop()
    assert run.wait(10)
    qtbot.waitUntil(lambda: page.model.index(0, 5).data() == "Stopped", timeout=10_000)
    qtbot.waitUntil(why.isHidden, timeout=10_000)


def test_a_drawer_that_was_closed_stays_closed(qtbot: QtBot, page: HistoryPage, desk: Desk) -> None:
    sent(desk, people(3))
    opened(qtbot, page, desk, 1)
    page.view.setCurrentIndex(page.model.index(0, 0))
    page._show_drawer(0)
    page.drawer.closed.emit()
    page.shown()  # from another page
    qtbot.waitUntil(lambda: len(page._tasks) == 0, timeout=10_000)
    assert not page.drawer.is_open()


def test_what_follows_a_campaign_leaves_the_drawer_where_it_is(
    qtbot: QtBot, page: HistoryPage, desk: Desk
) -> None:
    page.resize(1364, 420)
    run = send(desk, people(300), rate_per_s=100)
    opened(qtbot, page, desk, 1)
    page.view.setCurrentIndex(page.model.index(0, 0))
    page._show_drawer(0)
    bar = page.drawer._lines.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=10_000)
    bar.setValue(bar.maximum())
    kept = bar.value()
    before = page.model.campaign(0).counts[Status.ACCEPTED]
    page._poll.setInterval(50)
    page._poll.start()
    qtbot.waitUntil(lambda: page.model.campaign(0).counts[Status.ACCEPTED] > before, timeout=10_000)
    assert bar.value() == kept
    run.stop()
    assert run.wait(10)


def test_in_the_smallest_window_the_drawer_stands_beside_the_list(
    qtbot: QtBot, page: HistoryPage, desk: Desk
) -> None:
    page.resize(924, 584)  # what a window of 1000 x 640 leaves
    sent(desk, people(3))
    opened(qtbot, page, desk, 1)
    page._show_drawer(0)
    shown = [at for at in range(page.model.columnCount()) if not page.view.isColumnHidden(at)]
    titles = [page.model.headerData(at, Qt.Orientation.Horizontal) for at in shown]
    assert titles == ["Campaign", "Outcome", "State"]
    grid = page.view.viewport()
    assert grid.mapTo(page, QPoint(grid.width(), 0)).x() <= page.drawer.geometry().left()
    assert sum(page.view.columnWidth(at) for at in shown) <= grid.width()
