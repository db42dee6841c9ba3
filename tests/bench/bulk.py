"""100,000 recipients, 2,000 to a request: a campaign against a bare loop of the same requests."""

from pathlib import Path

from smsdesk.desk import open_desk
from tests.bench.campaign import BULK_TEXT, bulk_account, paths_in, recipients, sandbox_process
from tests.bench.loops import bare_loop, built, campaign_loop
from tests.bench.measure import Result, middle

RECIPIENTS = 100_000
LATENCY_MS = 250  # what the plan reckons with for a request
ROUNDS = 5


def measure(folder: Path) -> list[Result]:
    """Send the same requests both ways in turns: without a journal, and as a campaign."""
    rows = recipients(RECIPIENTS)
    desk = open_desk(paths_in(folder))
    bare: list[float] = []
    ours: list[float] = []
    try:
        with sandbox_process(LATENCY_MS) as base_url:
            account = bulk_account(base_url)
            plan = desk.campaigns.plan(BULK_TEXT, rows, account)
            for _ in range(ROUNDS):
                bare.append(bare_loop(built(plan, rows, account), account.workers))
                ours.append(campaign_loop(desk, BULK_TEXT, rows, account, plan))
    finally:
        desk.close()
    batch = RECIPIENTS / plan.requests
    rate, reference = batch * middle(ours), batch * middle(bare)
    return [
        Result(
            f"recipients/s of {RECIPIENTS:,} / bare loop, {plan.requests} requests",
            rate / reference,
            ">=",
            0.9,
            "x",
            f"{rate:,.0f}/s / {reference:,.0f}/s, {account.workers} workers, {LATENCY_MS} ms, "
            f"from Send to the last outcome on the disk, median of {ROUNDS}",
        )
    ]
