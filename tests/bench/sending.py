"""Requests per second of a personalised campaign against a bare `requests.Session` loop."""

import secrets
import threading
import time
from collections import deque
from pathlib import Path

import requests

from smsdesk.core.account import Account
from smsdesk.core.outcome import Status
from smsdesk.core.plan import Plan
from smsdesk.core.provider import HttpRequest
from smsdesk.core.recipients import Recipients
from smsdesk.desk import open_desk
from smsdesk.paths import Paths
from smsdesk.providers import PROVIDERS
from smsdesk.services.desk import Desk
from tests.bench.campaign import (
    LATENCY_MS,
    WORKERS,
    message,
    recipients,
    sandbox_account,
    sandbox_process,
)
from tests.bench.measure import Result, middle

REQUESTS = 2_000
ROUNDS = 5


def measure(folder: Path) -> list[Result]:
    """Send the same bodies both ways in turns: without window and journal, and as a campaign."""
    rows = recipients(REQUESTS)
    desk = open_desk(_paths(folder))
    bare: list[float] = []
    ours: list[float] = []
    try:
        with sandbox_process() as base_url:
            account = sandbox_account(base_url)
            plan = desk.campaigns.plan(message(), rows, account)
            for _ in range(ROUNDS):
                bare.append(_bare(_requests(plan, rows, account)))
                ours.append(_campaign(desk, rows, account, plan))
    finally:
        desk.close()
    result = Result(
        f"requests/s of a campaign / bare loop, {LATENCY_MS} ms",
        middle(ours) / middle(bare),
        ">=",
        0.85,
        "x",
        f"{middle(ours):.0f}/s / {middle(bare):.0f}/s with {WORKERS} workers, median of {ROUNDS}",
    )
    return [result]


def _paths(folder: Path) -> Paths:
    return Paths(
        home=folder,
        accounts_file=folder / "accounts.json",
        settings_file=folder / "settings.json",
        journal_file=folder / "journal.sqlite3",
        locks_dir=folder / "locks",
        logs_dir=folder / "logs",
    )


def _requests(plan: Plan, rows: Recipients, account: Account) -> list[HttpRequest]:
    provider = PROVIDERS[account.provider]
    now_ms = time.time_ns() // 1_000_000
    built = []
    for index in range(plan.requests):
        text, members = plan.batch(index)
        phones = [str(rows.phones[row]) for row in members]
        built.append(provider.build(text, phones, account, now_ms, secrets.token_hex(8)))
    return built


def _bare(prepared: list[HttpRequest]) -> float:
    """What a plain loop of the same workers reaches with ready-made requests."""
    queue = deque(prepared)

    def work() -> None:
        with requests.Session() as session:
            while True:
                try:
                    one = queue.popleft()
                except IndexError:
                    return
                reply = session.request(
                    one.method, one.url, headers=dict(one.headers), data=one.body, timeout=(5, 30)
                )
                assert reply.json()["code"] == "0"

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(prepared) / (time.perf_counter() - started)


def _campaign(desk: Desk, rows: Recipients, account: Account, plan: Plan) -> float:
    """From Send to the last outcome on the disk: freezing, signing, journal and ledger included."""
    started = time.perf_counter()
    run = desk.campaigns.start(message(), rows, account, plan=plan)
    run.wait()
    elapsed = time.perf_counter() - started
    assert run.progress().counts[Status.ACCEPTED] == plan.recipients
    return plan.requests / elapsed
