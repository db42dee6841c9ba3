"""After everything a desk does in a day, no key and no signature stands anywhere but the keyring.

The programs run as processes of their own with a log of every detail; one is killed, one raises,
one aborts. Signatures are collected where they may be seen: on the wire.
"""

import base64
import json
import os
import signal
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from smsdesk.core.account import Account
from smsdesk.gui.accounts.page import AccountsPage
from smsdesk.sandbox import SANDBOX_FIELDS, SANDBOX_SECRETS, Sandbox
from tests.helpers.desks import real_desk
from tests.helpers.outside import DOCUMENTS, NXCLOUD, SENDCLOUD, SUPER, TENCENT, Done
from tests.helpers.tap import Seen, Tap, tapped
from tests.helpers.traces import Traces
from tests.helpers.waiting import wait_until

ROOT = Path(__file__).parents[2]
TEXT = {"kind": "text", "text": "Hi {name}, order {order} is ready"}
MESSAGES: dict[str, Any] = {
    NXCLOUD: TEXT,
    SUPER: json.loads((DOCUMENTS / "super-card.json").read_text("utf-8")),
    TENCENT: {"kind": "text", "text": "【牛信】Hi {name}"},
    SENDCLOUD: json.loads((DOCUMENTS / "sendcloud-template.json").read_text("utf-8")),
}
FINE = [f"Person {at},+86137000000{at:02d},{1000 + at}" for at in range(4)]
# refused with a code; then the line drops, a web page comes, a reply is cut off
ODD = [
    f"Odd {at},+861390{tail},{2000 + at}"
    for at, tail in enumerate(("0030001", "0000003", "0010102", "0010103", "0010104"))
]
ODD_AT = {SENDCLOUD: ODD[:2]}  # which would repeat the others within its hour, again and again
WRONG = "qX8-never-the-right-key-{provider}-5Tz"
PLANTED = "Vb3-a-person-wrote-this-down-9Kd"

EVERY_DETAIL = """
import faulthandler, logging, sys
faulthandler.enable()
for name in (None, "smsdesk", "urllib3"):
    logging.getLogger(name).setLevel(logging.DEBUG)
logging.Logger.setLevel = lambda *_: None
import smsdesk.storage.logs
smsdesk.storage.logs._FILE_BYTES = 10**9  # nothing is thrown away before it was looked at
"""
COMMAND = f"{EVERY_DETAIL}\nfrom smsdesk.__main__ import main\nsys.exit(main(sys.argv[1:]))"

# one after another in one process: [words, standard input]; the last line holds their statuses
COMMANDS = f"""{EVERY_DETAIL}
import io, json
from smsdesk.__main__ import main
statuses = []
for words, stdin in json.loads(sys.argv[1]):
    sys.stdin = io.StringIO(stdin)
    statuses.append(main(words))
print(json.dumps(statuses))
"""

DESK = f"""{EVERY_DETAIL}
import json, os
from smsdesk.core.csvimport import Table
from smsdesk.core.document import parse_document
from smsdesk.core.recipients import read_recipients
from smsdesk.desk import open_desk
from smsdesk.paths import Paths
from smsdesk.providers import HttpTransport
from smsdesk.services.receipts import read_receipts
from smsdesk.services.request_view import preview_request
from smsdesk.services.row_detail import row_detail
messages = {{name: parse_document(one) for name, one in json.loads(sys.argv[1]).items()}}
desk = open_desk(Paths.from_environment())
accounts = {{name: desk.accounts.unlock(name) for name in messages}}
"""

VIEWS = f"""{DESK}
for name, account in accounts.items():
    provider, message = desk.providers[account.provider], messages[name]
    print(account, repr(account), desk.accounts.list())
    print(preview_request(provider, message, account, "8613700000000", 1, "r-1"))
    print(repr(provider.build(message, ["8613700000000"], account, 1, "r-1")))
    print(desk.accounts.try_account(account))
    for key in account.secrets.values():
        text = "token=a&timestamp=1&signature=0&event=deliver&phone=1"
        print(read_receipts(desk.providers, text, key))
for summary in desk.history.list():
    view = desk.history.open(summary.campaign.id)
    for index in range(len(view.frozen.phones)):
        print(row_detail(view, desk.providers, desk.explain, index))
desk.close()
"""

