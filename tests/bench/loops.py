"""The two ways to send the same requests that are measured against each other."""

import secrets
import threading
import time
from collections import deque

import requests

from smsdesk.core.account import Account
from smsdesk.core.message import Message
from smsdesk.core.outcome import Status
from smsdesk.core.plan import Plan
from smsdesk.core.provider import HttpRequest
from smsdesk.core.recipients import Recipients
from smsdesk.providers import PROVIDERS
from smsdesk.services.desk import Desk


def built(plan: Plan, rows: Recipients, account: Account) -> list[HttpRequest]:
    """The requests of a plan, ready to be sent."""
    provider = PROVIDERS[account.provider]
    now_ms = time.time_ns() // 1_000_000
    ready = []
    for index in range(plan.requests):
        message, members = plan.batch(index)
        phones = [str(rows.phones[row]) for row in members]
        ready.append(provider.build(message, phones, account, now_ms, secrets.token_hex(8)))
    return ready


def bare_loop(ready: list[HttpRequest], workers: int) -> float:
    """Requests per second of a plain loop in so many threads."""
    queue = deque(ready)

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
                assert str(reply.json()["code"]) == "0"

    threads = [threading.Thread(target=work) for _ in range(workers)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(ready) / (time.perf_counter() - started)


def campaign_loop(
    desk: Desk, message: Message, rows: Recipients, account: Account, plan: Plan
) -> float:
    """Requests per second from Send to the last outcome: freezing, signing, journal and ledger."""
    started = time.perf_counter()
    run = desk.campaigns.start(message, rows, account, plan=plan)
    run.wait()
    elapsed = time.perf_counter() - started
    assert run.progress().counts[Status.ACCEPTED] == plan.recipients
    return plan.requests / elapsed
