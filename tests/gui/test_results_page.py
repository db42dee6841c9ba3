"""Results with a real desk: numbers that add up, filters, the drawer, pause, stop, export."""

import csv
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from smsdesk.core.campaign import CampaignState
from smsdesk.core.csvimport import read_table
from smsdesk.core.message import TextMessage
from smsdesk.core.outcome import Status
from smsdesk.core.recipients import read_recipients
from smsdesk.core.words import Words
from smsdesk.gui.parts.table import CELL_ROLE, Cell
from smsdesk.gui.results.model import COLUMNS
from smsdesk.gui.results.page import ResultsPage
from smsdesk.gui.results.summary import ResultsSummary
from smsdesk.gui.style import color
from smsdesk.paths import Paths
from smsdesk.services.desk import Desk
from smsdesk.services.following import Hands
from smsdesk.services.progress import Progress
from smsdesk.services.sender import CampaignRun
from tests.helpers.desks import people, real_desk, send, sent
from tests.helpers.results_pages import results_page

BANNED = "+8613900000004"
BAD_NUMBER = "+8613900000006"
DROPPED = "+8613900010101"


@pytest.fixture
def desk() -> Iterator[Desk]:
    with real_desk() as desk:
        yield desk


@pytest.fixture
def page(qtbot: QtBot, aio: Any, desk: Desk) -> Iterator[ResultsPage]:
    with results_page(qtbot) as page:
        yield page


def opened(qtbot: QtBot, page: ResultsPage, desk: Desk) -> None:
    page.attach(desk)
    qtbot.waitUntil(lambda: page.model.rowCount() > 0, timeout=10_000)
    qtbot.waitUntil(lambda: len(page._tasks) == 0, timeout=10_000)


def statuses(page: ResultsPage) -> list[Status]:
    rows = [page.model.row_at(position) for position in range(page.model.rowCount())]
    return [row.status for row in rows if row is not None]


def chip(page: ResultsPage, word: str) -> Any:
    return next(chip for chip in page.filters._chips.chips if chip.text() == word)


