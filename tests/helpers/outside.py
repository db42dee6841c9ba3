"""The program from outside: accounts, documents and lists go in, requests and results come out."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from smsdesk.sandbox import SANDBOX_FIELDS, SANDBOX_SECRETS, Accepted, Sandbox
from tests.helpers.tap import Seen, Tap

DOCUMENTS = Path(__file__).parents[1] / "e2e" / "messages"
NXCLOUD, SUPER, TENCENT, SENDCLOUD = ("nxcloud-sms", "nxcloud-super", "tencent-sms", "sendcloud")
PEOPLE = ("Mei,+8613600000001,1001", "王芳,+8613600000002,1002")

Json = dict[str, Any]


@dataclass(frozen=True)
class Done:
    """What one command said."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Sent:
    """A campaign: its command, the requests on the wire, what was taken, the results file."""

    done: Done
    requests: list[Seen]
    taken: list[Accepted]
    rows: list[dict[str, str]]

    @property
    def bodies(self) -> list[Json]:
        return [json.loads(request.body) for request in self.requests]

    @property
    def forms(self) -> list[dict[str, str]]:
        """The parameters of each request that sends something."""
        return [
            dict(parse_qsl(request.body.decode(), keep_blank_values=True))
            for request in self.requests
            if request.method == "POST"
        ]

    def column(self, name: str) -> list[str]:
        return [row[name] for row in self.rows]


class Bench:
    """A program with an account for each provider, and the sandbox it sends to."""

    def __init__(self, folder: Path, sandbox: Sandbox, tap: Tap) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.sandbox = sandbox
        self.tap = tap
        self._numbers = count()
        self.environment = {
            **os.environ,
            "SMSDESK_HOME": str(self.home),
            "PYTHON_KEYRING_BACKEND": "tests.helpers.memory_keyring.FileKeyring",
            "SMSDESK_TEST_KEYRING": str(folder / "keyring.json"),
        }

    def run(self, *words: object, stdin: str = "") -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "smsdesk", *map(str, words)],
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def begin(self, *words: object) -> "subprocess.Popen[str]":
        """Start a command and go on; it is killed at the latest when the block ends."""
        return subprocess.Popen(
            [sys.executable, "-m", "smsdesk", *map(str, words)],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def add(self, name: str, provider: str, base_url: str, **fields: str) -> None:
        values = {"base_url": base_url, **SANDBOX_FIELDS[provider], **fields}
        words = [word for key, value in values.items() for word in ("--set", f"{key}={value}")]
        lines = "".join(f"{key}={value}\n" for key, value in SANDBOX_SECRETS[provider].items())
        done = self.run("account", "add", name, "--provider", provider, *words, stdin=lines)
        assert done.status == 0, done.err

    def words(
        self, account: str, message: str | Json, people: Sequence[str] = PEOPLE
    ) -> tuple[object, ...]:
        """The command that sends a document, by its name or as it is, to `name,phone,order`."""
        number = next(self._numbers)
        document = DOCUMENTS / f"{message}.json"
        if isinstance(message, dict):
            document = self.folder / f"message-{number}.json"
            document.write_text(json.dumps(message), "utf-8")
        recipients = self.folder / f"people-{number}.csv"
        recipients.write_text("\n".join(["name,phone,order", *people, ""]), "utf-8")
        files = ("--message", document, "--recipients", recipients)
        return ("send", "--account", account, *files)

    def send(self, account: str, message: str | Json, people: Sequence[str] = PEOPLE) -> Sent:
        """Send in a process of its own."""
        results = self.folder / f"results-{next(self._numbers)}.csv"
        taken, seen = len(self.sandbox.ledger), len(self.tap.seen)
        done = self.run(*self.words(account, message, people), "--results", results)
        rows = csv.DictReader(io.StringIO(results.read_text("utf-8-sig")))
        return Sent(done, self.tap.seen[seen:], self.sandbox.ledger[taken:], list(rows))
