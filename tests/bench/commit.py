"""One durable journal commit against one bare fdatasync of as many bytes."""

import os
from pathlib import Path
from time import perf_counter

from smsdesk.core.campaign import Attempt, BatchOutcome, Campaign
from smsdesk.core.document import to_document
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.plan import make_plan
from smsdesk.providers import PROVIDERS
from smsdesk.storage.journal import Journal
from tests.bench.campaign import message, recipients, sandbox_account
from tests.bench.measure import Result, middle

COMMITS = 400
SIZED = 50


def measure(folder: Path) -> list[Result]:
    """Commit what a worker commits per request: the last outcome and the next attempt."""
    rows = recipients(COMMITS + SIZED)
    account = sandbox_account("http://127.0.0.1:1")
    plan = make_plan(message(), rows, PROVIDERS[account.provider], account)
    campaign = Campaign(
        id="c-bench", name="bench", created_ms=1, account="bench", provider=account.provider,
        mode="live", base_url="", document=to_document(message()), source="bench.csv",
        header=rows.header, phone_column=1, first_row=2, rows=len(rows),
        recipients=plan.recipients, requests=plan.requests, segments=plan.segments,
    )  # fmt: skip
    journal = Journal.open(folder / "journal.sqlite3")
    journal.freeze(campaign, rows, plan)
    log = folder / "journal.sqlite3-wal"
    before = log.stat().st_size
    for batch in range(SIZED):
        journal.record(_entries(batch))
    size = max((log.stat().st_size - before) // SIZED, 1)

    data = os.urandom(size)
    bare: list[float] = []
    durable: list[float] = []
    file = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT)
    # like the journal's log after its first round, the file has its length already
    os.write(file, bytes(size * COMMITS))
    os.fsync(file)
    os.lseek(file, 0, os.SEEK_SET)
    try:
        for batch in range(SIZED, SIZED + COMMITS):
            started = perf_counter()
            os.write(file, data)
            os.fdatasync(file)
            bare.append(perf_counter() - started)
            entries = _entries(batch)
            started = perf_counter()
            journal.record(entries)
            durable.append(perf_counter() - started)
    finally:
        os.close(file)
        journal.close()
    ours, reference = middle(durable), middle(bare)
    result = Result(
        "journal commit / fdatasync of its bytes",
        ours / reference,
        "<=",
        4,
        "x",
        f"{ours * 1000:.3f} ms / {reference * 1000:.3f} ms of {size} bytes, median of {COMMITS}",
    )
    return [result]


def _entries(batch: int) -> list[Attempt | BatchOutcome]:
    accepted = (Outcome(Status.ACCEPTED, "0", message_id=f"1763700000000{batch:06d}"),)
    outcome = BatchOutcome("c-bench", max(batch - 1, 0), 1, 2, accepted, 200, '{"code":"0"}', 21)
    return [outcome, Attempt("c-bench", batch, 1, 3, f"r-{batch:08x}")]
