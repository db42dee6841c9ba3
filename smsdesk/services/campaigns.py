"""Campaigns: plan, freeze and start one; resume one; find those that were cut short."""

import os
import threading
import time
from array import array
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePath
from urllib.parse import urlsplit

from smsdesk.core.account import Account, Mode
from smsdesk.core.address import is_loopback
from smsdesk.core.campaign import Campaign, CampaignState, FrozenCampaign, StateChange
from smsdesk.core.codebook import CodeEntry
from smsdesk.core.document import to_document
from smsdesk.core.errors import UserInputError
from smsdesk.core.ledger import INTERRUPTED, Ledger, interrupted
from smsdesk.core.message import Message, outline
from smsdesk.core.plan import Plan, make_plan
from smsdesk.core.provider import Provider, provider_of
from smsdesk.core.recipients import Recipients
from smsdesk.services.accounts import Accounts
from smsdesk.services.ports import (
    BatchSource,
    CampaignLock,
    Clock,
    Explain,
    Journal,
    LockFactory,
    Providers,
    TransportFactory,
)
from smsdesk.services.sender import CampaignRun
from smsdesk.services.writer import JournalWriter

NAME_CHARS = 40


class Campaigns:
    """Starts and resumes campaigns; knows those this program runs."""

    def __init__(
        self,
        journal: Journal,
        accounts: Accounts,
        providers: Providers,
        explain: Explain,
        new_transport: TransportFactory,
        new_lock: LockFactory,
        clock: Clock,
    ) -> None:
        self._journal = journal
        self._accounts = accounts
        self._providers = providers
        self._explain = explain
        self._new_transport = new_transport
        self._new_lock = new_lock
        self._clock = clock
        self._writer = JournalWriter(journal.record)
        self._guard = threading.Lock()
        self._runs: dict[str, CampaignRun] = {}

    def plan(self, message: Message, recipients: Recipients, account: Account) -> Plan:
        """Render, group and batch; nothing is stored or sent. `account` needs no secrets.

        Raises:
            UserInputError: all problems at once.
        """
        return make_plan(
            message, recipients, provider_of(self._providers, account.provider), account
        )

    def start(
        self,
        message: Message,
        recipients: Recipients,
        account: Account,
        *,
        plan: Plan | None = None,
        name: str = "",
        keep_going: bool = False,
    ) -> CampaignRun:
        """Freeze a campaign in the journal and begin to send it.

        account: unlocked (`Accounts.unlock`); its rate and workers hold for this campaign.
        plan: what `plan` gave for the same three, to save planning twice.

        Raises:
            UserInputError: the plan's problems, or campaign_list_changed: somebody corrected the
                recipients after they were planned. Nothing was sent.
            StorageError: the journal cannot be written; nothing was sent.
        """
        provider = provider_of(self._providers, account.provider)
        if plan is None:
            plan = self.plan(message, recipients, account)
        elif array("I", sorted(plan.members)) != recipients.members():
            raise UserInputError("campaign_list_changed")
        spoken = self._accounts.route(account)
        campaign = self._new_campaign(message, recipients, spoken, plan, name)
        lock = self._take(campaign.id)
        try:
            self._journal.freeze(campaign, recipients, plan)
            frozen = self._journal.frozen(campaign.id)
            run = self._run(
                campaign, frozen, Ledger(frozen), plan, provider, spoken, lock, keep_going
            )
            run.start()
        except BaseException:
            lock.release()
            raise
        self._remember(run)
        return run

    def resume(
        self, campaign_id: str, *, account: Account | None = None, keep_going: bool = False
    ) -> CampaignRun:
        """Send what a campaign still holds and was certainly not taken, from the journal alone.

        Recipients who may have got it already are never among them. Where nothing is left, the run
        is over at once and says where the campaign stands.

        account: unlocked; None to unlock the one the campaign was started with.

        Raises:
            UserInputError: campaign_unknown, campaign_busy, campaign_account_missing,
                campaign_account_changed, or what unlocking says.
            ConfigError: what the keyring says.
            StorageError: the journal cannot be written; nothing was sent.
        """
        campaign = self._journal.campaign(campaign_id)
        running = self.run_of(campaign_id)
        if running is not None and running.is_active:
            raise UserInputError("campaign_busy", name=campaign.name)
        unlocked = account or self._unlock(campaign)
        self._refuse_other_account(campaign, unlocked)
        spoken = self._accounts.route(
            replace(unlocked, rate_per_s=campaign.rate_per_s, workers=campaign.workers)
        )
        if running is not None:
            running.resume(spoken, keep_going=keep_going)
            return running
        lock = self._take(campaign_id, campaign.name)
        try:
            frozen = self._journal.frozen(campaign_id)
            ledger, last = self._replay(campaign, frozen)
            source = _FrozenBatches(self._journal, frozen)
            provider = provider_of(self._providers, campaign.provider)
            run = self._run(
                campaign, frozen, ledger, source, provider, spoken, lock, keep_going, last
            )
            run.start()
        except BaseException:
            lock.release()
            raise
        self._remember(run)
        return run

    def recover(self) -> tuple[str, ...]:
        """Find campaigns whose program ended while requests were under way; call it at start.

        What was under way becomes unknown, the campaign is paused. A campaign that another program
        runs is left alone. Returns the ids of those that were found.
        """
        found = []
        for campaign, state, _ in self._journal.campaigns():
            if state is not CampaignState.SENDING or self.run_of(campaign.id) is not None:
                continue
            lock = self._new_lock(campaign.id)
            if not lock.acquire():
                continue
            try:
                if self._recover(campaign):
                    found.append(campaign.id)
            finally:
                lock.release()
        return tuple(found)

    def run_of(self, campaign_id: str) -> CampaignRun | None:
        """The run of a campaign this program is sending or has paused. At once."""
        with self._guard:
            self._drop_ended()
            return self._runs.get(campaign_id)

    def running(self) -> tuple[CampaignRun, ...]:
        """All runs with requests that may still leave or are under way. At once."""
        with self._guard:
            return tuple(run for run in self._runs.values() if run.is_active)

    def close(self, timeout_s: float) -> bool:
        """Pause everything and wait up to `timeout_s` in all; False when requests are left.

        Nothing is recorded after that: the next `recover` finds those requests as unknown.
        """
        runs = self.running()
        for run in runs:
            run.pause()
        deadline_s = time.monotonic() + timeout_s
        quiet = [run.wait(max(0.0, deadline_s - time.monotonic())) for run in runs]
        with self._guard:
            here = tuple(self._runs.values())
        for run in here:
            run.save_kept_back()
        self._writer.close()
        for run in here:
            run.give_back()
        return all(quiet)

    # -- below: one step each of the above -------------------------------------------------

    def _new_campaign(
        self, message: Message, recipients: Recipients, account: Account, plan: Plan, name: str
    ) -> Campaign:
        now_ms = self._clock()
        return Campaign(
            id=new_campaign_id(now_ms),
            name=name or default_name(message, recipients.source),
            created_ms=now_ms,
            account=account.name,
            provider=account.provider,
            mode=account.mode.value,
            base_url=account.base_url,
            document=to_document(message),
            source=recipients.source,
            header=recipients.header,
            phone_column=recipients.phone_column,
            first_row=recipients.first_row,
            rows=len(recipients),
            recipients=plan.recipients,
            requests=plan.requests,
            segments=plan.segments,
            rate_per_s=account.rate_per_s,
            workers=account.workers,
        )

    def _take(self, campaign_id: str, name: str = "") -> CampaignLock:
        lock = self._new_lock(campaign_id)
        if not lock.acquire():
            raise UserInputError("campaign_busy", name=name or campaign_id)
        return lock

    def _run(
        self,
        campaign: Campaign,
        frozen: FrozenCampaign,
        ledger: Ledger,
        source: BatchSource,
        provider: Provider,
        account: Account,
        lock: CampaignLock,
        keep_going: bool,
        state: StateChange | None = None,
    ) -> CampaignRun:
        return CampaignRun(
            campaign,
            frozen,
            ledger,
            source=source,
            provider=provider,
            account=account,
            explain=_Explained(self._explain, provider.info.id).entry,
            writer=self._writer,
            new_transport=self._new_transport,
            lock=lock,
            clock=self._clock,
            clocks=self._accounts.clocks,
            keep_going=keep_going,
            state=state,
        )

    def _remember(self, run: CampaignRun) -> None:
        with self._guard:
            self._drop_ended()
            self._runs[run.campaign.id] = run

    def _drop_ended(self) -> None:
        """A finished or stopped run is history; a paused one goes on with its live ledger."""
        for campaign_id, run in list(self._runs.items()):
            if run.has_ended:
                del self._runs[campaign_id]

    def _replay(
        self, campaign: Campaign, frozen: FrozenCampaign
    ) -> tuple[Ledger, StateChange | None]:
        ledger = Ledger(frozen)
        last = None
        for entry in self._journal.log(campaign.id):
            ledger.apply(entry)
            if isinstance(entry, StateChange):
                last = entry
        return ledger, last

    def _recover(self, campaign: Campaign) -> bool:
        ledger, last = self._replay(campaign, self._journal.frozen(campaign.id))
        if last is None or last.state is not CampaignState.SENDING:
            return False  # its program came to the end after all, just before the lock was ours
        now_ms = self._clock()
        paused = StateChange(campaign.id, now_ms, CampaignState.PAUSED, INTERRUPTED)
        self._writer.write(*interrupted(ledger, now_ms), paused)
        return True

    def _unlock(self, campaign: Campaign) -> Account:
        known = {account.name for account in self._accounts.list()}
        if campaign.account in known:
            return self._accounts.unlock(campaign.account)
        if campaign.mode == Mode.REHEARSAL:
            return self._accounts.add_rehearsal(campaign.provider)
        raise UserInputError("campaign_account_missing", name=campaign.account)

    def _refuse_other_account(self, campaign: Campaign, account: Account) -> None:
        """What was rehearsed must not go out for real, nor to another provider."""
        same = (campaign.provider, campaign.mode) == (account.provider, account.mode.value)
        if same and account.mode is Mode.LIVE:
            same = _stays_here(campaign.base_url) == _stays_here(account.base_url)
        if not same:
            raise UserInputError("campaign_account_changed", name=account.name)