RAISES = f"""{DESK}
really = HttpTransport.exchange
def careless(self, request):
    really(self, request)
    known = [account.secrets for account in accounts.values()]
    raise RuntimeError(f"{{request.url}} {{dict(request.headers)}} {{request.body}} {{known}}")
HttpTransport.exchange = careless
row = ["Mei", "+8613700000000", "1"]
people = read_recipients(Table(("name", "phone", "order"), [row], ",", "utf-8", True, 2), 1, None)
for name, account in accounts.items():
    run = desk.campaigns.start(messages[name], people, account)
    run.wait()
    print(run.progress())
raise ValueError(f"{{accounts}} {{run}}")
"""

ABORTS = f"""{DESK}
for account in accounts.values():
    built = desk.providers[account.provider].build(
        messages[account.name], ["8613700000000"], account, 1, "r-1"
    )
faulthandler.dump_traceback(all_threads=True)
os.abort()
"""


@dataclass
class Day:
    """One desk, its home, and everything it printed."""

    folder: Path
    sandbox: Sandbox
    tap: Tap
    traces: Traces = field(default_factory=Traces)
    _numbers: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        for name in ("home", "temporary", "files", "here"):
            (self.folder / name).mkdir()
        self.environment = {
            **{key: value for key, value in os.environ.items() if key != "PYTEST_CURRENT_TEST"},
            "SMSDESK_HOME": str(self.folder / "home"),
            "HOME": str(self.folder / "here"),
            "TMPDIR": str(self.folder / "temporary"),
            "PYTHONPATH": str(ROOT),
            "PYTHON_KEYRING_BACKEND": "tests.helpers.memory_keyring.FileKeyring",
            "SMSDESK_TEST_KEYRING": str(self.folder / "keyring.json"),
        }

    def start(self, *words: object, program: str = COMMAND) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", program, *map(str, words)],
            env=self.environment,
            cwd=self.folder / "here",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: object, stdin: str = "", program: str = COMMAND) -> Done:
        with self.start(*words, program=program) as process:
            out, err = process.communicate(stdin, timeout=120)
        self.keep(out, err)
        return Done(process.returncode, out, err)

    def keep(self, out: str, err: str) -> None:
        self.traces.add("stdout", out)
        self.traces.add("stderr", err)

    def run_all(self, steps: "list[tuple[list[object], str, tuple[int, ...]]]") -> None:
        """Words, standard input and the statuses they may end with, one after another."""
        commands = [[[str(word) for word in words], stdin] for words, stdin, _ in steps]
        # the arguments of this program are the test's: only what it prints is looked at
        done = self.run(json.dumps(commands), program=COMMANDS)
        assert done.status == 0, done.err[-2000:]
        statuses = json.loads(done.out.splitlines()[-1])
        for (words, _, wanted), status in zip(steps, statuses, strict=True):
            assert status in wanted, f"{words}: {status}\n{done.err[-2000:]}"

    def fields(self, provider: str) -> list[str]:
        values = {"base_url": self.tap.base_url, **SANDBOX_FIELDS[provider]}
        return [word for key, value in values.items() for word in ("--set", f"{key}={value}")]

    def add(self, name: str, provider: str, secrets: dict[str, str]) -> None:
        """Add an account; its process is looked at while it holds the keys."""
        words = ["account", "add", name, "--provider", provider, *self.fields(provider)]
        with self.start(*words) as process:
            assert process.stdin is not None
            process.stdin.write("".join(f"{key}={value}\n" for key, value in secrets.items()))
            process.stdin.flush()
            self.traces.add_process(process.pid)
            out, err = process.communicate(timeout=60)
        self.keep(out, err)
        assert process.returncode == 0, err

    def sending(self, name: str, message: Any, people: list[str]) -> list[object]:
        number = next(self._numbers)
        files = self.folder / "files"
        (files / f"{number}.json").write_text(json.dumps(message), "utf-8")
        (files / f"{number}.csv").write_text("\n".join(["name,phone,order", *people]), "utf-8")
        results = ["--results", files / f"{number}-results.csv"]
        list_ = ["--recipients", files / f"{number}.csv"]
        return ["send", "--account", name, "--message", files / f"{number}.json", *list_, *results]

    def look(self) -> Traces:
        """Everything that is left; the file that stands for the keyring is not looked at."""
        for name in ("home", "temporary", "files", "here"):
            self.traces.add_folder(self.folder / name)
        return self.traces


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    folder = tmp_path / "day"
    folder.mkdir()
    with Sandbox() as sandbox, tapped(sandbox.base_url) as tap:
        yield Day(folder, sandbox, tap)


