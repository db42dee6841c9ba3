"""Two programs on one home: what the other one sends is shown, a dead one is taken over."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from smsdesk.core.outcome import Status
from smsdesk.gui.history.page import HistoryPage
from smsdesk.gui.results.page import ResultsPage
from smsdesk.services.desk import Desk
from tests.helpers.desks import people, real_desk, send

ROOT = Path(__file__).parents[2]
WAIT_MS = 20_000

OTHER = """
import sys
from tests.helpers.desks import people, real_desk, send

with real_desk() as desk:
    run = send(desk, people(400), rate_per_s=float(sys.argv[1]), name="今日特惠 🌷")
    print(run.campaign.id, flush=True)
    sys.stdin.readline()
    run.pause()
    run.wait(10)
    print("paused", flush=True)
    sys.stdin.readline()
"""


class Other:
    """Another smsdesk that sends a campaign on the same home."""

    def __init__(self, rate_per_s: float) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", OTHER, str(rate_per_s)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ,
        )
        self.campaign = self._line()

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def _say(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def pause(self) -> None:
        self._say()
        assert self._line() == "paused"

    def end(self) -> None:
        self._say()
        assert self.process.wait(20) == 0

    def die(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(20)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


@pytest.fixture
def other(request: pytest.FixtureRequest) -> Iterator[Other]:
    other = Other(getattr(request, "param", 30.0))
    yield other
    other.close()


@pytest.fixture
def desk(other: Other) -> Iterator[Desk]:
    """Opened while the other program is sending."""
    with real_desk() as desk:
        yield desk


@pytest.fixture
def page(qtbot: QtBot, aio: Any, desk: Desk, other: Other) -> Iterator[ResultsPage]:
    page = ResultsPage()
    qtbot.addWidget(page)
    page.resize(1364, 840)
    page.show()
    page.attach(desk)
    page.receive(other.campaign)
    qtbot.waitUntil(lambda: page.model.rowCount() == 400, timeout=WAIT_MS)
    page.pulse._watch.setInterval(100)
    yield page
    page.pulse.stop()
    page._tasks.cancel_all()
    qtbot.waitUntil(lambda: len(page._tasks) == 0)


def buttons(page: ResultsPage) -> list[str]:
    found = [page.findChild(QPushButton, name) for name in ("pause", "stop", "resume")]
    return [one.text() for one in found if one is not None and not one.isHidden()]


def state(page: ResultsPage) -> str:
    return page.summary._state.text()


def accepted(page: ResultsPage) -> int:
    return int(page.summary.numbers._numbers[0].figure)


def test_what_another_program_sends_is_shown_live_and_left_alone(
    qtbot: QtBot, page: ResultsPage, other: Other, desk: Desk
) -> None:
    assert state(page).startswith("Sending, ")
    assert page.summary._aside.text() == (
        "Being sent by another smsdesk on this computer: pause or stop it there."
    )
    assert buttons(page) == []
    before = accepted(page)
    qtbot.waitUntil(lambda: accepted(page) > before, timeout=WAIT_MS)
    qtbot.waitUntil(
        lambda: any(
            row is not None and row.status is Status.ACCEPTED
            for row in map(page.model.row_at, range(5))
        ),
        timeout=WAIT_MS,
    )

    other.pause()
    qtbot.waitUntil(lambda: state(page).startswith("Paused at "), timeout=WAIT_MS)
    assert page.summary._aside.text() == "Another smsdesk on this computer has it open."
    assert buttons(page) == []

    other.end()
    qtbot.waitUntil(lambda: buttons(page) == ["Stop", "Resume"], timeout=WAIT_MS)
    assert page.summary._aside.text() == ""


def test_a_dead_one_is_taken_over(
    qtbot: QtBot, page: ResultsPage, other: Other, desk: Desk
) -> None:
    qtbot.waitUntil(lambda: accepted(page) > 0, timeout=WAIT_MS)
    other.die()
    qtbot.waitUntil(lambda: buttons(page) == ["Take over"], timeout=WAIT_MS)
    assert state(page).startswith("Cut off at ")
    done = accepted(page)
    page.summary.resume.click()
    qtbot.waitUntil(lambda: buttons(page) == ["Pause", "Stop"], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: accepted(page) > done, timeout=WAIT_MS)
    run = desk.campaigns.run_of(other.campaign)
    assert run is not None
    run.stop()
    assert run.wait(20)
    figures = [int(one.figure) for one in page.summary.numbers._numbers]
    assert sum(figures) == 400
    # who was under way when it died is not sent again by itself
    unknown = [row for row in range(400) if run.ledger.status[row] == Status.UNKNOWN]
    assert all(run.ledger.attempts[row] == 1 for row in unknown)


@pytest.mark.parametrize("other", [200.0], indirect=True)
def test_it_is_seen_to_its_end(qtbot: QtBot, page: ResultsPage) -> None:
    qtbot.waitUntil(lambda: state(page) == "Finished", timeout=WAIT_MS)
    assert accepted(page) == 400
    qtbot.waitUntil(lambda: not page.pulse._watch.isActive(), timeout=WAIT_MS)
    assert page.summary._aside.text() == ""


def test_history_follows_it_too(qtbot: QtBot, aio: Any, desk: Desk, other: Other) -> None:
    page = HistoryPage()
    qtbot.addWidget(page)
    page.show()
    page.attach(desk)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT_MS)
    page._poll.setInterval(50)
    page._poll.start()

    def done() -> int:
        return page.model.campaign(0).counts[Status.ACCEPTED]

    before = done()
    qtbot.waitUntil(lambda: done() > before, timeout=WAIT_MS)
    page._poll.stop()
    page._tasks.cancel_all()
    qtbot.waitUntil(lambda: len(page._tasks) == 0)


def test_both_may_send_at_once(qtbot: QtBot, page: ResultsPage, desk: Desk, other: Other) -> None:
    """The lock is of one campaign, not of the home."""
    run = send(desk, people(5))
    assert run.wait(20)
    before = accepted(page)
    qtbot.waitUntil(lambda: accepted(page) > before, timeout=WAIT_MS)
