"""What this computer remembers that bears on a send: who got this text already, and the clock."""

from dataclasses import dataclass
from typing import Final

from smsdesk.core.account import Account, Mode
from smsdesk.core.check import Check, CheckState
from smsdesk.core.message import Message
from smsdesk.core.plan import Plan
from smsdesk.core.provider import ProviderInfo
from smsdesk.core.recipients import Recipients
from smsdesk.core.repeat_checks import clock_check, repeat_checks
from smsdesk.services.desk import Desk
from smsdesk.services.recent import Repeats


@dataclass(frozen=True, slots=True)
class Past:
    """What is remembered.

    repeats: who got this text already; None where nobody was looked up (a rehearsal).
    after_rehearsal: whether what is about to be sent for real was only rehearsed so far.
    checks: what there is to say about it.
    """

    repeats: Repeats | None = None
    after_rehearsal: bool = False
    checks: tuple[Check, ...] = ()


#: The history could not be read: nothing is known, and that is said.
UNREAD: Final = Past(
    checks=(Check("already_sent", CheckState.LOOK, variant="unread", detail="history"),)
)


def look_back(
    desk: Desk,
    message: Message,
    recipients: Recipients,
    account: Account,
    info: ProviderInfo,
    plan: Plan,
) -> Past:
    """Look into the history of this computer; reads the journal.

    Raises:
        StorageError: the journal cannot be read.
    """
    if account.mode is Mode.REHEARSAL:
        return Past()
    repeats = desk.recent.look(plan, recipients, account, info)
    clock = clock_check(desk.accounts.clocks.offset_ms(account), info.clock_window_s)
    checks = [*repeat_checks(repeats), *((clock,) if clock is not None else ())]
    last = desk.history.last_mode(message, recipients.source)
    rehearsed = account.mode is Mode.LIVE and last is Mode.REHEARSAL
    return Past(repeats, rehearsed, tuple(checks))
