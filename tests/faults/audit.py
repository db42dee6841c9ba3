"""The sandbox's ledger against the journal: what must never be seen in any of the two."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields

from smsdesk.core.ledger import Ledger
from smsdesk.core.outcome import Status
from smsdesk.core.recipients import RowState
from smsdesk.sandbox import Accepted
from smsdesk.services.progress import Group, four_numbers
from tests.faults.loads import Load

SAFE_TO_SEND = frozenset({Status.QUEUED, Status.NOT_SENT, Status.SENDING, Status.REJECTED})
"""What nobody has got, as the journal tells it: these a resume or a person would send again."""

MUST_BE_ZERO = ("twice", "lost", "mismatch")


@dataclass(frozen=True, slots=True)
class Figures:
    """A line of the table; the last three must be zero.

    requests: attempts in the journal. accepted to waiting: the four numbers, by the journal.
    twice: messages beyond the first that a number got. lost: numbers that got it and of whom the
        journal says they did not. mismatch: accepted by the journal and not by the provider,
        another's text, a number nobody sends to, a row still under way, numbers that do not add up.
    """

    recipients: int = 0
    requests: int = 0
    accepted: int = 0
    rejected: int = 0
    unknown: int = 0
    waiting: int = 0
    twice: int = 0
    lost: int = 0
    mismatch: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def broken(self) -> int:
        """How much of it must not be."""
        return sum(getattr(self, name) for name in MUST_BE_ZERO)


def audit(load: Load, count: int, ledger: Ledger, taken: Iterable[Accepted]) -> Figures:
    """Compare. ledger: of a campaign to `count` recipients where nothing is under way."""
    frozen = ledger.frozen
    status = {
        frozen.phones[row]: Status(ledger.status[row])
        for row, state in enumerate(frozen.states)
        if state == RowState.WILL_RECEIVE
    }
    entries = list(taken)
    times = Counter(int(entry.phone) for entry in entries)
    numbers = four_numbers(ledger.counts())
    mismatch = (
        sum(state is Status.ACCEPTED and not times[phone] for phone, state in status.items())
        + sum(phone not in status for phone in times)
        + sum(not load.is_for(int(entry.phone), entry.content) for entry in entries)
        + sum(state is Status.SENDING for state in status.values())
        + abs(sum(numbers.values()) - count)
        + abs(len(status) - count)
    )
    return Figures(
        recipients=count,
        requests=sum(ledger.batch_attempts),
        accepted=numbers[Group.ACCEPTED],
        rejected=numbers[Group.REJECTED],
        unknown=numbers[Group.UNKNOWN],
        waiting=numbers[Group.WAITING],
        twice=sum(n - 1 for n in times.values() if n > 1),
        lost=sum(status.get(phone) in SAFE_TO_SEND for phone in times),
        mismatch=mismatch,
    )
