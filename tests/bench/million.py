"""A campaign of a million recipients: what it holds in memory, and how fast it opens again."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.campaign import csv_text, sandbox_process
from tests.bench.measure import Result, middle

RECIPIENTS = 1_000_000
BATCH = 2_000
LATENCY_MS = 20
ROUNDS = 5


def measure(folder: Path) -> list[Result]:
    """Send in a process of its own that is killed half way; then open what it left."""
    people = folder / "people.csv"
    people.write_text(csv_text(RECIPIENTS), "utf-8")
    home = folder / "home"
    with sandbox_process(LATENCY_MS) as base_url:
        killed = _run("send", people, home, base_url, str(RECIPIENTS // 2))
        whole = _run("send", people, home, base_url, "0")
    opened = [_run("open", people, home, "", "0") for _ in range(ROUNDS)]
    rows_s = middle([_one_by_one(folder / "rows.sqlite3") for _ in range(ROUNDS)])
    open_s = middle([one["seconds"] for one in opened])
    answered = opened[0]["done"]
    assert killed["done"] <= answered < RECIPIENTS
    return [
        Result(
            f"memory of a campaign to {RECIPIENTS:,}, list and all",
            whole["peak_mb"],
            "<=",
            600,
            "MB",
            f"import, plan, send {RECIPIENTS // BATCH} requests; largest ever resident",
        ),
        Result(
            f"fetching {RECIPIENTS:,} rows one by one / reopening after a kill",
            rows_s / open_s,
            ">=",
            15,
            "x",
            f"{rows_s:.2f} s / {open_s:.3f} s with {answered:,} answered, median of {ROUNDS}",
        ),
    ]


def _run(what: str, people: Path, home: Path, base_url: str, stop_at: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.million_part", what, str(people), base_url, stop_at],
        env={**os.environ, "SMSDESK_HOME": str(home)},
        stdout=subprocess.PIPE,
        check=False,  # it kills itself where it is told to
    )
    seen: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return seen


def _one_by_one(path: Path) -> float:
    """What a journal with a row for each recipient takes to be read."""
    with sqlite3.connect(path) as database:
        exists = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not exists:
            database.execute(
                "CREATE TABLE recipient (row INTEGER PRIMARY KEY, phone TEXT, segments INTEGER, "
                "status INTEGER, code TEXT, message_id TEXT, at_ms INTEGER)"
            )
            database.executemany(
                "INSERT INTO recipient VALUES (?, ?, 1, 2, '0', ?, 1763700000000)",
                ((row, f"86136{row:08d}", f"1763700000000{row:06d}") for row in range(RECIPIENTS)),
            )
            database.commit()
        started = time.perf_counter()
        rows = list(database.execute("SELECT * FROM recipient ORDER BY row"))
        elapsed = time.perf_counter() - started
    assert len(rows) == RECIPIENTS
    return elapsed
