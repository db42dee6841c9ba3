"""Several campaigns at once: one account's limits, and the program's, are for all of them."""

import threading
import time
from dataclasses import replace
from pathlib import Path

from smsdesk.core.account import WORKERS_MAX
from smsdesk.core.campaign import CampaignState
from smsdesk.core.provider import HttpReply, HttpRequest
from smsdesk.services.sender import CampaignRun
from tests.helpers.services import MESSAGE, WAIT_S, Services, people, reply, services

SECOND, THIRD = 8613900000000, 8613700000000


class Counter:
    """Takes a moment for each reply; knows how many requests it had at once, and when they came."""

    def __init__(self, latency_s: float = 0.0) -> None:
        self.most = 0
        self.times: list[float] = []
        self._latency_s = latency_s
        self._now = 0
        self._lock = threading.Lock()

    def __call__(self, _request: HttpRequest) -> HttpReply:
        with self._lock:
            self.times.append(time.monotonic())
            self._now += 1
            self.most = max(self.most, self._now)
        time.sleep(self._latency_s)
        with self._lock:
            self._now -= 1
        return reply()


def all_reached_once(desk: Services, *runs: CampaignRun) -> bool:
    assert all(run.wait(WAIT_S) for run in runs)
    total = sum(run.progress().total for run in runs)
    return len(desk.wire.phones) == len(set(desk.wire.phones)) == total


def paused(desk: Services, size: int, rate_per_s: float) -> CampaignRun:
    """A campaign frozen with a rate; it paused before anybody was sent anything."""
    desk.wire.answer = lambda _: reply("3")
    account = desk.account(rate_per_s=rate_per_s, workers=1)
    run = desk.campaigns.start(MESSAGE, people(size), account)
    assert run.wait(WAIT_S)
    assert run.progress().state is CampaignState.PAUSED
    desk.wire.sent.clear()
    return run


def test_a_resumed_campaign_does_not_bring_back_the_rate_it_was_frozen_with(
    tmp_path: Path,
) -> None:
    """Its account was made slower since then, and it is the account that the provider counts."""
    counter = Counter()
    with services(tmp_path) as desk:
        old = paused(desk, 10, rate_per_s=1000)
        desk.wire.answer = counter
        slower = desk.account(rate_per_s=20, workers=1)
        new = desk.campaigns.start(MESSAGE, people(11, first=SECOND), slower)
        desk.campaigns.resume(old.campaign.id, account=slower)
        assert all_reached_once(desk, old, new)
        assert counter.times[-1] - counter.times[0] > 0.8  # 20 gaps of 0.05 s


def test_a_slow_campaign_that_is_resumed_does_not_hold_up_the_others_of_its_account(
    tmp_path: Path,
) -> None:
    with services(tmp_path) as desk:
        old = paused(desk, 10, rate_per_s=2)
        desk.wire.answer = Counter()
        faster = desk.account(rate_per_s=0, workers=2)
        new = desk.campaigns.start(MESSAGE, people(200, first=SECOND), faster)
        desk.campaigns.resume(old.campaign.id, account=faster)
        assert new.wait(WAIT_S)
        assert old.is_active
        assert old.progress().done < 10  # its own rate still holds for itself
        old.stop()


def test_the_campaigns_of_an_account_share_its_parallel_requests(tmp_path: Path) -> None:
    counter = Counter(0.01)
    with services(tmp_path, counter) as desk:
        account = desk.account(workers=3)
        runs = [
            desk.campaigns.start(MESSAGE, people(40, first=first), account)
            for first in (8613800138000, SECOND, THIRD)
        ]
        assert all_reached_once(desk, *runs)
        assert counter.most == 3


def test_the_campaigns_of_all_accounts_share_what_the_program_may(tmp_path: Path) -> None:
    counter = Counter(0.02)
    with services(tmp_path, counter) as desk:
        account = desk.account(workers=WORKERS_MAX)
        other = replace(account, fields={**account.fields, "app_key": "another"})
        runs = [
            desk.campaigns.start(MESSAGE, people(120), account),
            desk.campaigns.start(MESSAGE, people(120, first=SECOND), other),
        ]
        assert all_reached_once(desk, *runs)
        assert counter.most == WORKERS_MAX


def test_a_short_campaign_does_not_wait_for_the_end_of_a_long_one(tmp_path: Path) -> None:
    with services(tmp_path, Counter(0.02)) as desk:
        account = desk.account(workers=WORKERS_MAX)
        long = desk.campaigns.start(MESSAGE, people(1000), account)
        short = desk.campaigns.start(MESSAGE, people(60, first=SECOND), account)
        assert short.wait(WAIT_S)
        assert long.is_active
        assert all_reached_once(desk, long, short)


def test_a_campaign_has_no_more_requests_at_once_than_its_account_by_now(tmp_path: Path) -> None:
    counter = Counter(0.01)
    with services(tmp_path) as desk:
        desk.wire.answer = lambda _: reply("3")
        run = desk.campaigns.start(MESSAGE, people(30), desk.account(workers=8))
        assert run.wait(WAIT_S)
        desk.wire.sent.clear()
        desk.wire.answer = counter
        desk.campaigns.resume(run.campaign.id, account=desk.account(workers=2))
        assert all_reached_once(desk, run)
        assert counter.most == 2
