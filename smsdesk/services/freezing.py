"""What is frozen of a campaign when Send is pressed."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Final

from smsdesk.core.account import Account
from smsdesk.core.campaign import Campaign
from smsdesk.core.document import to_document
from smsdesk.core.message import Message, outline
from smsdesk.core.plan import Plan
from smsdesk.core.recipients import Recipients

NAME_CHARS: Final = 40


def new_campaign(
    message: Message, recipients: Recipients, account: Account, plan: Plan, name: str, now_ms: int
) -> Campaign:
    """The facts of a campaign. account: as it is spoken to. name: "" to take one from the list."""
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
