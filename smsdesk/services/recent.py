"""The last day: who was sent which text, asked before it is sent again.

People and texts are compared, not accounts: the same text by another provider is a repetition too.
Rehearsals are none.
"""

import threading
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from smsdesk.core.account import Account, Mode
from smsdesk.core.campaign import CampaignState
from smsdesk.core.ledger import SENDABLE
from smsdesk.core.outcome import Status
from smsdesk.core.plan import Plan
from smsdesk.core.provider import ProviderInfo
from smsdesk.core.recipients import Recipients
from smsdesk.core.repeat_checks import REPEAT_HOURS, Repeats, document_key, text_key
from smsdesk.services.history import CampaignView, History
from smsdesk.services.ports import Clock, Journal

__all__ = ["Recent", "Repeats"]

_HOUR_MS: Final = 3_600_000
_KEPT_ROWS: Final = 2_000_000
"""Recipients whose sends are kept in memory, 20 bytes each; beyond that they are read anew."""

_OUT: Final = frozenset(
    {Status.SENDING, Status.ACCEPTED, Status.UNKNOWN, Status.DELIVERED, Status.UNDELIVERED}
)
_WILL_GO_ON: Final = frozenset({CampaignState.SENDING, CampaignState.PAUSED})


@dataclass(frozen=True, slots=True)
class _Sends:
    """Who got or may get something from one campaign, in columns.

    at_ms: when that became known, 0 while it waits. batches: the request of each.
    length: how long the campaign's log was.
    """

    length: int
    phones: "array[int]"
    at_ms: "array[int]"
    batches: "array[int]"

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        return zip(self.phones, self.at_ms, self.batches, strict=True)


class Recent:
    """Looks through the campaigns of the last day. Thread: one look at a time, others wait."""

    def __init__(self, journal: Journal, history: History, clock: Clock) -> None:
        self._journal = journal
        self._history = history
        self._clock = clock
        self._lock = threading.Lock()
        self._sends: dict[str, _Sends] = {}  # the one looked at last comes last
        self._texts: dict[str, array[int]] = {}

    def look(
        self, plan: Plan, recipients: Recipients, account: Account, info: ProviderInfo
    ) -> Repeats:
        """What the last day holds against sending `plan`; blocks on the disk.

        A campaign is read once, and again only when something happened to it: about a second for
        100,000 texts of their own.

        Raises:
            StorageError: the journal cannot be read.
        """
        if account.mode is Mode.REHEARSAL:
            return Repeats()
        with self._lock:
            return self._look(plan, recipients, info)

    def _look(self, plan: Plan, recipients: Recipients, info: ProviderInfo) -> Repeats:
        now_ms = self._clock()
        phones = recipients.phones
        row_of = {phones[row]: row for row in plan.members}
        wanted = _texts_of(plan, len(recipients), info.id)
        same: set[int] = set()
        waits: set[int] = set()
        within_hour: dict[int, int] = {}
        for campaign_id, provider, sends in self._campaigns(now_ms - REPEAT_HOURS * _HOUR_MS):
            counts = info.hourly_limit and provider == info.id
            texts: array[int] | None = None
            for phone, at_ms, batch in sends:
                row = row_of.get(phone)
                age_ms = now_ms - at_ms if at_ms else 0
                if row is None or age_ms > REPEAT_HOURS * _HOUR_MS:
                    continue
                if counts and age_ms <= _HOUR_MS:
                    within_hour[row] = within_hour.get(row, 0) + 1
                if texts is None:
                    texts = self._texts_of(campaign_id, provider)
                if texts[batch] == wanted[row]:
                    (same if at_ms else waits).add(row)
        limit = info.hourly_limit or 0
        too_often = [row for row, count in within_hour.items() if count + 1 > limit]
        return Repeats(
            same_text=array("I", sorted(same | waits)),
            waiting=len(waits - same),
            too_often=array("I", sorted(too_often)),
            limit=limit,
        )

    def _campaigns(self, since_ms: int) -> Iterator[tuple[str, str, _Sends]]:
        """Id, provider and sends of every campaign that sent something since then."""
        lengths = self._journal.lengths()  # first: what is appended meanwhile is seen next time
        found = []
        for campaign_id in self._journal.active_since(since_ms):
            campaign = self._journal.campaign(campaign_id)
            if campaign.mode != Mode.REHEARSAL:
                found.append(campaign)
        kept = {campaign.id for campaign in found}
        for gone in self._sends.keys() - kept:
            self._sends.pop(gone)
            self._texts.pop(gone, None)
        for campaign in found:
            sends = self._sends.pop(campaign.id, None)
            length = lengths.get(campaign.id, 0)  # 0: begun just now, so it is read again next time
            if sends is None or sends.length != length:
                sends = _sends_of(self._history.open(campaign.id), length)
            self._sends[campaign.id] = sends
            yield campaign.id, campaign.provider, sends
            self._make_room()

    def _make_room(self) -> None:
        while len(self._sends) > 1 and sum(len(one.phones) for one in self._sends.values()) > (
            _KEPT_ROWS
        ):
            oldest = next(iter(self._sends))
            self._sends.pop(oldest)
            self._texts.pop(oldest, None)

    def _texts_of(self, campaign_id: str, provider: str) -> "array[int]":
        """The key of what each batch of a campaign says. Frozen, so it is read once."""
        texts = self._texts.get(campaign_id)
        if texts is None:
            keys = array("q")
            for documents in self._journal.documents(campaign_id):
                keys.extend(document_key(document, provider) for document in documents)
            numbers = self._journal.message_numbers(campaign_id)
            texts = self._texts[campaign_id] = array("q", (keys[number] for number in numbers))
        return texts


def _texts_of(plan: Plan, rows: int, provider: str) -> "array[int]":
    """The key of what each row would get, 0 for rows that will not."""
    keys = [text_key(message, provider) for message in plan.messages]
    texts = array("q", bytes(8 * rows))
    members, offsets = plan.members, plan.offsets
    for batch, message in enumerate(plan.batch_message):
        key = keys[message]
        for at in range(offsets[batch], offsets[batch + 1]):
            texts[members[at]] = key
    return texts


def _sends_of(view: CampaignView, length: int) -> _Sends:
    """Who got something from a campaign, may have got it, or still will."""
    frozen, ledger = view.frozen, view.ledger
    will_go_on = view.state in _WILL_GO_ON
    phones, at_ms, batches = array("Q"), array("q"), array("I")
    for row, status in enumerate(ledger.status):
        if status in _OUT:
            at_ms.append(ledger.at_ms[row])
        elif will_go_on and status in SENDABLE:
            at_ms.append(0)
        else:
            continue
        phones.append(frozen.phones[row])
        batches.append(frozen.batch_of[row])
    return _Sends(length, phones, at_ms, batches)