def signatures(seen: list[Seen]) -> set[str]:
    """What stood as a signature in these requests, wherever each provider puts it."""
    found: set[str] = set()
    for request in seen:
        if request.body[:1] == b"{":
            found.add(json.loads(request.body).get("sig", ""))
        else:
            form = parse_qs(request.body.decode("utf-8", "replace"))
            found.update(form.get("signature", []), parse_qs(request.query).get("signature", []))
        found.add(request.headers.get("sign", ""))
    return found - {""}


def wrong(provider: str) -> str:
    """The name of an account whose keys are wrong."""
    return f"{provider} wrong"


def a_day(day: Day) -> None:
    """Add, try, look, send what goes well and what does not, crash, resume, export, remove."""
    steps: list[tuple[list[object], str, tuple[int, ...]]] = []
    for provider, message in MESSAGES.items():
        day.add(provider, provider, SANDBOX_SECRETS[provider])
        words = ["account", "add", wrong(provider), "--provider", provider, *day.fields(provider)]
        keys = [f"{key}={WRONG.format(provider=provider)}\n" for key in SANDBOX_SECRETS[provider]]
        steps += [
            (words, "".join(keys), (0,)),
            (["account", "list"], "", (0,)),
            (["account", "list", "--json"], "", (0,)),
            (["account", "test", provider], "", (0,)),
            (["account", "test", wrong(provider)], "", (0, 1)),  # not all can be asked
            ([*day.sending(provider, message, FINE), "--dry-run"], "", (0,)),
            (day.sending(provider, message, FINE), "", (0,)),
            (
                [
                    *day.sending(provider, message, [*FINE, *ODD_AT.get(provider, ODD)]),
                    "--keep-going",
                ],
                "",
                (1, 3),
            ),
            (day.sending(wrong(provider), message, FINE), "", (2,)),
            (["send", "--account", provider, "--message", "/", "--recipients", "/"], "", (2,)),
        ]
    day.run_all(steps)

    views = json.dumps(MESSAGES | {wrong(name): message for name, message in MESSAGES.items()})
    done = day.run(views, program=VIEWS)
    assert done.status == 0, done.err[-2000:]
    assert "curl" in done.out
    raised = day.run(json.dumps(MESSAGES), program=RAISES)
    assert raised.status == 1
    assert "ValueError" in raised.err
    aborted = day.run(json.dumps(MESSAGES), program=ABORTS)
    assert aborted.status == -signal.SIGABRT
    assert "Fatal Python error" in aborted.err

    slowly = ["--rate", "2", "--workers", "1", "--keep-going"]
    for provider, message in MESSAGES.items():
        sent = len(day.tap.seen)
        people = [f"{line[:6]} {at}{line[8:]}" for at, line in enumerate(FINE)]
        with day.start(*day.sending(provider, message, people), *slowly) as process:
            wait_until(lambda: len(day.tap.seen) > sent or process.poll() is not None)  # noqa: B023
            day.traces.add_process(process.pid)
            process.send_signal(signal.SIGKILL)
            day.keep(*process.communicate(timeout=30))

    listed = day.run("campaigns", "--json")
    steps = []
    for entry in json.loads(listed.out):
        if entry["counts"].get("queued"):
            results = day.folder / "files" / f"{entry['id']}.csv"
            steps.append((["resume", entry["id"], "--results", results], "", (0, 1, 2, 3)))
    assert steps, "nothing was killed in the middle"
    for provider, message in MESSAGES.items():
        # as if a person had written a key into the list: this the search must find
        planted = day.sending(provider, message, [f"{PLANTED},+8613700000009,1"])
        steps += [(planted, "", (0,)), (["account", "remove", wrong(provider)], "", (0,))]
    day.run_all(steps)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_no_key_and_no_signature_stands_anywhere(day: Day) -> None:
    a_day(day)
    keyring = json.loads((day.folder / "keyring.json").read_text("utf-8"))
    secrets = {value for of in SANDBOX_SECRETS.values() for value in of.values()}
    secrets |= {WRONG.format(provider=provider) for provider in MESSAGES}
    assert set(keyring.values()) == secrets - {WRONG.format(provider=name) for name in MESSAGES}
    on_the_wire = signatures(day.tap.seen)
    for place in ("/mtsend_v2", "/message/mt", "/sendmultisms2", "/smsapi/send"):
        there = signatures([request for request in day.tap.seen if place in request.path])
        assert len(there) > 8, f"no signature was seen at {place}"
    traces = day.look()
    sizes = traces.sizes()
    assert sum(size for name, size in sizes.items() if name.startswith("logs/")) > 10_000
    for looked_at in ("journal.sqlite3 unpacked", "accounts.json", "stdout", "/proc environ"):
        assert sizes[looked_at] > 1_000, looked_at
    assert traces.find([*secrets, *on_the_wire]) == {}
    assert "journal.sqlite3 unpacked" in traces.find([PLANTED])[PLANTED]
    logs = (day.folder / "home" / "logs").glob("smsdesk.log*")
    log = "".join(path.read_text("utf-8") for path in logs)
    assert log.count("RuntimeError") >= len(MESSAGES)  # the careless exception did reach the log
    assert " DEBUG " in log


