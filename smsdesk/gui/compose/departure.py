"""What is about to leave, and what the confirmation says of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from smsdesk.core.account import Account
from smsdesk.core.message import Message, sender_of
from smsdesk.core.plan import Plan
from smsdesk.core.preflight import Check, CheckState
from smsdesk.core.provider import ProviderInfo
from smsdesk.core.recipients import Recipients
from smsdesk.gui.words import language, number


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything Send needs, as it stood when it was pressed."""

    message: Message
    recipients: Recipients
    account: Account
    info: ProviderInfo
    plan: Plan
    checks: tuple[Check, ...]
    after_rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class Departure:
    """What is about to leave, in the facts a person is asked about.

    seconds: about how long it takes, rate_per_s: requests per second it is reckoned with.
    segments: 0 where they are not known. billed: those the provider charges.
    look: sentences of the checks to look at.
    left_out: rows of the file that stay out.
    after_rehearsal: what is about to be sent for real was only rehearsed so far.
    """

    account: Account
    provider: str
    tile: str
    sender: str
    people: int
    segments: int
    billed: int
    requests: int
    seconds: float
    rate_per_s: float
    passed: int
    look: Sequence[str]
    left_out: int
    after_rehearsal: bool = False


def departure_of(draft: Draft) -> Departure:
    """The facts of the confirmation."""
    plan, account = draft.plan, draft.account
    seconds = plan.seconds(account.rate_per_s, account.workers)
    return Departure(
        account=account,
        provider=draft.info.title,
        tile=draft.info.tile,
        sender=sender_of(draft.message),
        people=plan.recipients,
        segments=plan.segments,
        billed=plan.billed_segments,
        requests=plan.requests,
        seconds=seconds,
        rate_per_s=plan.requests / seconds if seconds else 0.0,
        passed=passed_count(draft.checks),
        look=look_sentences(draft.checks),
        left_out=len(draft.recipients) - plan.recipients,
        after_rehearsal=draft.after_rehearsal,
    )


def passed_count(checks: Sequence[Check]) -> int:
    """How many of them passed."""
    return sum(check.state is CheckState.PASSED for check in checks)


def look_sentences(checks: Sequence[Check]) -> list[str]:
    """What is to be looked at, a line each."""
    return [
        line
        for check in checks
        if check.state is CheckState.LOOK
        for line in check.sentence(language(), number).splitlines()
    ]
