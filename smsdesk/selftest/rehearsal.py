"""Does a campaign go through: plan, journal, HTTP, reply, results?

The sandbox in this process stands in for the provider; the files live in a temporary folder.
"""

import csv
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from smsdesk.core.csvimport import parse_table
from smsdesk.core.message import TextMessage
from smsdesk.core.recipients import read_recipients
from smsdesk.desk import open_desk
from smsdesk.paths import HOME_VARIABLE, Paths
from smsdesk.selftest.result import Facts, FailedError

_PROVIDER: Final = "nxcloud-sms"
_LIST: Final = "name,phone\nMei 梅,+8613800000001\nTom,+447400123456\nPriya,not a number\n"
_PHONE_COLUMN: Final = 1
_EXPECTED: Final = {"accepted": 2, "skipped": 1}
_PATIENCE_S: Final = 30.0


def check() -> Facts:
    """Send a text to two people who do not exist and read the results file."""
    with _home() as home, closing(open_desk(Paths.from_environment(), demo=True)) as desk:
        recipients = read_recipients(parse_table(_LIST), _PHONE_COLUMN, None)
        account = desk.start_rehearsal(_PROVIDER)
        run = desk.campaigns.start(TextMessage("Hi {name}"), recipients, account)
        if not run.wait(_PATIENCE_S):
            raise FailedError(f"the campaign did not end within {_PATIENCE_S:.0f} s")
        results = home / "results.csv"
        desk.history.export(run.campaign.id, results)
        with results.open(encoding="utf-8-sig", newline="") as file:
            statuses = dict(Counter(line["status"] for line in csv.DictReader(file)))
    if statuses != _EXPECTED:
        raise FailedError(f"expected {_EXPECTED}", {"statuses": statuses})
    return {"statuses": statuses}


@contextmanager
def _home() -> Iterator[Path]:
    """A folder for this campaign alone, whatever folder the person's own files live in."""
    before = os.environ.get(HOME_VARIABLE)
    with tempfile.TemporaryDirectory(prefix="smsdesk-selftest-") as folder:
        os.environ[HOME_VARIABLE] = folder
        try:
            yield Path(folder)
        finally:
            if before is None:
                del os.environ[HOME_VARIABLE]
            else:
                os.environ[HOME_VARIABLE] = before
