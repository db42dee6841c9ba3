"""`make demo` without a display, as a program of its own; its table, and its sample list."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from smsdesk import demo
from smsdesk.cli.inputs import read_list
from smsdesk.core.campaign import CampaignState
from smsdesk.core.message import (
    CardMessage,
    Choice,
    Message,
    TemplateMessage,
    TextMessage,
    VoiceCodeMessage,
)
from smsdesk.desk import open_desk
from smsdesk.paths import Paths
from tests.unit.test_repository import ROOT

EACH = "order {order}"
STORIES: Sequence[tuple[str, Message, tuple[int, int, int]]] = (
    ("nxcloud-sms", TextMessage(EACH), (78, 5, 2)),
    # it has no code for too many messages to one number
    ("nxcloud-super", CardMessage(EACH, choices=(Choice("Go", "https://a.example"),)), (80, 3, 2)),
    ("tencent-sms", TextMessage(EACH), (78, 5, 2)),
    ("sendcloud", VoiceCodeMessage("{order}"), (78, 5, 2)),
    # the same for everybody, so that one request takes many: these two answer for each number
    ("tencent-sms", TemplateMessage("7"), (78, 5, 2)),
    ("sendcloud", TemplateMessage("7"), (78, 5, 2)),
    # and these once for all of them: the first magic number is throttled, then all are accepted
    ("nxcloud-sms", TextMessage("Hello"), (85, 0, 0)),
    ("nxcloud-super", TextMessage("Hello"), (85, 0, 0)),
)
"""Provider, message; how many of the sample list are accepted, rejected, may have gone out."""
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_SCALE_FACTOR")


@pytest.fixture
def environment() -> dict[str, str]:
    """As on a server: no display, no keyring; the pictures in their own size, to be quick."""
    without = {key: value for key, value in os.environ.items() if key not in DISPLAYS}
    return {
        **without,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
    }


def test_the_demo_walks_through_a_whole_campaign(
    environment: dict[str, str], tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "smsdesk.demo"],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    table = done.stdout.split("\n\n")[0].splitlines()
    assert re.match(r"Row +Phone +Name +Status +Meaning +Next step", table[0])
    grid = "\n".join(table)
    for word in ("Accepted", "Rejected", "May have gone out"):
        assert word in grid
    assert "陈静怡 🌷" in grid
    assert re.search(r"^85 recipients: 78 accepted, 5 rejected, 2 may", done.stdout, re.MULTILINE)
    names = ["compose-light", "compose-dark", "results-light", "results-dark"]
    paths = [tmp_path / "demo-output" / f"{name}.png" for name in names]
    for path in paths:
        assert f"demo-output/{path.name}" in done.stdout
        assert QImage(str(path)).width() == 2880
    light, dark = (QImage(str(path)).pixelColor(1400, 20).lightness() for path in paths[:2])
    assert light > 200 > 80 > dark
    assert (tmp_path / "demo-output" / "results.csv").stat().st_size > 5_000


def test_the_sample_list_tells_a_story_at_every_provider() -> None:
    """However it is sent, the list ends by itself, and nobody is left waiting."""
    with closing(open_desk(Paths.from_environment(), demo=True)) as desk:
        recipients = read_list(ROOT / "resources/sample/customers.csv", None, "CN")
        runs = [
            desk.campaigns.start(message, recipients, desk.start_rehearsal(provider))
            for provider, message, _ in STORIES
        ]
        for run, (provider, _, story) in zip(runs, STORIES, strict=True):
            assert run.wait(30.0)
            progress = run.progress()
            assert progress.state is CampaignState.FINISHED, provider
            assert tuple(progress.numbers.values()) == (*story, 0), provider
            codes = {run.ledger.codes[code] for code in run.ledger.code} - {""}
            assert {desk.explain(provider, code).family for code in codes} == {"reply"}


def test_a_window_without_a_display_is_refused_in_a_sentence(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "smsdesk", "--demo"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr.startswith("There is no display")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "columns"),
    [("Mei", 3), ("李梅", 4), ("🌷", 2), ("e\u0301", 1), ("दीया", 4), ("ＡＢ", 4)],
)
def test_widths_are_those_of_a_terminal(text: str, columns: int) -> None:
    assert demo.width(text) == columns


def test_cells_of_any_script_line_up_and_long_ones_are_cut() -> None:
    lines = demo.table_text([["Name", "No."], ["李梅", "1"], ["x" * 60, "2"]]).splitlines()

    assert len({demo.width(line.rsplit(" ", 1)[0]) for line in (lines[2], lines[3])}) == 1
    assert lines[3].split()[0].endswith("…")
    assert all(demo.width(line) <= demo.WIDEST_CELL + 5 for line in lines)
