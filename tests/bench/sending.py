"""Requests per second of a personalised campaign against a bare `requests.Session` loop."""

from pathlib import Path

from smsdesk.desk import open_desk
from tests.bench.campaign import (
    LATENCY_MS,
    WORKERS,
    message,
    paths_in,
    recipients,
    sandbox_account,
    sandbox_process,
)
from tests.bench.loops import bare_loop, built, campaign_loop
from tests.bench.measure import Result, middle

REQUESTS = 2_000
ROUNDS = 5


def measure(folder: Path) -> list[Result]:
    """Send the same bodies both ways in turns: without window and journal, and as a campaign."""
    rows = recipients(REQUESTS)
    desk = open_desk(paths_in(folder))
    bare: list[float] = []
    ours: list[float] = []
    try:
        with sandbox_process() as base_url:
            account = sandbox_account(base_url)
            plan = desk.campaigns.plan(message(), rows, account)
            for _ in range(ROUNDS):
                bare.append(bare_loop(built(plan, rows, account), WORKERS))
                ours.append(campaign_loop(desk, message(), rows, account, plan))
    finally:
        desk.close()
    result = Result(
        f"requests/s of a campaign / bare loop, {LATENCY_MS} ms",
        middle(ours) / middle(bare),
        ">=",
        0.9,
        "x",
        f"{middle(ours):.0f}/s / {middle(bare):.0f}/s with {WORKERS} workers, median of {ROUNDS}",
    )
    return [result]
