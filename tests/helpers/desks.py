"""A real desk with the sandbox behind it, and campaigns sent through it, for window tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from smsdesk.core.csvimport import read_table
from smsdesk.core.message import TextMessage
from smsdesk.core.recipients import read_recipients
from smsdesk.desk import open_desk
from smsdesk.paths import Paths
from smsdesk.services.desk import Desk
from smsdesk.services.sender import CampaignRun

PROVIDER = "nxcloud-sms"


@contextmanager
def real_desk(*, demo: bool = True) -> Iterator[Desk]:
    """A desk in this test's home; closed at the end, whatever happened."""
    desk = open_desk(Paths.from_environment(), demo=demo)
    try:
        yield desk
    finally:
        desk.close(2.0)


def people(count: int, *magic: str) -> bytes:
    """A recipient file: `count` ordinary people, then one per magic number."""
    lines = ["Name,Mobile"]
    lines += [f"Person {at} 周,+8613700{at:06d}" for at in range(count)]
    lines += [f"Magic {at},{phone}" for at, phone in enumerate(magic)]
    return "\n".join(lines).encode()


def send(
    desk: Desk,
    data: bytes,
    *,
    rate_per_s: float = 0.0,
    name: str = "Friday",
    workers: int = 2,
    provider: str = PROVIDER,
) -> CampaignRun:
    """Start a rehearsal campaign, one request per person."""
    account = replace(desk.start_rehearsal(provider), rate_per_s=rate_per_s, workers=workers)
    recipients = read_recipients(read_table(data), 1, "CN")
    message = TextMessage(text="Hi {Name}, your order is ready 🌷")
    return desk.campaigns.start(message, recipients, account, name=name)


def sent(desk: Desk, data: bytes, name: str = "Friday", *, provider: str = PROVIDER) -> CampaignRun:
    """A campaign that has come to its end (or paused)."""
    run = send(desk, data, name=name, provider=provider)
    assert run.wait(30)
    return run
