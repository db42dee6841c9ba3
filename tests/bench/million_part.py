"""Run by `tests.bench.million` in a process of its own, so that its memory is its own.

    python -m tests.bench.million_part send PEOPLE.csv BASE_URL STOP_AT
    python -m tests.bench.million_part open PEOPLE.csv "" 0

STOP_AT: kill the process once so many have an answer, 0 for never. Prints one line of JSON.
"""

import json
import os
import resource
import signal
import sys
import time
from pathlib import Path

from smsdesk.cli.inputs import read_list
from smsdesk.desk import open_desk
from smsdesk.paths import Paths
from smsdesk.services.desk import Desk
from tests.bench.campaign import BULK_TEXT, bulk_account


def send(desk: Desk, people: Path, base_url: str, stop_at: int) -> dict[str, float]:
    rows = read_list(people, None, None)
    account = bulk_account(base_url)
    plan = desk.campaigns.plan(BULK_TEXT, rows, account)
    run = desk.campaigns.start(BULK_TEXT, rows, account, plan=plan)
    while not run.wait(0.05):
        done = run.progress().done
        if 0 < stop_at <= done:
            print(json.dumps({"done": done}), flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
    return {"done": run.progress().done}


def reopen(desk: Desk) -> dict[str, float]:
    paused = desk.history.list()[-1].campaign.id  # the first of the two
    started = time.perf_counter()
    view = desk.history.open(paused)
    elapsed = time.perf_counter() - started
    waiting = view.ledger.status.count(0)
    return {"seconds": elapsed, "done": len(view.ledger.status) - waiting}


def main(what: str, people: Path, base_url: str, stop_at: int) -> None:
    desk = open_desk(Paths.from_environment())
    try:
        seen = send(desk, people, base_url, stop_at) if what == "send" else reopen(desk)
    finally:
        desk.close()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**seen, "peak_mb": peak_mb}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
