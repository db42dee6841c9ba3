"""Services on a real journal and real providers, with a wire whose replies the test decides."""

import json
import threading
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from pathlib import Path

from smsdesk.core.account import Account
from smsdesk.core.campaign import FrozenCampaign
from smsdesk.core.csvimport import Table
from smsdesk.core.ledger import Ledger
from smsdesk.core.message import TextMessage
from smsdesk.core.plan import Plan
from smsdesk.core.provider import HttpReply, HttpRequest
from smsdesk.core.recipients import Recipients, read_recipients
from smsdesk.desk import FileLock
from smsdesk.providers import PROVIDERS, explain
from smsdesk.services.accounts import Accounts
from smsdesk.services.campaigns import Campaigns
from smsdesk.services.history import History
from smsdesk.storage.accounts import AccountFile
from smsdesk.storage.chunks import NO_BATCH
from smsdesk.storage.export import write_results
from smsdesk.storage.journal import Journal
from smsdesk.storage.secrets import SecretStore, SessionSecrets
from tests.helpers import frozen as build

PROVIDER = "nxcloud-sms"
FIELDS = {"access_key": "fme2na3kdi3ki", "app_key": "bFzEXXAx"}
SECRETS = {"access_secret": "abciiiko2k3"}
MESSAGE = TextMessage("Hi {name}")
WAIT_S = 20.0
START_MS = 1_795_000_000_000

Answer = Callable[[HttpRequest], HttpReply]


def reply(code: str = "0", *, status: int = 200, date_ms: int | None = None) -> HttpReply:
    """A reply as NXCloud gives it."""
    body = {"code": code, "result": f"says {code}"}
    if code == "0":
        body["messageid"] = "m-1"
    headers = {} if date_ms is None else {"date": formatdate(date_ms / 1000, usegmt=True)}
    return HttpReply(status, headers, json.dumps(body).encode(), 5)


def held_back() -> tuple[threading.Event, threading.Event, Callable[[HttpRequest], HttpReply]]:
    """(a request arrived, let it go on, the answer that waits for that)."""
    arrived, go_on = threading.Event(), threading.Event()

    def answer(_request: HttpRequest) -> HttpReply:
        arrived.set()
        assert go_on.wait(WAIT_S)
        return reply()

    return arrived, go_on, answer


def phones_in(request: HttpRequest) -> list[str]:
    """The numbers a request goes to."""
    phones: str = json.loads(request.body)["phone"]
    return phones.split(",")


@dataclass
class Wire:
    """Stands in for the network: hands every request to `answer` and keeps it in `sent`."""

    answer: Answer = lambda _request: reply()
    sent: list[HttpRequest] = field(default_factory=list)
    open: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def transport(self) -> "WireTransport":
        with self._lock:
            self.open += 1
        return WireTransport(self)

    def exchange(self, request: HttpRequest) -> HttpReply:
        with self._lock:
            self.sent.append(request)
        return self.answer(request)

    @property
    def phones(self) -> list[str]:
        """Every number a request went to, in order."""
        return [phone for request in self.sent for phone in phones_in(request)]


class WireTransport:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def exchange(self, request: HttpRequest) -> HttpReply:
        return self._wire.exchange(request)

    def close(self) -> None:
        with self._wire._lock:
            self._wire.open -= 1


@dataclass
class Services:
    """Everything a test of a campaign needs; see `services`."""

    folder: Path
    wire: Wire
    journal: Journal
    accounts: Accounts
    campaigns: Campaigns
    history: History
    now_ms: list[int]

    def account(self, **changes: object) -> Account:
        """An unlocked live account that is known to `accounts`."""
        account = Account(name="shop", provider=PROVIDER, fields=FIELDS, workers=2)
        account = replace(account, **changes)  # type: ignore[arg-type]
        if "shop" not in {known.name for known in self.accounts.list()}:
            self.accounts.add(account, SECRETS)
        return account.with_secrets(SECRETS)


@contextmanager
def services(folder: Path, answer: Answer = lambda _request: reply()) -> Iterator[Services]:
    """Real journal, accounts file, locks and export in `folder`; secrets in memory."""
    wire = Wire(answer)
    now = [START_MS]
    journal = Journal.open(folder / "journal.sqlite3")

    def clock() -> int:
        return now[0]

    accounts = Accounts(
        AccountFile(folder / "accounts.json"),
        SecretStore(),
        SessionSecrets(),
        PROVIDERS,
        lambda account: account,
        wire.transport,
        clock,
    )
    campaigns = Campaigns(
        journal,
        accounts,
        PROVIDERS,
        explain,
        wire.transport,
        lambda campaign_id: FileLock(folder / f"{campaign_id}.lock"),
        clock,
    )
    history = History(journal, campaigns, explain, write_results)
    try:
        yield Services(folder, wire, journal, accounts, campaigns, history, now)
    finally:
        campaigns.close(WAIT_S)
        journal.close()


def people(count: int, *more: str, first: int = 8613800138000) -> Recipients:
    """`count` different people with a name each, then rows with the numbers given."""
    rows = [[f"name {row}", f"+{first + row}"] for row in range(count)]
    rows += [[f"extra {row}", phone] for row, phone in enumerate(more)]
    table = Table(("name", "phone"), rows, ",", "utf-8", True, 2, "people.csv")
    return read_recipients(table, 1, None)


def frozen_of(rows: Recipients, plan: Plan) -> FrozenCampaign:
    """What the journal gives back of a frozen campaign, without the journal."""
    batch_of = array("I", [NO_BATCH]) * len(rows)
    sizes = array("I")
    for batch in range(plan.requests):
        _, members = plan.batch(batch)
        sizes.append(len(members))
        for row in members:
            batch_of[row] = batch
    return FrozenCampaign(
        campaign=build.campaign(rows, plan),
        phones=rows.phones,
        states=rows.states,
        segments=plan.segments_of,
        reasons=rows.reasons,
        duplicate_of=rows.duplicate_of,
        batch_of=batch_of,
        sizes=sizes,
        offsets=plan.offsets,
        members=plan.members,
    )


def small_ledger() -> Ledger:
    """Five recipients in batches of 2, 1 and 2; then an invalid row and a duplicate."""
    rows = build.recipients(5, invalid=1, duplicates=1)
    return Ledger(frozen_of(rows, build.plan(rows, ["A", "B", "A"], [2, 1, 2])))
