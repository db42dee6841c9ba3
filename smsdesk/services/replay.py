"""The ledger of a campaign, rebuilt from its log."""

from smsdesk.core.campaign import NEVER_STARTED, CampaignState, FrozenCampaign, StateChange
from smsdesk.core.errors import StorageError
from smsdesk.core.ledger import Ledger
from smsdesk.services.ports import Journal


def replayed(journal: Journal, frozen: FrozenCampaign) -> tuple[Ledger, StateChange]:
    """What the whole log comes to, and its last state.

    Raises:
        StorageError: campaign_damaged: an entry cannot be read or speaks of what is not there.
    """
    campaign, ledger = frozen.campaign, Ledger(frozen)
    last = StateChange(campaign.id, campaign.created_ms, CampaignState.PAUSED, NEVER_STARTED)
    for entry in journal.log(campaign.id):
        try:
            ledger.apply(entry)
        except (ValueError, LookupError, TypeError, OverflowError) as problem:
            raise StorageError("campaign_damaged", campaign=entry.campaign) from problem
        if isinstance(entry, StateChange):
            last = entry
    return ledger, last
