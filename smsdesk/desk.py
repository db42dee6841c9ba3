"""Builds the desk: the one place without a window that knows all parts.

Heavy to import (HTTP, keyring, SQLAlchemy), so the window imports it after its first paint.
"""

import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import filelock

from smsdesk.core.account import Account, Mode
from smsdesk.core.errors import StorageError
from smsdesk.paths import Paths
from smsdesk.providers import PROVIDERS, TRANSPORT_CODES, HttpTransport, explain
from smsdesk.sandbox import MAGIC, SANDBOX_FIELDS, SANDBOX_SECRETS, MagicNumber, Sandbox
from smsdesk.services.accounts import Accounts
from smsdesk.services.campaigns import Campaigns
from smsdesk.services.decisions import Decisions
from smsdesk.services.desk import Desk
from smsdesk.services.history import History
from smsdesk.services.media import MediaChecker
from smsdesk.services.recent import Recent
from smsdesk.storage.accounts import AccountFile
from smsdesk.storage.export import write_results
from smsdesk.storage.journal import Journal
from smsdesk.storage.logs import LogFile
from smsdesk.storage.secrets import SecretStore, SessionSecrets
from smsdesk.storage.settings import SettingsFile

DEMO_LATENCY_MS = 20.0
"""What the sandbox of a demo takes for a reply: fast, but slow enough to watch."""


def open_desk(paths: Paths, *, demo: bool = False) -> Desk:
    """Open everything a program works with; `Desk.close` frees it.

    Campaigns whose program ended in the middle are found and paused.
    demo: touch no keyring, keep secrets in memory, and add a rehearsal account per provider.

    Raises:
        StorageError: the journal or a folder cannot be used.
    """
    paths.ensure()
    with ExitStack() as opened:
        log = LogFile(paths.logs_dir)
        opened.callback(log.close)
        journal = Journal.open(paths.journal_file)
        opened.callback(journal.close)
        rehearsal = InProcessSandbox(latency_ms=DEMO_LATENCY_MS if demo else 0.0)
        opened.callback(rehearsal.close)
        memory = SessionSecrets(hide=log.hide)
        accounts = Accounts(
            AccountFile(paths.accounts_file),
            SessionSecrets(hide=log.hide) if demo else SecretStore(hide=log.hide),
            memory,
            PROVIDERS,
            rehearsal.route,
            HttpTransport,
            now_ms,
        )
        campaigns = Campaigns(
            journal,
            accounts,
            PROVIDERS,
            explain,
            HttpTransport,
            lambda campaign_id: FileLock(paths.locks_dir / f"{campaign_id}.lock"),
            now_ms,
        )
        campaigns.recover()
        history = History(journal, campaigns, explain, write_results)
        settings = SettingsFile(paths.settings_file)
        settings.current()  # so that the window gets them at once
        desk = Desk(
            accounts=accounts,
            campaigns=campaigns,
            history=history,
            decisions=Decisions(journal, campaigns, history, PROVIDERS, HttpTransport, now_ms),
            settings=settings,
            providers=PROVIDERS,
            explain=explain,
            rehearsal=rehearsal,
            wire_codes=TRANSPORT_CODES,
            media=MediaChecker(HttpTransport, now_ms),
            recent=Recent(journal, history, now_ms),
            _parts=(journal, log),
        )
        if demo:
            for provider in PROVIDERS:
                desk.start_rehearsal(provider)
        opened.pop_all()
    return desk


def now_ms() -> int:
    """Unix milliseconds."""
    return time.time_ns() // 1_000_000


class InProcessSandbox:
    """The sandbox behind rehearsal accounts, started when the first of them is spoken to."""

    def __init__(self, latency_ms: float) -> None:
        self._sandbox = Sandbox(latency_ms=latency_ms)
        self._lock = threading.Lock()

    def route(self, account: Account) -> Account:
        """Replace address and keys of a rehearsal account by the sandbox's."""
        if account.mode is not Mode.REHEARSAL:
            return account
        with self._lock:
            if not self._sandbox.base_url:
                self._sandbox.start()
        return replace(
            account,
            base_url=self._sandbox.base_url,
            fields=SANDBOX_FIELDS[account.provider],
            secrets=SANDBOX_SECRETS[account.provider],
        )

    def magic_numbers(self, provider: str) -> Sequence[MagicNumber]:
        """The numbers with fixed answers; all providers' pages of the sandbox share them."""
        return MAGIC if provider in SANDBOX_FIELDS else ()

    def close(self) -> None:
        """Stop it."""
        with self._lock:
            self._sandbox.stop()


class FileLock:
    """A campaign's lock: the operating system frees it when its program ends, however it ends.

    On a file system without such locks (some network folders) the file names the program instead.
    One that ended is then found out by other programs of its own computer only: for those of others
    it holds the lock until somebody deletes the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = filelock.FileLock(path, blocking=False, thread_local=False)

    def acquire(self) -> bool:
        """Take the lock; False at once where another holds it.

        Raises:
            StorageError: folder_unwritable.
        """
        try:
            self._lock.acquire()
        except filelock.Timeout:
            return False
        except OSError as problem:
            raise self._unusable(problem) from problem
        return True

    def is_held(self) -> bool:
        """Whether somebody holds it now; leaves no file behind where nobody ever did.

        Raises:
            StorageError: folder_unwritable.
        """
        try:
            if not self._path.exists():
                return False
        except OSError as problem:
            raise self._unusable(problem) from problem
        if not self.acquire():
            return True
        self.release()
        return False

    def release(self) -> None:
        """Give it back; does nothing where it is not held."""
        self._lock.release(force=True)

    def _unusable(self, problem: OSError) -> StorageError:
        detail = problem.strerror or problem
        return StorageError("folder_unwritable", path=self._path.parent, detail=detail)