class _FrozenBatches:
    """The requests of a campaign as the journal keeps them."""

    def __init__(self, journal: Journal, frozen: FrozenCampaign) -> None:
        self._journal = journal
        self._frozen = frozen

    def batch(self, index: int) -> tuple[Message, "array[int]"]:
        """Rendered message and row indexes of one batch."""
        message = self._journal.message(self._frozen.campaign.id, index)
        return message, self._frozen.rows_of(index)


class _Explained:
    """The entries of one provider's codes, each looked up once."""

    def __init__(self, explain: Explain, provider: str) -> None:
        self._explain = explain
        self._provider = provider
        self._known: dict[str, CodeEntry] = {}

    def entry(self, code: str) -> CodeEntry:
        """The entry of `code`."""
        found = self._known.get(code)
        if found is None:
            found = self._known[code] = self._explain(self._provider, code)
        return found


def new_campaign_id(now_ms: int, random: Callable[[int], bytes] = os.urandom) -> str:
    """An id that sorts by time, for example `c-20261121-140806-3f9a2b` (UTC)."""
    moment = datetime.fromtimestamp(now_ms / 1000, UTC)
    return f"c-{moment:%Y%m%d-%H%M%S}-{random(3).hex()}"


def default_name(message: Message, source: str) -> str:
    """A name for a campaign nobody named: its file, else how its text begins."""
    if source:
        return PurePath(source).stem
    words = " ".join(outline(message).split())
    return words if len(words) <= NAME_CHARS else words[: NAME_CHARS - 1] + "…"


def _stays_here(base_url: str) -> bool:
    """Whether an address is on this computer."""
    return is_loopback(urlsplit(base_url).hostname or "")
