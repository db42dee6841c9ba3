"""Two programs on one home: the second sees what the first sends and never sends it too."""

import csv
import io
import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from smsdesk.core.campaign import CampaignState
from smsdesk.core.errors import UserInputError
from smsdesk.core.outcome import Status
from smsdesk.desk import open_desk
from smsdesk.paths import Paths
from smsdesk.sandbox import Options, Sandbox
from smsdesk.services.desk import Desk
from tests.helpers.outside import NXCLOUD, Bench
from tests.helpers.tap import tapped
from tests.helpers.waiting import wait_until

PEOPLE = 400
SLOW_MS = 250.0
FIRST_FEW = 12
NUMBERS = [8613600000000 + person for person in range(PEOPLE)]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(options=Options(latency_ms=SLOW_MS)) as running:
        yield running


@pytest.fixture
def bench(tmp_path: Path, sandbox: Sandbox) -> Iterator[Bench]:
    with tapped(sandbox.base_url) as tap:
        bench = Bench(tmp_path, sandbox, tap)
        bench.add("shop", NXCLOUD, sandbox.base_url)
        yield bench


@pytest.fixture
def sending(bench: Bench, sandbox: Sandbox) -> "Iterator[subprocess.Popen[str]]":
    """The first program, in the middle of a campaign of one request per person."""
    people = [f"name {row},+{number},{row}" for row, number in enumerate(NUMBERS)]
    words = bench.words("shop", {"kind": "text", "text": "Hi {name}"}, people)
    process = bench.begin(*words)
    try:
        wait_until(lambda: sandbox.requests >= FIRST_FEW, 60)
        yield process
    finally:
        process.kill()
        process.communicate()


def listed(bench: Bench) -> tuple[str, str, dict[str, int]]:
    """Id, state and counts of the one campaign there is, as a script sees them."""
    (campaign,) = json.loads(bench.run("campaigns", "--json").out)
    return campaign["id"], campaign["state"], campaign["counts"]


def resumed(bench: Bench, campaign_id: str, results: Path) -> tuple[int, Counter[str]]:
    """Exit status of resuming, and how many rows came to what."""
    done = bench.run("resume", campaign_id, "--results", results)
    rows = list(csv.DictReader(io.StringIO(results.read_text("utf-8-sig"))))
    assert len(rows) == PEOPLE
    return done.status, Counter(row["status"] for row in rows)


def test_the_second_program_looks_on_and_sends_nothing(
    bench: Bench, sending: "subprocess.Popen[str]", sandbox: Sandbox, tmp_path: Path
) -> None:
    campaign_id, state, counts = listed(bench)
    assert state == "sending"
    assert counts["accepted"] >= 1
    refused = bench.run("resume", campaign_id)
    assert refused.status == 2
    assert "open in another window or command" in refused.err
    # what is under way has no answer yet, which is not the same as never getting one
    for choice in (("--treat-as-sent",), ("--send-again", "--yes")):
        assert "nothing to decide" in bench.run("decide", campaign_id, *choice).out
    assert listed(bench)[1] == "sending"
    sandbox.change(Options(latency_ms=0))
    out, _ = sending.communicate(timeout=60)
    assert sending.returncode == 0, out
    assert Counter(int(one.phone) for one in sandbox.ledger) == Counter(NUMBERS)
    done = bench.run("resume", campaign_id)
    assert done.status == 0  # nothing is left to send
    assert len(sandbox.ledger) == PEOPLE


def test_a_window_follows_the_campaign_of_another_program(
    bench: Bench, sending: "subprocess.Popen[str]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMSDESK_HOME", str(bench.home))
    with closing(open_desk(Paths.from_environment())) as desk:
        (campaign,) = desk.history.list()
        assert campaign.state is CampaignState.SENDING  # its program lives
        campaign_id = campaign.campaign.id
        assert desk.campaigns.busy_elsewhere(campaign_id)
        before = accepted(desk, campaign_id)
        wait_until(lambda: accepted(desk, campaign_id) > before)
        with pytest.raises(UserInputError) as refused:
            desk.campaigns.resume(campaign_id)
        assert refused.value.code == "campaign_busy"
        sending.kill()
        sending.wait()
        assert not desk.campaigns.busy_elsewhere(campaign_id)
        assert desk.campaigns.recover() == (campaign_id,)
        view = desk.history.open(campaign_id)
        assert (view.state, view.reason) == (CampaignState.PAUSED, "interrupted")
        assert view.ledger.counts()[Status.SENDING] == 0


def accepted(desk: Desk, campaign_id: str) -> int:
    return desk.history.open(campaign_id).ledger.counts()[Status.ACCEPTED]


def test_a_dead_program_is_taken_over_and_nobody_gets_it_twice(
    bench: Bench, sending: "subprocess.Popen[str]", sandbox: Sandbox, tmp_path: Path
) -> None:
    campaign_id, _, _ = listed(bench)
    sending.kill()
    sending.wait()
    sandbox.change(Options(latency_ms=5))
    status, rows = resumed(bench, campaign_id, tmp_path / "results.csv")
    unknown = rows["unknown"]
    assert 0 < unknown <= 16  # those under way
    assert status == 3
    assert rows == {"accepted": PEOPLE - unknown, "unknown": unknown}
    taken = Counter(int(one.phone) for one in sandbox.ledger)
    assert max(taken.values()) == 1
    assert len(taken) >= PEOPLE - unknown
    assert listed(bench)[2]["unknown"] == unknown


def test_of_two_that_take_over_only_one_sends(
    bench: Bench, sending: "subprocess.Popen[str]", sandbox: Sandbox, tmp_path: Path
) -> None:
    campaign_id, _, _ = listed(bench)
    sending.kill()
    sending.wait()
    sandbox.change(Options(latency_ms=40))
    both = [bench.begin("resume", campaign_id) for _ in range(2)]
    said = [process.communicate(timeout=90) for process in both]
    ends = sorted(process.returncode for process in both)
    assert ends in ([2, 3], [3, 3]), said  # [3, 3]: the second began when the first was through
    taken = Counter(int(one.phone) for one in sandbox.ledger)
    assert max(taken.values()) == 1
    counts = listed(bench)[2]
    assert counts["accepted"] + counts["unknown"] == PEOPLE
    assert len(taken) >= counts["accepted"]
