"""Every error and problem in words: what happened, what it means, what to do.

Keys are the codes of `SmsdeskError` and `Problem`. A test checks that each code used in the
program stands in one of these and that both languages hold the same placeholders.
"""

from typing import Final

from smsdesk.core.sentences import (
    accounts,
    campaigns,
    checks,
    command_line,
    decisions,
    media,
    messages,
    provider,
    recipients,
    storage,
)
from smsdesk.core.words import Words

SENTENCES: Final[dict[str, Words]] = {
    **messages.SENTENCES,
    **media.SENTENCES,
    **provider.SENTENCES,
    **recipients.SENTENCES,
    **checks.SENTENCES,
    **accounts.SENTENCES,
    **campaigns.SENTENCES,
    **decisions.SENTENCES,
    **storage.SENTENCES,
    **command_line.SENTENCES,
}
