"""The ledger of a campaign, rebuilt from its log."""

from smsdesk.core.campaign import FrozenCampaign, StateChange
from smsdesk.core.ledger import Ledger
from smsdesk.services.ports import Journal


def replayed(journal: Journal, frozen: FrozenCampaign) -> tuple[Ledger, StateChange | None]:
    """What the whole log comes to, and its last state; None where it was never started."""
    ledger = Ledger(frozen)
    last = None
    for entry in journal.log(frozen.campaign.id):
        ledger.apply(entry)
        if isinstance(entry, StateChange):
            last = entry
    return ledger, last
