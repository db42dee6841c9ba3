"""Campaigns: plan, freeze and start one; resume one; find those that were cut short."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from smsdesk.core.account import Account, Mode
from smsdesk.core.campaign import BatchOutcome, Campaign, CampaignState, StateChange
from smsdesk.core.codebook import CodeEntry
from smsdesk.core.decision import PUT_BACK
from smsdesk.core.errors import StorageError, UserInputError
from smsdesk.core.ledger import INTERRUPTED, Ledger, interrupted, is_complete
from smsdesk.core.message import Message
from smsdesk.core.outcome import Status
from smsdesk.core.plan import Plan, make_plan
from smsdesk.core.provider import provider_of
from smsdesk.core.recipients import Recipients
from smsdesk.services.accounts import Accounts
from smsdesk.services.freezing import new_campaign
from smsdesk.services.guard import refuse_list, refuse_other_account, refuse_rest
from smsdesk.services.locks import CampaignLocks
from smsdesk.services.pacer import Pacers
from smsdesk.services.ports import (
    CampaignLock,
    Clock,
    Explain,
    Journal,
    LockFactory,
    MessageOf,
    Providers,
    TransportFactory,
)
from smsdesk.services.replay import replayed
from smsdesk.services.sender import OFFLINE_S, CampaignRun, Shared, Terms
from smsdesk.services.writer import JournalWriter

log = logging.getLogger(__name__)


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
        self._locks = CampaignLocks(new_lock)
        self._clock = clock
        self._writer = JournalWriter(journal.record)
        self._shared = Shared(self._writer, new_transport, clock, accounts.clocks, Pacers())
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
        if not recipients.is_current:
            raise UserInputError("campaign_list_changed")
        refuse_list(account, recipients)
        if plan is None:
            plan = self.plan(message, recipients, account)
        elif not plan.fits(recipients):
            raise UserInputError("campaign_list_changed")
        terms = Terms(self._accounts.route(account), keep_going, offline_s)
        campaign = new_campaign(message, recipients, terms.account, plan, name, self._clock())
        with self._unless_closing(), self._locks.taken(campaign.id, campaign.name) as lock:
            self._journal.freeze(campaign, recipients, plan)
            ledger = Ledger(self._journal.frozen(campaign.id))
            run = self._run(ledger, campaign.beginning, terms, plan.message, lock)
            self._begin(run, run.resume)
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
        run = self.run_of(campaign_id)
        if run is not None:
            if run.is_active:
                raise UserInputError("campaign_busy", name=campaign.name)
            terms = Terms(self._unlocked(campaign, run.ledger, account), keep_going, offline_s)
            with self._unless_closing():
                self._begin(run, partial(run.resume, terms))
            return run
        # taken before the keyring asks, which may be for nothing where another program sends it
        with self._locks.taken(campaign_id, campaign.name) as lock:
            ledger, last = self._recovered(campaign)
            terms = Terms(self._unlocked(campaign, ledger, account), keep_going, offline_s)
            message_of = partial(self._journal.message, campaign_id)
            run = self._run(ledger, last, terms, message_of, lock)
            with self._unless_closing():
                self._begin(run, run.resume)
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
            ledger, last = self._recovered(campaign)
            entries = decide(ledger)
            for entry in entries:
                ledger.apply(entry)
            state = self._state_after(campaign, ledger, last.state)
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
            _, last = self._recovered(campaign)
            if last.state is CampaignState.PAUSED:
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
        runs is left alone, and so is one whose log cannot be read or added to: it keeps nobody from
        the others, and `resume`, `settle` and `stop` look after it when they are asked.

        Returns the ids of those that were found.

        Raises:
            StorageError: the journal cannot be read.
        """
        found = []
        for campaign, state, _ in self._journal.campaigns():
            if state is not CampaignState.SENDING or self.run_of(campaign.id) is not None:
                continue
            try:
                if self._recover(campaign):
                    found.append(campaign.id)
            except StorageError as problem:
                log.warning("campaign %s: not recovered: %s", campaign.id, problem.code)
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
        ledger: Ledger,
        state: StateChange,
        terms: Terms,
        message_of: MessageOf,
        lock: CampaignLock,
    ) -> CampaignRun:
        provider = provider_of(self._providers, ledger.frozen.campaign.provider)
        explain = _Explained(self._explain, provider.info.id).entry
        return CampaignRun(ledger, state, terms, message_of, provider, explain, lock, self._shared)

    @contextmanager
    def _unless_closing(self) -> Iterator[None]:
        """Nothing begins while the program closes, which would lose it; nor closes meanwhile."""
        with self._beginning:
            if self._closing:
                raise StorageError("journal_closed")
            yield

    def _begin(self, run: CampaignRun, begin: Callable[[], None]) -> None:
        """Let a run begin, and remember it."""
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
        """Whether its program ended in the middle; not where another one runs it."""
        lock = self._locks.try_to_take(campaign.id)
        if lock is None:
            return False
        try:
            _, last = self._recovered(campaign)
        finally:
            lock.release()
        return (last.state, last.reason) == (CampaignState.PAUSED, INTERRUPTED)

    def _recovered(self, campaign: Campaign) -> tuple[Ledger, StateChange]:
        """The ledger and the last state of a campaign that nobody runs; the lock is held.

        Where its program ended in the middle, what was under way is written down as unknown.
        """
        ledger, last = replayed(self._journal, self._journal.frozen(campaign.id))
        if last.state is CampaignState.SENDING:
            now_ms = self._clock()
            lost = interrupted(ledger, now_ms)
            last = StateChange(campaign.id, now_ms, CampaignState.PAUSED, INTERRUPTED)
            self._writer.write(*lost, last)
            for entry in lost:
                ledger.apply(entry)
        return ledger, last

    def _state_after(
        self, campaign: Campaign, ledger: Ledger, before: CampaignState
    ) -> tuple[StateChange, ...]:
        """Where a decision leaves a campaign, () where it stays as it was."""
        counts, explained = ledger.counts(), _Explained(self._explain, campaign.provider)
        pausing = {code for code in ledger.codes if explained.entry(code).cls.pauses}
        if before in (CampaignState.FINISHED, CampaignState.STOPPED):
            if not counts[Status.QUEUED]:
                return ()
            after, reason = CampaignState.PAUSED, PUT_BACK
        else:
            if counts[Status.UNKNOWN] or not is_complete(ledger, pausing):
                return ()
            after, reason = CampaignState.FINISHED, ""
        return (StateChange(campaign.id, self._clock(), after, reason),)

    def _unlocked(self, campaign: Campaign, ledger: Ledger, account: Account | None) -> Account:
        """The account a campaign goes on with, as it is spoken to and set by now."""
        unlocked = account or self._unlock(campaign)
        refuse_other_account(campaign, unlocked)
        refuse_rest(unlocked, ledger)
        return self._accounts.route(unlocked)

    def _unlock(self, campaign: Campaign) -> Account:
        known = {account.name for account in self._accounts.list()}
        if campaign.account in known:
            return self._accounts.unlock(campaign.account)
        if campaign.mode == Mode.REHEARSAL:
            return self._accounts.add_rehearsal(campaign.provider)
        raise UserInputError("campaign_account_missing", name=campaign.account)


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
