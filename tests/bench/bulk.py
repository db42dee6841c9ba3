"""100,000 recipients, 2,000 to a request: a campaign against a bare loop of the same requests."""

from pathlib import Path

from smsdesk.core.account import Account
from smsdesk.core.message import TextMessage
from smsdesk.desk import open_desk
from smsdesk.sandbox import SANDBOX_FIELDS, SANDBOX_SECRETS
from tests.bench.campaign import paths_in, recipients, sandbox_process
from tests.bench.loops import bare_loop, built, campaign_loop
from tests.bench.measure import Result, middle

PROVIDER = "nxcloud-super"
RECIPIENTS = 100_000
LATENCY_MS = 250  # what the plan reckons with for a request
WORKERS = 4
ROUNDS = 5
TEXT = TextMessage("The same for everybody: the shop opens at nine tomorrow. Bloom Flowers")


def measure(folder: Path) -> list[Result]:
    """Send the same requests both ways in turns: without a journal, and as a campaign."""
    rows = recipients(RECIPIENTS)
    desk = open_desk(paths_in(folder))
    bare: list[float] = []
    ours: list[float] = []
    try:
        with sandbox_process(LATENCY_MS) as base_url:
            account = Account(
                name="bulk",
                provider=PROVIDER,
                fields=SANDBOX_FIELDS[PROVIDER],
                base_url=base_url,
                workers=WORKERS,
                batch_size=2_000,
                secrets=SANDBOX_SECRETS[PROVIDER],
            )
            plan = desk.campaigns.plan(TEXT, rows, account)
            for _ in range(ROUNDS):
                bare.append(bare_loop(built(plan, rows, account), WORKERS))
                ours.append(campaign_loop(desk, TEXT, rows, account, plan))
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
            f"{rate:,.0f}/s / {reference:,.0f}/s, {WORKERS} workers, {LATENCY_MS} ms, "
            f"from Send to the last outcome on the disk, median of {ROUNDS}",
        )
    ]
