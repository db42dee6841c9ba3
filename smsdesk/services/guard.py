"""Never the wrong one: whom an account may send to, and which campaigns it may go on with."""

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from smsdesk.core.account import Account, Mode
from smsdesk.core.address import is_loopback
from smsdesk.core.campaign import Campaign
from smsdesk.core.errors import UserInputError
from smsdesk.core.ledger import Ledger
from smsdesk.core.outcome import Status
from smsdesk.core.recipients import Recipients

_OVER: Final = frozenset({Status.ACCEPTED, Status.DELIVERED, Status.UNDELIVERED, Status.SKIPPED})


def refuse_list(account: Account, recipients: Recipients) -> None:
    """A guarded account takes only a list that `core.recipients.reached` has cut for it.

    Raises:
        UserInputError: campaign_beyond_guard.
    """
    if account.mode is Mode.GUARDED:
        _refuse(account, (recipients.phones[row] for row in recipients.members()))


def refuse_rest(account: Account, ledger: Ledger) -> None:
    """A guarded account goes on only with its test numbers, whatever was frozen before.

    Raises:
        UserInputError: campaign_beyond_guard.
    """
    if account.mode is Mode.GUARDED:
        _refuse(account, _still_open(ledger))


def refuse_other_account(campaign: Campaign, account: Account) -> None:
    """What was rehearsed must not go out for real, nor to another provider.

    What a guarded account began may go on with a live one, because its recipients are frozen;
    never the other way round.

    Raises:
        UserInputError: campaign_account_changed.
    """
    modes = {campaign.mode, Mode.LIVE} if campaign.mode == Mode.GUARDED else {campaign.mode}
    same = campaign.provider == account.provider and account.mode in modes
    if same and account.mode is not Mode.REHEARSAL:
        same = _stays_here(campaign.base_url) == _stays_here(account.base_url)
    if not same:
        raise UserInputError("campaign_account_changed", name=account.name)


def _refuse(account: Account, phones: Iterable[int]) -> None:
    beyond = sum(not account.may_reach(phone) for phone in phones)
    if beyond:
        raise UserInputError("campaign_beyond_guard", name=account.name, beyond=beyond)


def _still_open(ledger: Ledger) -> Iterator[int]:
    """Numbers of the recipients that may be sent to, again or for the first time."""
    phones = ledger.frozen.phones
    return (phones[row] for row, status in enumerate(ledger.status) if status not in _OVER)


def _stays_here(base_url: str) -> bool:
    """Whether an address is on this computer."""
    return is_loopback(urlsplit(base_url).hostname or "")
