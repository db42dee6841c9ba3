"""The desk: everything the window and the command line can ask for, in one object.

    accounts    list, add, update, remove, unlock, try
    campaigns   plan, start, resume, recover; the running ones with their progress
    history     past and running campaigns; `history.open(id)` gives a `CampaignView`
    decisions   rows that may have gone out: which, and treat as sent, send again, ask the provider
    media       what is at the web addresses of a message
    recent      who got which text within the last day
    importer    `services.importer` is plain functions, no part of the desk

Light to import: no numpy, requests, keyring or SQLAlchemy. The grid's `Results` (numpy) is built by
the results page itself, which is imported after the first paint:
`Results(desk.history.open(id), desk.explain, desk.providers)`.

Threads: every method may block on the disk, the keyring or the network unless its docstring says
"at once"; the window calls those through `services.workers.run_blocking`.
"""

from dataclasses import dataclass

from smsdesk.core.account import Account
from smsdesk.core.codebook import CodeBook
from smsdesk.services.accounts import Accounts
from smsdesk.services.campaigns import Campaigns
from smsdesk.services.decisions import Decisions
from smsdesk.services.history import History
from smsdesk.services.media import MediaChecker
from smsdesk.services.ports import Closable, Explain, Providers, Rehearsal, SettingsStore
from smsdesk.services.recent import Recent


@dataclass(frozen=True, slots=True)
class Desk:
    """All services of a running program.

    providers: by id; `.info` declares the account form and the limits, `.codes` the code book.
    wire_codes: our own words for what happens on the way to any provider.
    explain: `(provider id, code) -> CodeEntry`, at once, for any code.
    rehearsal: `rehearsal.magic_numbers(provider id)` lists the sandbox's fixed answers.
    """

    accounts: Accounts
    campaigns: Campaigns
    history: History
    decisions: Decisions
    settings: SettingsStore
    providers: Providers
    explain: Explain
    rehearsal: Rehearsal
    wire_codes: CodeBook
    media: MediaChecker
    recent: Recent
    _parts: tuple[Closable, ...] = ()

    def start_rehearsal(self, provider: str) -> Account:
        """Start the in-process sandbox; return an unlocked account for it, kept for this session.

        Calling it again returns the same account.
        """
        return self.accounts.add_rehearsal(provider)

    def close(self, timeout_s: float = 3.0) -> None:
        """Pause what runs, wait for requests under way up to `timeout_s`, free everything.

        A request still under way after that is found as unknown at the next start.
        """
        self.campaigns.close(timeout_s)
        self.rehearsal.close()
        for part in self._parts:
            part.close()
