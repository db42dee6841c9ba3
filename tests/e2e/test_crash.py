"""Killed at any moment, a campaign goes on without sending anything twice."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from smsdesk.core.campaign import CampaignState
from smsdesk.core.outcome import Status
from smsdesk.desk import open_desk
from smsdesk.paths import Paths
from smsdesk.sandbox import Sandbox
from smsdesk.services.progress import Group, four_numbers
from tests.helpers.waiting import wait_until

ROOT = Path(__file__).parents[2]
PEOPLE = 300
KILLS = 4

CHILD = """
import sys
from smsdesk.core.account import Account
from smsdesk.core.csvimport import Table
from smsdesk.core.message import TextMessage
from smsdesk.core.recipients import read_recipients
from smsdesk.desk import open_desk
from smsdesk.paths import Paths
from smsdesk.sandbox import SANDBOX_FIELDS, SANDBOX_SECRETS

base_url, text, count, campaign = sys.argv[1:]
account = Account(
    "shop", "nxcloud-sms", SANDBOX_FIELDS["nxcloud-sms"], base_url, workers=8, batch_size=3
).with_secrets(SANDBOX_SECRETS["nxcloud-sms"])
desk = open_desk(Paths.from_environment())
if campaign:
    run = desk.campaigns.resume(campaign, account=account)
else:
    rows = [[f"name {n}", f"+{8613800138000 + n}"] for n in range(int(count))]
    table = Table(("name", "phone"), rows, ",", "utf-8", True, 2, "people.csv")
    run = desk.campaigns.start(TextMessage(text), read_recipients(table, 1, None), account)
print(run.campaign.id, flush=True)
run.wait()
desk.close()
"""


def child(base_url: str, text: str, campaign: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, base_url, text, str(PEOPLE), campaign],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ,
    )


def statuses(campaign: str) -> list[Status]:
    """Reopen as the next program would, and check that the four numbers add up."""
    desk = open_desk(Paths.from_environment())
    try:
        view = desk.history.open(campaign)
        numbers = four_numbers(view.ledger.counts())
        assert sum(numbers.values()) == PEOPLE
        assert view.ledger.counts()[Status.SENDING] == 0
        assert all(
            attempts == 1
            for attempts, status in zip(view.ledger.attempts, view.ledger.status, strict=True)
            if status == Status.UNKNOWN
        )
        if view.state is CampaignState.PAUSED:
            assert view.reason == "interrupted"
        else:
            assert view.state is CampaignState.FINISHED
            assert numbers[Group.WAITING] == 0
        return [Status(status) for status in view.ledger.status]
    finally:
        desk.close()


@pytest.mark.parametrize(("text", "seed"), [("Hi {name}", 1), ("The same for all", 2)])
def test_killed_again_and_again_nobody_gets_it_twice(text: str, seed: int) -> None:
    chance = random.Random(seed)
    requests = PEOPLE if "{" in text else PEOPLE // 3
    campaign = ""
    unknown: set[int] = set()
    with Sandbox(latency_ms=8) as sandbox:
        for _ in range(KILLS):
            killed_at = sandbox.requests + chance.randrange(requests // (KILLS + 2))
            with child(sandbox.base_url, text, campaign) as process:
                assert process.stdout is not None
                campaign = process.stdout.readline().strip()
                wait_until(lambda: sandbox.requests >= killed_at)  # noqa: B023 - used at once
                process.send_signal(signal.SIGKILL)
                process.wait(20)
            found = statuses(campaign)
            now_unknown = {row for row, status in enumerate(found) if status is Status.UNKNOWN}
            assert unknown <= now_unknown  # nothing brings an unknown one back to the queue
            unknown = now_unknown
        with child(sandbox.base_url, text, campaign) as process:
            assert process.wait(30) == 0
        found = statuses(campaign)
        taken = Counter(entry.phone for entry in sandbox.ledger)

    assert max(taken.values()) == 1
    assert {row for row, status in enumerate(found) if status is Status.UNKNOWN} == unknown
    assert unknown, "no kill hit a request under way: the test has shown nothing"
    assert len(unknown) < PEOPLE / 2
    for row, status in enumerate(found):
        was_taken = str(8613800138000 + row) in taken
        assert status in (Status.ACCEPTED, Status.UNKNOWN)
        assert was_taken or status is Status.UNKNOWN
