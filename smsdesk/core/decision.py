"""What a person decides about rows that may have gone out, as entries of the log."""

from collections.abc import Mapping
from typing import Final

from smsdesk.core.campaign import BatchOutcome
from smsdesk.core.ledger import SEND_AGAIN, Ledger
from smsdesk.core.outcome import Outcome

TREATED_AS_SENT: Final = "treated_as_sent"
"""The code of rows that a person counts as sent."""

FOUND_IN_RECORDS: Final = "found_in_records"
"""The code of rows that the provider's records show as taken."""

FAILED_IN_RECORDS: Final = "failed_in_records"
"""The code of rows that the provider's records show as failed, where they say no reason."""

PUT_BACK: Final = "put_back"
"""Reason of a campaign that was over until a person put rows back into its queue."""

DECIDED: Final = frozenset({TREATED_AS_SENT, SEND_AGAIN, FOUND_IN_RECORDS, FAILED_IN_RECORDS})
"""Codes that stand for no reply to a request."""


def decided(ledger: Ledger, outcomes: Mapping[int, Outcome], at_ms: int) -> list[BatchOutcome]:
    """One entry for each batch that holds one of the rows; all other rows stay as they are.

    outcomes: what is decided, by row.
    """
    frozen = ledger.frozen
    entries = []
    for batch in sorted({frozen.batch_of[row] for row in outcomes}):
        members = frozen.rows_of(batch)
        told = tuple(outcomes.get(row) or ledger.outcome(row) for row in members)
        number = ledger.batch_attempts[batch]
        entries.append(BatchOutcome(frozen.campaign.id, batch, number, at_ms, told))
    return entries
