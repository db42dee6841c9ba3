"""A personalised campaign of any size, and a sandbox in a process of its own to send it to."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smsdesk.core.account import Account
from smsdesk.core.csvimport import Table
from smsdesk.core.message import TextMessage
from smsdesk.core.recipients import Recipients, read_recipients
from smsdesk.paths import Paths
from smsdesk.sandbox import SANDBOX_FIELDS, SANDBOX_SECRETS

PROVIDER = "nxcloud-sms"
TEXT = "Hi {name}, order {order} is ready. Collect it by 7 pm. Bloom Flowers"
BULK_PROVIDER = "nxcloud-super"
BULK_TEXT = TextMessage("The same for everybody: the shop opens at nine tomorrow. Bloom Flowers")
LATENCY_MS = 20
WORKERS = 16

SERVE = """
import sys, threading
from smsdesk.sandbox import Sandbox
with Sandbox(latency_ms=float(sys.argv[1])) as sandbox:
    print(sandbox.base_url, flush=True)
    sys.stdin.read()
"""


@contextmanager
def sandbox_process(latency_ms: float = LATENCY_MS) -> Iterator[str]:
    """Run a sandbox beside us, so that it takes no time from what is measured; its base_url."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(latency_ms)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.communicate("")


def sandbox_account(base_url: str, workers: int = WORKERS) -> Account:
    return Account(
        name="bench",
        provider=PROVIDER,
        fields=SANDBOX_FIELDS[PROVIDER],
        base_url=base_url,
        workers=workers,
        secrets=SANDBOX_SECRETS[PROVIDER],
    )


def bulk_account(base_url: str) -> Account:
    """One whose requests carry 2,000 numbers."""
    return Account(
        name="bulk",
        provider=BULK_PROVIDER,
        fields=SANDBOX_FIELDS[BULK_PROVIDER],
        base_url=base_url,
        batch_size=2_000,
        secrets=SANDBOX_SECRETS[BULK_PROVIDER],
    )


def message() -> TextMessage:
    return TextMessage(TEXT)


def csv_text(size: int) -> str:
    """A recipient file of `size` valid, different Chinese mobile numbers."""
    rows = [f"Customer {index},+86136{index:08d},{2_000 + index}" for index in range(size)]
    return "\n".join(["name,mobile,order", *rows]) + "\n"


def recipients(size: int) -> Recipients:
    rows = [line.split(",") for line in csv_text(size).splitlines()]
    table = Table(tuple(rows[0]), rows[1:], ",", "UTF-8", True, 2, "bench.csv")
    return read_recipients(table, 1, None)


def paths_in(folder: Path) -> Paths:
    """A home in `folder`."""
    return Paths(
        home=folder,
        accounts_file=folder / "accounts.json",
        settings_file=folder / "settings.json",
        journal_file=folder / "journal.sqlite3",
        locks_dir=folder / "locks",
        logs_dir=folder / "logs",
    )