def button(page: ResultsPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert found is not None
    return found


def test_nothing_sent_yet(qtbot: QtBot, page: ResultsPage, desk: Desk) -> None:
    page.attach(desk)
    qtbot.waitUntil(lambda: len(page._tasks) == 0)
    assert page._stack.currentWidget() is page._empty
    with qtbot.waitSignal(page.page_requested) as asked:
        page._empty.findChildren(QPushButton)[0].click()
    assert (asked.args or [])[0] == "compose"


def test_contract_names(page: ResultsPage) -> None:
    for name, spoken in (
        ("pause", "Pause"),
        ("stop", "Stop"),
        ("results", "Results"),
        ("search_results", "Search results"),
    ):
        found = page.findChild(object, name)
        assert found is not None, name
        assert found.accessibleName() == spoken  # type: ignore[attr-defined]
    export = page.top_bar().findChild(QPushButton, "export_results")
    assert export is not None
    assert export.accessibleName() == "Export results"


def test_numbers_add_up_and_say_what_happened(qtbot: QtBot, page: ResultsPage, desk: Desk) -> None:
    sent(desk, people(12, BANNED, BAD_NUMBER, DROPPED))
    opened(qtbot, page, desk)
    assert [one.figure for one in page.summary.numbers._numbers] == ["12", "2", "1", "0"]
    assert page.model.rowCount() == 15
    assert statuses(page).count(Status.UNKNOWN) == 1
    assert page.summary._state.text() == "Finished"
    assert page.summary.pause.isHidden()
    assert page.summary.stop.isHidden()


def test_chips_filter_by_meaning(qtbot: QtBot, page: ResultsPage, desk: Desk) -> None:
    sent(desk, people(5, BANNED, BAD_NUMBER, DROPPED))
    opened(qtbot, page, desk)
    assert chip(page, "Try later").isHidden()  # nobody
    for word, expected in (
        ("Decide", [Status.UNKNOWN]),
        ("Fix the number", [Status.REJECTED]),
        ("Change the text", [Status.REJECTED]),
        ("Accepted", [Status.ACCEPTED] * 5),
    ):
        chip(page, word).click()
        qtbot.waitUntil(lambda expected=expected: statuses(page) == expected)  # type: ignore[misc]


def test_search_finds_names_and_meanings_and_says_when_nobody(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    sent(desk, people(30, BANNED))
    opened(qtbot, page, desk)
    page.filters.search.setText("person 7 周")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.filters.search.setText("banned")
    qtbot.waitUntil(lambda: statuses(page) == [Status.REJECTED])
    page.filters.search.setText("nobody has this")
    qtbot.waitUntil(lambda: page.body.grid.currentWidget() is page.body.nothing)
    page.filters.search.setText("")
    qtbot.waitUntil(lambda: page.model.rowCount() == 31)
    assert page.body.grid.currentWidget() is not page.body.nothing


def test_header_sorts_and_keeps_the_selected_person(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    sent(desk, people(20))
    opened(qtbot, page, desk)
    page.view.setCurrentIndex(page.model.index(2, 0))
    chosen = page.model.id_at(2)
    page.view.horizontalHeader().sectionClicked.emit(0)  # again: descending
    qtbot.waitUntil(lambda: page.model.id_at(0) == 19)
    assert page.model.id_at(page.view.currentIndex().row()) == chosen


def test_drawer_tells_all_and_hides_secrets(qtbot: QtBot, page: ResultsPage, desk: Desk) -> None:
    sent(desk, people(3, DROPPED))
    opened(qtbot, page, desk)
    assert not page.drawer.is_open()
    page.view.clicked.emit(page.model.index(3, 0))
    qtbot.waitUntil(lambda: bool(page.drawer._request.toPlainText()))
    assert page.drawer.is_open()
    assert page.drawer.message.text() == "Hi Magic 0, your order is ready 🌷"
    assert "does not send it again by itself" in page.drawer._status_note._text.text()
    assert page.drawer._advice_head.isHidden()  # the choices are the advice
    assert page.drawer.choices.isVisible()
    assert [step.words for step in page.drawer._timeline._steps][:2] == [
        "Written to the journal",
        "Request sent",
    ]
    shown = page.drawer._request.toPlainText() + page.drawer._curl
    keys = desk.accounts.route(desk.start_rehearsal("nxcloud-sms"))
    for secret in (*keys.secrets.values(), keys.fields["access_key"]):
        assert secret not in shown
    page.drawer.next_requested.emit()  # the last row: stays
    page.drawer.previous_requested.emit()
    qtbot.waitUntil(lambda: page.drawer.message.text() == "Hi Person 2 周, your order is ready 🌷")
    qtbot.keyClick(page.drawer, Qt.Key.Key_Escape)
    assert not page.drawer.is_open()


def test_running_campaign_pauses_resumes_and_stops(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    run = send(desk, people(400), rate_per_s=60)
    page.attach(desk)
    page.receive(run)
    shares: list[object] = []
    page.progress_changed.connect(shares.append)
    qtbot.waitUntil(lambda: page.summary._state.text().startswith("Sending, "), timeout=10_000)
    qtbot.waitUntil(lambda: Status.ACCEPTED in statuses(page)[:3], timeout=10_000)
    button(page, "pause").click()
    qtbot.waitUntil(lambda: page.summary._state.text().startswith("Paused at "), timeout=10_000)
    assert page.summary._note.isHidden()  # the person knows why
    assert shares[-1] is None
    before = run.progress().done
    button(page, "resume").click()
    qtbot.waitUntil(lambda: run.progress().done > before, timeout=10_000)
    qtbot.waitUntil(lambda: page.summary._state.text().startswith("Sending, "), timeout=10_000)
    button(page, "stop").click()
    qtbot.waitUntil(lambda: page.summary._state.text().startswith("Stopped at "), timeout=10_000)
    progress = run.progress()
    assert sum(progress.numbers.values()) == 400
    assert button(page, "resume").text() == f"Send the {400 - progress.done} not sent"
    left = 400 - progress.done
    qtbot.waitUntil(
        lambda: chip(page, "Not sent").accessibleName().endswith(f"{left}"), timeout=10_000
    )
    assert chip(page, "Waiting").isHidden()
    chip(page, "Not sent").click()
    qtbot.waitUntil(lambda: page.model.rowCount() == left, timeout=10_000)
    first = page.model.index(0, COLUMN["status"])
    qtbot.waitUntil(lambda: first.data() == "Not sent", timeout=10_000)


def test_paused_reason_stands_as_the_title_with_what_to_do(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    header, _, rows = people(50).partition(b"\n")
    run = sent(desk, b"\n".join([header, b"Magic,+8613900000003", rows]))
    assert run.progress().state is CampaignState.PAUSED
    opened(qtbot, page, desk)
    assert page.summary._note._heading.text() == "Balance too low"
    assert "Top up" in page.summary._note._text.text()
    assert button(page, "resume").text() == "Resume"


def test_trouble_with_resuming_is_said_in_place(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    run = send(desk, people(200), rate_per_s=20)
    page.attach(desk)
    page.receive(run)
    qtbot.waitUntil(lambda: page.summary._state.text().startswith("Sending, "), timeout=10_000)
    with qtbot.waitSignal(page.summary.resume_requested):
        page.summary.resume.click()  # hidden while sending, but a late click must not harm
    qtbot.waitUntil(lambda: not page.summary._note.isHidden())
    assert page.summary._note._heading.text() == "It did not go on"
    run.stop()
    assert run.wait(10)


def test_what_an_earlier_run_left_paused_can_be_stopped(
    qtbot: QtBot, aio: Any, smsdesk_home: Path
) -> None:
    with real_desk() as before:
        run = send(before, people(60), rate_per_s=20)
        run.pause()
        assert run.wait(10)
    with real_desk() as desk:
        page = ResultsPage()
        qtbot.addWidget(page)
        page.resize(1364, 840)
        page.show()
        page.attach(desk)
        page.receive(run.campaign.id)
        qtbot.waitUntil(page.summary.stop.isVisible, timeout=10_000)
        assert page.summary._state.text().startswith("Paused at ")
        button(page, "stop").click()
        qtbot.waitUntil(lambda: page.summary._state.text().startswith("Stopped"), timeout=10_000)
        assert page.summary.stop.isHidden()
        assert [one.state for one in desk.history.list()] == [CampaignState.STOPPED]
        page.pulse.stop()
        page._tasks.cancel_all()
        qtbot.waitUntil(lambda: len(page._tasks) == 0)


def test_what_was_not_stopped_is_said_so(
    qtbot: QtBot, page: ResultsPage, desk: Desk, smsdesk_home: Path
) -> None:
    run = send(desk, people(60), rate_per_s=20)
    run.pause()
    assert run.wait(10)
    opened(qtbot, page, desk)
    with closing(sqlite3.connect(Paths.from_environment().journal_file)) as journal, journal:
        journal.execute(
            "CREATE TRIGGER full BEFORE INSERT ON state_change"
            " BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    button(page, "stop").click()
    qtbot.waitUntil(page.summary._note.isVisible, timeout=10_000)
    assert page.summary._note.accessibleName() == "It was not stopped"
    assert run.progress().state is CampaignState.PAUSED
    qtbot.waitUntil(lambda: button(page, "stop").isEnabled(), timeout=10_000)


def test_the_line_of_a_rehearsal_runs_under_its_top_bar(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    sent(desk, people(1))
    opened(qtbot, page, desk)
    top = page.top_bar()
    qtbot.addWidget(top)
    top.resize(600, 56)
    assert top.grab().toImage().pixelColor(300, 55) == color("viber-fill")


def test_advice_names_the_time_once(qtbot: QtBot, page: ResultsPage, desk: Desk) -> None:
    sent(desk, people(1, "+8613900000027"))  # the hourly limit of a number
    opened(qtbot, page, desk)
    page.details.open(1)
    qtbot.waitUntil(lambda: bool(page.drawer._request.toPlainText()), timeout=10_000)
    said = page.drawer._advice.text()
    assert said.startswith("Send again after an hour.")
    assert re.search(r" Not before (\w+ \d+ \w+, )?\d\d:\d\d\.$", said)
    assert said.count("hour") == 1


def test_only_a_providers_code_is_called_a_code(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    sent(desk, people(0, DROPPED, BAD_NUMBER))
    opened(qtbot, page, desk)
    seconds = {}
    for row in (0, 1):
        page.details.open(row)
        name = f"Magic {row}"
        qtbot.waitUntil(lambda name=name: page.drawer.message.text().startswith(f"Hi {name}"))  # type: ignore[misc]
        qtbot.waitUntil(lambda: len(page._tasks) == 0, timeout=10_000)
        seconds[row] = page.drawer._timeline._steps[-1].second
    assert "code" not in seconds[0]  # the line dropped
    assert "code " in seconds[1]


def test_export_writes_the_results_file(
    qtbot: QtBot, page: ResultsPage, desk: Desk, tmp_path: Path
) -> None:
    sent(desk, people(4, BANNED) + b"\nNo number,\n")
    opened(qtbot, page, desk)
    target = tmp_path / "out.csv"
    export = page.top_bar().findChild(QPushButton, "export_results")
    assert export is not None
    export.click()
    dialog = page.findChild(QFileDialog, "export_dialog")
    assert dialog is not None
    assert dialog.isVisible()
    with qtbot.waitSignal(page.toast_requested, timeout=10_000):
        dialog.fileSelected.emit(str(target))
    dialog.close()
    rows = list(csv.DictReader(target.read_text("utf-8-sig").splitlines()))
    assert [row["status"] for row in rows] == ["accepted"] * 4 + ["rejected", "skipped"]


def test_export_that_fails_is_said(
    qtbot: QtBot, page: ResultsPage, desk: Desk, tmp_path: Path
) -> None:
    sent(desk, people(1))
    opened(qtbot, page, desk)
    page.exporting.write_to(str(tmp_path / "missing" / "out.csv"))
    qtbot.waitUntil(lambda: not page.summary._note.isHidden())
    assert page.summary._note._text.text()


def test_a_hundred_thousand_rows_open_filter_and_sort(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    run = send(desk, people(100_000), rate_per_s=50)
    run.stop()
    assert run.wait(30)
    page.attach(desk)
    qtbot.waitUntil(lambda: page.model.rowCount() == 100_000, timeout=30_000)
    page.filters.search.setText("person 99999 ")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=30_000)
    page.filters.search.setText("")
    page.view.horizontalHeader().sectionClicked.emit(0)
    qtbot.waitUntil(lambda: page.model.rowCount() == 100_000, timeout=30_000)
    qtbot.waitUntil(lambda: page.model.id_at(0) == 99_999, timeout=30_000)
    qtbot.waitUntil(lambda: len(page._tasks) == 0, timeout=30_000)
    assert page.model.row_at(0) is not None


def test_waiting_line_speaks_of_those_not_sent(qtbot: QtBot) -> None:
    summary = ResultsSummary()
    qtbot.addWidget(summary)
    counts = dict.fromkeys(Status, 0) | {Status.ACCEPTED: 8, Status.NOT_SENT: 2}
    nothing = Words("", "")
    summary.show_progress(
        Progress(CampaignState.PAUSED, counts, done=10, total=10, reason="refused"),
        Words("Refused", "拒绝"),
        nothing,
        provider="NXCloud SMS",
        lasted_s=0,
    )
    last = summary.numbers._numbers[3]
    assert (last.word, last.figure, last.small) == ("Not sent", "2", "never left; safe to send")


def test_the_campaign_asked_for_at_the_first_visit_is_shown(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    older = sent(desk, people(3), name="Older")
    sent(desk, people(5), name="Newer")
    page.attach(desk)
    page.receive(older.campaign.id)
    page.shown()  # as the window does it
    qtbot.waitUntil(lambda: page.model.rowCount() == 3, timeout=10_000)
    qtbot.waitUntil(lambda: len(page._tasks) == 0, timeout=10_000)
    assert page.window().focusWidget() is page.view
    assert page._top._name.text() == "Older"


def test_without_a_campaign_asked_for_the_newest_is_shown(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    sent(desk, people(3), name="Older")
    sent(desk, people(5), name="Newer")
    opened(qtbot, page, desk)
    assert page._top._name.text() == "Newer"


# -- several channels ------------------------------------------------------------------------

COLUMN = {column.key: at for at, column in enumerate(COLUMNS)}


def sent_over_channels(desk: Desk) -> CampaignRun:
    """A text over Viber and SMS: both take it, Viber does not, neither does."""
    lines = ["Name,Mobile", *(f"Leg {legs},+86139000200{legs}" for legs in ("00", "30", "33"))]
    recipients = read_recipients(read_table("\n".join(lines).encode()), 1, "CN")
    account = replace(desk.start_rehearsal("nxcloud-super"), workers=1)
    run = desk.campaigns.start(TextMessage("Hi {Name}"), recipients, account, name="Channels")
    assert run.wait(30)
    return run


def leg_cells(page: ResultsPage, channel: str) -> list[Cell]:
    cells = [page.model.index(row, COLUMN[channel]).data(CELL_ROLE) for row in range(3)]
    assert all(isinstance(cell, Cell) for cell in cells)
    return cells


def shown_channels(page: ResultsPage) -> list[str]:
    keys = ("VIBER", "SMS")
    return [key for key in keys if not page.view.isColumnHidden(COLUMN[key])]


def test_each_channel_has_a_column_of_its_own(qtbot: QtBot, page: ResultsPage, desk: Desk) -> None:
    sent_over_channels(desk)
    opened(qtbot, page, desk)
    assert statuses(page) == [Status.ACCEPTED, Status.ACCEPTED, Status.REJECTED]
    assert [cell.icon for cell in leg_cells(page, "VIBER")] == ["okc", "minus", "minus"]
    assert [cell.icon for cell in leg_cells(page, "SMS")] == ["okc", "okc", "minus"]
    refused = desk.explain("nxcloud-super", "14003").meaning.en
    assert [cell.text for cell in leg_cells(page, "VIBER")] == ["Accepted", refused, refused]
    assert shown_channels(page) == ["VIBER", "SMS"]


def test_channels_give_way_together_and_never_show_for_one_channel(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    older = sent(desk, people(2), name="One channel")
    sent_over_channels(desk)
    opened(qtbot, page, desk)
    seen = set()
    for width in range(1364, 860, -36):
        page.resize(width, 640)
        seen.add(tuple(shown_channels(page)))
    assert seen == {(), ("VIBER", "SMS")}
    page.resize(1364, 840)
    page.receive(older.campaign.id)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=10_000)
    assert shown_channels(page) == []


def test_no_code_stands_where_its_meaning_does_not(
    qtbot: QtBot, page: ResultsPage, desk: Desk
) -> None:
    sent(desk, people(2))
    opened(qtbot, page, desk)
    page.details.open(0)
    shown: dict[int, set[str]] = {}
    for width in range(1364, 923, -20):  # down to what a window of 1000 leaves
        page.resize(width, 640)
        shown[width] = {key for key, at in COLUMN.items() if not page.view.isColumnHidden(at)}
        assert {"phone", "name", "status", "meaning"} <= shown[width], width
    assert "code" in shown[1364]
    assert "code" not in shown[924]


def test_drawer_tells_each_channel_in_words(qtbot: QtBot, page: ResultsPage, desk: Desk) -> None:
    sent_over_channels(desk)
    opened(qtbot, page, desk)
    page.view.clicked.emit(page.model.index(1, 0))
    qtbot.waitUntil(lambda: bool(page.drawer._request.toPlainText()))
    spoken = {label.accessibleName() for label in page.drawer._legs.findChildren(QLabel)}
    refused = desk.explain("nxcloud-super", "14003").meaning.en
    taken = desk.explain("nxcloud-super", "0").meaning.en
    assert {f"Viber: {refused}", f"SMS: {taken}"} <= spoken
    assert not page.drawer._legs_head.isHidden()


def test_a_rehearsal_names_its_provider_once(qtbot: QtBot, page: ResultsPage, desk: Desk) -> None:
    sent_over_channels(desk)
    opened(qtbot, page, desk)
    assert page._top._about.text().count("NXCloud Super Message") == 1


# -- where it stands, in words ---------------------------------------------------------------

SENDING = Progress(
    CampaignState.SENDING,
    dict.fromkeys(Status, 0) | {Status.ACCEPTED: 604, Status.QUEUED: 378},
    done=604,
    total=982,
    rate_per_s=41,
    seconds_left=9,
)


@pytest.mark.parametrize(
    ("progress", "hands", "title", "facts", "aside"),
    [
        (SENDING, Hands.HERE, "Sending, 62%", "604 of 982 · 41/s, 9 s left", ""),
        (
            replace(SENDING, waiting_s=4.0),
            Hands.HERE,
            "Sending, 62%",
            "604 of 982 · NXCloud SMS asked to slow down, next in 4 s",
            "",
        ),
        (
            replace(SENDING, offline=True, waiting_s=12.0),
            Hands.HERE,
            "Offline, 62%",
            "NXCloud SMS cannot be reached. Nothing was lost; trying again in 12 s",
            "",
        ),
        (
            replace(SENDING, clock_offset_ms=9_100),
            Hands.HERE,
            "Sending, 62%",
            "604 of 982 · 41/s, 9 s left",
            "Your clock is 9 s slow; corrected",
        ),
        (
            replace(SENDING, clock_offset_ms=-600_000),
            Hands.HERE,
            "Sending, 62%",
            "604 of 982 · 41/s, 9 s left",
            "Your clock is 10 min fast; corrected",
        ),
        (
            replace(SENDING, clock_offset_ms=900),
            Hands.HERE,
            "Sending, 62%",
            "604 of 982 · 41/s, 9 s left",
            "",
        ),
        (
            SENDING,
            Hands.NOBODY,
            "Cut off at 604 of 982",
            "The smsdesk that sent it has ended; what was under way may have gone out",
            "",
        ),
    ],
)
def test_summary_says_where_it_stands(
    qtbot: QtBot, progress: Progress, hands: Hands, title: str, facts: str, aside: str
) -> None:
    summary = ResultsSummary()
    qtbot.addWidget(summary)
    nothing = Words("", "")
    summary.show_progress(
        progress, nothing, nothing, provider="NXCloud SMS", lasted_s=0, hands=hands
    )
    assert summary._state.text() == title
    assert summary._facts.text() == facts
    said = "" if summary._aside.isHidden() else summary._aside.text()
    if hands is Hands.NOBODY:
        assert summary.resume.text() == "Take over"
        assert summary.pause.isHidden()
        assert summary.stop.isHidden()
    assert said == aside
