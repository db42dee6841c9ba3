"""Which campaigns a person should be told of at start: paused, young, and not dismissed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from smsdesk.services.desk import Desk
from smsdesk.services.progress import Group

DAYS: Final = 7
"""Older ones are only found in the history."""

KEPT: Final = 50
"""So many dismissals are remembered."""

_DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True)
class PausedCampaign:
    """A campaign that waits for a person. done: recipients with an answer, also an unknown one."""

    id: str
    name: str
    done: int
    total: int
    unknown: int

    @property
    def mark(self) -> str:
        """What is remembered of a dismissal: a campaign paused further on is news again."""
        return f"{self.id}@{self.done}"


def paused_campaigns(desk: Desk, now_ms: int) -> list[PausedCampaign]:
    """The paused campaigns of the last days, newest first. Blocks on the disk.

    Campaigns another program holds are its own matter.
    """
    dismissed = frozenset(desk.settings.current().dismissed)
    found = []
    for summary in desk.history.paused(now_ms - DAYS * _DAY_MS):
        numbers, campaign = summary.numbers, summary.campaign
        paused = PausedCampaign(
            campaign.id,
            campaign.name,
            campaign.recipients - numbers[Group.WAITING],
            campaign.recipients,
            numbers[Group.UNKNOWN],
        )
        if paused.mark not in dismissed and not desk.campaigns.busy_elsewhere(campaign.id):
            found.append(paused)
    return found


def dismiss(desk: Desk, campaigns: Iterable[PausedCampaign]) -> None:
    """Do not speak of these again until they have gone on. Blocks on the disk.

    Raises:
        StorageError: the settings cannot be saved; it holds for this run.
    """
    before: Sequence[str] = desk.settings.current().dismissed
    marks = dict.fromkeys((*before, *(one.mark for one in campaigns)))
    desk.settings.change(dismissed=tuple(marks)[-KEPT:])
