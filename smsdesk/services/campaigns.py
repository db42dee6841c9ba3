"""Campaigns: plan, freeze and start one; resume one; find those that were cut short."""

import threading
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from smsdesk.core.account import Account, Mode
from smsdesk.core.campaign import (
    BatchOutcome,
    Campaign,
    CampaignState,
    FrozenCampaign,
    StateChange,
)
from smsdesk.core.codebook import CodeEntry
from smsdesk.core.decision import PUT_BACK
from smsdesk.core.errors import StorageError, UserInputError
from smsdesk.core.ledger import INTERRUPTED, Ledger, interrupted, is_complete
from smsdesk.core.message import Message
from smsdesk.core.outcome import Status
from smsdesk.core.plan import Plan, make_plan
from smsdesk.core.provider import Provider, provider_of
from smsdesk.core.recipients import Recipients
from smsdesk.services.accounts import Accounts
from smsdesk.services.freezing import new_campaign
from smsdesk.services.guard import refuse_list, refuse_other_account, refuse_rest
from smsdesk.services.locks import CampaignLocks
from smsdesk.services.pacer import Pacers
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
from smsdesk.services.replay import replayed
from smsdesk.services.sender import OFFLINE_S, CampaignRun
from smsdesk.services.writer import JournalWriter


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
        self._locks = CampaignLocks(new_lock)
        self._clock = clock
        self._writer = JournalWriter(journal.record)
        self._pacers = Pacers()
        self._guard = threading.Lock()
        self._runs: dict[str, CampaignRun] = {}
        self._beginning = threading.Lock()
        self._closing = False

    def plan(self, message: Message, recipients: Recipients, account: Account) -> Plan:
        """Render, group and batch; nothing is stored or sent. `account` needs no secrets.

        Raises:
            UserInputError: all problems at once; campaign_beyond_guard, where a guarded account has
                to do with a list that `core.recipients.reached` has not cut to its test numbers.
        """
        refuse_list(account, recipients)
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
        offline_s: float = OFFLINE_S,
    ) -> CampaignRun:
        """Freeze a campaign in the journal and begin to send it.

        account: unlocked (`Accounts.unlock`); its rate and workers hold for this campaign.
        plan: what `plan` gave for the same three, to save planning twice.
        offline_s: how long to wait for a provider that cannot be reached before it pauses.

        Raises:
            UserInputError: the plan's problems, campaign_beyond_guard as `plan` says it, or
                campaign_list_changed: somebody corrected the recipients after they were planned.
                Nothing was sent.
            StorageError: the journal cannot be written; nothing was sent.
        """
        provider = provider_of(self._providers, account.provider)
        if not recipients.is_current:
            raise UserInputError("campaign_list_changed")
        refuse_list(account, recipients)
        if plan is None:
            plan = self.plan(message, recipients, account)
        elif array("I", sorted(plan.members)) != recipients.members():
            raise UserInputError("campaign_list_changed")
        spoken = self._accounts.route(account)
        campaign = new_campaign(message, recipients, spoken, plan, name, self._clock())
        with self._locks.taken(campaign.id, campaign.name) as lock:
            self._journal.freeze(campaign, recipients, plan)
            frozen = self._journal.frozen(campaign.id)
            run = self._run(
                campaign,
                frozen,
                Ledger(frozen),
                plan,
                provider,
                spoken,
                lock,
                keep_going,
                offline_s,
            )
            self._begin(run, run.start)
        return run

    def resume(
        self,
        campaign_id: str,
        *,
        account: Account | None = None,
        keep_going: bool = False,
        offline_s: float = OFFLINE_S,
    ) -> CampaignRun:
        """Send what a campaign still holds and was certainly not taken, from the journal alone.

        Recipients who may have got it already are never among them, unless the provider knows their
        request by its id. Where nothing is left, the run is over at once and says where the
        campaign stands.

        account: unlocked; None to unlock the one the campaign was started with.

        Raises:
            UserInputError: campaign_unknown, campaign_busy, campaign_ended (it was stopped while
                the keyring asked), campaign_account_missing, campaign_account_changed,
                campaign_beyond_guard (the account is guarded and its test numbers are not those of
                the start), or what unlocking says.
            ConfigError: what the keyring says.
            StorageError: the journal cannot be written; nothing was sent.
        """
        campaign = self._journal.campaign(campaign_id)
        running = self.run_of(campaign_id)
        if running is not None and running.is_active:
            raise UserInputError("campaign_busy", name=campaign.name)
        if running is None and self._locks.is_held_elsewhere(campaign_id):
            raise UserInputError("campaign_busy", name=campaign.name)  # before the keyring asks
        unlocked = account or self._unlock(campaign)
        refuse_other_account(campaign, unlocked)
        spoken = self._accounts.route(
            replace(unlocked, rate_per_s=campaign.rate_per_s, workers=campaign.workers)
        )
        if running is not None:
            refuse_rest(unlocked, running.ledger)
            go_on = partial(running.resume, spoken, keep_going=keep_going, offline_s=offline_s)
            self._begin(running, go_on)
            return running
        with self._locks.taken(campaign_id, campaign.name) as lock:
            frozen = self._journal.frozen(campaign_id)
            ledger, last = replayed(self._journal, frozen)
            refuse_rest(unlocked, ledger)
            source = _FrozenBatches(self._journal, frozen)
            provider = provider_of(self._providers, campaign.provider)
            run = self._run(
                campaign,
                frozen,
                ledger,
                source,
                provider,
                spoken,
                lock,
                keep_going,
                offline_s,
                last,
            )
            self._begin(run, run.start)
        return run

    def settle(self, campaign_id: str, decide: Callable[[Ledger], Sequence[BatchOutcome]]) -> None:
        """Write what `decide` makes of a campaign's rows, while nothing of it is under way.

        A campaign with nothing left to send or to decide is finished then; one that was over is
        paused where `decide` put somebody back into the queue.

        Raises:
            UserInputError: campaign_unknown, campaign_busy: it is being sent, here or elsewhere,
                campaign_ended: it has ended just now.
            StorageError: the journal cannot be written; nothing changed.
        """
        campaign = self._journal.campaign(campaign_id)
        run = self.run_of(campaign_id)
        if run is not None:
            run.settle(_made_late(decide, run.ledger))
            return
        with self._locks.taken(campaign_id, campaign.name) as lock:
            frozen = self._journal.frozen(campaign_id)
            ledger, last = replayed(self._journal, frozen)
            if last is not None and last.state is CampaignState.SENDING:
                self._recover(campaign)  # its program is gone
                ledger, last = replayed(self._journal, frozen)
            entries = decide(ledger)
            for entry in entries:
                ledger.apply(entry)
            state = self._state_after(campaign, ledger, last.state if last else None)
            if entries:
                self._writer.write(*entries, *state)
            lock.release()

    def stop(self, campaign_id: str) -> None:
        """End a campaign: what is under way gets its answer, nobody else is sent to.

        One that was paused by an earlier run of the program needs no account for it.

        Raises:
            UserInputError: campaign_unknown, campaign_busy: another program has it.
            StorageError: the journal cannot be written; nothing changed.
        """
        campaign = self._journal.campaign(campaign_id)
        run = self.run_of(campaign_id)
        if run is not None:
            run.stop()
            return
        with self._locks.taken(campaign_id, campaign.name) as lock:
            self._recover(campaign)
            _, last = replayed(self._journal, self._journal.frozen(campaign_id))
            if last is None or last.state is CampaignState.PAUSED:
                stopped = StateChange(
                    campaign_id, self._clock(), CampaignState.STOPPED, "by_person"
                )
                self._writer.write(stopped)
            lock.release()

    def account_of(self, campaign: Campaign) -> Account:
        """The account a campaign was started with, unlocked and as it is spoken to.

        Raises:
            UserInputError: campaign_account_missing, campaign_account_changed, or what unlocking
                says.
            ConfigError: what the keyring says.
        """
        account = self._unlock(campaign)
        refuse_other_account(campaign, account)
        return self._accounts.route(account)

    def recover(self) -> tuple[str, ...]:
        """Find campaigns whose program ended while requests were under way; call it at start.

        What was under way becomes unknown, the campaign is paused. A campaign that another program
        runs is left alone. Returns the ids of those that were found.
        """
        found = []
        for campaign, state, _ in self._journal.campaigns():
            if state is not CampaignState.SENDING or self.run_of(campaign.id) is not None:
                continue
            lock = self._locks.try_to_take(campaign.id)
            if lock is None:
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

    def busy_elsewhere(self, campaign_id: str) -> bool:
        """Whether another program sends this campaign, or has it paused and ready to go on.

        Its entries may be read, but only that program adds to them.

        Raises:
            StorageError: folder_unwritable.
        """
        if self.run_of(campaign_id) is not None:
            return False
        elsewhere = self._locks.is_held_elsewhere(campaign_id)
        return elsewhere and self.run_of(campaign_id) is None

    def running(self) -> tuple[CampaignRun, ...]:
        """All runs with requests that may still leave or are under way. At once."""
        with self._guard:
            return tuple(run for run in self._runs.values() if run.is_active)

    def close(self, timeout_s: float) -> bool:
        """Pause everything and wait up to `timeout_s` in all; False when requests are left.

        Nothing is recorded after that: the next `recover` finds those requests as unknown.
        """
        with self._beginning:
            self._closing = True
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
        offline_s: float,
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
            pacers=self._pacers,
            keep_going=keep_going,
            offline_s=offline_s,
            state=state,
        )

    def _begin(self, run: CampaignRun, begin: Callable[[], None]) -> None:
        """Let a run begin, and remember it; not while the program closes, which would lose it."""
        with self._beginning:
            if self._closing:
                raise StorageError("journal_closed")
            begin()
            with self._guard:
                self._drop_ended()
                self._runs[run.campaign.id] = run

    def _drop_ended(self) -> None:
        """A finished or stopped run is history; a paused one goes on with its live ledger."""
        for campaign_id, run in list(self._runs.items()):
            if run.has_ended:
                del self._runs[campaign_id]

    def _recover(self, campaign: Campaign) -> bool:
        ledger, last = replayed(self._journal, self._journal.frozen(campaign.id))
        if last is None or last.state is not CampaignState.SENDING:
            return False  # its program came to the end after all, just before the lock was ours
        now_ms = self._clock()
        paused = StateChange(campaign.id, now_ms, CampaignState.PAUSED, INTERRUPTED)
        self._writer.write(*interrupted(ledger, now_ms), paused)
        return True

    def _state_after(
        self, campaign: Campaign, ledger: Ledger, before: CampaignState | None
    ) -> tuple[StateChange, ...]:
        """Where a decision leaves a campaign, () where it stays as it was."""
        counts, explained = ledger.counts(), _Explained(self._explain, campaign.provider)
        pausing = {code for code in ledger.codes if explained.entry(code).cls.pauses}
        if before in (CampaignState.FINISHED, CampaignState.STOPPED):
            if not counts[Status.QUEUED]:
                return ()
            after, reason = CampaignState.PAUSED, PUT_BACK
        else:
            if before is None or counts[Status.UNKNOWN] or not is_complete(ledger, pausing):
                return ()
            after, reason = CampaignState.FINISHED, ""
        return (StateChange(campaign.id, self._clock(), after, reason),)

    def _unlock(self, campaign: Campaign) -> Account:
        known = {account.name for account in self._accounts.list()}
        if campaign.account in known:
            return self._accounts.unlock(campaign.account)
        if campaign.mode == Mode.REHEARSAL:
            return self._accounts.add_rehearsal(campaign.provider)
        raise UserInputError("campaign_account_missing", name=campaign.account)


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


def _made_late(
    decide: Callable[[Ledger], Sequence[BatchOutcome]], ledger: Ledger
) -> Iterator[BatchOutcome]:
    """The entries, made when they are asked for: nothing is under way any more then."""
    yield from decide(ledger)