def test_the_search_finds_every_spelling(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    spelled = {
        "plain": b"x" + PLANTED.encode() + b"y",
        "wide": PLANTED.encode("utf-16-le"),
        "hex": PLANTED.encode().hex().encode(),
    }
    for shift in range(3):
        spelled[f"base64 {shift}"] = base64.b64encode(b"k" * shift + PLANTED.encode() + b"tail")
    for name, data in spelled.items():
        (tmp_path / "a" / name).write_bytes(data)
    database = sqlite3.connect(tmp_path / "a" / "j.sqlite3")
    database.execute("CREATE TABLE t (cell BLOB)")
    database.execute("INSERT INTO t VALUES (?)", [zlib.compress(json.dumps([PLANTED]).encode())])
    database.commit()
    database.close()
    traces = Traces()
    traces.add_folder(tmp_path)
    found = traces.find([PLANTED, "not there at all"])
    assert set(found) == {PLANTED}
    assert len(found[PLANTED]) == len(spelled) + 1


# -- the window ------------------------------------------------------------------------------


def words_of(window: QWidget) -> Iterator[str]:
    """Everything a widget shows or tells a screen reader."""
    for widget in [window, *window.findChildren(QWidget)]:
        for name in ("text", "toPlainText", "title", "placeholderText"):
            if callable(read := getattr(widget, name, None)):
                yield str(read())
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
        spoken = QAccessible.queryAccessibleInterface(widget)
        if spoken is not None:
            yield from (spoken.text(QAccessible.Text(kind)) for kind in range(5))


def test_the_window_forgets_what_was_typed(
    qtbot: QtBot, aio: Any, smsdesk_home: Path, memory_keyring: dict[tuple[str, str], str]
) -> None:
    secret = SANDBOX_SECRETS[NXCLOUD]["access_secret"]
    with Sandbox() as sandbox, tapped(sandbox.base_url) as tap, real_desk(demo=False) as desk:
        page = AccountsPage()
        qtbot.addWidget(page)
        page.show()
        page.attach(desk)
        page.open_new()
        typed = {**SANDBOX_FIELDS[NXCLOUD], "name": "shop", "base_url": tap.base_url}
        for key, value in typed.items():
            control = page.findChild(QWidget, f"account_{key}")
            control.setText(value)  # type: ignore[attr-defined, union-attr]
        hidden = page.findChild(QWidget, "account_access_secret").input  # type: ignore[union-attr, attr-defined]
        qtbot.keyClicks(hidden, secret)
        assert QAccessible.queryAccessibleInterface(hidden).text(QAccessible.Text.Value) != secret
        page.findChild(QPushButton, "save_account").click()  # type: ignore[union-attr]
        qtbot.waitUntil(lambda: len(page._tasks) == 0, timeout=20_000)
        assert memory_keyring == {("smsdesk", "shop/access_secret"): secret}
        assert desk.accounts.list() == [
            Account("shop", NXCLOUD, SANDBOX_FIELDS[NXCLOUD], base_url=tap.base_url)
        ]
        traces = Traces()
        for text in words_of(page):
            traces.add("window", text)
        traces.add("clipboard", QGuiApplication.clipboard().text())
        used = signatures(tap.seen)
        assert used  # saving tried the account
        QApplication.processEvents()
    traces.add_folder(smsdesk_home)
    assert traces.find([secret, *used]) == {}
